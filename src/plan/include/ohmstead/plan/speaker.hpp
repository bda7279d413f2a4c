// Says the planner's messages to people: in their language, with numbers, money and times as that
// language writes them.
//
// A message (messages.hpp) is a text with places such as {power}; the caller fills every place.
// Prices of a kWh are written in the small unit of the currency where people use one (ct, öre),
// money in the large one; times are local to the home. All texts are UTF-8. Thread rule: does not
// change after it is made.
//
//   const Speaker speaker{home, home::Language::de};
//   speaker.say(Message::charge_negative, {{"power", speaker.power(5_kw)}, {"pays", ...}});
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/plan/messages.hpp"

namespace ohmstead::plan {

struct Filling {
  std::string_view place;
  std::string text;
};

// How a time is joined to its sentence: "at 19:00", "by 19:00", "from 19:00 on".
enum class TimeForm { at, by, from };

class Speaker {
 public:
  Speaker(home::Language language, std::string currency, base::Zone zone);
  // Currency and zone of the case; UTC when the system does not know its zone.
  Speaker(const home::Case& home, home::Language language);

  [[nodiscard]] home::Language language() const { return language_; }
  // Precondition: `fillings` are the message's places.
  [[nodiscard]] std::string say(Message message,
                                std::initializer_list<Filling> fillings = {}) const;

  [[nodiscard]] std::string power(base::Power power) const;       // "5.0 kW"
  [[nodiscard]] std::string energy(base::Energy energy) const;    // "2.5 kWh"
  [[nodiscard]] std::string money(base::Money money) const;       // "0.94 EUR"
  [[nodiscard]] std::string each(base::EnergyPrice price) const;  // of one kWh: "30.0 ct"
  // "30.0 ct/kWh", "28.1 to 31.4 ct/kWh"
  [[nodiscard]] std::string per_kwh(base::EnergyPrice low, base::EnergyPrice high) const;
  [[nodiscard]] std::string count(std::size_t count) const;
  // In a unit as violations have it: "1.2 °C" of K, "5.0 kW".
  [[nodiscard]] std::string amount(double amount_kwh, const std::string& unit) const;
  // "at 19:00", "at 19:00 the next day", "on Wed 26 Jun at 19:00"; seen from `now`.
  [[nodiscard]] std::string time(base::Time time, base::Time now, TimeForm form) const;
  [[nodiscard]] std::string day(base::Time time) const;    // "Wed 26 Jun"
  [[nodiscard]] std::string clock(base::Time time) const;  // "19:00"

  // What gave way, by how much and what that counted: a sentence.
  [[nodiscard]] std::string violation(const home::Violation& violation) const;

 private:
  [[nodiscard]] std::string number(double value_kwh, int decimals) const;

  home::Language language_;
  std::string currency_;
  base::Zone zone_;
};

}  // namespace ohmstead::plan
