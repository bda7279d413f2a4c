#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {

void find_problems(const Appliance& appliance, const Case&, const std::string& path,
                   Problems& problems) {
  const std::string profile = join_path(path, "profile_kw");
  if (appliance.profile.is_empty() && !problems.has_about(profile)) {
    problems.add(profile, "must not be empty");
  }
  check_series(appliance.profile, appliance.profile.size(), profile, problems, 0.0);
  if (appliance.profile_step < base::Seconds{1})
    problems.add(join_path(path, "profile_step_s"), "must be at least 1");
  if (appliance.skip_cost)
    check_finite(appliance.skip_cost->value(), join_path(path, "skip_cost"), problems);
  check_finite(appliance.delay_cost_per_hour.value(), join_path(path, "delay_cost_per_h"),
               problems);
  if (appliance.earliest && appliance.latest_end && *appliance.latest_end <= *appliance.earliest) {
    problems.add(join_path(path, "latest_end"), "must be after earliest");
  }
}

}  // namespace ohmstead::home
