#include "power_limits.hpp"

namespace ohmstead::plan {

double limit_cost(const home::Case&, const PlannedDevices&, const std::vector<Track>&) {
  return 0.0;
}

std::vector<char> slots_over_limit(const home::Case&, const PlannedDevices&,
                                   const std::vector<Track>&, std::size_t) {
  return {};
}

bool share_a_limit(const home::Case&, const PlannedDevices&, std::size_t, std::size_t) {
  return false;
}

}  // namespace ohmstead::plan
