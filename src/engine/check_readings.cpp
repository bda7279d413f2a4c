#include "check_readings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ohmstead::engine {
namespace {

using base::Energy;
using base::Power;
using base::Time;
using home::find_reading;

constexpr double k_most_kw = 200.0;       // of a house
constexpr base::Seconds k_patience{600};  // readings that do not change may be true for so long
constexpr double k_smallest_kw = 0.02;
constexpr double k_planned_share = 0.05;  // of a capacity

bool is_power(Power power) { return std::abs(power.value()) <= k_most_kw; }

// Whether each counter is at or above the other's, and whether one is above.
struct Rise {
  bool has_fallen = false, has_risen = false, is_too_fast = false;
};
Rise rise_of(const home::EnergyCounters& from, const home::EnergyCounters& to, double hours) {
  Rise rise;
  for (auto counter : {&home::EnergyCounters::load, &home::EnergyCounters::pv,
                       &home::EnergyCounters::grid_import, &home::EnergyCounters::grid_export}) {
    const double kwh = (to.*counter - from.*counter).value();
    rise.has_fallen |= kwh < -1e-9;
    rise.has_risen |= kwh > 1e-9;
    rise.is_too_fast |= kwh > k_most_kw * hours + 1e-6;
  }
  return rise;
}

}  // namespace

// What was planned may be; a jump back to it needs no time to be believed.
bool ReadingsCheck::may_hold_now(const home::SiteBattery& battery, Energy told, double most_kw,
                                 Energy planned, Time now) {
  const double capacity_kwh = battery.capacity.value();
  if (held_.may_hold(battery.id, told.value(), capacity_kwh, most_kw, now)) return true;
  if (std::abs((told - planned).value()) > k_planned_share * capacity_kwh) return false;
  held_.forget(battery.id);
  return held_.may_hold(battery.id, told.value(), capacity_kwh, most_kw, now);
}

bool ReadingsCheck::stands_still(const std::string& id, double power_kw, double counter_kwh,
                                 Time now) {
  Counted& last = counted_.try_emplace(id, Counted{power_kw, counter_kwh, now}).first->second;
  last.since = std::min(last.since, now);
  if (last.power_kw == power_kw && last.counter_kwh == counter_kwh &&
      std::abs(power_kw) > k_smallest_kw)
    return now - last.since >= k_patience;
  last = {power_kw, counter_kwh, now};
  return false;
}

void ReadingsCheck::check_batteries(CheckedReadings& result, const home::DeviceStates& expected) {
  const Time now = result.readings.at;
  std::vector<home::BatteryReading> complete;
  for (std::size_t i = 0; i < site_->batteries.size(); ++i) {
    const home::SiteBattery& battery = site_->batteries[i];
    const auto* told = find_reading(result.readings.batteries, battery.id);
    home::BatteryReading reading;
    if (told != nullptr) reading = *told;
    reading.id = battery.id;
    const double most_kw =
        std::max(battery.charge, battery.discharge.value_or(battery.charge)).value();
    const double power_kw = (reading.charge - reading.discharge).value();
    const double counter_kwh = (reading.charged + reading.discharged).value();
    std::string why;
    if (told == nullptr) {
      why = "does not answer: check its connection";
    } else if (!is_power(reading.charge) || !is_power(reading.discharge)) {
      why = fmt::format("tells {:.0f} kW: check its meter", power_kw);
    } else if (!may_hold_now(battery, reading.soc, most_kw, expected.batteries[i], now)) {
      why = fmt::format("tells {:.1f} kWh, which cannot be: check its battery management",
                        reading.soc.value());
    } else if (stands_still(battery.id, power_kw, counter_kwh, now)) {
      why = "has told the same for ten minutes or more: restart its gateway";
    }
    if (!why.empty()) {
      reading.soc = expected.batteries[i];
      reading.charge = reading.discharge = {};
      result.faults.push_back(fmt::format("{} {}; {:.1f} kWh as planned are assumed", battery.id,
                                          why, reading.soc.value()));
    }
    // Full is full, whatever a battery management adds to it.
    reading.soc = std::clamp(reading.soc, Energy{}, battery.capacity);
    complete.push_back(std::move(reading));
  }
  result.readings.batteries = std::move(complete);
}

void ReadingsCheck::check_vehicles(CheckedReadings& result, const home::DeviceStates& expected) {
  auto& vehicles = result.readings.devices.vehicles;
  const Time now = result.readings.at;
  for (const home::SiteVehicle& car : site_->vehicles) {
    const auto has_id = [&](const auto& reading) { return reading.id == car.id; };
    const auto told = std::find_if(vehicles.begin(), vehicles.end(), has_id);
    if (told == vehicles.end()) {
      result.faults.push_back(fmt::format(
          "{} does not answer: it is taken to come and go by the site file; check its charger",
          car.id));
      continue;
    }
    if (!told->is_connected) held_.forget(car.id);
    std::string why;
    const double counter_kwh = (told->charged + told->discharged).value();
    if (!is_power(told->power)) {
      why = fmt::format("tells {:.0f} kW: check its charger", told->power.value());
    } else if (told->soc && told->is_connected &&
               !held_.may_hold(car.id, told->soc->value(), car.capacity.value(), 50.0, now)) {
      why = fmt::format("tells {:.1f} kWh, which cannot be: check its link to the car",
                        told->soc->value());
    } else if (told->is_connected && stands_still(car.id, told->power.value(), counter_kwh, now)) {
      why = "has told the same for ten minutes or more: restart its charger's gateway";
    }
    if (told->soc) told->soc = std::clamp(*told->soc, Energy{}, car.capacity);
    if (why.empty()) continue;
    const auto* planned = find_reading(expected.devices.vehicles, car.id);
    told->soc = planned == nullptr ? std::nullopt : planned->soc;
    if (!is_power(told->power)) told->power = {};
    result.faults.push_back(fmt::format("{} {}; what was planned is assumed", car.id, why));
  }
}

void ReadingsCheck::check_temperatures(CheckedReadings& result,
                                       const home::DeviceStates& expected) {
  home::DeviceReadings& devices = result.readings.devices;
  // Ice and steam are no hot water; no room is that cold or warm.
  const auto check = [&](const std::string& id, std::optional<base::Celsius>& told, double low_c,
                         double high_c, const auto* planned) {
    if (!told || (told->value() > low_c && told->value() < high_c)) return;
    result.faults.push_back(fmt::format(
        "{} tells {:.0f} deg C, which cannot be; what was planned is assumed: check its sensor", id,
        told->value()));
    told = planned == nullptr ? std::nullopt : planned->temperature;
  };
  for (home::WaterHeaterReading& each : devices.water_heaters) {
    check(each.id, each.temperature, 1.0, 110.0,
          find_reading(expected.devices.water_heaters, each.id));
    if (!is_power(each.power)) each.power = {};
  }
  for (home::ZoneReading& each : devices.zones)
    check(each.id, each.temperature, -40.0, 60.0, find_reading(expected.devices.zones, each.id));
  const auto check_answer = [&](const auto& all, const auto& told) {
    for (const auto& device : all) {
      if (find_reading(told, device.id) != nullptr) continue;
      result.faults.push_back(fmt::format(
          "{} does not answer; what was planned is assumed: check its connection", device.id));
    }
  };
  check_answer(site_->water_heaters, devices.water_heaters);
  check_answer(site_->zones, devices.zones);
  check_answer(site_->heat_sources, devices.heat_sources);
  check_answer(site_->appliances, devices.appliances);
}

void ReadingsCheck::check_meter(CheckedReadings& result) {
  const home::Readings& now = result.readings;
  const auto refuse = [&](std::string why) {
    result.is_meter_good = false;
    result.faults.push_back(std::move(why));
  };
  if (!is_power(now.load) || !is_power(now.pv) || !is_power(now.grid_import) ||
      !is_power(now.grid_export))
    return refuse("the meter tells powers that no house has: check it; nothing is booked");
  if (!meter_ || now.at < meter_->at) {  // the first one, or the clock was set back
    meter_ = now;
    return;
  }
  const double hours = base::hours(now.at - meter_->at).value();
  const Rise rise = rise_of(meter_->counters, now.counters, hours);
  if (rise.has_fallen || rise.is_too_fast) {
    // Rising as they should since they jumped: another meter, or one that began anew.
    const Rise since = jumped_ ? rise_of(*jumped_, now.counters, hours) : rise;
    const bool is_anew = since.has_risen && !since.has_fallen && !since.is_too_fast;
    jumps_ += jumped_ ? 0 : 1;
    jumped_ = now.counters;
    if (!is_anew)
      return refuse(
          "the meter's counters jumped: nothing is booked until they rise as they should");
  } else if (!rise.has_risen && now.load.value() > k_smallest_kw &&
             now.at - meter_->at >= k_patience) {
    return refuse("the meter has told the same for ten minutes or more: restart its gateway");
  }
  jumped_.reset();
  meter_ = now;
}

CheckedReadings ReadingsCheck::check(home::Readings told, const home::DeviceStates& expected) {
  CheckedReadings result;
  result.readings = std::move(told);
  check_batteries(result, expected);
  check_vehicles(result, expected);
  check_temperatures(result, expected);
  check_meter(result);
  return result;
}

std::string told_of_silence(const std::string& why, bool has_plan) {
  return has_plan
             ? fmt::format(
                   "no readings: {}; what was planned is assumed: check power and connection", why)
             : fmt::format(
                   "no readings: {}; what the site file says is assumed: check power and "
                   "connection",
                   why);
}

}  // namespace ohmstead::engine
