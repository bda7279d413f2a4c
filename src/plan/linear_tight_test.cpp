// Rows that make the relaxation of whole decisions tight: they must not lose a plan, and with them
// little homes need no decision at all.
#include <gtest/gtest.h>

#include <random>

#include "elements/home_elements.hpp"
#include "linear_model.hpp"
#include "ohmstead/home/battery_physics.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "planned_devices.hpp"
#include "testing/load_homes.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Series;

// Takes 4 kW and gives none.
home::Battery make_car(double soc_kwh) {
  home::Battery car = make_small_battery();
  car.soc = Energy{soc_kwh};
  car.charge = Power{4.0};
  car.discharge = Power{0.0};
  return car;
}

home::Plan plan_of(const home::Case& home) {
  home::Plan plan = Planner{}.make_plan(home, {.engine = Engine::linear, .is_explained = false});
  EXPECT_EQ(plan.status, home::PlanStatus::optimal);
  return plan;
}

// The least cost when decisions may be taken in part.
double relaxed_cost(const home::Case& home, const Exclusive& exclusive) {
  LinearModel linear;
  linear.build(home, HomeElements{home}, exclusive);
  solve::Model model = linear.model();
  for (std::int32_t j = 0; j < model.column_count(); ++j)
    model.set_integer(solve::ColumnId{j}, false);
  return solve::make_lp_solver().value()->solve(model).objective;
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_{seed} {}
  double upto(double most) { return std::uniform_real_distribution<double>{0.0, most}(random_); }
  std::vector<double> some(std::size_t count, double most) {
    std::vector<double> values;
    for (std::size_t t = 0; t < count; ++t) values.push_back(upto(most));
    return values;
  }

 private:
  std::mt19937_64 random_;
};

// Half of a car that is full would let the other half be charged at half the power.
TEST(LinearTight, ADemandFillsACarAtItsPowerWithoutDecisions) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Dice dice{seed};
    home::Case home =
        make_small_home(dice.some(5, 0.5), {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0});
    home.batteries.push_back(make_car(dice.upto(6.0)));
    home.batteries[0].demand = Series<Power>{std::vector<double>(5, 4.0)};
    EXPECT_NEAR(relaxed_cost(home, Exclusive::none(home)), plan_of(home).objective.value(), 1e-7)
        << seed;
  }
}

// What is bought would pay when it is sold at once: the direction alone is in the way.
TEST(LinearTight, AHomeOfOneSlotNeedsNoDecisionOnItsDirection) {
  int torn = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Dice dice{seed};
    home::Case home = make_small_home({dice.upto(0.2)}, {0.2 + dice.upto(0.2)}, dice.some(1, 6.0),
                                      dice.some(1, 6.0));
    home.is_pv_curtailable = false;
    home.batteries.push_back(make_car(dice.upto(6.0)));
    home.batteries[0].end_value = EnergyPrice{dice.upto(0.5)};
    home.batteries[0].can_charge_from_grid = seed % 3 != 0;
    const HomeElements elements{home};
    const double relaxed = relaxed_cost(home, all_slots(home, elements));
    EXPECT_NEAR(relaxed, plan_of(home).objective.value(), 1e-7) << seed;
    if (relaxed > relaxed_cost(home, Exclusive::none(home)) + 1e-3) ++torn;
  }
  EXPECT_GT(torn, 10);
}

// Demands with slots between them in which the car may wait or charge: no charge does better.
TEST(LinearTight, DemandsWithGapsLoseNoPlan) {
  constexpr int k_steps = 9;  // of half a kW
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice{seed};
    home::Case home = make_small_home(dice.some(4, 1.0), {0.1, 0.1, 0.1, 0.1}, dice.some(4, 2.0),
                                      {0.0, 0.0, 0.0, 0.0});
    home.batteries.push_back(make_car(dice.upto(8.0)));
    home.batteries[0].end_value = EnergyPrice{dice.upto(1.0)};
    std::vector<double> demand = dice.some(4, 4.0);
    demand[1 + seed % 2] = 0.0;
    home.batteries[0].demand = Series<Power>{demand};
    home.batteries[0].demand_price = EnergyPrice{dice.upto(0.8)};
    const double planned = plan_of(home).objective.value();
    const double start = end_value(home, home.batteries[0], home.batteries[0].soc).value();
    for (int code = 0; code < k_steps * k_steps * k_steps * k_steps; ++code) {
      std::vector<double> charge;
      double soc = home.batteries[0].soc.value();
      for (int rest = code; charge.size() < 4; rest /= k_steps) {
        // In half kW, or what there is room for.
        charge.push_back(std::min(0.5 * (rest % k_steps), (10.0 - soc) / 0.9));
        soc += 0.9 * charge.back();
      }
      const auto bill = evaluate(home, make_plan_of(home, {charge}));
      ASSERT_TRUE(bill) << bill.error().message;
      ASSERT_GE(bill->money.net_cost.value() - start, planned - 2e-6);
    }
  }
}

// How often a load is on at a price is a decision beside those of its slots: it must not cost a
// plan, and a known plan must have it.
TEST(LinearTight, CountsOfALoadAgreeWithItsSlots) {
  int counted = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    home::Case home = make_random_load_home(seed, {.is_whole_home = true});
    for (std::size_t t = 0; t < home.slots.count(); ++t) {
      home.prices.import[t] = EnergyPrice{t % 3 == 0 ? 0.1 : 0.3};
      home.prices.export_[t] = EnergyPrice{0.05};
    }
    const home::Plan plan = plan_of(home);
    const HomeElements elements{home};
    LinearModel linear;
    linear.build(home, elements, slots_that_may_cheat(home, elements), true);
    linear.steer(0.0);
    for (std::int32_t j = 0; j < linear.model().column_count(); ++j)
      counted +=
          linear.model().label(solve::ColumnId{j}).find("appliance.often_2") != std::string::npos
              ? 1
              : 0;
    linear.hold_integers(linear.start_of(plan, elements.planned.read(plan)));
    const solve::Solution same = solve::make_lp_solver().value()->solve(linear.model());
    EXPECT_NEAR(same.objective, plan.objective.value(), 1e-6) << seed;
  }
  EXPECT_GT(counted, 10);
}

}  // namespace
}  // namespace ohmstead::plan
