#include "ohmstead/simulate/simulated_home.hpp"

#include <algorithm>
#include <optional>

#include "measured_period.hpp"
#include "meter_faults.hpp"
#include "ohmstead/simulate/execute.hpp"
#include "past_errors.hpp"
#include "simulated_devices.hpp"

namespace ohmstead::simulate {

using base::Energy;
using base::ErrorKind;
using base::fail;
using base::Power;
using base::Result;
using base::Seconds;

struct SimulatedHome::State {
  MeasuredPeriod period;
  const home::Site* site;
  const base::Clock* clock;
  Execution reality;
  SimulatedDevices devices;
  MeterFaults faults;
  home::PlanSlot order;
  std::vector<std::string> sun_only;  // cars
  std::vector<Energy> soc;
  home::EnergyCounters counters;
  std::vector<Energy> charged, discharged;  // per battery
  std::size_t slot = 0;
  Seconds done{0};          // of the slot that runs
  double done_share = 0.0;  // the same as a share
  // What runs since `soc_then`, for a whole slot; none after an order or at a slot's start.
  std::optional<home::PlanSlot> flows;
  std::vector<Energy> soc_then;
  Power drawn;  // by devices, in `flows`

  State(MeasuredPeriod measured, const home::Site& its_site, const base::Zone& zone,
        const base::Clock& its_clock)
      : period{std::move(measured)},
        site{&its_site},
        clock{&its_clock},
        reality{period.home},
        devices{its_site, zone},
        faults{its_site.simulation},
        order{self_use_order(period.home)} {
    for (const home::Battery& battery : period.home.batteries) soc.push_back(battery.soc);
    charged.resize(soc.size());
    discharged.resize(soc.size());
    decide();
  }

  [[nodiscard]] bool is_over() const { return slot == period.times.size(); }
  [[nodiscard]] base::Time now() const { return period.times[slot] + done; }
  [[nodiscard]] base::Time slot_end() const {
    return period.times[slot] + period.home.slots.duration(slot);
  }
  const home::PlanSlot& run() {
    if (!flows) {
      flows = reality.run(slot, order, soc, drawn);
      soc_then = soc;
    }
    return *flows;
  }
  [[nodiscard]] const home::SiteVehicle* find_car(const std::string& id) const {
    const auto found = std::find_if(site->vehicles.begin(), site->vehicles.end(),
                                    [&](const auto& each) { return each.id == id; });
    return found == site->vehicles.end() ? nullptr : &*found;
  }
  void keep_to_sun(home::PlanSlot& told) const;
  void decide();
  void live(base::Time until);
  void advance(base::Time until);
};

// Cars that shall use nothing else take what the sun gives beyond the home, planned or not.
void SimulatedHome::State::keep_to_sun(home::PlanSlot& told) const {
  base::Power surplus = period.home.pv[slot] - period.home.load[slot];
  for (const home::Inverter& inverter : period.home.inverters) {
    if (!inverter.pv.is_empty())
      surplus +=
          std::min(inverter.pv[slot] * effective_efficiency(inverter).value(), inverter.ac_limit);
  }
  for (home::DeviceSlot& device : told.devices) {
    const bool is_one = std::find(sun_only.begin(), sun_only.end(), device.id) != sun_only.end();
    const bool is_idle = device.power <= base::Power{};
    if (!is_one || (is_idle && device.state == "off")) continue;  // somebody wants it off
    for (const home::Charger& charger : site->chargers) {
      if (is_idle ? !can_use(*find_car(device.id), charger) : charger.id != device.state) continue;
      const auto levels = power_levels_kw(charger);
      const base::Power least = levels.empty() ? charger.min : base::Power{levels.front()};
      device.state = charger.id;
      device.power = surplus >= least ? std::max(base::Power{}, surplus) : base::Power{};
      surplus -= std::min(device.power, effective_max(charger));
      break;
    }
  }
}

// Batteries answer to what the devices do now.
void SimulatedHome::State::decide() {
  if (devices.is_empty() || is_over()) return;
  home::PlanSlot told = order;
  keep_to_sun(told);
  devices.decide(told, period.home, slot, now());
  if (devices.power() == drawn) return;
  drawn = devices.power();
  flows.reset();
}

// The running slot up to an instant. After an order in its middle, limits are those of a whole
// slot, so a battery that comes near one ends a little beside it.
void SimulatedHome::State::live(base::Time until) {
  const Seconds passed = until - now();
  if (passed <= Seconds{0}) return;
  const Seconds whole = period.home.slots.duration(slot);
  const double until_share =
      done + passed == whole ? 1.0 : base::hours(done + passed) / base::hours(whole);
  const double share = until_share - done_share;
  const home::PlanSlot& flow = run();
  const base::Hours time{period.home.slots.hours(slot).value() * share};
  counters.load += flow.load * time;
  counters.grid_import += flow.grid_import * time;
  counters.grid_export += flow.grid_export * time;
  counters.pv += flow.pv_used * time;
  counters.devices += drawn * time;
  for (const home::InverterSlot& inverter : flow.inverters) counters.pv += inverter.pv_used * time;
  for (std::size_t i = 0; i < soc.size(); ++i) {
    soc[i] += (flow.batteries[i].soc - soc_then[i]) * share;
    charged[i] += flow.batteries[i].charge * time;
    discharged[i] += flow.batteries[i].discharge * time;
  }
  devices.live(period.home, slot, now(), passed);
  done += passed;
  done_share = until_share;
}

void SimulatedHome::State::advance(base::Time until) {
  constexpr Seconds k_minute{60};
  while (!is_over() && now() < until) {
    base::Time next = std::min(until, slot_end());
    if (!devices.is_empty()) next = std::min(next, base::floor_to(now(), k_minute) + k_minute);
    live(next);
    if (next == slot_end()) {
      done = Seconds{0};
      done_share = 0.0;
      flows.reset();
      ++slot;
    }
    if (!is_over() && base::floor_to(now(), k_minute) == now()) decide();
  }
}

Result<SimulatedHome> SimulatedHome::make(const home::Site& site, const History& history,
                                          base::Time start, const base::Clock& clock) {
  const base::Time from = std::max(
      base::floor_to(start, std::chrono::minutes{site.planning.step_min}), history.measured_from);
  auto period = make_period(site, history, from, history.measured_until);
  if (!period) return tl::unexpected{period.error()};
  const auto zone = base::Zone::load(site.timezone);
  if (!zone) return tl::unexpected{zone.error()};
  return SimulatedHome{std::make_unique<State>(std::move(*period), site, *zone, clock)};
}

SimulatedHome::SimulatedHome(std::unique_ptr<State> state) : state_{std::move(state)} {}
SimulatedHome::~SimulatedHome() = default;
SimulatedHome::SimulatedHome(SimulatedHome&&) noexcept = default;
SimulatedHome& SimulatedHome::operator=(SimulatedHome&&) noexcept = default;

base::Time SimulatedHome::end() const {
  const State& s = *state_;
  return s.period.times.back() + s.period.home.slots.duration(s.period.times.size() - 1);
}

void SimulatedHome::go_on_from(SimulatedHome& before) {
  State &s = *state_, &then = *before.state_;
  const base::Time now = s.clock->now();
  s.advance(now);
  then.advance(now);
  if (s.is_over() || then.is_over()) return;
  s.counters = then.counters;
  for (std::size_t i = 0; i < s.soc.size(); ++i) {
    const home::Battery& battery = s.period.home.batteries[i];
    for (std::size_t j = 0; j < then.soc.size(); ++j) {
      if (then.period.home.batteries[j].id != battery.id) continue;
      s.soc[i] = std::min(then.soc[j], battery.capacity);
      s.charged[i] = then.charged[j];
      s.discharged[i] = then.discharged[j];
    }
  }
  s.devices.go_on_from(then.devices);
  s.flows.reset();
  s.decide();
}

// Only cars of the site.
void SimulatedHome::set_sun_only(const std::vector<std::string>& devices) {
  State& s = *state_;
  if (s.sun_only == devices) return;
  s.advance(s.clock->now());
  s.sun_only = devices;
  std::erase_if(s.sun_only, [&](const std::string& id) { return s.find_car(id) == nullptr; });
  s.decide();
}

Result<home::Readings> SimulatedHome::read() {
  State& s = *state_;
  const base::Time now = s.clock->now();
  s.advance(now);
  if (s.is_over())
    return fail(ErrorKind::unavailable, "the replay has come to the end of the measurements");
  const home::PlanSlot& flows = s.run();
  home::Readings readings;
  readings.at = now;
  readings.load = flows.load;
  readings.pv = flows.pv_used;
  for (const home::InverterSlot& inverter : flows.inverters) readings.pv += inverter.pv_used;
  readings.grid_import = flows.grid_import;
  readings.grid_export = flows.grid_export;
  readings.counters = s.counters;
  for (std::size_t i = 0; i < s.soc.size(); ++i) {
    const home::BatterySlot& battery = flows.batteries[i];
    readings.batteries.push_back(
        {battery.id, s.soc[i], battery.charge, battery.discharge, s.charged[i], s.discharged[i]});
  }
  readings.devices = s.devices.read();
  return s.faults.falsify(std::move(readings));
}

Result<void> SimulatedHome::follow(const home::PlanSlot& order) {
  State& s = *state_;
  if (order.batteries.size() != s.soc.size())
    return fail(ErrorKind::refused, "the order is for other batteries than this home has");
  s.advance(s.clock->now());
  s.order = order;
  s.flows.reset();
  s.decide();
  return {};
}

Result<home::Outlook> KnownOutlook::outlook(base::Time now) {
  auto known = known_->at(now);
  // Another forecaster's bands are its own.
  if (known && history_ != nullptr && known->load_band.p10.is_empty())
    PastErrors{*known_, *history_}.fill_bands(*known);
  return known;
}

}  // namespace ohmstead::simulate
