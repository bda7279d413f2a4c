#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {
namespace {

void check_run(const Appliance& appliance, const std::string& path, Problems& problems) {
  const std::string profile = join_path(path, "profile_kw");
  check_series(appliance.profile, appliance.profile.size(), profile, problems, 0.0);
  if (appliance.profile_step < base::Seconds{1})
    problems.add(join_path(path, "profile_step_s"), "must be at least 1");
  if (appliance.skip_cost)
    check_finite(appliance.skip_cost->value(), join_path(path, "skip_cost"), problems);
  check_finite(appliance.delay_cost_per_hour.value(), join_path(path, "delay_cost_per_h"),
               problems);
  const auto only_of_loads = [&](bool is_given, const char* key) {
    if (is_given) problems.add(join_path(path, key), "is for power_kw, not for profile_kw");
  };
  only_of_loads(appliance.min_power.has_value(), "min_power_kw");
  only_of_loads(appliance.energy.has_value(), "energy_kwh");
  only_of_loads(appliance.run_time.has_value(), "run_time_s");
  only_of_loads(appliance.missed_price.has_value(), "missed_price_per_kwh");
  only_of_loads(appliance.start_cost != base::Money{}, "start_cost");
  only_of_loads(appliance.max_starts.has_value(), "max_starts");
  only_of_loads(appliance.min_on != base::Seconds{0}, "min_on_s");
  only_of_loads(appliance.on_for.has_value(), "on_for_s");
}

void check_at_least_0(double value, const std::string& path, Problems& problems) {
  if (problems.has_about(path)) return;
  if (!std::isfinite(value)) return problems.add(path, "is not a finite number");
  if (value < 0.0) problems.add(path, fmt::format("{} must be at least 0", value));
}

// Ten years: beyond that sums with instants may overflow.
void check_time(base::Seconds time, const std::string& path, Problems& problems) {
  if (problems.has_about(path)) return;
  if (time < base::Seconds{0} || time > base::Seconds{315'360'000})
    problems.add(path, "must be between 0 and 315360000");
}

void check_powers(const Appliance& appliance, const std::string& path, Problems& problems) {
  const std::string power = join_path(path, "power_kw");
  const double most = appliance.power->value();
  if (!problems.has_about(power) && !(std::isfinite(most) && most > 0.0))
    problems.add(power, "must be above 0 and finite");
  if (!appliance.min_power) return;
  const std::string least = join_path(path, "min_power_kw");
  check_at_least_0(appliance.min_power->value(), least, problems);
  if (*appliance.min_power > *appliance.power && !problems.has_about(least) &&
      !problems.has_about(power)) {
    problems.add(least, fmt::format("{} is above power_kw {}", appliance.min_power->value(), most));
  }
}

void check_load(const Appliance& appliance, const std::string& path, Problems& problems) {
  check_powers(appliance, path, problems);
  const std::string energy = join_path(path, "energy_kwh");
  const std::string run_time = join_path(path, "run_time_s");
  if (appliance.energy.has_value() == appliance.run_time.has_value() &&
      !problems.has_about(energy) && !problems.has_about(run_time)) {
    problems.add(path, "give either energy_kwh or run_time_s");
  }
  if (appliance.energy) check_at_least_0(appliance.energy->value(), energy, problems);
  if (appliance.run_time) check_time(*appliance.run_time, run_time, problems);
  if (appliance.missed_price) {
    check_at_least_0(appliance.missed_price->value(), join_path(path, "missed_price_per_kwh"),
                     problems);
  }
  check_at_least_0(appliance.start_cost.value(), join_path(path, "start_cost"), problems);
  const std::string starts = join_path(path, "max_starts");
  if (appliance.max_starts && *appliance.max_starts < 0 && !problems.has_about(starts))
    problems.add(starts, "must be at least 0");
  check_time(appliance.min_on, join_path(path, "min_on_s"), problems);
  if (appliance.on_for) check_time(*appliance.on_for, join_path(path, "on_for_s"), problems);
  if (appliance.skip_cost) problems.add(join_path(path, "skip_cost"), "is for profile_kw");
  if (appliance.delay_cost_per_hour != base::Money{})
    problems.add(join_path(path, "delay_cost_per_h"), "is for profile_kw");
}

}  // namespace

void find_problems(const Appliance& appliance, const Case&, const std::string& path,
                   Problems& problems) {
  if (appliance.earliest && appliance.latest_end && *appliance.latest_end <= *appliance.earliest) {
    problems.add(join_path(path, "latest_end"), "must be after earliest");
  }
  const bool is_told = problems.has_about(join_path(path, "profile_kw")) ||
                       problems.has_about(join_path(path, "power_kw"));
  if (appliance.profile.is_empty() == !is_interruptible(appliance)) {
    if (!is_told) problems.add(path, "give either profile_kw or power_kw");
    return;
  }
  if (is_interruptible(appliance)) {
    check_load(appliance, path, problems);
  } else {
    check_run(appliance, path, problems);
  }
}

}  // namespace ohmstead::home
