#include "ohmstead/simulate/simulated_home.hpp"

#include <algorithm>
#include <optional>

#include "measured_period.hpp"
#include "ohmstead/simulate/execute.hpp"

namespace ohmstead::simulate {

using base::Energy;
using base::ErrorKind;
using base::fail;
using base::Result;

struct SimulatedHome::State {
  MeasuredPeriod period;
  const base::Clock* clock;
  Execution reality;
  home::PlanSlot order;
  std::vector<Energy> soc;
  home::EnergyCounters counters;
  std::vector<Energy> charged, discharged;  // per battery
  std::size_t slot = 0;
  double done_share = 0.0;  // of the slot that runs
  // What runs since `soc_then`, for a whole slot; none after an order or at a slot's start.
  std::optional<home::PlanSlot> flows;
  std::vector<Energy> soc_then;

  State(MeasuredPeriod measured, const base::Clock& its_clock)
      : period{std::move(measured)},
        clock{&its_clock},
        reality{period.home},
        order{self_use_order(period.home)} {
    for (const home::Battery& battery : period.home.batteries) soc.push_back(battery.soc);
    charged.resize(soc.size());
    discharged.resize(soc.size());
  }

  [[nodiscard]] bool is_over() const { return slot == period.times.size(); }
  [[nodiscard]] base::Time slot_end() const {
    return period.times[slot] + period.home.slots.duration(slot);
  }
  const home::PlanSlot& run() {
    if (!flows) {
      flows = reality.run(slot, order, soc);
      soc_then = soc;
    }
    return *flows;
  }
  void live(double until_share);
  void advance(base::Time now);
};

// The running slot up to a share of it. After an order in its middle, limits are those of a whole
// slot, so a battery that comes near one ends a little beside it.
void SimulatedHome::State::live(double until_share) {
  const double share = until_share - done_share;
  if (share <= 0.0) return;
  const home::PlanSlot& now = run();
  const base::Hours time{period.home.slots.hours(slot).value() * share};
  counters.load += now.load * time;
  counters.grid_import += now.grid_import * time;
  counters.grid_export += now.grid_export * time;
  counters.pv += now.pv_used * time;
  for (const home::InverterSlot& inverter : now.inverters) counters.pv += inverter.pv_used * time;
  for (std::size_t i = 0; i < soc.size(); ++i) {
    soc[i] += (now.batteries[i].soc - soc_then[i]) * share;
    charged[i] += now.batteries[i].charge * time;
    discharged[i] += now.batteries[i].discharge * time;
  }
  done_share = until_share;
}

void SimulatedHome::State::advance(base::Time now) {
  while (!is_over() && slot_end() <= now) {
    live(1.0);
    done_share = 0.0;
    flows.reset();
    ++slot;
  }
  if (is_over() || now <= period.times[slot]) return;
  const base::Seconds passed = now - period.times[slot];
  live(base::hours(passed).value() / period.home.slots.hours(slot).value());
}

Result<SimulatedHome> SimulatedHome::make(const home::Site& site, const History& history,
                                          base::Time start, const base::Clock& clock) {
  const base::Time from = std::max(
      base::floor_to(start, std::chrono::minutes{site.planning.step_min}), history.measured_from);
  auto period = make_period(site, history, from, history.measured_until);
  if (!period) return tl::unexpected{period.error()};
  return SimulatedHome{std::make_unique<State>(std::move(*period), clock)};
}

SimulatedHome::SimulatedHome(std::unique_ptr<State> state) : state_{std::move(state)} {}
SimulatedHome::~SimulatedHome() = default;
SimulatedHome::SimulatedHome(SimulatedHome&&) noexcept = default;
SimulatedHome& SimulatedHome::operator=(SimulatedHome&&) noexcept = default;

base::Time SimulatedHome::end() const {
  const State& s = *state_;
  return s.period.times.back() + s.period.home.slots.duration(s.period.times.size() - 1);
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
  return readings;
}

Result<void> SimulatedHome::follow(const home::PlanSlot& order) {
  State& s = *state_;
  if (order.batteries.size() != s.soc.size())
    return fail(ErrorKind::refused, "the order is for other batteries than this home has");
  s.advance(s.clock->now());
  s.order = order;
  s.flows.reset();
  return {};
}

}  // namespace ohmstead::simulate
