// What a kWh from the grid costs and what one to the grid earns, by the formulas below.
//
// Prices are per kWh in the site's currency, before VAT unless said otherwise; hours are those of
// the local clock. Thread rule: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ohmstead/base/units.hpp"
#include "ohmstead/home/grid.hpp"
#include "ohmstead/home/holidays.hpp"
#include "ohmstead/home/local_window.hpp"

namespace ohmstead::home {

using base::EnergyPrice;

// What a public holiday does to a window. as_usual: nothing. as_sunday: it counts as a Sunday.
// never: the window does not open. only: it opens on no other day.
enum class HolidayUse { as_usual, as_sunday, never, only };
constexpr auto names_of(HolidayUse) {
  return std::array<std::string_view, 4>{"as_usual", "as_sunday", "never", "only"};
}

// When a fee holds, in local time; [from_h, to_h) may run over midnight (22 to 6).
struct FeeTimes {
  double from_h = 0.0;
  double to_h = 24.0;
  DayKind days = DayKind::all;
  std::int64_t from_month = 1;
  std::int64_t to_month = 12;
  HolidayUse holidays = HolidayUse::as_usual;
};

struct FeeWindow : FeeTimes {
  EnergyPrice fee;
};

// A fee on the highest import of each month: on the mean of its `mean_of` highest windows, or of
// the highest windows of so many days. Windows are cut by the local clock, as meters do.
struct PowerFee : FeeTimes {
  PowerPrice price;  // per kW and month, before VAT
  std::int64_t window_min = 60;
  std::int64_t mean_of = 1;
  PeakPer per = PeakPer::window;
  base::Ratio otherwise;  // share of the power that counts outside those times
  Power reached_anyway;   // of which each month is sure: nothing is done to stay below it
};

// A fee by how many kWh were bought since the month or year began: each kWh pays that of the tier
// into which it falls. The last tier has no end.
struct FeeTier {
  std::optional<base::Energy> up_to;  // bought since the beginning
  EnergyPrice fee;
};

enum class TierPeriod { month, year };
constexpr auto names_of(TierPeriod) { return std::array<std::string_view, 2>{"month", "year"}; }

// Import price per kWh = (fixed or spot * spot_factor + markup + network fee + energy tax + fee of
// the tier) * (1 + VAT).
struct ImportTariff {
  std::optional<EnergyPrice> fixed;  // absent: the spot price
  double spot_factor = 1.0;
  EnergyPrice markup;
  EnergyPrice network_fee;              // outside all windows
  std::vector<FeeWindow> network_fees;  // the first that matches counts
  EnergyPrice energy_tax;
  std::vector<FeeTier> tiers;
  TierPeriod tiers_per = TierPeriod::month;
  double vat_pct = 0.0;
};

// Feed-in price per kWh = (fixed or spot * spot_factor - fee) * (1 + VAT), between `lowest` and
// `highest`.
struct ExportTariff {
  std::optional<EnergyPrice> fixed;
  double spot_factor = 0.0;
  EnergyPrice fee;
  double vat_pct = 0.0;
  std::optional<EnergyPrice> lowest;
  std::optional<EnergyPrice> highest;
};

struct Tariff {
  ImportTariff import;
  ExportTariff export_;
  std::vector<PowerFee> power_fees;
  std::optional<Holidays> holidays;  // that windows of fees mind
};

}  // namespace ohmstead::home
