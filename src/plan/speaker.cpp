#include "ohmstead/plan/speaker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "currency_words.hpp"
#include "ohmstead/base/result.hpp"
#include "ohmstead/home/day_words.hpp"
#include "ohmstead/home/phrase_book.hpp"

namespace ohmstead::plan {
namespace {

using home::Language;

// From this on digits stand in groups of three.
constexpr double k_grouped_from = 10000.0;

base::Zone zone_of(const home::Case& home) {
  return base::Zone::load(home.timezone).value_or(base::Zone::utc());
}

// Digits with a point, never "-0.00"; what is not a number stays a word.
std::string plain_number(double value, int decimals) {
  const bool is_zero = std::abs(value) < 0.5 * std::pow(10.0, -decimals);
  return fmt::format("{:.{}f}", is_zero ? 0.0 : value, decimals);
}

// A message's text with every place filled. `{place:one|many}` is `one` where the place holds "1".
class Filler {
 public:
  explicit Filler(std::initializer_list<Filling> fillings) : fillings_(fillings) {}

  [[nodiscard]] std::string fill(std::string_view text) const {
    std::string result;
    while (!text.empty()) {
      const std::size_t open = std::min(text.find('{'), text.size());
      result += text.substr(0, open);
      text.remove_prefix(open);
      if (text.empty()) break;
      const std::size_t close = text.find('}');
      base::expect(close != std::string_view::npos, "a message's place is not closed");
      result += word_for(text.substr(1, close - 1));
      text.remove_prefix(close + 1);
    }
    return result;
  }

 private:
  [[nodiscard]] std::string_view word_for(std::string_view place) const {
    const std::size_t colon = place.find(':');
    const std::string_view name = place.substr(0, colon);
    const auto* const found =
        std::find_if(fillings_.begin(), fillings_.end(),
                     [&](const Filling& filling) { return filling.place == name; });
    base::expect(found != fillings_.end(), "a message's place is not filled");
    if (colon == std::string_view::npos) return found->text;
    const std::string_view words = place.substr(colon + 1);
    const std::size_t bar = words.find('|');
    return found->text == "1" ? words.substr(0, bar) : words.substr(bar + 1);
  }

  std::initializer_list<Filling> fillings_;
};

}  // namespace

Speaker::Speaker(Language language, std::string currency, base::Zone zone)
    : language_{language}, currency_{std::move(currency)}, zone_{std::move(zone)} {}

Speaker::Speaker(const home::Case& home, Language language)
    : Speaker{language, home.currency, zone_of(home)} {}

std::string Speaker::say(Message message, std::initializer_list<Filling> fillings) const {
  return Filler{fillings}.fill(text_of(message, language_));
}

std::string Speaker::number(double value_kwh, int decimals) const {
  std::string text = plain_number(value_kwh, decimals);
  if (!std::isfinite(value_kwh)) return text;
  const home::NumberSigns& signs = home::signs_of(language_);
  const std::size_t point = std::min(text.find('.'), text.size());
  if (point < text.size()) text[point] = signs.decimal;
  if (std::abs(value_kwh) < k_grouped_from) return text;
  const std::size_t first = text.front() == '-' ? 1 : 0;
  for (std::size_t at = point; at > first + 3;) {
    at -= 3;
    text.insert(at, signs.group);
  }
  return text;
}

std::string Speaker::power(base::Power power) const { return number(power.value(), 1) + " kW"; }

std::string Speaker::energy(base::Energy energy) const {
  return number(energy.value(), std::abs(energy.value()) < 0.095 ? 2 : 1) + " kWh";
}

std::string Speaker::money(base::Money money) const {
  const CurrencyWords words = currency_words(currency_, language_);
  return number(money.value(), words.money_digits) + ' ' + words.large;
}

std::string Speaker::each(base::EnergyPrice price) const {
  const CurrencyWords words = currency_words(currency_, language_);
  const bool is_small = !words.small.empty();
  return number(price.value() * (is_small ? 100.0 : 1.0), words.price_digits) + ' ' +
         (is_small ? words.small : words.large);
}

std::string Speaker::per_kwh(base::EnergyPrice low, base::EnergyPrice high) const {
  std::string to = each(high) + "/kWh";
  const std::string from = each(low);
  if (from + "/kWh" == to) return to;
  const std::size_t unit = to.rfind(' ');
  return say(Message::price_range, {{"low", from.substr(0, from.rfind(' '))},
                                    {"high", to.substr(0, unit)},
                                    {"unit", to.substr(unit + 1)}});
}

std::string Speaker::count(std::size_t count) const {
  return number(static_cast<double>(count), 0);
}

std::string Speaker::day(base::Time time) const {
  const base::WallClock clock = zone_.wall_clock(time);
  return home::write_day(language_, clock.weekday.c_encoding(),
                         static_cast<unsigned>(clock.date.day()),
                         static_cast<unsigned>(clock.date.month()) - 1);
}

std::string Speaker::clock(base::Time time) const {
  const base::WallClock clock = zone_.wall_clock(time);
  return fmt::format("{:02}:{:02}", clock.hour, clock.minute);
}

std::string Speaker::time(base::Time time, base::Time now, TimeForm form) const {
  static constexpr std::array<std::array<Message, 3>, 3> k_messages{
      {{Message::at_time, Message::at_time_next_day, Message::at_time_on_day},
       {Message::by_time, Message::by_time_next_day, Message::by_time_on_day},
       {Message::from_time, Message::from_time_next_day, Message::from_time_on_day}}};
  const auto& messages = k_messages[static_cast<std::size_t>(form)];
  const base::Date date = zone_.date(time), today = zone_.date(now);
  if (date == today) return say(messages[0], {{"clock", clock(time)}});
  if (date == base::next_day(today)) return say(messages[1], {{"clock", clock(time)}});
  return say(messages[2], {{"clock", clock(time)}, {"day", day(time)}});
}

}  // namespace ohmstead::plan
