// The planner against methods too simple to be wrong: a dynamic programme on a grid of states of
// charge, and trying every combination of powers on tiny homes. They share nothing with the engines
// but the case structs; money is counted here by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "ohmstead/plan/planner.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;

constexpr double k_infinity = std::numeric_limits<double>::infinity();

// Money of one slot on the AC bus when batteries together draw `draw_kw` (negative: give), with PV
// turned down to where that is cheapest: at all of it, none of it, or a net of zero or a limit.
double grid_money(const home::Case& home, std::size_t t, double draw_kw) {
  const double hours = home.slots.hours(t).value();
  const double import = home.prices.import[t].value();
  const double exported = home.prices.export_[t].value();
  const double over = home::effective_violation_price(home).value();
  const double import_limit =
      home.grid.import_limit ? home.grid.import_limit[t].value() : k_infinity;
  const double export_limit =
      home.grid.export_limit ? home.grid.export_limit[t].value() : k_infinity;
  const double pv = home.pv[t].value();
  const double need = home.load[t].value() + draw_kw;
  const auto money = [&](double used_pv) {
    const double net = need - used_pv;
    if (net >= 0.0) return hours * (net * import + over * std::max(0.0, net - import_limit));
    return hours * (net * exported + over * std::max(0.0, -net - export_limit));
  };
  double best = money(pv);
  if (!home.is_pv_curtailable) return best;
  for (const double used : {0.0, need, need + export_limit, need - import_limit}) {
    if (used >= 0.0 && used <= pv) best = std::min(best, money(used));
  }
  return best;
}

// A grid of states fine enough that every wanted power moves whole steps: charge_efficiency and the
// inverse of discharge_efficiency are ratios of small whole numbers.
struct Grid {
  double step_kwh;
  int low;  // states in steps
  int high;
};

double power_for(const home::Case& home, std::size_t t, double change_kwh) {
  const home::Battery& battery = home.batteries[0];
  const double hours = home.slots.hours(t).value();
  const double out = home::effective_discharge_efficiency(battery).value();
  return change_kwh > 0.0 ? change_kwh / (battery.charge_efficiency.number().value() * hours)
                          : change_kwh * out / hours;
}

// Least money from the measured state on, over all sequences of states on the grid. The measured
// state lies on the grid and inside the corridor.
double grid_optimum(const home::Case& home, const Grid& grid) {
  const home::Battery& battery = home.batteries[0];
  const double most_charge = battery.charge.value() + 1e-9;
  const double most_discharge = home::effective_discharge(battery).value() + 1e-9;
  const auto count = static_cast<std::size_t>(grid.high - grid.low + 1);
  std::vector<double> value(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double soc = (grid.low + static_cast<int>(i)) * grid.step_kwh;
    value[i] = -soc * battery.end_value->value();
  }
  for (std::size_t t = home.slots.count(); t-- > 0;) {
    const double hours = home.slots.hours(t).value();
    const int span = static_cast<int>(count) - 1;
    std::vector<double> cost(static_cast<std::size_t>(2 * span + 1), k_infinity);
    for (int change = -span; change <= span; ++change) {
      const double power = power_for(home, t, change * grid.step_kwh);
      if (power > most_charge || -power > most_discharge) continue;
      const double wear = hours * std::max(0.0, -power) * battery.wear.number().value();
      cost[static_cast<std::size_t>(change + span)] = grid_money(home, t, power) + wear;
    }
    std::vector<double> before(count, k_infinity);
    for (std::size_t from = 0; from < count; ++from) {
      for (std::size_t to = 0; to < count; ++to) {
        const double total = cost[to + static_cast<std::size_t>(span) - from] + value[to];
        before[from] = std::min(before[from], total);
      }
    }
    value = std::move(before);
  }
  const long place = std::lround(battery.soc.value() / grid.step_kwh) - grid.low;
  return value[static_cast<std::size_t>(place)];
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_{seed} {}
  int whole(int low, int high) { return std::uniform_int_distribution<int>{low, high}(engine_); }
  double cents(int low, int high) { return whole(low, high) / 100.0; }

 private:
  std::mt19937_64 engine_;
};

// All powers and energies are whole multiples, efficiencies 4/5 and 1/2 or 1, slots of one hour, so
// that every breakpoint of the true value function lies on a grid of 0.1 kWh.
home::Case make_round_home(Dice& dice, int slots) {
  std::vector<double> import, exported, load, pv;
  const bool allows_above = dice.whole(0, 2) == 0;
  for (int t = 0; t < slots; ++t) {
    import.push_back(dice.cents(-10, 40));
    exported.push_back(allows_above ? dice.cents(-10, 40)
                                    : std::min(import.back(), dice.cents(-10, 20)));
    load.push_back(dice.whole(0, 3));
    pv.push_back(dice.whole(0, 1) == 0 ? 0.0 : dice.whole(0, 5));
  }
  home::Case home = make_small_home(import, exported, load, pv);
  home.is_pv_curtailable = dice.whole(0, 2) > 0;
  if (dice.whole(0, 2) == 0) home.grid.import_limit = Power{dice.whole(2, 5) * 1.0};
  if (dice.whole(0, 2) == 0) home.grid.export_limit = Power{dice.whole(0, 3) * 1.0};
  home::Battery battery;
  battery.id = "home";
  battery.capacity = Energy{dice.whole(2, 4) * 2.0};
  battery.min_soc = Energy{dice.whole(0, 1) * 1.0};
  battery.soc =
      Energy{static_cast<double>(dice.whole(1, static_cast<int>(battery.capacity.value())))};
  battery.charge = Power{dice.whole(1, 3) * 1.0};
  battery.discharge = Power{dice.whole(1, 3) * 1.0};
  battery.charge_efficiency = Ratio{dice.whole(0, 1) == 0 ? 0.8 : 1.0};
  battery.discharge_efficiency = Ratio{dice.whole(0, 1) == 0 ? 0.5 : 1.0};
  battery.wear = EnergyPrice{dice.cents(0, 3)};
  battery.end_value = EnergyPrice{dice.cents(-5, 30)};
  home.batteries.push_back(battery);
  return home;
}

Grid grid_of(const home::Battery& battery) {
  constexpr double k_step_kwh = 0.2;
  return {k_step_kwh, static_cast<int>(std::lround(battery.min_soc.value() / k_step_kwh)),
          static_cast<int>(std::lround(battery.capacity.value() / k_step_kwh))};
}

// Powers of 1 kW change the state by 0.8, 1 or 2 kWh and bounds are whole: the breakpoints stay on
// the grid of 0.2 kWh, so the grid's optimum is the true one.
TEST(BruteForce, DynamicProgrammeOnAGridFindsTheSameOptimum) {
  for (int seed = 0; seed < scaled(400); ++seed) {
    Dice dice{static_cast<std::uint64_t>(seed)};
    const home::Case home = make_round_home(dice, dice.whole(2, 24));
    const double expected = grid_optimum(home, grid_of(home.batteries[0]));
    Planner planner;
    for (const Engine engine : {Engine::value_function, Engine::linear}) {
      const home::Plan plan = planner.make_plan(home, {.engine = engine, .is_explained = false});
      ASSERT_NEAR(plan.objective.value(), expected, 1e-6) << "seed " << seed << " " << plan.solver;
      ASSERT_NEAR(plan.bound->value(), expected, 1e-6) << "seed " << seed << " " << plan.solver;
    }
  }
}

// On any home the grid's optimum is a plan, so it cannot be better; and with a fine grid hardly
// worse.
TEST(BruteForce, DynamicProgrammeOnAFineGridIsHardlyWorse) {
  for (int seed = 0; seed < scaled(40); ++seed) {
    Dice dice{1000 + static_cast<std::uint64_t>(seed)};
    home::Case home = make_round_home(dice, 16);
    for (double& power : home.load.raw()) power = dice.cents(0, 300);
    for (double& power : home.pv.raw()) power = dice.cents(0, 500);
    home.grid = {};
    home::Battery& battery = home.batteries[0];
    battery.charge_efficiency = Ratio{dice.cents(85, 99)};
    battery.discharge_efficiency = Ratio{dice.cents(85, 99)};
    constexpr double k_step_kwh = 0.01;
    const Grid grid{k_step_kwh, static_cast<int>(std::lround(battery.min_soc.value() / k_step_kwh)),
                    static_cast<int>(std::lround(battery.capacity.value() / k_step_kwh))};
    const double found = grid_optimum(home, grid);
    const home::Plan plan = Planner{}.make_plan(home, {.is_explained = false});
    ASSERT_LE(plan.objective.value(), found + 1e-9) << "seed " << seed;
    // At most one step of the grid is wasted per slot, at most 0.6 per kWh of difference in price.
    ASSERT_GE(plan.objective.value(), found - 16 * k_step_kwh * 0.6) << "seed " << seed;
  }
}

// ---- every combination of powers ----

struct Tiny {
  home::Case home;
  std::vector<std::vector<double>> levels;  // [battery]: powers to try, charge positive
};

// The least money over all combinations of levels, slot by slot, PV at its best each time. `peak`
// is the highest import so far and is charged at the end.
class Search {
 public:
  explicit Search(const Tiny& tiny) : tiny_{&tiny}, home_{&tiny.home} {
    for (const home::Battery& battery : home_->batteries) soc_.push_back(battery.soc.value());
  }

  double run() {
    go(0, 0, 0.0, 0.0, 0.0);
    return best_;
  }

 private:
  void go(std::size_t t, std::size_t battery, double draw_kw, double money, double peak_kw) {
    if (t == home_->slots.count()) return finish(money, peak_kw);
    if (battery == home_->batteries.size()) {
      const double slot = grid_money(*home_, t, draw_kw);
      const double net = home_->load[t].value() + draw_kw - home_->pv[t].value();
      return go(t + 1, 0, 0.0, money + slot, std::max(peak_kw, net));
    }
    const home::Battery& device = home_->batteries[battery];
    const double before = soc_[battery];
    for (const double power : tiny_->levels[battery]) {
      const double after =
          before + (power > 0.0 ? power * device.charge_efficiency.number().value()
                                : power / home::effective_discharge_efficiency(device).value());
      const bool is_inside =
          after >= device.min_soc.value() - 1e-9 && after <= device.capacity.value() + 1e-9;
      if (!is_inside) continue;
      soc_[battery] = after;
      go(t, battery + 1, draw_kw + power,
         money + std::max(0.0, -power) * device.wear.number().value(), peak_kw);
    }
    soc_[battery] = before;
  }

  void finish(double money, double peak_kw) {
    for (std::size_t i = 0; i < soc_.size(); ++i) {
      money -= soc_[i] * home_->batteries[i].end_value->value();
    }
    if (home_->grid.peak) {
      money += home_->grid.peak->price.value() *
               std::max(0.0, peak_kw - home_->grid.peak->so_far.value());
    }
    best_ = std::min(best_, money);
  }

  const Tiny* tiny_;
  const home::Case* home_;
  std::vector<double> soc_;
  double best_ = k_infinity;
};

// Lossless batteries and whole kW everywhere: a linear problem whose corners are whole numbers.
Tiny make_tiny(Dice& dice, std::size_t batteries, int slots) {
  Tiny tiny;
  tiny.home = make_round_home(dice, slots);
  const home::Battery first = tiny.home.batteries[0];
  tiny.home.batteries.clear();
  for (std::size_t i = 0; i < batteries; ++i) {
    home::Battery battery = first;
    battery.id = "battery-" + std::to_string(i);
    battery.charge_efficiency = Ratio{1.0};
    battery.discharge_efficiency = Ratio{1.0};
    battery.charge = Power{dice.whole(1, 2) * 1.0};
    battery.discharge = Power{dice.whole(1, 2) * 1.0};
    battery.wear = EnergyPrice{dice.cents(0, 3)};
    battery.end_value = EnergyPrice{dice.cents(0, 30)};
    std::vector<double> levels;
    for (double kw = -battery.discharge->value(); kw <= battery.charge.value(); kw += 1.0) {
      levels.push_back(kw);
    }
    tiny.home.batteries.push_back(battery);
    tiny.levels.push_back(levels);
  }
  return tiny;
}

TEST(BruteForce, NoCombinationOfPowersIsBetter) {
  for (int seed = 0; seed < scaled(300); ++seed) {
    Dice dice{2000 + static_cast<std::uint64_t>(seed)};
    const Tiny tiny = make_tiny(dice, 1, dice.whole(3, 5));
    const double expected = Search{tiny}.run();
    const home::Plan plan = Planner{}.make_plan(tiny.home, {.is_explained = false});
    ASSERT_NEAR(plan.objective.value(), expected, 1e-7) << "seed " << seed;
  }
}

TEST(BruteForce, NoCombinationOfTwoBatteriesIsBetter) {
  for (int seed = 0; seed < scaled(200); ++seed) {
    Dice dice{3000 + static_cast<std::uint64_t>(seed)};
    const Tiny tiny = make_tiny(dice, 2, dice.whole(3, 4));
    const double expected = Search{tiny}.run();
    const home::Plan plan = Planner{}.make_plan(tiny.home, {.is_explained = false});
    ASSERT_NEAR(plan.objective.value(), expected, 2e-6) << "seed " << seed;
    ASSERT_LE(plan.bound->value(), expected + 2e-6) << "seed " << seed;
  }
}

// Sharing a peak among two or three slots needs halves and thirds of a kW.
TEST(BruteForce, NoCombinationShavesThePeakBetter) {
  for (int seed = 0; seed < scaled(200); ++seed) {
    Dice dice{4000 + static_cast<std::uint64_t>(seed)};
    Tiny tiny = make_tiny(dice, 1, 3);
    tiny.home.is_pv_curtailable = false;
    tiny.home.grid.peak = home::PeakCharge{base::PowerPrice{dice.cents(5, 80)}, Power{1.0}, 1};
    const home::Battery& battery = tiny.home.batteries[0];
    tiny.levels[0].clear();
    for (int sixths = -12; sixths <= 12; ++sixths) {
      const double kw = sixths / 6.0;
      if (kw < -battery.discharge->value() || kw > battery.charge.value()) continue;
      tiny.levels[0].push_back(kw);
    }
    const double expected = Search{tiny}.run();
    const home::Plan plan = Planner{}.make_plan(tiny.home, {.is_explained = false});
    ASSERT_NEAR(plan.objective.value(), expected, 2e-6) << "seed " << seed;
    ASSERT_NEAR(plan.bound->value(), expected, 2e-6) << "seed " << seed;
  }
}

}  // namespace
}  // namespace ohmstead::plan
