#include "peaks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ohmstead/plan/make_case.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using base::Power;
using base::PowerPrice;
using base::Seconds;
using base::Series;

home::Case home_with_load(const std::vector<double>& load_kw, Seconds step, base::Time start) {
  const std::vector<double> none(load_kw.size(), 0.0);
  home::Case home = make_small_home(none, none, load_kw, none);
  home.slots = base::SlotGrid::uniform(start, step, load_kw.size());
  return home;
}

double bill_of(const home::Case& home) {
  const home::Plan plan = Planner{}.make_plan(home);
  EXPECT_NEAR(plan.objective.value(), plan.bound->value(), 1e-9);
  return plan.money.peak.value();
}

base::Time at(const char* text) { return *base::parse_time(text); }

TEST(Peaks, WindowsOfTheLocalClockAreCutAsMetersDo) {
  // From 10:30: the running hour holds two quarters, then a whole one of 1, 2, 3 and 6 kW.
  home::Case home = home_with_load({8, 4, 1, 2, 3, 6}, Seconds{900}, at("2026-01-05T10:30:00Z"));
  home::PeakCharge peak{PowerPrice{2.0}, 1_kw};
  peak.window = Seconds{3600};
  peak.is_aligned = true;
  home.grid.peaks = {peak};
  EXPECT_DOUBLE_EQ(bill_of(home), 2.0 * (6.0 - 1.0));  // the part inside goes for the whole
  home.grid.peaks[0].window_so_far = 1_kwh;
  EXPECT_DOUBLE_EQ(bill_of(home), 2.0 * (4.0 - 1.0));  // 1 kWh and 3 kWh in the hour
  home.grid.peaks[0].threshold = 3.5_kw;
  EXPECT_DOUBLE_EQ(bill_of(home), 2.0 * 0.5);
}

TEST(Peaks, CountOnlyWhatApplies) {
  home::Case home = home_with_load({8, 4, 1}, Seconds{3600}, at("2026-01-05T10:00:00Z"));
  home::PeakCharge peak{PowerPrice{1.0}, 0_kw};
  peak.applies = Series<base::Ratio>{std::vector<double>{0.0, 1.0, 1.0}};
  home.grid.peaks = {peak};
  EXPECT_DOUBLE_EQ(bill_of(home), 4.0);
  home.grid.peaks[0].applies = Series<base::Ratio>{std::vector<double>{0.75, 1.0, 1.0}};
  EXPECT_DOUBLE_EQ(bill_of(home), 6.0);
}

TEST(Peaks, OfDaysTakeEachLocalDayOnce) {
  // 23:00 and 24:00 local time in Stockholm belong to two days.
  home::Case home = home_with_load({6, 5, 4}, Seconds{3600}, at("2026-01-05T21:00:00Z"));
  home.timezone = "Europe/Stockholm";
  home::PeakCharge peak{PowerPrice{3.0}, 0_kw};
  peak.mean_of = 3;
  peak.per = home::PeakPer::day;
  peak.all_so_far = Series<Power>{std::vector<double>{2.0, 3.0, 1.0}};
  home.grid.peaks = {peak};
  // Days of 6 and 4 kW with 3 kW instead of 3, 2 and 1 kW.
  EXPECT_NEAR(bill_of(home), (6 + 4 + 3) - (3 + 2 + 1), 1e-9);
  home.grid.peaks[0].day_so_far = 5_kw;  // of the first day: was 5, 3 and 2 kW
  EXPECT_NEAR(bill_of(home), (6 + 4 + 3) - (5 + 3 + 2), 1e-9);
}

TEST(Peaks, OfExportAndTwoAtOnce) {
  home::Case home = make_small_home({0.3, 0.3}, {0.1, 0.1}, {2, 0}, {0, 5});
  home::PeakCharge of_export{PowerPrice{0.01}, 1_kw};
  of_export.direction = home::GridDirection::export_;
  home.grid.peak = home::PeakCharge{PowerPrice{1.0}, 1_kw, 1};
  home.grid.peaks = {of_export};
  EXPECT_NEAR(bill_of(home), 1.0 + 0.04, 1e-9);
}

TEST(Peaks, LongWindowsOfADayWithAClockChangeDoNotOverlap) {
  home::Case home =
      home_with_load(std::vector<double>(25, 1.0), Seconds{3600}, at("2026-10-24T22:00:00Z"));
  home.timezone = "Europe/Berlin";
  home::PeakCharge charge{PowerPrice{1.0}, 0_kw};
  charge.window = Seconds{4 * 3600};
  charge.is_aligned = true;
  charge.mean_of = 2;
  const Peak peak = make_peak(home, charge);
  ASSERT_EQ(peak.windows.size(), 6U);
  EXPECT_EQ(peak.windows[0].parts.size(), 5U);  // midnight to four, an hour twice
  EXPECT_EQ(peak.windows[1].parts.size(), 4U);
}

// The same by trying every choice of n values.
double best_mean(const std::vector<double>& values, std::size_t n) {
  double best = 0.0;
  for (std::size_t chosen = 0; chosen < (std::size_t{1} << values.size()); ++chosen) {
    double sum = 0.0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if ((chosen >> i & 1U) == 0) continue;
      sum += values[i];
      ++count;
    }
    if (count <= n) best = std::max(best, sum / static_cast<double>(n));
  }
  return best;
}

TEST(Peaks, MeanOfTheHighestIsTheBestChoiceOfAll) {
  std::mt19937_64 dice{7};
  const auto tenths = [&](int high) {
    return std::uniform_int_distribution<int>{0, high}(dice) / 10.0;
  };
  for (int round = 0; round < scaled(100); ++round) {
    std::vector<double> load, reached;
    for (int i = 0; i < 6; ++i) load.push_back(tenths(60));
    for (int i = 0; i < round % 4; ++i) reached.push_back(tenths(40));
    home::Case home = home_with_load(load, Seconds{3600}, at("2026-01-05T00:00:00Z"));
    home::PeakCharge peak{PowerPrice{1.5}, 0_kw};
    peak.window = Seconds{3600};
    peak.is_aligned = true;
    peak.mean_of = 1 + round % 5;
    peak.all_so_far = Series<Power>{reached};
    home.grid.peaks = {peak};
    std::vector<double> all = reached;
    all.insert(all.end(), load.begin(), load.end());
    const auto n = static_cast<std::size_t>(peak.mean_of);
    EXPECT_NEAR(bill_of(home), 1.5 * (best_mean(all, n) - best_mean(reached, n)), 1e-9);
  }
}

// Batteries of whole kW against every combination of their powers.
TEST(Peaks, NoCombinationOfPowersShavesBetter) {
  std::mt19937_64 dice{11};
  const auto whole = [&](int low, int high) {
    return std::uniform_int_distribution<int>{low, high}(dice) * 1.0;
  };
  for (int round = 0; round < scaled(60); ++round) {
    home::Case home = home_with_load({whole(0, 4), whole(0, 4), whole(0, 4), whole(0, 4)},
                                     Seconds{3600}, at("2026-01-05T22:00:00Z"));
    home::Battery battery;
    battery.id = "home";
    battery.capacity = 4_kwh;
    battery.soc = base::Energy{whole(0, 4)};
    battery.charge = 1_kw;
    battery.charge_efficiency = base::Ratio{1.0};
    battery.end_value = base::EnergyPrice{0.05};
    home.batteries = {battery};
    home::PeakCharge peak{PowerPrice{whole(1, 5)}, 0_kw};
    peak.mean_of = 2;
    peak.per = home::PeakPer::day;
    peak.all_so_far = Series<Power>{std::vector<double>{whole(0, 3)}};
    home.grid.peaks = {peak};
    const Peak made = make_peak(home, peak);
    // Halves, since two slots may share a kWh.
    double best = 1e9;
    for (int code = 0; code < 625; ++code) {
      double soc = battery.soc.value();
      bool is_possible = true;
      std::vector<double> import;
      for (int t = 0, rest = code; t < 4; ++t, rest /= 5) {
        const double power = (rest % 5 - 2) * 0.5;
        soc += power;
        is_possible = is_possible && soc >= 0.0 && soc <= 4.0;
        import.push_back(std::max(0.0, home.load.raw()[static_cast<std::size_t>(t)] + power));
      }
      if (is_possible) best = std::min(best, peak_cost(made, import) - 0.05 * soc);
    }
    const home::Plan plan = Planner{}.make_plan(home, {.is_explained = false});
    EXPECT_NEAR(plan.objective.value(), plan.bound->value(), 1e-6);
    EXPECT_NEAR(plan.objective.value(), best, 1e-6) << round;
  }
}

TEST(PowerLimits, BindSeveralDevicesAndAreReported) {
  home::Case home = make_small_home({0.1, 0.3}, {0.0, 0.0}, {0, 4}, {0, 0});
  for (const char* id : {"a", "b"}) {
    home.batteries.push_back(make_small_battery());
    home.batteries.back().id = id;
    home.batteries.back().soc = 0_kwh;
    home.batteries.back().min_soc = 0_kwh;
    home.batteries.back().end_value = base::EnergyPrice{0.0};
  }
  home.power_limits = {{"circuit", 3_kw, {"a", "b"}, {}}};
  home::Plan plan = Planner{}.make_plan(home);
  EXPECT_NEAR(plan.slots[0].grid_import.value(), 3.0, 1e-6);
  EXPECT_TRUE(plan.violations.empty());
  EXPECT_NEAR(plan.objective.value(), plan.bound->value(), 1e-6);
  home.power_limits[0].price = base::EnergyPrice{0.001};
  plan = Planner{}.make_plan(home);
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "limit[circuit]");
  EXPECT_NEAR(plan.violations[0].amount, plan.slots[0].grid_import.value() - 3.0, 1e-6);
  EXPECT_NEAR(plan.objective.value(), plan.bound->value(), 1e-6);
}

TEST(PowerLimits, ForgetDevicesThatAreTakenOut) {
  home::Case home = make_small_home({0.1}, {0.0}, {6}, {0});
  home.batteries.push_back(make_small_battery());
  home.power_limits = {{"circuit", 3_kw, {"home"}, {}}};
  home.grid.phases.emplace().limit = 3_kw;
  home.grid.phases->devices = {{"home", 1}};
  const home::Case without = without_batteries(home);
  EXPECT_TRUE(check_case(without, "case"));
  EXPECT_TRUE(without.power_limits.empty());
}

TEST(PowerLimits, HoldAnApplianceBesideABattery) {
  home::Case home = make_small_home({0.1, 0.3}, {0.0, 0.0}, {0, 0}, {0, 0});
  home::Appliance washer;
  washer.id = "washer";
  washer.profile = Series<Power>{1, 2_kw};
  washer.profile_step = Seconds{3600};
  home.appliances = {washer};
  home.power_limits = {{"fuse", Series<Power>{std::vector<double>{1.0, 2.0}}, {"washer"}, {}}};
  const home::Plan plan = Planner{}.make_plan(home);
  EXPECT_NEAR(plan.slots[1].devices[0].power.value(), 2.0, 1e-9);  // dearer, but allowed
  EXPECT_TRUE(plan.violations.empty());
}

TEST(Phases, LimitEachPhaseAndTheirDifference) {
  home::Case home = make_small_home({0.1}, {0.0}, {6}, {0});
  home::Phases& phases = home.grid.phases.emplace();
  phases.limit = 3_kw;
  phases.load_share = Series<base::Ratio>{std::vector<double>{0.75, 0.25, 0.0}};
  home::Plan plan = Planner{}.make_plan(home);
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "grid.phase_limit[L1]");
  EXPECT_NEAR(plan.violations[0].amount, 1.5, 1e-9);
  EXPECT_NEAR(plan.objective.value(), plan.bound->value(), 1e-6);
  phases.max_unbalance = 4_kw;
  plan = Planner{}.make_plan(home);
  ASSERT_EQ(plan.violations.size(), 2U);
  EXPECT_EQ(plan.violations[1].what, "grid.unbalance");
  EXPECT_NEAR(plan.violations[1].amount, 0.5, 1e-9);
  EXPECT_NEAR(plan.objective.value(), plan.bound->value(), 1e-6);
  // A battery on the loaded phase lifts it off its limit.
  home.batteries.push_back(make_small_battery());
  home.batteries[0].end_value = base::EnergyPrice{1.0};
  phases.devices = {{"home", 1}};
  plan = Planner{}.make_plan(home);
  EXPECT_TRUE(plan.violations.empty());
  EXPECT_NEAR(plan.slots[0].batteries[0].discharge.value(), 1.5, 1e-6);
}

TEST(Weights, SteerAndStandBesideTheMoney) {
  // Two hours at the same price: the battery charges where the power is clean.
  home::Case home = make_small_home({0.2, 0.2, 0.3}, {0, 0, 0}, {0, 0, 1}, {0, 0, 0});
  home.batteries.push_back(make_small_battery());
  home.batteries[0].soc = home.batteries[0].min_soc;
  home.batteries[0].end_value = base::EnergyPrice{0.0};
  home.co2 = Series<home::CarbonIntensity>{std::vector<double>{0.4, 0.1, 0.4}};
  home.objective.co2_price = home::CarbonPrice{0.1};
  const home::Plan plan = Planner{}.make_plan(home);
  EXPECT_EQ(plan.solver, "value_function");
  EXPECT_NEAR(plan.slots[0].grid_import.value(), 0.0, 1e-9);
  EXPECT_GT(plan.slots[1].grid_import.value(), 0.5);
  double weights = 0.0;
  for (std::size_t t = 0; t < 3; ++t)
    weights += plan.slots[t].grid_import.value() * home.co2.values().raw()[t] * 0.1;
  EXPECT_NEAR(plan.money.weights.value(), weights, 1e-12);
  EXPECT_NEAR(plan.objective.value(), (plan.money.net_cost + plan.money.weights).value(), 1e-12);
}

TEST(ExportCap, IsAnExportLimitOfItsOwn) {
  home::Case home = make_small_home({0.3}, {0.1}, {0}, {8});
  home.grid.export_cap_share = base::Ratio{0.6};
  home.grid.pv_peak = 10_kw;
  home::Plan plan = Planner{}.make_plan(home);
  EXPECT_NEAR(plan.slots[0].grid_export.value(), 6.0, 1e-9);
  home.is_pv_curtailable = false;
  plan = Planner{}.make_plan(home);
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "grid.export_cap");
  home.grid.export_limit = 1_kw;  // lower than the cap
  plan = Planner{}.make_plan(home, {.strategy = Strategy::self_use});
  EXPECT_EQ(plan.violations.at(0).what, "grid.export_limit");
}

}  // namespace
}  // namespace ohmstead::plan
