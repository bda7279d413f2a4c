// What a home's measurements say: how complete they are, how its sun and load usually run.
//
// Everything between `from` and `to`. Base load is the load that is always there: the 10 % quantile
// of a week around. Seasons are those of the northern half (winter: December to February); south
// of the equator they are the same months under the same names. Units: kW, kWh, deg C. Thread rule:
// pure function.
//
//   const SiteAnalysis analysis = analyze_site({.load = load, .pv = pv, .zone = zone});
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/forecast/measured.hpp"

namespace ohmstead::forecast {

struct SiteMeasured {
  Measured load;
  Measured pv;       // empty: none
  Measured outdoor;  // empty: not known
  Measured sun;      // kW per m2 on the level; empty: not known
  base::Zone zone = base::Zone::utc();
  base::Time from{};
  base::Time to{};
};

struct Gap {
  base::Time from;
  base::Time to;
};

struct SeriesQuality {
  std::string name;
  std::size_t records = 0;  // slots between from and to
  std::size_t missing = 0;
  base::Time first{};  // measured
  base::Time last{};   // its end
  std::size_t gap_count = 0;
  std::vector<Gap> longest_gaps;  // at most 10

  [[nodiscard]] double missing_pct() const;
};

struct DayShape {
  std::string name;
  std::size_t days = 0;
  std::array<double, 24> kw{};  // means by local hour; NaN without any
};

struct DayFigures {
  base::Time day{};       // its local start
  double load_kwh = 0.0;  // NaN with less than 9 of 10 slots
  double pv_kwh = 0.0;
  double base_kw = 0.0;
  double outdoor_c = 0.0;
};

struct PvFigures {
  double peak_kw = 0.0;
  double energy_kwh = 0.0;
  std::size_t dark_days = 0;  // without power amid days of it: an outage, snow
  std::optional<double> sun_correlation;
  std::optional<double> outdoor_correlation;
};

struct SiteAnalysis {
  std::vector<SeriesQuality> quality;
  std::vector<DayShape> load_shapes;  // workdays and free days, by season
  std::vector<DayShape> pv_shapes;    // by season
  std::vector<DayFigures> days;
  std::vector<double> base_kw;  // of each slot of the load
  double load_mean_kw = 0.0;
  double base_share_pct = 0.0;  // of the load's energy
  std::optional<double> load_outdoor_correlation;
  std::optional<PvFigures> pv;
};

[[nodiscard]] SiteAnalysis analyze_site(const SiteMeasured& measured);

}  // namespace ohmstead::forecast
