// What a roof gave before and what is said of the coming sun, laid out for PV forecasts.
//
// Cells are half hours (or the measurement's step, where that is longer) of UTC: the sun knows no
// summer time. Of the roof's power, look-ups see only the first `known` cells. Weather and the
// forecast of another system are given for the past and as far ahead as they reach: they were said
// before, so that all of them may be read. NaN: not known. Units: kW, kW per m2, deg C. Thread
// rule: const calls from any thread.
//
//   const PvPast past{{.pv = pv, .said = said, .location = site.location}};
#pragma once

#include <optional>

#include "ohmstead/forecast/measured.hpp"
#include "ohmstead/forecast/pv_plant.hpp"

namespace ohmstead::forecast {

struct PvSources {
  Measured pv;                                      // kW; dark hours may be 0 or NaN
  Measured said = {};                               // kW, by another system; empty: none
  Measured global = {};                             // kW per m2 on the level; empty: unknown
  Measured outdoor = {};                            // deg C; empty: unknown
  std::optional<home::SiteLocation> location = {};  // absent: no sun position
  std::optional<base::Power> inverter_limit = {};
  std::vector<home::PvPlane> planes = {};  // empty: to be identified
};

class PvPast {
 public:
  explicit PvPast(const PvSources& sources);

  [[nodiscard]] base::Seconds step() const { return pv_.step; }
  [[nodiscard]] std::size_t cells() const { return pv_.size(); }
  [[nodiscard]] std::int64_t per_day() const { return per_day_; }
  [[nodiscard]] std::size_t known_cells(base::Time now) const { return pv_.known_slots(now); }
  [[nodiscard]] std::int64_t cell_at(base::Time time) const;
  [[nodiscard]] base::Time middle(std::int64_t cell) const {
    return pv_.start + pv_.step * cell + pv_.step / 2;
  }
  [[nodiscard]] double hours() const { return base::hours(pv_.step).value(); }

  [[nodiscard]] double kw(std::int64_t cell, std::size_t known) const;
  [[nodiscard]] double said_kw(std::int64_t cell) const { return value(said_, cell); }
  [[nodiscard]] double global(std::int64_t cell) const { return value(global_, cell); }
  [[nodiscard]] double outdoor_c(std::int64_t cell) const { return value(outdoor_, cell); }
  [[nodiscard]] bool has_said() const { return !said_.is_empty(); }
  [[nodiscard]] bool has_global() const { return !global_.is_empty(); }

  [[nodiscard]] const std::optional<home::SiteLocation>& location() const { return location_; }
  [[nodiscard]] const std::vector<home::PvPlane>& planes() const { return planes_; }
  [[nodiscard]] std::optional<base::Power> inverter_limit() const { return inverter_limit_; }
  // In the middle of a cell; nothing without a location.
  [[nodiscard]] std::optional<SunPosition> sun(std::int64_t cell) const;

  // The highest known power of all: what the roof has done.
  [[nodiscard]] double peak_kw(std::size_t known) const;
  // What the roof can do: what it has done and its planes or, where they are not known and less
  // than two weeks were measured, what the other system expects of it.
  [[nodiscard]] double most_kw(std::size_t known) const;
  // Highest power at that time of day in the last 15 days; 0 when not measured.
  [[nodiscard]] double envelope_kw(std::int64_t cell, std::size_t known) const;
  // Mean of that time of day over the last 10 days, a day counting 0.8 of the next; NaN: none.
  [[nodiscard]] double days_kw(std::int64_t cell, std::size_t known) const;
  // Mean distance from `middle_kw` at that time of day in the last 15 days.
  [[nodiscard]] double spread_kw(std::int64_t cell, std::size_t known, double middle_kw) const;
  // Night: the sun is down, or (without a location) it was dark at that time on all days. What was
  // never measured at that time is night as well, unless the other system says otherwise.
  [[nodiscard]] bool is_dark(std::int64_t cell, std::size_t known) const;

 private:
  [[nodiscard]] static double value(const Measured& series, std::int64_t cell);

  std::int64_t per_day_;
  Measured pv_;
  Measured said_, global_, outdoor_;  // on cells from pv_.start on; may reach further
  std::optional<home::SiteLocation> location_;
  std::vector<home::PvPlane> planes_;
  std::optional<base::Power> inverter_limit_;
  std::vector<double> highest_kw_;      // before each cell
  std::vector<std::int64_t> measured_;  // cells before each cell
  double highest_said_kw_ = 0.0;
};

}  // namespace ohmstead::forecast
