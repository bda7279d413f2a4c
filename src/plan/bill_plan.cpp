#include "end_value.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "planned_devices.hpp"
#include "strategies.hpp"

namespace ohmstead::plan {

void bill_plan(const home::Case& home, home::Plan& plan) {
  auto bill = evaluate(home, plan);
  base::expect(bill.has_value(), bill ? std::string{} : bill.error().message);
  plan.money = bill->money;
  plan.violations = std::move(bill->violations);
  plan.objective = plan.money.net_cost + plan.money.weights;
  for (const home::Battery& battery : home.batteries) {
    plan.objective -= make_end_value(home, battery).at(battery.soc);
  }
  if (has_planned_devices(home)) plan.objective -= base::Money{PlannedDevices{home}.start_worth()};
}

}  // namespace ohmstead::plan
