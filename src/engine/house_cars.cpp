#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "car_facts.hpp"
#include "house.hpp"
#include "ohmstead/control/car_need.hpp"
#include "ohmstead/control/spare_batteries.hpp"

namespace ohmstead::engine {
namespace {

using base::Energy;
using base::Power;
using base::Time;

// What the plan leaves in the car at `by`; nothing where it does not reach that far.
std::optional<Energy> planned_soc(const home::Plan& plan, const std::string& car, Time by) {
  std::optional<Energy> soc;
  bool reaches = false;
  for (const home::PlanSlot& slot : plan.slots) {
    const Time end = slot.start + slot.duration;
    reaches = end >= by;
    if (end > by) break;
    const auto* device = home::find_reading(slot.devices, car);
    if (device != nullptr && device->soc) soc = device->soc;
  }
  return reaches ? soc : std::nullopt;
}

}  // namespace

// A car that was assumed at a charger: it was it, or another one is known to be there now. Where
// all has left without a word, it is believed to have been it.
void House::settle_assumed(const std::vector<home::VehicleReading>& vehicles) {
  std::erase_if(assumed_at_, [&](const auto& assumed) {
    const auto& [id, charger] = assumed;
    if (home::find_reading(vehicles, id) == nullptr) return false;  // silent: nothing is known
    const auto there = std::find_if(vehicles.begin(), vehicles.end(), [&](const auto& each) {
      return each.is_connected && each.charger == charger;
    });
    if (there != vehicles.end() && there->id == id && there->is_assumed) return false;
    control::SocEstimate& estimate = socs_[id];
    if (there != vehicles.end() && there->id != id)
      socs_[there->id].give(estimate.take_back());
    else
      estimate.confirm();
    return true;
  });
}

void House::complete(home::Readings& readings, Time now) {
  take_told();
  settle_assumed(readings.devices.vehicles);
  for (const home::SiteVehicle& car : site_->vehicles) {
    const auto reading =
        std::find_if(readings.devices.vehicles.begin(), readings.devices.vehicles.end(),
                     [&](const auto& each) { return each.id == car.id; });
    if (reading == readings.devices.vehicles.end()) continue;
    control::SocFacts facts{.capacity = car.capacity, .trip = trip_before(car, now)};
    if (const home::Charger* charger = charger_of(*site_, car, &*reading)) {
      facts.charge_efficiency = efficiency_of(car, *charger);
      facts.discharge_efficiency = effective_discharge_efficiency(*charger).value() *
                                   effective_discharge_efficiency(car).value();
    }
    control::SocEstimate& estimate = socs_[car.id];
    if (reading->is_connected && reading->is_assumed) {
      estimate.assume();
      assumed_at_[car.id] = reading->charger;
    }
    estimate.complete(*reading, facts, now);
  }
}

control::WaitingCar House::waiting(const home::SiteVehicle& car, const CarNow& now,
                                   const home::VehicleReading* reading, const home::Case& home,
                                   Time time) {
  control::WaitingCar each;
  each.id = car.id;
  const home::Vehicle* planned = find_device(home.vehicles, car.id);
  const home::SocTarget* target = next_target(planned, time);
  if (target != nullptr) each.leaves = target->by;
  each.needed = now.needed;
  if (target != nullptr && now.soc)
    each.missing_pct = 100.0 * std::max(0.0, (target->soc - *now.soc) / car.capacity);
  each.is_home = !is_on_a_trip(car, *zone_, time);
  each.is_connected = reading != nullptr && reading->is_connected;
  for (const home::Charger& charger : site_->chargers) {
    const bool is_at = each.is_connected && !reading->charger.empty();
    if (is_at ? charger.id == reading->charger : can_use(car, charger))
      each.chargers.push_back(charger.id);
  }
  const auto note = [&](std::map<std::string, Time>& since, bool holds) -> std::optional<Time> {
    if (!holds) {
      since.erase(car.id);
      return std::nullopt;
    }
    return since.try_emplace(car.id, time).first->second;
  };
  const bool needs = each.needed >= control::k_least_need;
  each.done_since = note(done_since_, each.is_connected && !needs);
  each.needs_since = note(needs_since_, !each.is_connected && each.is_home && needs);
  return each;
}

std::vector<CarNow> House::cars(const home::Readings& readings, const home::Case& home,
                                const home::Plan& plan, Time now) {
  const home::HouseWishes wanted = wishes();
  std::vector<CarNow> all;
  std::vector<control::WaitingCar> queue;
  for (const home::SiteVehicle& car : site_->vehicles) {
    CarNow& each = all.emplace_back();
    each.car = car.id;
    each.strategy = strategy_of(wanted, car);
    const auto* reading = home::find_reading(readings.devices.vehicles, car.id);
    if (reading != nullptr && reading->soc) {
      each.soc = reading->soc;
      each.is_soc_estimated = reading->is_soc_estimated;
      each.soc_at = reading->soc_at;
    } else if (const auto estimate = socs_.find(car.id); estimate != socs_.end()) {
      if (const auto state = estimate->second.state()) {
        each.soc = state->soc;
        each.is_soc_estimated = true;
        each.soc_at = state->told_at;
      }
    }
    const home::Charger* charger = charger_of(*site_, car, reading);
    const home::SocTarget* target = next_target(find_device(home.vehicles, car.id), now);
    // Of a car on the road nobody knows what it will come back with.
    const bool is_here = reading != nullptr && (reading->is_connected || each.soc);
    if (reading != nullptr && reading->is_connected && reading->is_assumed)
      each.notice =
          reading->called.empty()
              ? fmt::format("nobody says which car is at {}: {} is assumed", reading->charger,
                            car.id)
              : fmt::format("the charger calls it '{}', which no car is known as: {} is assumed",
                            reading->called.front(), car.id);
    if (target != nullptr && charger != nullptr && each.soc && is_here) {
      control::CarGoal goal{.id = car.id,
                            .capacity = car.capacity,
                            .soc = *each.soc,
                            .target = target->soc,
                            .by = target->by,
                            .most = most_of(car, *charger),
                            .efficiency = efficiency_of(car, *charger),
                            .power_by_soc = car.power_by_soc,
                            .is_connected = reading->is_connected,
                            .planned = planned_soc(plan, car.id, target->by)};
      const control::CarNeed need = control::need_of(goal, now, *zone_);
      each.needed = need.needed;
      if (!is_on_a_trip(car, *zone_, now) || reading->is_connected) each.alarm = need.alarm;
    }
    queue.push_back(waiting(car, each, reading, home, now));
  }
  const home::LocalWindow quiet{site_->service.quiet_from_h, site_->service.quiet_to_h, {}};
  for (control::CarTurn& turn : control::rank_cars(queue, quiet, now, *zone_)) {
    for (CarNow& each : all) {
      if (each.car != turn.car) continue;
      each.urgency = turn.urgency;
      if (!turn.notice.empty()) each.notice = std::move(turn.notice);
    }
  }
  return all;
}

void guard_car_feed(home::PlanSlot& order, const home::Site& site, const home::Case& home,
                    const home::Readings& readings, const std::vector<CarNow>& cars) {
  const auto slot = home.slots.is_empty() ? std::nullopt : home.slots.find(order.start);
  if (!slot) return;
  Power car_draw, home_needs = order.load - order.pv_used;
  Energy car_needs;
  Time leaves{};
  for (const home::DeviceSlot& device : order.devices) {
    const home::SiteVehicle* car = find_device(site.vehicles, device.id);
    if (car == nullptr) {
      home_needs += device.power;
      continue;
    }
    if (device.power <= Power{}) continue;
    car_draw += device.power;
    for (const CarNow& each : cars)
      if (each.car == device.id) car_needs += each.needed;
    const home::SocTarget* target = next_target(find_device(home.vehicles, device.id), order.start);
    if (target != nullptr) leaves = std::max(leaves, target->by);
  }
  for (const home::InverterSlot& inverter : order.inverters) home_needs -= inverter.pv_used;
  if (car_draw <= Power{}) return;
  base::EnergyPrice cheapest = home.prices.import[*slot];
  for (std::size_t t = *slot; t < home.slots.count() && home.slots.start(t) < leaves; ++t)
    cheapest = std::min(cheapest, home.prices.import[t]);
  for (home::BatterySlot& battery : order.batteries) {
    const home::SiteBattery* own = find_device(site.batteries, battery.id);
    const auto* reading = home::find_reading(readings.batteries, battery.id);
    if (own == nullptr || reading == nullptr || battery.mode == home::Mode::export_) continue;
    const double efficiency =
        std::sqrt(std::clamp(own->roundtrip_efficiency_pct, 1.0, 100.0) / 100);
    const control::CarFeed feed{
        .car_needs = car_needs,
        .is_charging = true,
        .discharge = battery.discharge,
        .home_needs = std::max(Power{}, home_needs),
        .is_battery_charging = battery.charge > Power{0.05},
        .soc_pct = 100.0 * (reading->soc / own->capacity),
        .floor_pct = own->min_soc_pct,
        .above_floor = reading->soc - own->capacity * (own->min_soc_pct / 100.0),
        .price = home.prices.import[*slot],
        .stored_value = battery.stored_value_below,
        .discharge_efficiency = efficiency,
        .cheapest_before_it_leaves = cheapest};
    const std::string why = control::why_not_feed(feed);
    if (feed.discharge <= feed.home_needs + Power{0.05} || why.empty()) {
      home_needs -= battery.discharge;
      continue;
    }
    // What the plan said of the battery is true no more.
    order.reason.text = "the car's energy does not come from the battery: " + why;
    order.reason.saves.reset();
    const Power left = feed.home_needs;
    order.grid_import += battery.discharge - left;
    battery.discharge = left;
    battery.mode = left > Power{0.05} ? home::Mode::discharge : home::Mode::hold;
    home_needs -= left;
  }
}

}  // namespace ohmstead::engine
