// What a home drew before, laid out for load forecasts: cells of the local clock with look-ups.
//
// A cell is half an hour (or the measurement's step, where that is longer). Made once; every
// look-up takes `known`, the number of cells that are complete at the instant of the forecast, and
// sees none after them. Missing values are NaN. Units: kW, deg C. Thread rule: const calls from any
// thread.
//
//   const LoadPast past{load, outdoor, zone};
//   double kw = past.profile_kw(past.index_at(time), past.known_cells(now));
#pragma once

#include <optional>
#include <span>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/forecast/local_raster.hpp"
#include "ohmstead/forecast/measured.hpp"

namespace ohmstead::forecast {

class LoadPast {
 public:
  // `outdoor` empty: no temperature was measured. `foretold`: temperatures as a forecast told them
  // days before, which may reach beyond the load; empty: none.
  LoadPast(const Measured& load, const Measured& outdoor, const base::Zone& zone,
           const Measured& foretold = {});

  [[nodiscard]] base::Seconds step() const { return load_.step; }
  [[nodiscard]] std::size_t cells() const { return load_.size(); }
  [[nodiscard]] base::Time start(std::size_t cell) const { return load_.slot_start(cell); }
  [[nodiscard]] std::size_t known_cells(base::Time now) const { return load_.known_slots(now); }
  // The cell that holds `time`; may lie outside of what was measured.
  [[nodiscard]] std::int64_t cell_at(base::Time time) const;
  [[nodiscard]] base::Time time_of(std::int64_t cell) const {
    return load_.start + load_.step * cell;
  }
  [[nodiscard]] const base::Zone& zone() const { return zone_; }
  [[nodiscard]] std::int64_t per_day() const { return raster_.per_day(); }
  // Local index of a cell, which may lie outside of what was measured.
  [[nodiscard]] std::int64_t index(std::int64_t cell) const;
  [[nodiscard]] bool is_free_day(std::int64_t index) const;  // weekend or public holiday
  [[nodiscard]] int weekday(std::int64_t index) const;       // 0 Monday .. 6 Sunday

  [[nodiscard]] double kw(std::size_t cell) const { return load_.values[cell]; }
  // The single measurements in a cell.
  [[nodiscard]] std::span<const double> slots_of(std::size_t cell) const;
  // At the same local time `days` before; NaN when not known.
  [[nodiscard]] double kw_before(std::int64_t index, std::int64_t days, std::size_t known) const;
  [[nodiscard]] double outdoor_before(std::int64_t index, std::int64_t days,
                                      std::size_t known) const;
  // Mean over the cells [first, end) that are known; NaN when none was measured.
  [[nodiscard]] double mean_kw(std::int64_t first, std::int64_t end, std::size_t known) const;
  [[nodiscard]] double mean_outdoor_c(std::int64_t first, std::int64_t end,
                                      std::size_t known) const;
  [[nodiscard]] double outdoor_c(std::int64_t cell) const;  // NaN outside
  // Mean over the cells [first, end), foretold whenever it is asked.
  [[nodiscard]] double mean_foretold_c(std::int64_t first, std::int64_t end) const;
  // The last 14 days at that time of day: a day counts 0.8 of the day after it, a day of the other
  // kind (workday or free day) 0.4 of one of its own.
  [[nodiscard]] double profile_kw(std::int64_t index, std::size_t known) const;
  // The same weekday of the last 8 weeks around that time of day; a week counts 0.85 of the next.
  [[nodiscard]] double week_kw(std::int64_t index, std::size_t known) const;

 private:
  struct Sums {
    std::vector<double> values;
    std::vector<std::uint32_t> counts;
    void lay(const std::vector<double>& from);
    [[nodiscard]] double mean(std::int64_t first, std::int64_t end, std::size_t known) const;
  };

  base::Zone zone_;
  Measured measured_;  // as it came
  Measured load_;
  Measured outdoor_;   // on the cells of the load; empty when unknown
  Measured foretold_;  // the same, and beyond
  LocalRaster raster_;
  Sums load_sums_;
  Sums outdoor_sums_;
  Sums foretold_sums_;
  std::int64_t first_day_ = 0;     // local day of the first entry of the table below
  std::vector<bool> is_free_day_;  // by local day
};

}  // namespace ohmstead::forecast
