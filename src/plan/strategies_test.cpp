#include "strategies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "follow.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/make_case.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/random_case.hpp"
#include "testing/small_home.hpp"
#include "wiring.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Series;
using home::Mode;

// A day: five cheap hours, fourteen at 0.20, five dear ones. The mean is 0.2208, the percentiles
// 0.10 and 0.40.
home::Case price_day() {
  std::vector<double> import(24, 0.20);
  std::fill(import.begin(), import.begin() + 5, 0.10);
  std::fill(import.end() - 5, import.end(), 0.40);
  home::Case home = make_small_home(import, std::vector<double>(24, 0.05),
                                    std::vector<double>(24, 0.5), std::vector<double>(24, 0.0));
  home.batteries.push_back(make_small_battery());
  return home;
}

TEST(SelfUse, IsBilled) {
  home::Case home = make_small_home({0.30, 0.10}, {0.08, 0.06}, {1.0, 1.0}, {0.0, 3.0});
  home.batteries.push_back(make_small_battery());
  home.batteries[0].end_value = 0.2_per_kwh;
  home.batteries[0].wear = 0.03_per_kwh;
  const home::Plan plan = plan_self_use(home);
  EXPECT_EQ(plan.strategy, "self_use");
  EXPECT_EQ(plan.status, home::PlanStatus::good);
  EXPECT_FALSE(plan.bound || plan.gap);
  EXPECT_EQ(plan.schema, home::k_plan_schema);
  // 5 kWh become 3.75, then 5.55; nothing passes the meter.
  EXPECT_NEAR(plan.money.net_cost.value(), 0.03 - 0.2 * 0.55, 1e-12);
  EXPECT_NEAR(plan.objective.value(), 0.03 - 0.2 * 5.55, 1e-12);
}

TEST(NoBattery, LeavesBatteriesIdle) {
  home::Case home = price_day();
  home.batteries[0].soc = 0.5_kwh;
  home.batteries[0].min_soc = 1_kwh;  // not even recovered: there is none
  const home::Plan plan = plan_no_battery(home);
  EXPECT_EQ(plan.strategy, "no_battery");
  for (const home::PlanSlot& slot : plan.slots) EXPECT_EQ(slot.batteries.at(0).soc, 0.5_kwh);
  EXPECT_NEAR(plan.money.import_cost.value(), 0.5 * (5 * 0.1 + 14 * 0.2 + 5 * 0.4), 1e-12);
}

TEST(Rules, ChargeCheapAndFollowTheHomeWhenDear) {
  home::Case home = price_day();
  home.batteries[0].soc = 2_kwh;
  home.batteries[0].charge = 1_kw;
  home.batteries[0].capacity = 20_kwh;
  const home::Plan plan = plan_rules(home);
  EXPECT_EQ(plan.strategy, "rules");
  EXPECT_EQ(plan.status, home::PlanStatus::good);
  // Five dear hours of 0.5 kW need 2.5 kWh, that is 3.125 kWh stored: two cheap hours make it 3.8.
  for (std::size_t t = 0; t < 2; ++t) {
    EXPECT_EQ(plan.slots[t].batteries[0].mode, Mode::charge);
    EXPECT_DOUBLE_EQ(plan.slots[t].batteries[0].charge.value(), 1.0);
  }
  // One hour's worth is left over; then it is held until it is dear.
  EXPECT_EQ(plan.slots[2].batteries[0].mode, Mode::self_use);
  for (std::size_t t = 3; t < 19; ++t) {
    EXPECT_EQ(plan.slots[t].batteries[0].mode, Mode::hold);
    EXPECT_EQ(plan.slots[t].reason.code, home::ReasonCode::keep_for_later);
  }
  for (std::size_t t = 19; t < 24; ++t) {
    EXPECT_EQ(plan.slots[t].batteries[0].mode, Mode::self_use);
    EXPECT_DOUBLE_EQ(plan.slots[t].batteries[0].discharge.value(), 0.5);
  }
}

TEST(Rules, FollowTheHomeWithMoreThanTheDearHoursNeed) {
  home::Case home = price_day();
  home.batteries[0].soc = 5.5_kwh;
  home.batteries[0].wear = 0.35_per_kwh;  // 0.10 / 0.72 + 0.35 > 0.40: buying does not pay
  const home::Plan plan = plan_rules(home);
  // 4.4 kWh can be used and the dear hours need 2.5: three hours of 0.5 fit in between.
  for (std::size_t t = 0; t < 3; ++t) EXPECT_EQ(plan.slots[t].batteries[0].mode, Mode::self_use);
  EXPECT_DOUBLE_EQ(plan.slots[0].batteries[0].soc.value(), 5.5 - 0.5 / 0.8);
  EXPECT_EQ(plan.slots[3].batteries[0].mode, Mode::hold);
}

TEST(Rules, StoreSurplusWhileHolding) {
  home::Case home = price_day();
  home.batteries[0].soc = 2_kwh;
  home.pv.set(10, 1.5_kw);
  home.batteries[0].charge = Power{1.0};
  home.batteries[0].capacity = 20_kwh;
  const home::Plan plan = plan_rules(home);
  EXPECT_EQ(plan.slots[10].batteries[0].mode, Mode::self_use);
  EXPECT_DOUBLE_EQ(plan.slots[10].batteries[0].charge.value(), 1.0);
}

TEST(Rules, ChargeWhenPaidForIt) {
  home::Case home = price_day();
  home.prices.import.set(12, EnergyPrice{-0.02});
  home.batteries[0].wear = 1.0_per_kwh;
  const home::Plan plan = plan_rules(home);
  EXPECT_EQ(plan.slots[12].batteries[0].mode, Mode::charge);
  EXPECT_EQ(plan.slots[12].reason.code, home::ReasonCode::charge_negative);
}

TEST(Rules, BuyNothingAtFlatPrices) {
  home::Case home = price_day();
  home.prices.import = Series<EnergyPrice>{24, 0.25_per_kwh};
  for (const home::PlanSlot& slot : plan_rules(home).slots) {
    EXPECT_EQ(slot.batteries[0].charge, Power{});
  }
}

TEST(Rules, HelpWhereTheLoadIsAboveTheImportLimit) {
  home::Case home = price_day();
  home.batteries[0].soc = 4_kwh;
  home.grid.import_limit = 2_kw;
  home.load.set(10, 3_kw);
  EXPECT_EQ(plan_rules(home).slots[10].batteries[0].mode, Mode::self_use);
}

// ---- properties on random homes ----

// Energy that comes in less energy that goes out or is stored: what was lost, never negative.
double lost_kwh(const home::Case& home, const home::Plan& plan) {
  double lost = 0.0;
  for (std::size_t t = 0; t < plan.slots.size(); ++t) {
    const home::PlanSlot& slot = plan.slots[t];
    Power in = slot.grid_import + slot.pv_used - slot.grid_export - slot.load;
    for (const home::InverterSlot& inverter : slot.inverters) in += inverter.pv_used;
    lost += (in * home.slots.hours(t)).value();
  }
  for (std::size_t i = 0; i < home.batteries.size(); ++i) {
    lost -= (plan.slots.back().batteries[i].soc - home.batteries[i].soc).value();
  }
  return lost;
}

void expect_physical(const home::Case& home, const home::Plan& plan, std::uint64_t seed) {
  const auto bill = evaluate(home, plan);
  ASSERT_TRUE(bill) << "seed " << seed << ": " << bill.error().message;
  EXPECT_GE(lost_kwh(home, plan), -1e-6) << "seed " << seed;
  for (std::size_t t = 0; t < plan.slots.size(); ++t) {
    const home::PlanSlot& slot = plan.slots[t];
    if (home.is_pv_curtailable && home.grid.export_limit) {
      EXPECT_LE(slot.grid_export.value(), home.grid.export_limit[0].value() + 1e-9)
          << "seed " << seed;
    }
    EXPECT_TRUE(slot.grid_import == Power{} || slot.grid_export == Power{}) << "seed " << seed;
    for (std::size_t i = 0; i < home.batteries.size(); ++i) {
      const home::Battery& battery = home.batteries[i];
      const home::BatterySlot& state = slot.batteries[i];
      EXPECT_GE(state.soc, std::min(battery.soc, battery.min_soc) - Energy{1e-9})
          << "seed " << seed;
      EXPECT_LE(state.soc, std::max(battery.soc, home::effective_max_soc(battery)) + Energy{1e-9});
      EXPECT_TRUE(state.charge == Power{} || state.discharge == Power{}) << "seed " << seed;
    }
  }
}

TEST(Strategies, ArePhysicalOnRandomHomes) {
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    const home::Case home = make_random_case(seed, {.max_slots = 60, .allows_both_ways = true});
    for (const auto& make : {plan_self_use, plan_multipass, plan_rules, plan_no_battery}) {
      expect_physical(home, make(home), seed);
      if (::testing::Test::HasFailure()) return;
    }
  }
}

TEST(Strategies, ArePhysicalUnderAnyOrders) {
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    const home::Case home = make_random_case(seed, {.max_slots = 40, .min_batteries = 1});
    std::uint64_t state = seed * 2654435761U + 1;
    const home::Plan plan = follow(home, [&](const SlotView& view) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      const auto mode = static_cast<Mode>((state >> 33U) % 5);
      return BatteryOrder{mode, home.batteries[view.battery].charge *
                                    static_cast<double>((state >> 40U) % 9) / 4.0};
    });
    expect_physical(home, plan, seed);
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(Strategies, SurviveTheFile) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const home::Case home = make_random_case(seed);
    const home::Plan plan = plan_rules(home);
    const auto read = home::read_plan(home::write_plan(plan), "plan.json");
    ASSERT_TRUE(read) << "seed " << seed << ": " << read.error().message;
    const auto bill = evaluate(home, *read);
    ASSERT_TRUE(bill) << "seed " << seed << ": " << bill.error().message;
    EXPECT_EQ(bill->money.net_cost, plan.money.net_cost) << "seed " << seed;
  }
}

TEST(Strategies, BillTheSameTwice) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const home::Case home = make_random_case(seed);
    EXPECT_EQ(home::write_plan(plan_rules(home)), home::write_plan(plan_rules(home)));
  }
}

// At a flat tariff, when surplus earns nothing and what is left at the end counts for nothing, a
// battery in self-use can only save.
TEST(Strategies, SelfUseNeverCostsMoreThanNoBattery) {
  const RandomCaseKnobs plain{.allows_negative_prices = false,
                              .allows_export_above_import = false,
                              .min_batteries = 1,
                              .max_batteries = 1,
                              .allows_hybrid = false,
                              .allows_battery_inverter = false,
                              .allows_wear = false,
                              .allows_wear_steps = false,
                              .allows_export_fee = false,
                              .allows_bands = false,
                              .allows_reserve = false,
                              .allows_soc_outside = false};
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    home::Case home = make_random_case(seed, plain);
    home.prices.import = Series<EnergyPrice>{home.slots.count(), 0.3_per_kwh};
    home.prices.export_ = Series<EnergyPrice>{home.slots.count(), 0.0_per_kwh};
    home.batteries[0].end_value_steps.clear();
    home.batteries[0].end_value = EnergyPrice{};
    const double with = plan_self_use(home).money.net_cost.value();
    const double idle = plan_no_battery(home).money.net_cost.value();
    EXPECT_LE(with, idle + 1e-9) << "seed " << seed;
    home::Case bare = home;
    bare.batteries[0].standby = Power{};
    EXPECT_NEAR(plan_no_battery(bare).money.net_cost.value(),
                plan_self_use(without_batteries(bare)).money.net_cost.value(), 1e-9)
        << "seed " << seed;
  }
}

TEST(Strategies, PassAYearOfQuartersThroughTheEvaluator) {
  const home::Case home = make_random_case(11, {.min_slots = 35040,
                                                .max_slots = 35040,
                                                .allows_mixed_slots = false,
                                                .min_batteries = 1,
                                                .max_batteries = 1});
  const home::Plan plan = plan_self_use(home);
  EXPECT_TRUE(evaluate(home, plan));
}

TEST(Strategies, SayWhatTheyDoNotObey) {
  home::Case home = price_day();
  home::ManualBlock hold;
  hold.start = home.slots.start(2);
  hold.end = home.slots.end(4);
  home.manual_blocks = {hold};
  home.scenarios.emplace().all.resize(2);
  home.scenarios->all[0].name = "a";
  home.scenarios->all[1].name = "b";
  const auto notes = [&](Strategy strategy) {
    return Planner{}.make_plan(home, {.strategy = strategy}).notes;
  };
  const std::string blocks =
      "manual_blocks of the case: only the strategy optimal takes them into account";
  const std::string scenarios =
      "scenarios of the case: only the strategy optimal takes them into account";
  using ::testing::Contains;
  using ::testing::Not;
  EXPECT_THAT(notes(Strategy::optimal), Not(Contains(blocks)));
  EXPECT_THAT(notes(Strategy::optimal), Not(Contains(scenarios)));
  EXPECT_THAT(notes(Strategy::multipass), Not(Contains(blocks)));
  EXPECT_THAT(notes(Strategy::multipass), Contains(scenarios));
  EXPECT_THAT(notes(Strategy::self_use), Not(Contains(blocks)));
  EXPECT_THAT(notes(Strategy::no_battery), Contains(blocks));
  home.manual_blocks[0].kind = home::ManualKind::water_heating;
  EXPECT_THAT(notes(Strategy::self_use), Contains(blocks));
}

// What is left when nothing else plans must still do what a person asked for.
TEST(Strategies, RulesAndSelfUseDoWhatIsSetByHand) {
  home::Case home = price_day();
  const home::Battery& battery = home.batteries[0];
  const auto block = [&](home::ManualKind kind, std::size_t from, std::size_t to) {
    home::ManualBlock made;
    made.kind = kind;
    made.start = home.slots.start(from);
    made.end = home.slots.end(to - 1);
    return made;
  };
  const std::size_t count = home.slots.count();
  for (const auto plan_simply : {plan_self_use, plan_rules}) {
    home.manual_blocks = {block(home::ManualKind::charge, 0, count)};
    home.manual_blocks[0].target_soc_pct = 80.0;
    home::Plan plan = plan_simply(home);
    EXPECT_TRUE(evaluate(home, plan));
    EXPECT_NEAR(plan.slots.back().batteries[0].soc / battery.capacity, 0.8, 1e-6);
    for (const home::PlanSlot& slot : plan.slots)
      EXPECT_EQ(slot.batteries[0].discharge, home::Power{});
    home.manual_blocks = {block(home::ManualKind::export_, 0, count)};
    home.manual_blocks[0].target_soc_pct = 20.0;
    plan = plan_simply(home);
    EXPECT_TRUE(evaluate(home, plan));
    EXPECT_NEAR(plan.slots.back().batteries[0].soc / battery.capacity,
                std::min(battery.soc / battery.capacity, 0.2), 1e-6);
    home.manual_blocks = {block(home::ManualKind::hold, 0, count)};
    plan = plan_simply(home);
    for (const home::PlanSlot& slot : plan.slots)
      EXPECT_EQ(slot.batteries[0].discharge, home::Power{});
  }
}

}  // namespace
}  // namespace ohmstead::plan
