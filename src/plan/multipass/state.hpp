// What the seven passes of `multipass` hand from one to the next.
//
// All batteries count as one storage here, seen from the home's side (AC). Everything is per slot;
// `stored` kWh are inside the storage, all other kWh and kW on the AC side. Units: kW, kWh, h,
// money per kWh. Signs: non-negative, the direction is in the name. docs/multipass.md derives the
// passes with these names. Thread rule: plain values; the case must outlive the state.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::plan::multipass {

// All batteries as one.
struct Storage {
  double capacity_kwh = 0.0;
  double min_kwh = 0.0;
  double max_kwh = 0.0;
  double start_kwh = 0.0;
  double charge_kw = 0.0;     // taken from the home
  double discharge_kw = 0.0;  // given to it
  double charge_efficiency = 1.0;
  double discharge_efficiency = 1.0;
  double wear = 0.0;        // per kWh given
  double export_fee = 0.0;  // per kWh given beyond the load
  double end_value = 0.0;   // per kWh stored

  [[nodiscard]] double usable_kwh() const { return max_kwh - min_kwh; }
};

// Water that is to be heated every day.
struct WaterTask {
  std::string id;
  double power_kw = 0.0;
  double energy_per_day_kwh = 0.0;
  double used_today_kwh = 0.0;
  std::int64_t max_blocks = 2;  // a day
  double deferral_h = 3.0;      // a day's heating may end so long after midnight
};

// A run of cheap slots [begin, end), and what is to be stored in it.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t gap_end = 0;    // the gap that it serves: [end, gap_end)
  bool is_strategic = false;  // to be filled up, whatever the gap needs
  double need_stored_kwh = 0.0;
  double required_stored_kwh = 0.0;  // to be bought: the need less what is there anyway
};

// hold: no discharging, surplus is stored. follow: surplus is stored, the load covered.
enum class Action { hold, follow, charge, sell };

struct State {
  const home::Case* home = nullptr;
  home::MultipassSettings settings;
  Storage storage;
  double price_level = 0.0;  // mean import price, at least 0

  // The case in plain numbers; load and PV with their margins after pass 0.
  std::vector<double> hours, import, export_;
  std::vector<double> load_kw, pv_kw;
  std::vector<double> room_kw;  // import that is free of limits and peak charges
  std::vector<std::optional<home::ManualBlock>> manual;
  std::vector<char> is_water_wanted;  // by a manual block

  std::vector<char> is_cheap;  // pass 1
  bool is_strategic = false;
  std::vector<double> water_kw;      // pass 2: of all tasks
  std::vector<double> baseline_kwh;  // pass 3: stored at the start of each slot
  double s_index = 1.0;              // pass 4
  std::vector<Window> windows;
  std::vector<double> bought_kw;   // pass 5: charging from the grid
  std::vector<Action> actions;     // pass 6
  std::vector<double> given_kw;    // of action sell
  std::vector<double> stored_kwh;  // at the start of each slot, and at the end
  std::vector<char> is_banned_charge, is_banned_follow, is_banned_sale;  // pass 7
  std::vector<std::string> notes;

  [[nodiscard]] std::size_t count() const { return hours.size(); }
  [[nodiscard]] double net_kw(std::size_t t) const { return load_kw[t] + water_kw[t] - pv_kw[t]; }
  [[nodiscard]] double deficit_kw(std::size_t t) const { return net_kw(t) > 0.0 ? net_kw(t) : 0.0; }
  [[nodiscard]] double surplus_kw(std::size_t t) const {
    return net_kw(t) < 0.0 ? -net_kw(t) : 0.0;
  }
  // Stored energy that the deficit of a slot takes.
  [[nodiscard]] double taken_kwh(std::size_t t) const;
  // Stored energy that the surplus of a slot gives.
  [[nodiscard]] double refill_kwh(std::size_t t) const;

  [[nodiscard]] double cheap_tolerance() const;
  [[nodiscard]] double price_smoothing() const;
  [[nodiscard]] double consolidation_tolerance() const;
  [[nodiscard]] double use_margin() const;
  [[nodiscard]] double export_margin() const;
  [[nodiscard]] double strategic_price() const;
  // What a kWh given to the home costs that was bought at `price`.
  [[nodiscard]] double cost_of_bought(double price) const;
};

// The case in plain numbers, before any pass.
[[nodiscard]] State make_state(const home::Case& home);

// The lowest price that at least `share` (0..1) of the time does not exceed. Precondition: prices.
[[nodiscard]] double quantile(const std::vector<double>& prices, const std::vector<double>& hours,
                              double share);

}  // namespace ohmstead::plan::multipass
