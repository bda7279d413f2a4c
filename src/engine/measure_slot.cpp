#include "measure_slot.hpp"

#include <algorithm>

namespace ohmstead::engine {
namespace {

struct Between {
  double hours = 0.0;
  // Counters do not fall; one that was reset tells nothing.
  [[nodiscard]] base::Power mean(base::Energy from, base::Energy to) const {
    return base::Power{std::max(0.0, (to - from).value() / hours)};
  }
};

template <class Reading, class Add>
void visit_pairs(const std::vector<Reading>& from, const std::vector<Reading>& to, const Add& add) {
  for (const Reading& now : to) {
    if (const Reading* then = home::find_reading(from, now.id)) add(*then, now);
  }
}

std::vector<home::MeasuredDevice> measure_devices(const home::DeviceReadings& from,
                                                  const home::DeviceReadings& to, Between between) {
  std::vector<home::MeasuredDevice> all;
  visit_pairs(from.vehicles, to.vehicles, [&](const auto& then, const auto& now) {
    const base::Power power =
        between.mean(then.charged, now.charged) - between.mean(then.discharged, now.discharged);
    all.push_back({now.id, power, now.soc, {}});
  });
  visit_pairs(from.water_heaters, to.water_heaters, [&](const auto& then, const auto& now) {
    all.push_back({now.id, between.mean(then.drawn, now.drawn), {}, now.temperature});
  });
  visit_pairs(from.heat_sources, to.heat_sources, [&](const auto& then, const auto& now) {
    all.push_back({now.id, between.mean(then.drawn, now.drawn), {}, {}});
  });
  visit_pairs(from.appliances, to.appliances, [&](const auto& then, const auto& now) {
    all.push_back({now.id, between.mean(then.drawn, now.drawn), {}, {}});
  });
  for (const home::ZoneReading& zone : to.zones) all.push_back({zone.id, {}, {}, zone.temperature});
  return all;
}

}  // namespace

MeasuredSlot measure_slot(const home::Readings& from, const home::Readings& to,
                          const home::PlanSlot* planned) {
  MeasuredSlot done;
  done.start = from.at;
  done.duration = to.at - from.at;
  const Between between{base::hours(done.duration).value()};
  done.load = between.mean(from.counters.load, to.counters.load);
  done.pv = between.mean(from.counters.pv, to.counters.pv);
  done.grid_import = between.mean(from.counters.grid_import, to.counters.grid_import);
  done.grid_export = between.mean(from.counters.grid_export, to.counters.grid_export);
  for (std::size_t i = 0; i < to.batteries.size(); ++i) {
    const home::BatteryReading &then = from.batteries[i], &now = to.batteries[i];
    home::BatterySlot& battery = done.batteries.emplace_back();
    battery.id = now.id;
    battery.soc = now.soc;
    battery.charge = between.mean(then.charged, now.charged);
    battery.discharge = between.mean(then.discharged, now.discharged);
    if (planned != nullptr && i < planned->batteries.size())
      battery.mode = planned->batteries[i].mode;
  }
  done.drawn = (to.counters.devices - from.counters.devices) / base::hours(done.duration);
  done.devices = measure_devices(from.devices, to.devices, between);
  return done;
}

}  // namespace ohmstead::engine
