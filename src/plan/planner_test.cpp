// What all plans have in common: balances, bounds, proofs, and that more freedom never costs more.
#include "ohmstead/plan/planner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "ohmstead/plan/evaluate.hpp"
#include "testing/later_case.hpp"
#include "testing/random_homes.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;

using base::Energy;
using base::Money;
using base::Power;
using home::PlanStatus;

constexpr double k_tolerance = 1e-6;

struct Planned {
  home::Case home;
  home::Plan plan;
};

// Homes of every kind, planned once for all tests that look at plans.
const std::vector<Planned>& planned_homes() {
  static const std::vector<Planned> homes = [] {
    std::vector<Planned> planned;
    for (int seed = 0; seed < scaled(400); ++seed) {
      home::Case home = make_random_case(static_cast<std::uint64_t>(seed), k_any_home);
      home::Plan plan = plan_of(home);
      planned.push_back({std::move(home), std::move(plan)});
    }
    return planned;
  }();
  return homes;
}

template <class Check>
void for_planned_homes(const Check& check) {
  for (const Planned& planned : planned_homes()) {
    SCOPED_TRACE(planned.home.name);
    check(planned.home, planned.plan);
    if (::testing::Test::HasFailure()) return;
  }
}

// ---- every plan ----

// Power into the AC bus less power out of it; all devices taken from the plan alone.
double ac_imbalance_kw(const home::Case& home, const home::PlanSlot& slot) {
  Power in = slot.grid_import + slot.pv_used - slot.grid_export - slot.load;
  for (std::size_t i = 0; i < slot.batteries.size(); ++i) {
    if (!home.batteries[i].inverter.empty()) continue;
    in += slot.batteries[i].discharge - slot.batteries[i].charge;
  }
  for (const home::InverterSlot& inverter : slot.inverters) {
    in += inverter.dc_to_ac - inverter.ac_to_dc;
  }
  return in.value();
}

double dc_imbalance_kw(const home::Case& home, const home::PlanSlot& slot, std::size_t bus) {
  const home::Inverter& device = home.inverters[bus];
  const home::InverterSlot& flows = slot.inverters[bus];
  Power in = flows.pv_used + flows.ac_to_dc * effective_charge_efficiency(device) -
             flows.dc_to_ac / device.efficiency.number().value();
  for (std::size_t i = 0; i < slot.batteries.size(); ++i) {
    if (home.batteries[i].inverter != device.id) continue;
    in += slot.batteries[i].discharge - slot.batteries[i].charge;
  }
  return in.value();
}

TEST(Planner, KeepsTheEnergyBalanceOfEverySlot) {
  for_planned_homes([](const home::Case& home, const home::Plan& plan) {
    ASSERT_EQ(plan.slots.size(), home.slots.count());
    double standby_kw = 0.0;
    for (const home::Battery& battery : home.batteries) standby_kw += battery.standby.value();
    for (std::size_t t = 0; t < plan.slots.size(); ++t) {
      const home::PlanSlot& slot = plan.slots[t];
      EXPECT_NEAR(slot.load.value(), home.load[t].value() + standby_kw, 1e-12);
      EXPECT_NEAR((slot.pv_used + slot.pv_curtailed).value(), home.pv[t].value(), 1e-9);
      EXPECT_NEAR(ac_imbalance_kw(home, slot), 0.0, k_tolerance);
      for (std::size_t i = 0; i < slot.inverters.size(); ++i) {
        EXPECT_NEAR(dc_imbalance_kw(home, slot, i), 0.0, k_tolerance);
      }
    }
  });
}

bool is_listed(const home::Plan& plan, base::Time start, const std::string& what) {
  return std::any_of(plan.violations.begin(), plan.violations.end(), [&](const auto& violation) {
    return violation.start == start && violation.what == what;
  });
}

TEST(Planner, KeepsEveryBoundOrListsIt) {
  for_planned_homes([](const home::Case& home, const home::Plan& plan) {
    for (std::size_t t = 0; t < plan.slots.size(); ++t) {
      const home::PlanSlot& slot = plan.slots[t];
      const auto expect_at_most = [&](Power power, const base::PerSlot<Power>& limit,
                                      const char* what) {
        if (!limit) return;
        const bool is_kept = power.value() <= limit[t].value() + k_tolerance;
        EXPECT_TRUE(is_kept || is_listed(plan, slot.start, what)) << what << " in slot " << t;
      };
      expect_at_most(slot.grid_import, home.grid.import_limit, "grid.import_limit");
      expect_at_most(slot.grid_export, home.grid.export_limit, "grid.export_limit");
      EXPECT_LE(std::min(slot.grid_import, slot.grid_export).value(), k_tolerance);
      for (std::size_t i = 0; i < slot.batteries.size(); ++i) {
        const home::Battery& battery = home.batteries[i];
        const home::BatterySlot& state = slot.batteries[i];
        EXPECT_LE(state.charge.value(), battery.charge.value() + k_tolerance);
        EXPECT_LE(state.discharge.value(), effective_discharge(battery).value() + k_tolerance);
        EXPECT_LE(std::min(state.charge, state.discharge).value(), k_tolerance);
        const double low = battery.min_soc.value(), high = effective_max_soc(battery).value();
        EXPECT_TRUE(state.soc.value() >= low - k_tolerance ||
                    is_listed(plan, slot.start, "battery.min_soc[" + battery.id + "]"));
        EXPECT_TRUE(state.soc.value() <= high + k_tolerance ||
                    is_listed(plan, slot.start, "battery.max_soc[" + battery.id + "]"));
        const bool has_reserve =
            battery.reserve.is_empty() || state.soc >= battery.reserve[t] - Energy{k_tolerance};
        EXPECT_TRUE(has_reserve ||
                    is_listed(plan, slot.start, "battery.reserve[" + battery.id + "]"));
      }
    }
  });
}

TEST(Planner, ProvesWhatItSays) {
  for_planned_homes([](const home::Case& home, const home::Plan& plan) {
    ASSERT_TRUE(plan.bound && plan.gap);
    const double scale = std::max(1.0, std::abs(plan.objective.value()));
    EXPECT_LE(plan.bound->value(), plan.objective.value() + k_tolerance * scale);
    EXPECT_NEAR(plan.gap->value(), std::max(0.0, (plan.objective - *plan.bound).value()), 1e-12);
    EXPECT_EQ(plan.status == PlanStatus::optimal, plan.gap->value() <= 0.01);
    // The objective is the bill, without the worth of what was there from the start.
    const auto bill = evaluate(home, plan);
    ASSERT_TRUE(bill) << bill.error().message;
    EXPECT_EQ(bill->money.net_cost, plan.money.net_cost);
    Money start;
    for (const home::Battery& battery : home.batteries) {
      start += end_value(home, battery, battery.soc);
    }
    EXPECT_NEAR(plan.objective.value(), (bill->money.net_cost - start).value(), 1e-9);
  });
}

void expect_no_worse_than_without_solver(const home::Case& home, const home::Plan& plan) {
  for (const Strategy strategy : {Strategy::self_use, Strategy::rules, Strategy::no_battery}) {
    const home::Plan other = Planner{}.make_plan(home, {.strategy = strategy});
    const double scale = std::max(1.0, std::abs(other.objective.value()));
    EXPECT_LE(plan.objective.value(),
              other.objective.value() + plan.gap->value() + k_tolerance * scale);
    EXPECT_LE(plan.bound->value(), other.objective.value() + k_tolerance * scale);
    EXPECT_FALSE(other.bound);
  }
}

TEST(Planner, IsNeverWorseThanPlansWithoutASolver) {
  for_planned_homes(expect_no_worse_than_without_solver);
  RandomCaseKnobs both_ways = k_any_home;
  both_ways.allows_both_ways = true;
  for_homes(200, both_ways, [](const home::Case& home) {
    expect_no_worse_than_without_solver(home, plan_of(home));
  });
}

// ---- options ----

// Allowing more never costs more: the old plan is still possible.
template <class Allow>
void expect_no_loss(int count, const RandomCaseKnobs& knobs, const Allow& allow) {
  for_homes(count, knobs, [&](home::Case home) {
    fix_derived_values(home);
    const home::Plan before = plan_of(home);
    if (!allow(home)) return;
    const home::Plan after = plan_of(home);
    const double scale = std::max(1.0, std::abs(before.objective.value()));
    EXPECT_LE(after.objective.value(),
              before.objective.value() + after.gap->value() + k_tolerance * scale);
  });
}

TEST(Options, AnotherBatteryNeverCostsMore) {
  expect_no_loss(150, {.max_slots = 24, .max_batteries = 1}, [](home::Case& home) {
    home::Battery battery = make_small_battery();
    battery.id = "another";
    battery.soc = Energy{};
    home.batteries.push_back(battery);
    return true;
  });
}

TEST(Options, MorePowerNeverCostsMore) {
  expect_no_loss(200, k_any_home, [](home::Case& home) {
    for (home::Battery& battery : home.batteries) {
      battery.discharge = effective_discharge(battery) * 1.5;
      battery.charge = battery.charge * 2.0;
    }
    return !home.batteries.empty();
  });
}

TEST(Options, MoreRoomNeverCostsMore) {
  expect_no_loss(200, k_any_home, [](home::Case& home) {
    for (home::Battery& battery : home.batteries) {
      battery.max_soc = effective_max_soc(battery) + 3_kwh;
      battery.capacity += 3_kwh;
      battery.end_value_steps.back().energy += 3_kwh;
    }
    return !home.batteries.empty();
  });
}

TEST(Options, HigherGridLimitsNeverCostMore) {
  expect_no_loss(200, k_any_home, [](home::Case& home) {
    if (home.grid.import_limit) home.grid.import_limit = home.grid.import_limit[0] * 1.3;
    if (home.grid.export_limit) home.grid.export_limit = home.grid.export_limit[0] + 1_kw;
    return home.grid.import_limit.has_value() || home.grid.export_limit.has_value();
  });
}

TEST(Options, LeaveToExportNeverCostsMore) {
  expect_no_loss(200, k_any_home, [](home::Case& home) {
    const bool was_limited = home.grid.export_limit.has_value();
    home.grid.export_limit.reset();
    home.grid.export_over_limit_price.reset();
    return was_limited;
  });
}

TEST(Options, LeaveToTurnPvDownNeverCostsMore) {
  expect_no_loss(200, k_any_home,
                 [](home::Case& home) { return !std::exchange(home.is_pv_curtailable, true); });
}

TEST(Options, ABetterFeedInNeverCostsMore) {
  expect_no_loss(200, k_any_home, [](home::Case& home) {
    for (double& price : home.prices.export_.raw()) price += 0.02;
    return true;
  });
}

}  // namespace
}  // namespace ohmstead::plan
