// Which cars hang together: those that share a charger, directly or through others.
#include <algorithm>
#include <numeric>

#include "make_elements.hpp"
#include "vehicle.hpp"

namespace ohmstead::plan {

void add_vehicles(const home::Case& home, Elements& elements) {
  const std::size_t count = home.vehicles.size();
  std::vector<std::size_t> group(count);
  std::iota(group.begin(), group.end(), std::size_t{0});
  for (const home::Charger& charger : home.chargers) {
    std::vector<std::size_t> users;
    for (std::size_t v = 0; v < count; ++v) {
      if (can_use(home.vehicles[v], charger)) users.push_back(group[v]);
    }
    if (users.empty()) continue;
    const std::size_t first = *std::min_element(users.begin(), users.end());
    for (std::size_t& each : group) {
      if (std::find(users.begin(), users.end(), each) != users.end()) each = first;
    }
  }
  for (std::size_t g = 0; g < count; ++g) {
    std::vector<std::size_t> members;
    for (std::size_t v = 0; v < count; ++v) {
      if (group[v] == g) members.push_back(v);
    }
    if (!members.empty()) elements.push_back(std::make_shared<VehicleElement>(home, members));
  }
}

}  // namespace ohmstead::plan
