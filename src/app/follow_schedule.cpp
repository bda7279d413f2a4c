#include "follow_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/simulate/execute.hpp"

namespace ohmstead::app {
namespace {

using base::Energy;
using base::Power;

// Means over a slot of the case.
struct Order {
  double bought_kw = 0.0;  // charging that may take from the grid
  double stored_kw = 0.0;  // charging from spare PV
  double covered_kw = 0.0;
  double sold_kw = 0.0;  // discharging in slots that export
};

void add(Order& order, const ScheduleSlot& slot, double share) {
  const double charge_kw = slot.charge.value_or(Power{}).value();
  if (charge_kw > 0.0) {
    order.bought_kw += share * charge_kw;
  } else {
    order.stored_kw += share * slot.battery_charge.value();
  }
  const bool sells = slot.exported > Energy{} || slot.classification == ScheduleClass::export_;
  (sells ? order.sold_kw : order.covered_kw) += share * slot.battery_discharge.value();
}

// Where a slot of the case holds several kinds of action, their sum goes by the strongest kind.
home::PlanSlot make_command(const Order& order, const std::string& battery_id) {
  const double net_kw = order.bought_kw + order.stored_kw - order.covered_kw - order.sold_kw;
  home::PlanSlot command;
  home::BatterySlot battery;
  battery.id = battery_id;
  battery.mode = home::Mode::hold;
  if (net_kw > 0.0) {
    battery.mode = home::Mode::charge;
    battery.charge = Power{net_kw};
    // Execution buys for charging only where the plan buys.
    if (order.bought_kw >= order.stored_kw) command.grid_import = Power{net_kw};
  } else if (net_kw < 0.0) {
    battery.mode = order.sold_kw > order.covered_kw ? home::Mode::export_ : home::Mode::discharge;
    battery.discharge = Power{-net_kw};
  }
  command.batteries.push_back(std::move(battery));
  return command;
}

std::vector<Order> make_orders(const base::SlotGrid& grid, const ScheduleJson& schedule) {
  std::vector<Order> orders(grid.count());
  std::size_t from = 0;  // the first slot of the schedule that may reach into slot t
  for (std::size_t t = 0; t < grid.count(); ++t) {
    while (schedule.schedule[from].end <= grid.start(t)) ++from;
    for (std::size_t i = from; i < schedule.schedule.size(); ++i) {
      const ScheduleSlot& slot = schedule.schedule[i];
      const auto overlap = std::min(slot.end, grid.end(t)) - std::max(slot.start, grid.start(t));
      if (overlap <= base::Seconds{0}) break;
      add(orders[t], slot, base::hours(overlap) / grid.hours(t));
    }
  }
  return orders;
}

base::Result<void> check_fit(const home::Case& home, const ScheduleJson& schedule) {
  const auto refuse = [](std::string message) {
    return base::fail(base::ErrorKind::invalid_input, std::move(message));
  };
  if (home.batteries.size() != 1 || home::has_planned_devices(home)) {
    return refuse("a schedule can be billed for one battery and no other planned device");
  }
  const base::Time start = home.slots.start(0), end = home.slots.end(home.slots.count() - 1);
  const ScheduleSlot& first = schedule.schedule.front();
  const ScheduleSlot& last = schedule.schedule.back();
  if (first.start <= start && last.end >= end) return {};
  const base::Zone zone = base::Zone::load(home.timezone).value_or(base::Zone::utc());
  return refuse(fmt::format("the schedule, from {} to {}, does not cover the case, from {} to {}",
                            zone.format_local(first.start), zone.format_local(last.end),
                            zone.format_local(start), zone.format_local(end)));
}

}  // namespace

base::Result<home::Plan> follow_schedule(const home::Case& home, const ScheduleJson& schedule) {
  if (auto fits = check_fit(home, schedule); !fits) return tl::unexpected{fits.error()};
  home::Plan plan;
  plan.schema = home::k_plan_schema;
  plan.name = home.name;
  plan.currency = home.currency;
  plan.timezone = home.timezone;
  plan.strategy = "schedule";
  const std::vector<Order> orders = make_orders(home.slots, schedule);
  simulate::Execution execution{home};
  std::vector<Energy> stored{home.batteries[0].soc};
  for (std::size_t t = 0; t < orders.size(); ++t) {
    plan.slots.push_back(execution.run(t, make_command(orders[t], home.batteries[0].id), stored));
    stored[0] = plan.slots.back().batteries[0].soc;
  }
  return plan;
}

}  // namespace ohmstead::app
