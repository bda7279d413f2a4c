// The whole strategy: feasible, repeatable, obedient, and at home on days of every length.
#include <gtest/gtest.h>

#include <algorithm>

#include "ohmstead/plan/evaluate.hpp"
#include "strategies.hpp"
#include "testing/random_homes.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Seconds;
using home::ManualKind;
using home::Mode;

home::ManualBlock block(const home::Case& home, ManualKind kind, std::size_t from, std::size_t to) {
  home::ManualBlock result;
  result.kind = kind;
  result.start = home.slots.start(from);
  result.end = home.slots.end(to - 1);
  return result;
}

// A day: five cheap hours, fourteen at 0.20, five dear ones.
home::Case price_day() {
  std::vector<double> import(24, 0.20);
  std::fill(import.begin(), import.begin() + 5, 0.10);
  std::fill(import.end() - 5, import.end(), 0.40);
  home::Case home = make_small_home(import, std::vector<double>(24, 0.05),
                                    std::vector<double>(24, 0.5), std::vector<double>(24, 0.0));
  home.batteries.push_back(make_small_battery());
  return home;
}

TEST(Multipass, BuysCheapAndUsesDear) {
  home::Case home = price_day();
  home.batteries[0].soc = Energy{0.0};
  const home::Plan plan = plan_multipass(home);
  EXPECT_EQ(plan.strategy, "multipass");
  EXPECT_EQ(plan.status, home::PlanStatus::good);
  EXPECT_FALSE(plan.bound || plan.gap);
  double bought_kwh = 0.0;
  for (std::size_t t = 0; t < 24; ++t) {
    const home::BatterySlot& battery = plan.slots[t].batteries[0];
    bought_kwh += battery.charge.value();
    if (t >= 5) {
      EXPECT_EQ(battery.charge, Power{}) << t;
    }
    if (t >= 19) {
      EXPECT_EQ(battery.mode, Mode::self_use) << t;
      EXPECT_DOUBLE_EQ(battery.discharge.value(), 0.5) << t;
    }
  }
  EXPECT_GT(bought_kwh, 2.5 / 0.72);
  EXPECT_LT(plan.money.net_cost, plan_self_use(home).money.net_cost);
}

TEST(Multipass, LeavesTheHomeToTheBatteryAtAFlatPrice) {
  home::Case home = price_day();
  home.prices.import = base::Series<EnergyPrice>{24, EnergyPrice{0.3}};
  home.pv.set(12, Power{4.0});
  const home::Plan plan = plan_multipass(home);
  EXPECT_EQ(plan.money.net_cost, plan_self_use(home).money.net_cost);
}

TEST(Multipass, PlansAHomeWithoutBatteries) {
  home::Case home = price_day();
  home.batteries.clear();
  EXPECT_EQ(plan_multipass(home).money.net_cost, plan_self_use(home).money.net_cost);
}

TEST(Multipass, IsPhysicalAndRepeatableOnRandomHomes) {
  for_homes(800, k_any_home, [](const home::Case& home) {
    const home::Plan plan = plan_multipass(home);
    const auto bill = evaluate(home, plan);
    ASSERT_TRUE(bill) << bill.error().message;
    EXPECT_EQ(bill->money.net_cost, plan.money.net_cost);
    EXPECT_EQ(home::write_plan(plan), home::write_plan(plan_multipass(home)));
  });
}

TEST(Multipass, SurvivesAnySettings) {
  int seed = 0;
  for_homes(300, k_any_home, [&](home::Case home) {
    ++seed;
    home::MultipassSettings settings;
    settings.cheap_percentile = seed % 3 * 50;
    settings.pv_confidence_pct = seed % 2 * 100;
    settings.load_margin_pct = seed % 5 * 250;
    settings.use_margin = EnergyPrice{seed % 7 == 0 ? 1e9 : 0.0};
    settings.holds_in_cheap_windows = seed % 2 == 0;
    settings.consolidation_max_gap_slots = seed % 4;
    settings.s_index.mode = home::SIndexMode::dynamic;
    settings.export_.is_peak_only = seed % 3 == 0;
    settings.export_.has_future_guard = seed % 5 == 0;
    settings.export_.protective =
        seed % 2 == 0 ? home::ProtectiveMode::fixed : home::ProtectiveMode::gap_based;
    settings.hysteresis.min_on_charge = seed % 4 * 600.0;
    home.multipass = settings;
    const home::Plan plan = plan_multipass(home);
    ASSERT_TRUE(evaluate(home, plan));
  });
}

TEST(ManualBlocks, GoBeforeThePlan) {
  home::Case home = price_day();
  home.pv.set(11, Power{2.0});
  home.manual_blocks = {
      block(home, ManualKind::hold, 19, 21), block(home, ManualKind::charge, 21, 23),
      block(home, ManualKind::export_, 2, 4), block(home, ManualKind::hold, 11, 12)};
  home.manual_blocks[1].target_soc_pct = 80.0;
  const home::Plan plan = plan_multipass(home);
  const auto battery = [&](std::size_t t) { return plan.slots[t].batteries[0]; };
  EXPECT_EQ(battery(19).discharge, Power{});
  EXPECT_EQ(battery(20).charge, Power{});
  EXPECT_EQ(battery(20).mode, Mode::hold);
  EXPECT_NEAR(battery(22).soc.value(), 8.0, 1e-9);
  EXPECT_NEAR(battery(3).soc.value(), 3.5, 1e-9);      // the export target
  EXPECT_NEAR(battery(11).charge.value(), 1.5, 1e-9);  // holding stores surplus and buys nothing
  EXPECT_NEAR(plan.slots[11].grid_import.value(), 0.0, 1e-9);
}

TEST(ManualBlocks, CoverHalfOfASlotOrMore) {
  home::Case home = price_day();
  home::ManualBlock charge = block(home, ManualKind::charge, 12, 13);
  charge.end = charge.start + Seconds{1799};
  home.manual_blocks = {charge};
  EXPECT_EQ(plan_multipass(home).slots[12].batteries[0].charge, Power{});
  home.manual_blocks[0].end = charge.start + Seconds{1800};
  EXPECT_GT(plan_multipass(home).slots[12].batteries[0].charge, Power{});
}

TEST(ManualBlocks, ReplaceThePlanWhenExclusive) {
  home::Case home = price_day();
  home.batteries[0].soc = Energy{2.0};
  home.multipass = home::MultipassSettings{};
  home.multipass->manual.is_exclusive = true;
  home.manual_blocks = {block(home, ManualKind::hold, 0, 2)};
  const home::Plan plan = plan_multipass(home);
  double charged_kw = 0.0;
  for (const home::PlanSlot& slot : plan.slots) charged_kw += slot.batteries[0].charge.value();
  EXPECT_EQ(charged_kw, 0.0);
  EXPECT_EQ(plan.slots[1].batteries[0].discharge, Power{});
  EXPECT_DOUBLE_EQ(plan.slots[2].batteries[0].discharge.value(), 0.5);  // cheap, and yet
}

TEST(ManualBlocks, AreObeyedOnRandomHomes) {
  for_homes(300, {.min_slots = 8, .max_slots = 60, .min_batteries = 1}, [](home::Case home) {
    home.manual_blocks = {block(home, ManualKind::hold, 1, 3),
                          block(home, ManualKind::charge, 3, 5),
                          block(home, ManualKind::export_, 5, 7)};
    const home::Plan plan = plan_multipass(home);
    ASSERT_TRUE(evaluate(home, plan));
    for (std::size_t i = 0; i < home.batteries.size(); ++i) {
      const home::Battery& device = home.batteries[i];
      const bool is_inside = device.soc >= device.min_soc &&
                             device.soc <= home::effective_max_soc(device) &&
                             device.reserve.is_empty();
      if (!is_inside) continue;  // recovery goes before everything
      for (std::size_t t = 1; t < 7; ++t) {
        const home::BatterySlot& slot = plan.slots[t].batteries[i];
        if (t < 5) {
          EXPECT_EQ(slot.discharge, Power{}) << t;
        }
        if (t >= 5) {
          EXPECT_EQ(slot.charge, Power{}) << t;
        }
      }
    }
  });
}

// A heater of each day: its energy in one block where it is cheap, and in a manual block.
TEST(Multipass, HeatsWater) {
  home::Case home = price_day();
  home::WaterHeater& heater = home.water_heaters.emplace_back();
  heater.id = "boiler";
  heater.power = Power{2.0};
  heater.daily = Energy{4.0};
  heater.max_blocks_per_day = 1;
  const home::Plan plan = plan_multipass(home);
  double cheap_kwh = 0.0, all_kwh = 0.0;
  for (std::size_t t = 0; t < 24; ++t) {
    all_kwh += plan.slots[t].devices.at(0).power.value();
    if (t < 5) cheap_kwh += plan.slots[t].devices[0].power.value();
  }
  EXPECT_DOUBLE_EQ(all_kwh, 4.0);
  EXPECT_DOUBLE_EQ(cheap_kwh, 4.0);
  EXPECT_EQ(plan.money.missed, base::Money{});
  home.manual_blocks = {block(home, ManualKind::water_heating, 12, 13)};
  const home::Plan manual = plan_multipass(home);
  EXPECT_DOUBLE_EQ(manual.slots[12].devices.at(0).power.value(), 2.0);
  EXPECT_EQ(manual.money.missed, base::Money{});
}

// Both clock changes of Paris and of an island whose clock moves by half an hour.
TEST(Multipass, PlansDaysOfEveryLength) {
  for (const auto& [zone, start] : {std::pair{"Europe/Paris", "2024-03-30T22:15:00Z"},
                                    std::pair{"Europe/Paris", "2024-10-26T21:15:00Z"},
                                    std::pair{"Europe/London", "2024-10-26T22:45:00Z"},
                                    std::pair{"Australia/Lord_Howe", "2024-04-06T12:00:00Z"}}) {
    home::Case home = price_day();
    home.timezone = zone;
    home.slots = base::SlotGrid::uniform(*base::parse_time(start), Seconds{900}, 130);
    std::vector<double> import;
    for (std::size_t t = 0; t < 130; ++t)
      import.push_back(0.2 + 0.1 * static_cast<double>(t / 16 % 3));
    home.prices.import = base::Series<EnergyPrice>{import};
    home.prices.export_ = base::Series<EnergyPrice>{130, EnergyPrice{0.05}};
    home.load = base::Series<Power>{130, Power{0.6}};
    home.pv = base::Series<Power>{130};
    home.multipass = home::MultipassSettings{};
    home.multipass->s_index.mode = home::SIndexMode::dynamic;
    const home::Plan plan = plan_multipass(home);
    ASSERT_TRUE(evaluate(home, plan)) << zone;
    EXPECT_LT(plan.objective, plan_no_battery(home).objective) << zone;
  }
}

TEST(Multipass, PlansTinyAndHugeHomes) {
  for (const double scale : {1e-9, 1e9}) {
    home::Case home = price_day();
    for (double& kw : home.load.raw()) kw *= scale;
    const home::Plan strange = plan_multipass(home);  // a load out of all proportion
    EXPECT_TRUE(evaluate(home, strange));
    home.batteries[0].capacity = Energy{10.0 * scale};
    home.batteries[0].soc = Energy{5.0 * scale};
    home.batteries[0].charge = Power{5.0 * scale};
    EXPECT_TRUE(evaluate(home, plan_multipass(home)));
  }
}

}  // namespace
}  // namespace ohmstead::plan
