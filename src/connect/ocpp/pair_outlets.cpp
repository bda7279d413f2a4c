#include "ocpp/pair_outlets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace ohmstead::connect {
namespace {

using home::Charger;
using home::Site;
using home::SiteVehicle;

constexpr std::size_t k_longest_identity = 48;

template <class List>
const auto* find(const List& list, const std::string& id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
  return found == list.end() ? nullptr : &*found;
}

bool may_use(const SiteVehicle& car, const Charger& charger) {
  return car.chargers.empty() ||
         std::find(car.chargers.begin(), car.chargers.end(), charger.id) != car.chargers.end();
}

// Identity and connector; 0: the connector is none.
std::pair<std::string, std::int64_t> parts_of(const std::string& theirs) {
  const std::size_t mark = theirs.find('#');
  if (mark == std::string::npos) return {theirs, 1};
  std::int64_t connector = 0;
  const char* end = theirs.data() + theirs.size();
  const auto read = std::from_chars(theirs.data() + mark + 1, end, connector);
  const bool is_one = read.ec == std::errc{} && read.ptr == end && connector > 0 && connector < 100;
  return {theirs.substr(0, mark), is_one ? connector : 0};
}

struct Pair {
  const SiteVehicle* car = nullptr;
  const Charger* charger = nullptr;
  std::string fault;
};

Pair pair_of(const Site& site, const std::string& ours) {
  Pair pair{find(site.vehicles, ours), find(site.chargers, ours), ""};
  if (pair.car != nullptr) {
    for (const Charger& charger : site.chargers) {
      if (!may_use(*pair.car, charger)) continue;
      if (pair.charger != nullptr)
        pair.fault =
            fmt::format("{} may use several chargers: name one of them in its chargers", ours);
      pair.charger = &charger;
    }
    if (pair.charger == nullptr) pair.fault = fmt::format("{} has no charger", ours);
    return pair;
  }
  if (pair.charger == nullptr) {
    pair.fault = fmt::format("'{}' is no car and no charger of this home", ours);
    return pair;
  }
  for (const SiteVehicle& car : site.vehicles) {
    if (!may_use(car, *pair.charger)) continue;
    if (pair.car != nullptr)
      pair.fault = fmt::format("several cars use {}: name the car instead", ours);
    pair.car = &car;
  }
  if (pair.car == nullptr) pair.fault = fmt::format("no car uses {}", ours);
  return pair;
}

}  // namespace

base::Result<std::vector<ChargePoint>> pair_outlets(const home::Connection& connection,
                                                    const Site& site) {
  std::string faults;
  const auto add_fault = [&](std::size_t i, std::string_view field, std::string_view why) {
    faults += fmt::format("{}devices[{}].{}: {}", faults.empty() ? "" : "\n", i, field, why);
  };
  std::map<std::string, std::vector<Outlet>> points;
  std::map<std::string, std::size_t> cars;
  for (std::size_t i = 0; i < connection.devices.size(); ++i) {
    const home::PairedDevice& device = connection.devices[i];
    const auto [identity, connector] = parts_of(device.theirs);
    if (connector == 0 || identity.empty() || identity.size() > k_longest_identity ||
        identity.find('/') != std::string::npos) {
      add_fault(i, "theirs", "is no identity of a charge point such as CP7 or CP7#2");
      continue;
    }
    const Pair pair = pair_of(site, device.ours);
    if (!pair.fault.empty()) {
      add_fault(i, "ours", pair.fault);
      continue;
    }
    std::vector<Outlet>& outlets = points[identity];
    for (const Outlet& other : outlets) {
      if (other.connector == connector) add_fault(i, "theirs", "is in the list already");
    }
    if (!cars.try_emplace(pair.car->id, i).second)
      add_fault(i, "ours", fmt::format("{} has a charge point already", pair.car->id));
    outlets.push_back({connector, pair.car->id, pair.charger->id, pair.car->capacity,
                       currents_of(*pair.charger)});
  }
  if (!faults.empty()) return base::fail(base::ErrorKind::invalid_input, faults);
  std::vector<ChargePoint> all;
  all.reserve(points.size());
  for (auto& [identity, outlets] : points) all.emplace_back(identity, std::move(outlets));
  return all;
}

}  // namespace ohmstead::connect
