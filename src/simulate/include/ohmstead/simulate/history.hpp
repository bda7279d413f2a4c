// What a home measured, and what its PV forecast and the market said, on one grid of planning
// slots.
//
// Made from the CSV files that a site file names. Power is held inside its interval, energy per
// interval becomes mean power, negative values count as 0. What was not measured is never passed
// off as measured: each slot says where its number is from, and `notes` counts every repair. Prices
// stay in their own steps; a missing price is never invented, it ends what is known. Units: kW;
// spot price per kWh, before tariff. Thread rule: plain values.
//
//   Result<History> history = load_history(site, [&](const std::string& name) { return
//   read_file(folder / name); }); std::optional<EnergyPrice> spot = history->spot.find(time);
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::simulate {

// Where the value of a slot is from. dark: blank in the file, and the sun is down at that time.
// filled: blank, put in from the days around. missing: nothing is known; the value is 0.
enum class Origin : std::uint8_t { measured, dark, filled, missing };

struct PowerHistory {
  base::Series<base::Power> power;  // a finite number >= 0 in every slot
  std::vector<Origin> origin;       // one per slot
  // When the measurement was complete: a mean of half an hour is known at the end of the half-hour,
  // also for its first quarter. Never falls.
  std::vector<base::Time> known_at;

  [[nodiscard]] bool is_measured(std::size_t slot) const {
    return origin[slot] == Origin::measured;
  }
  // How many slots, from the first, are complete at `now`.
  [[nodiscard]] std::size_t known_slots(base::Time now) const;
};

// Day-ahead prices as published, in their own steps.
class SpotPrices {
 public:
  SpotPrices() = default;
  // Rows without a price (NaN) are left out. Precondition: equal sizes, times and ends in order.
  SpotPrices(const std::vector<base::Time>& starts, const std::vector<base::Time>& ends,
             const std::vector<double>& per_kwh);

  [[nodiscard]] bool is_empty() const { return starts_.empty(); }
  [[nodiscard]] base::Time first() const { return starts_.front(); }
  [[nodiscard]] base::Time last() const { return ends_.back(); }
  [[nodiscard]] std::optional<base::EnergyPrice> find(base::Time time) const;
  // Until when prices are known without a hole, from `time` on; `time` itself when there is none.
  [[nodiscard]] base::Time known_until(base::Time time) const;
  // Mean price of [from, to), weighted by time. Precondition: from < to <= known_until(from).
  [[nodiscard]] base::EnergyPrice mean(base::Time from, base::Time to) const;

 private:
  [[nodiscard]] std::size_t row_at(base::Time time) const;  // size() when none

  std::vector<base::Time> starts_;
  std::vector<base::Time> ends_;
  std::vector<base::Time> run_ends_;  // where the unbroken run of each row ends
  std::vector<double> per_kwh_;
};

struct History {
  base::SlotGrid slots;  // planning.step_min long, over all rows of load, PV and forecast
  PowerHistory load;
  PowerHistory pv;           // missing everywhere when the site names no PV source
  PowerHistory pv_forecast;  // measured: the forecast had a value; else missing
  // A hole holds the value before it (at the beginning: after it); empty when the site names no
  // such source.
  base::Series<base::Celsius> outdoor;
  base::Series<base::Power> irradiance;      // per m2
  std::vector<base::Time> weather_known_at;  // of both, as PowerHistory::known_at
  SpotPrices spot;                           // empty when the site names no price source
  base::Time measured_from;   // load and PV are complete (measured, dark or filled) in
  base::Time measured_until;  // [measured_from, measured_until)
  std::vector<std::string> notes;
};

// Gives the whole content of a file that the site file names, relative to the site file.
using FileReader = std::function<base::Result<std::string>(const std::string& relative_name)>;

// Holes of the load get the mean of the same local quarter-hour in the 7 days before (after, where
// nothing was measured before). A blank PV value is 0 where that quarter-hour is dark: its mean
// over the 7 days on both sides is below 20 W, or nothing was measured; else it is filled like the
// load. Fails with what the reader says, and with invalid_input (all problems of a file listed) for
// bad files, unknown columns, a site without a load source, or a column without any value.
[[nodiscard]] base::Result<History> load_history(const home::Site& site, const FileReader& read);

}  // namespace ohmstead::simulate
