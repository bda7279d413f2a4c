// A schedule written from a plan and followed again costs what the plan costs, but for rounding.
#include "follow_schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"

namespace ohmstead::app {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;

// A sunny day and a half with dear evenings, in slots of `step_min`.
home::Case make_home(int step_min, double export_price) {
  home::Case home;
  home.schema = home::k_case_schema;
  home.name = "Day";
  home.timezone = "Europe/Stockholm";
  home.currency = "SEK";
  const auto count = static_cast<std::size_t>(36 * 60 / step_min);
  home.slots = base::SlotGrid::uniform(*base::parse_time("2025-10-25T22:00:00Z"),
                                       std::chrono::minutes{step_min}, count);
  for (std::size_t t = 0; t < count; ++t) {
    const double h = static_cast<double>(t) * step_min / 60.0;
    home.prices.import.push_back(EnergyPrice{1.2 + 0.8 * std::sin(h * 0.52 + 2.0)});
    home.prices.export_.push_back(EnergyPrice{export_price});
    home.load.push_back(Power{0.4 + 0.3 * std::cos(h * 0.9)});
    home.pv.push_back(Power{std::max(0.0, 3.0 * std::sin((h - 7.0) * 0.31))});
  }
  home::Battery battery;
  battery.id = "home";
  battery.capacity = Energy{8.0};
  battery.soc = Energy{3.0};
  battery.min_soc = Energy{1.0};
  battery.charge = Power{3.0};
  battery.wear = EnergyPrice{0.05};
  home.batteries.push_back(battery);
  return home;
}

// What the case costs when the schedule of its best plan is followed, and what that plan costs.
std::pair<double, double> costs_of(const home::Case& home) {
  plan::Planner planner;
  const home::Plan best = planner.make_plan(home);
  const std::string text = write_schedule(make_schedule(home, best, {home.slots.start(0), "test"}));
  const auto schedule = read_schedule(text, "s");
  EXPECT_TRUE(schedule) << schedule.error().message;
  const auto followed = follow_schedule(home, *schedule);
  EXPECT_TRUE(followed) << followed.error().message;
  const auto bill = plan::evaluate(home, *followed);
  EXPECT_TRUE(bill) << bill.error().message;
  return {bill->money.net_cost.value(), best.money.net_cost.value()};
}

TEST(FollowSchedule, CostsWhatThePlanCosts) {
  for (const int step_min : {15, 60}) {
    for (const double export_price : {-0.1, 0.4, 1.6}) {
      const auto [followed, planned] = costs_of(make_home(step_min, export_price));
      EXPECT_GE(followed, planned - 1e-6) << "nothing is cheaper than the proven optimum";
      // Powers are rounded to 0.005 kW for 36 h: at most 0.18 kWh, at no more than 2 per kWh.
      EXPECT_LE(followed, planned + 0.36) << step_min << " min, " << export_price;
    }
  }
}

TEST(FollowSchedule, BuysOnlyWhereTheScheduleBuys) {
  home::Case home = make_home(60, 0.4);
  plan::Planner planner;
  const home::Plan best = planner.make_plan(home, {.strategy = plan::Strategy::self_use});
  const ScheduleJson schedule = make_schedule(home, best, {home.slots.start(0), "test"});
  for (double& pv_kw : home.pv.raw()) pv_kw *= 0.5;
  const auto followed = follow_schedule(home, schedule);
  ASSERT_TRUE(followed);
  bool stores = false;
  for (const home::PlanSlot& slot : followed->slots) {
    if (slot.batteries[0].charge.value() <= 1e-9) continue;
    stores = true;
    EXPECT_NEAR(slot.grid_import.value(), 0.0, 1e-9)
        << "half the sun is stored, the rest not bought";
  }
  EXPECT_TRUE(stores);
}

TEST(FollowSchedule, RefusesWhatDoesNotFit) {
  home::Case home = make_home(60, 0.4);
  plan::Planner planner;
  const home::Plan best = planner.make_plan(home);
  ScheduleJson schedule = make_schedule(home, best, {home.slots.start(0), "test"});
  home.batteries.push_back(home.batteries[0]);
  EXPECT_EQ(follow_schedule(home, schedule).error().message,
            "a schedule can be billed for one battery and no other planned device");
  home.batteries.pop_back();
  schedule.schedule.pop_back();
  EXPECT_EQ(follow_schedule(home, schedule).error().message,
            "the schedule, from 2025-10-26T00:00:00+02:00 to 2025-10-27T10:45:00+01:00, does not "
            "cover the case, from 2025-10-26T00:00:00+02:00 to 2025-10-27T11:00:00+01:00");
}

}  // namespace
}  // namespace ohmstead::app
