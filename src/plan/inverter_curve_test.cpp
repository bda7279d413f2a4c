// Inverters whose losses depend on power: by hand, by a grid that shares nothing with the engines,
// on random homes, with strange numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "elements/home_elements.hpp"
#include "linear_model.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/battery_parts.hpp"
#include "testing/random_case.hpp"
#include "testing/random_dice.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;
using Points = std::vector<home::EfficiencyPoint>;
using Line = std::vector<std::pair<double, double>>;

// On the AC side 1 kW is 2 kW of the bus (0.5 from the AC side), 2 kW are 2.5 (1.6), then 0.8.
home::Inverter curved_inverter(const std::vector<double>& pv_kw) {
  home::Inverter inverter;
  inverter.id = "hybrid";
  inverter.ac_limit = Power{4.0};
  inverter.efficiency = Points{{Power{1.0}, Ratio{0.5}}, {Power{2.0}, Ratio{0.8}}};
  for (const double kw : pv_kw) inverter.pv.push_back(Power{kw});
  inverter.is_hybrid = !pv_kw.empty();
  return inverter;
}

home::Case behind(home::Case home, const home::Inverter& inverter) {
  home.batteries = {lossless()};
  home.batteries[0].inverter = inverter.id;
  home.inverters = {inverter};
  return home;
}

// ---- by hand ----

TEST(InverterCurve, ServesWhatIsWorthItsLosses) {
  // A stored kWh is worth 0.18. The 2 kW of the second hour take 2.5 kWh (0.45) and save 0.60; the
  // 1 kW of the first hour takes 2 kWh (0.36) and would save 0.30.
  home::Case home =
      behind(make_small_home({0.3, 0.3}, {0.0, 0.0}, {1.0, 2.0}, {0.0, 0.0}), curved_inverter({}));
  home.batteries[0].end_value = EnergyPrice{0.18};
  const home::Plan plan = plan_with_all(home);
  EXPECT_NEAR(plan.slots[0].inverters[0].dc_to_ac.value(), 0.0, 1e-6);
  EXPECT_NEAR(plan.slots[1].inverters[0].dc_to_ac.value(), 2.0, 1e-6);
  EXPECT_NEAR(plan.slots[1].batteries[0].discharge.value(), 2.5, 1e-6);
  EXPECT_NEAR(plan.objective.value(), 0.3 - 0.18 * 2.5, 1e-6);
}

TEST(InverterCurve, ChargesFromTheGridWhereItPays) {
  // Charging with all 4 kW stores 3.2 kWh for 0.4; the load of 2 kW takes 2.5 kWh of them.
  home::Case home =
      behind(make_small_home({0.1, 0.5}, {0.0, 0.0}, {0.0, 2.0}, {0.0, 0.0}), curved_inverter({}));
  home.batteries[0].soc = Energy{0.0};
  const home::Plan plan = plan_with_all(home);
  // 2.5 kWh stored are 3.125 kW: above the last point its efficiency of 0.8 counts.
  EXPECT_NEAR(plan.slots[0].inverters[0].ac_to_dc.value(), 3.125, 1e-6);
  EXPECT_NEAR(plan.objective.value(), 0.3125, 1e-6);
}

TEST(InverterCurve, SellsThePvOfItsBus) {
  const home::Case home =
      behind(make_small_home({0.3, 0.3, 0.3}, {0.1, 0.1, 0.1}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}),
             curved_inverter({2.0, 2.5, 9.0}));
  home::Case sold = home;
  sold.batteries.clear();
  const home::Plan plan = plan_with_all(sold);
  EXPECT_NEAR(plan.slots[0].grid_export.value(), 1.0, 1e-6);
  EXPECT_NEAR(plan.slots[1].grid_export.value(), 2.0, 1e-6);
  EXPECT_NEAR(plan.slots[2].grid_export.value(), 4.0, 1e-6);  // 5 of 9 kW pass
  EXPECT_NEAR(plan.slots[2].inverters[0].pv_curtailed.value(), 4.0, 1e-6);
}

// Each kW loses more than the one before: the linear programme is exact as it is, up to the last
// point; beyond it the losses of the point count and not those of its last piece.
TEST(InverterCurve, FallingEfficiencyNeedsNoDecisions) {
  home::Inverter inverter = curved_inverter({0.0, 4.0});
  inverter.efficiency = Points{{Power{1.0}, Ratio{0.9}}, {Power{2.0}, Ratio{0.8}}};
  inverter.ac_limit = Power{2.0};
  home::Case home = behind(make_small_home({0.3, 0.2}, {0.05, 0.05}, {2.0, 1.0}, {0, 0}), inverter);
  EXPECT_FALSE(InverterElement{inverter}.has_better_steps());
  home.batteries[0].end_value = EnergyPrice{0.23};
  const home::Plan plan = plan_with_all(home);
  // The first kW saves 0.3 for 1.111 kWh (0.256), the second for 1.389 kWh (0.319).
  EXPECT_NEAR(plan.slots[0].inverters[0].dc_to_ac.value(), 1.0, 1e-6);
  inverter.ac_limit = Power{3.0};
  EXPECT_TRUE(InverterElement{inverter}.has_better_steps());
}

TEST(InverterCurve, TheEvaluatorKnowsTheCurve) {
  home::Case home = behind(make_small_home({0.3}, {0.1}, {2.0}, {0.0}), curved_inverter({}));
  home::Plan plan = make_plan_of(home, {{-2.5}});
  plan.slots[0].inverters = {{"hybrid", Power{2.0}, Power{}, Power{}, Power{}}};
  plan.slots[0].grid_import = plan.slots[0].grid_export = Power{};
  plan.slots[0].batteries[0].soc = Energy{2.5};
  EXPECT_TRUE(evaluate(home, plan)) << evaluate(home, plan).error().message;
  plan.slots[0].inverters[0].dc_to_ac = Power{1.5};  // takes 2.25 kW of the bus
  plan.slots[0].grid_import = Power{0.5};
  const auto refused = evaluate(home, plan);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "slots[0].inverters[0]: its DC bus gets 0.25 kW more than it gives");
}

// A fee counts the nominal efficiency of the inverter, whatever the power.
TEST(InverterCurve, ExportFeesCountTheNominalEfficiency) {
  home::Case home = behind(make_small_home({0.3}, {0.5}, {0.4}, {0.0}), curved_inverter({}));
  home.grid.export_limit = Power{9.0};
  home.batteries[0].export_fee = EnergyPrice{0.1};
  home.batteries[0].end_value = EnergyPrice{0.0};
  const home::Plan plan = plan_with_all(home);
  EXPECT_NEAR(plan.slots[0].inverters[0].dc_to_ac.value(), 4.0, 1e-6);
  EXPECT_NEAR(plan.money.wear.value(), 0.1 * (5.0 * 0.8 - 0.4), 1e-6);
}

TEST(InverterCurve, SimpleStrategiesFollowIt) {
  home::Case home =
      behind(make_small_home({0.3, 0.3, 0.3}, {0.1, 0.1, 0.1}, {0.0, 1.0, 2.0}, {1.0, 0.0, 0.0}),
             curved_inverter({3.0, 0.0, 0.0}));
  home.batteries[0].soc = Energy{0.0};
  const home::Plan plan = Planner{}.make_plan(home, {.strategy = Strategy::self_use});
  // 3 kW of its own bus and 0.5 of the 1 kW on the AC bus; the loads take 2 kWh, then the rest.
  EXPECT_NEAR(plan.slots[0].batteries[0].soc.value(), 3.5, 1e-9);
  EXPECT_NEAR(plan.slots[1].batteries[0].discharge.value(), 2.0, 1e-9);
  EXPECT_NEAR(plan.slots[2].batteries[0].discharge.value(), 1.5, 1e-9);
  EXPECT_NEAR(plan.slots[2].grid_import.value(), 2.0 - 0.75, 1e-9);
  const home::Plan none = Planner{}.make_plan(home, {.strategy = Strategy::no_battery});
  EXPECT_NEAR(none.slots[0].grid_export.value(), 1.0 + 2.4, 1e-9);
}

// A curve that is poor at low power and a battery that may do both at once: the value function does
// not know that, and says so.
TEST(InverterCurve, FreeFlowsBehindItAreTheLinearEngines) {
  home::Case home = behind(make_small_home({-0.1, 0.3}, {-0.2, 0.0}, {1.0, 2.0}, {0.0, 0.0}),
                           curved_inverter({}));
  home.batteries[0].is_exclusive = false;
  EXPECT_THAT(std::string{why_no_value_function(home)},
              ::testing::HasSubstr("losses of the inverter differ by power"));
  const home::Plan plan = Planner{}.make_plan(home);
  EXPECT_NE(plan.solver, "value_function");
  EXPECT_NEAR(plan.gap->value(), 0.0, 1e-6);
}

// ---- a grid, with the meaning of the curve written down once more ----

double between(const Line& points, double x) {
  std::size_t i = 1;
  while (i + 1 < points.size() && points[i].first < x) ++i;
  const auto& [x0, y0] = points[i - 1];
  const auto& [x1, y1] = points[i];
  return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
}

constexpr double k_never = 1e9;

// AC draw for a net DC demand.
double ac_draw(double dc_kw) {
  static const Line given{{0, 0}, {2, 1}, {2.5, 2}, {5, 4}};
  static const Line taken{{0, 0}, {0.5, 1}, {1.6, 2}, {3.2, 4}};
  if (dc_kw < -5.0 - 1e-9 || dc_kw > 3.2 + 1e-9) return k_never;
  return dc_kw > 0.0 ? between(taken, dc_kw) : -between(given, -dc_kw);
}

double slot_money(const home::Case& home, std::size_t t, double draw_kw) {
  if (draw_kw >= k_never) return k_never;
  const double need = home.load[t].value() + draw_kw, pv = home.pv[t].value();
  const auto money = [&](double used) {
    const double net = need - used;
    return net * (net >= 0.0 ? home.prices.import[t] : home.prices.export_[t]).value();
  };
  double best = std::min(money(pv), money(0.0));
  if (need >= 0.0 && need <= pv) best = std::min(best, money(need));
  return best;
}

double grid_optimum(const home::Case& home) {
  const home::Battery& battery = home.batteries[0];
  constexpr int k_states = 81, k_most = 30;  // 8 kWh and 3 kW in steps of 0.1
  std::vector<double> value;
  for (int i = 0; i < k_states; ++i) value.push_back(-0.1 * i * battery.end_value->value());
  for (std::size_t t = home.slots.count(); t-- > 0;) {
    std::vector<double> cost;
    for (int change = -k_most; change <= k_most; ++change) {
      double best = k_never;
      const int pv = static_cast<int>(std::lround(home.inverters[0].pv[t].value() * 10.0));
      for (int used = 0; used <= pv; ++used)
        best = std::min(best, slot_money(home, t, ac_draw(0.1 * (change - used))));
      cost.push_back(best);
    }
    std::vector<double> before(value.size(), k_never);
    for (int from = 0; from < k_states; ++from) {
      const int last = std::min(k_states - 1, from + k_most);
      for (int to = std::max(0, from - k_most); to <= last; ++to) {
        auto& best = before[static_cast<std::size_t>(from)];
        best = std::min(best, cost[static_cast<std::size_t>(to - from + k_most)] +
                                  value[static_cast<std::size_t>(to)]);
      }
    }
    value = std::move(before);
  }
  return value[static_cast<std::size_t>(std::lround(battery.soc.value() * 10.0))];
}

// Powers for which all breakpoints lie on a grid of 0.1 kWh.
home::Case make_grid_home(std::uint64_t seed) {
  Random random{seed, Aspect::more_battery, 8};
  const std::size_t slots = random.whole(1, 6);
  const std::vector<double> loads{0.0, 1.0, 2.0, 4.0};
  std::vector<double> import, exported, load, pv, own_pv;
  for (std::size_t t = 0; t < slots; ++t) {
    import.push_back(static_cast<double>(random.whole(0, 60)) / 100.0 - 0.1);
    exported.push_back(
        std::min(import.back(), static_cast<double>(random.whole(0, 30)) / 100.0 - 0.05));
    load.push_back(loads[random.whole(0, 3)]);
    pv.push_back(load.back() < 3.0 && random.chance(0.3) ? 1.0 : 0.0);
    own_pv.push_back(random.chance(0.5) ? 0.0 : static_cast<double>(random.whole(0, 12)) / 2.0);
  }
  home::Case home = behind(make_small_home(import, exported, load, pv), curved_inverter(own_pv));
  home::Battery& battery = home.batteries[0];
  battery.capacity = Energy{8.0};
  battery.soc = Energy{static_cast<double>(random.whole(0, 8))};
  battery.charge = battery.discharge.emplace(3.0);
  battery.end_value = EnergyPrice{static_cast<double>(random.whole(0, 30)) / 100.0};
  return home;
}

TEST(InverterCurve, AGridFindsTheSameOptimum) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(scaled(120)); ++seed) {
    const home::Case home = make_grid_home(seed);
    SCOPED_TRACE(seed);
    const double expected = grid_optimum(home);
    ASSERT_NEAR(plan_with_all(home).objective.value(), expected, 1e-6);
  }
}

// A machine of one hour beside it: each start is a home of its own for the value function.
TEST(InverterCurve, AMachineBesideItStartsWhereItCostsLeast) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(scaled(30)); ++seed) {
    SCOPED_TRACE(seed);
    home::Case home = make_grid_home(seed);
    const Power machine_power{1.5};
    double expected = k_never;
    for (std::size_t t = 0; t < home.slots.count(); ++t) {
      home::Case started = home;
      started.load.set(t, started.load[t] + machine_power);
      const home::Plan plan = Planner{}.make_plan(started, {.engine = Engine::value_function});
      ASSERT_EQ(plan.solver, "value_function");
      expected = std::min(expected, plan.objective.value());
    }
    home::Appliance& machine = home.appliances.emplace_back();
    machine.id = "machine";
    machine.profile = base::Series<Power>{1, machine_power};
    machine.profile_step = base::Seconds{3600};
    const home::Plan plan = Planner{}.make_plan(home);
    ASSERT_NEAR(plan.objective.value(), expected, 1e-5);
    ASSERT_LE(plan.bound->value(), expected + 1e-6);
  }
}

// ---- random homes ----

TEST(InverterCurve, EnginesAgree) {
  int homes = 0, open = 0;
  for (std::uint64_t seed = 5000; homes < scaled(100); ++seed) {
    const home::Case home = make_random_case(seed, {.max_slots = 10,
                                                    .min_batteries = 1,
                                                    .max_batteries = 1,
                                                    .allows_peak = false,
                                                    .allows_curves = seed % 3 == 0,
                                                    .allows_inverter_curves = true});
    if (home.inverters.empty() || !why_no_value_function(home).empty()) continue;
    SCOPED_TRACE(home.name);
    ++homes;
    ASSERT_TRUE(check_case(home, "home")) << check_case(home, "home").error().message;
    const home::Plan exact = Planner{}.make_plan(home, {.engine = Engine::value_function});
    const home::Plan linear = Planner{}.make_plan(
        home, {.engine = Engine::linear, .time_limit_s = 6.0, .is_explained = false});
    const double tolerance = 1e-6 * std::max(1.0, std::abs(exact.objective.value()));
    EXPECT_EQ(exact.solver, "value_function");
    EXPECT_NEAR(exact.bound->value(), exact.objective.value(), tolerance);
    if (!linear.bound) {  // out of time on a busy machine
      ++open;
      continue;
    }
    ASSERT_LE(linear.bound->value(), exact.objective.value() + tolerance);
    ASSERT_GE(linear.objective.value(), exact.bound->value() - tolerance);
    if (linear.gap->value() > 2.0 * tolerance) ++open;
  }
  EXPECT_LE(open, std::max(2, homes / 20));
}

// Several batteries, charges on the highest power: the evaluator is the judge, and no simple
// strategy costs less than the bound.
TEST(InverterCurve, TheLinearCostIsTheBill) {
  int homes = 0, open = 0;
  for (std::uint64_t seed = 0; homes < scaled(50); ++seed) {
    const home::Case home = make_random_case(seed, {.max_slots = 10,
                                                    .min_batteries = 2,
                                                    .max_batteries = 2,
                                                    .allows_both_ways = seed % 2 == 0,
                                                    .allows_shared_limits = true,
                                                    .allows_inverter_curves = true});
    if (home.inverters.empty()) continue;
    ++homes;
    SCOPED_TRACE(home.name);
    const home::Plan plan = Planner{}.make_plan(
        home, {.engine = Engine::linear, .time_limit_s = 6.0, .is_explained = false});
    if (!plan.bound) {  // out of time on a busy machine
      ++open;
      continue;
    }
    const double tolerance = 2e-6 * std::max(1.0, std::abs(plan.objective.value()));
    ASSERT_LE(plan.bound->value(), plan.objective.value() + tolerance);
    if (plan.gap->value() > tolerance) ++open;
    for (const Strategy strategy : {Strategy::rules, Strategy::self_use, Strategy::no_battery}) {
      const home::Plan other = Planner{}.make_plan(home, {.strategy = strategy});
      ASSERT_GE(other.objective.value(), plan.bound->value() - tolerance);
    }
  }
  EXPECT_LE(open, std::max(2, homes / 10));
}

// ---- strange numbers ----

TEST(InverterCurve, TinyAndHugeNumbersGiveAPlan) {
  for (const double scale : {1e-9, 1e-6, 1e3, 1e9}) {
    home::Inverter inverter = curved_inverter({scale, 0.0});
    inverter.ac_limit = Power{2.0 * scale};
    inverter.charge_limit = Power{0.0};
    inverter.efficiency =
        Points{{Power{1e-9}, Ratio{0.5}}, {Power{1.0}, Ratio{0.9}}, {Power{1e9}, Ratio{0.95}}};
    home::Case home =
        behind(make_small_home({0.2, 0.3}, {0.1, 0.1}, {scale, 0.5 * scale}, {0.0, 0.0}), inverter);
    home.batteries[0].capacity = Energy{10.0 * scale};
    home.batteries[0].soc = Energy{5.0 * scale};
    home.batteries[0].charge = Power{2.0 * scale};
    SCOPED_TRACE(scale);
    ASSERT_TRUE(check_case(home, "home")) << check_case(home, "home").error().message;
    for (const Engine engine : {Engine::automatic, Engine::linear}) {
      const home::Plan plan = Planner{}.make_plan(home, {.engine = engine, .time_limit_s = 2.0});
      EXPECT_EQ(plan.slots.size(), 2U);
      EXPECT_TRUE(std::isfinite(plan.objective.value()));
    }
  }
}

}  // namespace
}  // namespace ohmstead::plan
