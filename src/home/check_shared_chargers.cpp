#include <algorithm>
#include <set>
#include <utility>

#include "check_connections.hpp"
#include "check_parts.hpp"
#include "ohmstead/home/shared_charger.hpp"

namespace ohmstead::home {
namespace {

bool is_power(PointValue value) {
  using enum PointValue;
  return value == power || value == charge || value == discharge;
}

// Of chargers that cars share by points: whether somebody is there must be told, and what flows
// once.
class SharedChecker {
 public:
  SharedChecker(const Site& site, Problems& problems) : site_{&site}, problems_{&problems} {
    for (const Connection& each : site.connections) {
      for (const PairedDevice& device : each.devices) paired_.insert(device.ours);
      for (const PointReading& reading : each.readings) told_.emplace(reading.of, reading.value);
    }
  }

  void check() {
    for (const std::string& charger : shared_chargers(*site_)) {
      if (!paired_.contains(charger) && !told_.contains({charger, PointValue::connected}))
        problems_->add("connections", fmt::format("several cars share {}: give a reading that "
                                                  "tells whether one is connected there",
                                                  charger));
      if (!paired_.contains(charger) && !tells_power(charger)) continue;
      for (const SiteVehicle& car : site_->vehicles) check_power(car, charger);
    }
  }

 private:
  [[nodiscard]] bool tells_power(const std::string& id) const {
    return std::any_of(told_.begin(), told_.end(),
                       [&](const auto& each) { return each.first == id && is_power(each.second); });
  }

  void check_power(const SiteVehicle& car, const std::string& charger) {
    const auto shared = std::find_if(site_->chargers.begin(), site_->chargers.end(),
                                     [&](const Charger& each) { return each.id == charger; });
    const bool has_other =
        std::any_of(site_->chargers.begin(), site_->chargers.end(),
                    [&](const Charger& each) { return each.id != charger && can_use(car, each); });
    if (has_other || !can_use(car, *shared)) return;
    for (std::size_t i = 0; i < site_->connections.size(); ++i) {
      const auto& readings = site_->connections[i].readings;
      for (std::size_t j = 0; j < readings.size(); ++j) {
        if (readings[j].of != car.id || !is_power(readings[j].value)) continue;
        problems_->add(join_path(join_path(join_path("connections", i), "readings"), j),
                       fmt::format("{} charges at {} alone, which tells its power: it would count "
                                   "twice",
                                   car.id, charger));
      }
    }
  }

  const Site* site_;
  Problems* problems_;
  std::set<std::string> paired_;
  std::set<std::pair<std::string, PointValue>> told_;
};

}  // namespace

void find_shared_charger_problems(const Site& site, Problems& problems) {
  SharedChecker{site, problems}.check();
}

}  // namespace ohmstead::home
