#include <algorithm>

#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {
namespace {

bool is_efficiency(base::Ratio ratio) { return ratio > base::Ratio{} && ratio <= base::Ratio{1.0}; }

void check_currents(const ChargerCurrents& currents, const std::string& path, Problems& problems) {
  if (problems.has_about(path)) return;
  check_finite(currents.voltage_v + currents.min_a + currents.max_a + currents.step_a, path,
               problems);
  if (currents.phases.empty()) problems.add(join_path(path, "phases"), "must not be empty");
  for (std::size_t i = 0; i < currents.phases.size(); ++i) {
    if (currents.phases[i] >= 1 && currents.phases[i] <= 3) continue;
    problems.add(join_path(join_path(path, "phases"), i), "must be 1, 2 or 3");
  }
  if (currents.min_a > currents.max_a) {
    problems.add(join_path(path, "min_a"),
                 fmt::format("{} is above max_a {}", currents.min_a, currents.max_a));
  }
  if (currents.voltage_v <= 0.0 || currents.min_a <= 0.0 || currents.step_a <= 0.0)
    problems.add(path, "numbers must be above 0");
}

void check_trips(const Vehicle& vehicle, const std::string& path, Problems& problems) {
  for (std::size_t i = 0; i < vehicle.trips.size(); ++i) {
    const Trip& trip = vehicle.trips[i];
    const std::string place = join_path(path, i);
    if (problems.has_below(place)) continue;
    check_finite(trip.energy.value(), join_path(place, "energy_kwh"), problems);
    if (trip.back <= trip.leave) problems.add(join_path(place, "return"), "must be after leave");
    for (std::size_t j = 0; j < i; ++j) {
      const Trip& other = vehicle.trips[j];
      if (trip.leave >= other.back || other.leave >= trip.back) continue;
      problems.add(place, fmt::format("overlaps {}", join_path(path, j)));
    }
  }
}

void check_taper(const Vehicle& vehicle, const std::string& path, Problems& problems) {
  const auto& points = vehicle.power_by_soc;
  if (points.empty() || problems.has_below(path)) return;
  double last_slope = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string place = join_path(path, i);
    check_finite(points[i].soc.value() + points[i].power.value(), place, problems);
    if (i == 0) continue;
    const double width = (points[i].soc - points[i - 1].soc).value();
    if (!(width > 0.0)) {
      problems.add(join_path(place, "soc_kwh"), "must rise from point to point");
      return;
    }
    const double slope = (points[i].power - points[i - 1].power).value() / width;
    if (slope > last_slope + 1e-9 * std::abs(last_slope)) {
      problems.add(join_path(place, "kw"), "must fall from point to point, and ever faster");
    }
    last_slope = slope;
  }
  if (points.back().soc < vehicle.capacity) {
    problems.add(
        join_path(join_path(path, points.size() - 1), "soc_kwh"),
        fmt::format("the last point must reach capacity_kwh {}", vehicle.capacity.value()));
  }
}

void check_targets(const Vehicle& vehicle, const std::string& path, Problems& problems) {
  for (std::size_t i = 0; i < vehicle.targets.size(); ++i) {
    const SocTarget& target = vehicle.targets[i];
    const std::string place = join_path(path, i);
    if (problems.has_below(place)) continue;
    check_finite(target.soc.value(), join_path(place, "soc_kwh"), problems);
    if (!target.price) continue;
    check_finite(target.price->value(), join_path(place, "price_per_kwh"), problems);
    if (target.is_hard) problems.add(join_path(place, "hard"), "cannot go with price_per_kwh");
  }
}

void check_end_value(const Vehicle& vehicle, const std::string& path, Problems& problems) {
  const std::string list = join_path(path, "end_value_steps");
  const auto& steps = vehicle.end_value_steps;
  if (vehicle.end_value && !steps.empty())
    problems.add(list, "give either this or end_value_per_kwh");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string place = join_path(list, i);
    check_finite(steps[i].energy.value() + steps[i].value.value(), place, problems);
    if (i == 0 || steps[i].value <= steps[i - 1].value) continue;
    problems.add(join_path(place, "value_per_kwh"), "must not rise from step to step");
  }
}

void check_chargers_of(const Vehicle& vehicle, const Case& home, const std::string& path,
                       Problems& problems) {
  for (std::size_t i = 0; i < vehicle.chargers.size(); ++i) {
    const std::string& id = vehicle.chargers[i];
    const bool is_known = std::any_of(home.chargers.begin(), home.chargers.end(),
                                      [&](const Charger& charger) { return charger.id == id; });
    if (!is_known) problems.add(join_path(path, i), fmt::format("there is no charger '{}'", id));
  }
}

}  // namespace

void find_problems(const Charger& charger, const std::string& path, Problems& problems) {
  if (charger.id == "idle" || charger.id == "away") {
    problems.add(join_path(path, "id"),
                 fmt::format("'{}' is what a car without a charger is called", charger.id));
  }
  if (problems.has_about(path)) return;
  const bool has_levels = !charger.steps.is_empty() || charger.currents.has_value();
  check_series(charger.steps, charger.steps.size(), join_path(path, "steps_kw"), problems, 0.0);
  if (charger.currents) check_currents(*charger.currents, join_path(path, "currents"), problems);
  const double max_kw = charger.max.value_or(base::Power{}).value();
  check_finite(charger.min.value() + max_kw + charger.discharge.value(), path, problems);
  if (charger.min < base::Power{} || max_kw < 0.0 || charger.discharge < base::Power{})
    problems.add(path, "powers must not be negative");
  if (!is_efficiency(charger.efficiency) || !is_efficiency(effective_discharge_efficiency(charger)))
    problems.add(path, "efficiencies must be above 0 and at most 1");
  if (!charger.steps.is_empty() && charger.currents)
    problems.add(join_path(path, "currents"), "give either this or steps_kw");
  if (has_levels && charger.min > base::Power{})
    problems.add(join_path(path, "min_kw"), "the levels say it already");
  if (has_levels) return;
  if (!charger.max) problems.add(join_path(path, "max_kw"), "is missing");
  if (charger.max && charger.min > *charger.max) {
    problems.add(join_path(path, "min_kw"),
                 fmt::format("{} is above max_kw {}", charger.min.value(), max_kw));
  }
}

void find_problems(const Vehicle& vehicle, const Case& home, const std::string& path,
                   Problems& problems) {
  check_trips(vehicle, join_path(path, "trips"), problems);
  check_targets(vehicle, join_path(path, "targets"), problems);
  check_end_value(vehicle, path, problems);
  check_chargers_of(vehicle, home, join_path(path, "chargers"), problems);
  const std::size_t count = home.slots.count();
  if (!vehicle.available.is_empty())
    check_series(vehicle.available, count, join_path(path, "available"), problems, 0.0, 1.0);
  if (!vehicle.trip.is_empty())
    check_series(vehicle.trip, count, join_path(path, "trip_kwh"), problems, 0.0);
  if (!problems.has_about(join_path(path, "capacity_kwh")))
    check_taper(vehicle, join_path(path, "power_by_soc"), problems);
  if (problems.has_about(path)) return;
  const double sum = vehicle.capacity.value() + vehicle.soc.value() + vehicle.min_soc.value() +
                     vehicle.charge.value_or(base::Power{}).value() +
                     vehicle.discharge.value_or(base::Power{}).value() + vehicle.wear.value() +
                     vehicle.public_price.value_or(base::EnergyPrice{}).value() +
                     vehicle.end_value.value_or(base::EnergyPrice{}).value();
  check_finite(sum, path, problems);
  if (!is_efficiency(vehicle.charge_efficiency) ||
      !is_efficiency(effective_discharge_efficiency(vehicle))) {
    problems.add(path, "efficiencies must be above 0 and at most 1");
  }
  if (vehicle.min_soc > vehicle.capacity) {
    problems.add(join_path(path, "min_soc_kwh"),
                 fmt::format("{} is above capacity_kwh {}", vehicle.min_soc.value(),
                             vehicle.capacity.value()));
  }
}

}  // namespace ohmstead::home
