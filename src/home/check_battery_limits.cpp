#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {
namespace {

void check_depth_wear(const Battery& battery, const std::string& path, Problems& problems) {
  const auto& steps = battery.wear.points();
  if (steps.empty() || problems.has_below(path)) return;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string place = join_path(path, i);
    check_finite(steps[i].below.value() + steps[i].price.value(), place, problems);
    const Energy before = i == 0 ? Energy{} : steps[i - 1].below;
    if (!(steps[i].below > before))
      problems.add(join_path(place, "below_soc_kwh"), "must be above 0 and rise from step to step");
    if (steps[i].price < EnergyPrice{})
      problems.add(join_path(place, "wear_per_kwh"), "must not be negative");
    if (i > 0 && steps[i].price > steps[i - 1].price)
      problems.add(join_path(place, "wear_per_kwh"), "must not rise from step to step");
  }
  if (!battery.is_exclusive) problems.add(path, "steps by depth cannot go with exclusive false");
}

void check_derating(const Battery& battery, const Case& home, const std::string& path,
                    Problems& problems) {
  const std::string list = join_path(path, "temperature_derating");
  const std::string series = join_path(path, "temperature_c");
  if (!battery.temperature.is_empty())
    check_series(battery.temperature, home.slots.count(), series, problems);
  const auto& points = battery.temperature_derating;
  if (points.empty()) return;
  const bool has_temperature = !battery.temperature.is_empty() || !home.outdoor.is_empty() ||
                               problems.has_about(series) || problems.has_about("outdoor_c");
  if (!has_temperature) problems.add(list, "needs temperature_c here, or outdoor_c of the case");
  if (problems.has_below(list)) return;
  const auto is_share = [](Ratio share) { return share >= Ratio{} && share <= Ratio{1.0}; };
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string place = join_path(list, i);
    check_finite(points[i].temperature.value(), join_path(place, "temperature_c"), problems);
    if (!is_share(points[i].charge) || !is_share(points[i].discharge))
      problems.add(place, "shares must be between 0 and 1");
    if (i > 0 && !(points[i].temperature > points[i - 1].temperature))
      problems.add(join_path(place, "temperature_c"), "must rise from point to point");
  }
}

void check_curves(const Battery& battery, const std::string& path, Problems& problems) {
  const std::string charging = join_path(path, "charge_efficiency");
  const bool has_own = battery.discharge_efficiency.has_value();
  const std::string discharging = has_own ? join_path(path, "discharge_efficiency") : charging;
  find_problems(battery.charge_efficiency, {true, "stores"}, charging, problems);
  find_problems(discharge_curve(battery), {false, "takes"}, discharging, problems);
  const bool has_curve =
      battery.charge_efficiency.has_points() || discharge_curve(battery).has_points();
  if (has_curve && !battery.is_exclusive)
    problems.add(charging, "a curve cannot go with exclusive false");
}

// Flat outside its points and never bent upwards: then it is the lowest of straight lines.
void check_soc_curve(const Battery& battery, std::optional<Power> SocLimit::* power,
                     std::string_view key, const std::string& list, Problems& problems) {
  struct Point {
    std::string place;
    double soc = 0.0;
    double kw = 0.0;
  };
  std::vector<Point> points;
  for (std::size_t i = 0; i < battery.power_by_soc.size(); ++i) {
    const SocLimit& limit = battery.power_by_soc[i];
    if (!(limit.*power)) continue;
    points.push_back({join_path(join_path(list, i), key), effective_soc(battery, limit).value(),
                      (limit.*power)->value()});
  }
  double last_slope = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double slope = (points[i].kw - points[i - 1].kw) / (points[i].soc - points[i - 1].soc);
    if (i == 1 && slope > 0.0 && points[0].soc > 0.0)
      problems.add(points[0].place,
                   "a limit that rises from here must begin with an empty battery");
    if (slope > last_slope + 1e-9 * (std::abs(last_slope) + std::abs(slope)))
      problems.add(points[i].place, "must rise ever slower or fall ever faster");
    last_slope = slope;
  }
  const bool falls = points.size() > 1 && last_slope < 0.0;
  if (falls && points.back().soc < battery.capacity.value())
    problems.add(points.back().place, "a limit that falls to here must reach the full battery");
}

void check_power_by_soc(const Battery& battery, const std::string& path, Problems& problems) {
  const std::string list = join_path(path, "power_by_soc");
  const auto& points = battery.power_by_soc;
  if (problems.has_below(list) || problems.has_about(join_path(path, "capacity_kwh"))) return;
  double last_soc = -1.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string place = join_path(list, i);
    const Power charge = points[i].charge.value_or(Power{});
    const Power discharge = points[i].discharge.value_or(Power{});
    if (points[i].soc.has_value() == points[i].soc_share.has_value()) {
      problems.add(place, "give either soc_kwh or soc_share");
      continue;
    }
    if (!points[i].charge && !points[i].discharge)
      problems.add(place, "give charge_kw, discharge_kw or both");
    const double soc = effective_soc(battery, points[i]).value();
    check_finite(soc + charge.value() + discharge.value(), place, problems);
    if (charge < Power{} || discharge < Power{}) problems.add(place, "powers must not be negative");
    if (!(soc > last_soc)) {
      problems.add(join_path(place, points[i].soc ? "soc_kwh" : "soc_share"),
                   "must rise from point to point");
    }
    last_soc = soc;
  }
  if (problems.has_below(list)) return;
  check_soc_curve(battery, &SocLimit::charge, "charge_kw", list, problems);
  check_soc_curve(battery, &SocLimit::discharge, "discharge_kw", list, problems);
}

}  // namespace

void find_limit_problems(const Battery& battery, const Case& home, const std::string& path,
                         Problems& problems) {
  check_depth_wear(battery, join_path(path, "wear_per_kwh"), problems);
  check_derating(battery, home, path, problems);
  check_curves(battery, path, problems);
  check_power_by_soc(battery, path, problems);
}

}  // namespace ohmstead::home
