// What a planner does from cycle to cycle: the same case again, the next slot, states that nobody
// wanted, plans that stay, clocks that change.
#include "ohmstead/plan/planner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/make_case.hpp"
#include "testing/later_case.hpp"
#include "testing/random_homes.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using namespace std::chrono_literals;
using base::Energy;
using base::EnergyPrice;
using base::Money;
using base::Power;
using home::Mode;
using home::PlanStatus;

constexpr double k_tolerance = 1e-6;

std::string text_of(home::Plan plan) {
  plan.solve_ms = 0.0;
  return home::write_plan(plan);
}

// ---- the same again ----

TEST(Planner, GivesTheSamePlanForTheSameCase) {
  Planner used;
  RandomCaseKnobs knobs = k_any_home;
  knobs.allows_keep_last_plan = true;
  for_homes(150, knobs, [&used](const home::Case& home) {
    const std::string fresh = text_of(Planner{}.make_plan(home, {.time_limit_s = 20.0}));
    EXPECT_EQ(text_of(used.make_plan(home, {.time_limit_s = 20.0})), fresh);
    EXPECT_EQ(text_of(used.make_plan(home, {.time_limit_s = 20.0})), fresh);
    // The stored case is the case.
    const auto read = home::read_case(home::write_case(home), "case.json");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(text_of(Planner{}.make_plan(*read, {.time_limit_s = 20.0})), fresh);
  });
}

TEST(Planner, MakesPlansThatSurviveTheirFile) {
  for_homes(100, k_any_home, [](const home::Case& home) {
    const home::Plan plan = plan_of(home, true);
    const std::string text = home::write_plan(plan);
    const auto read = home::read_plan(text, "plan.json");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(home::write_plan(*read), text);
    const auto bill = evaluate(home, *read);
    ASSERT_TRUE(bill) << bill.error().message;
    EXPECT_EQ(bill->money.net_cost, plan.money.net_cost);
  });
}

TEST(Planner, GoesOnWithTheRestOfItsPlan) {
  for_homes(400, k_one_battery, [](home::Case home) {
    if (!why_no_value_function(home).empty()) return;
    fix_derived_values(home);
    home.batteries[0].soc = std::clamp(home.batteries[0].soc, home.batteries[0].min_soc,
                                       effective_max_soc(home.batteries[0]));
    const home::Plan plan = plan_of(home);
    const home::Plan next = plan_of(later_case(home, 1, states_after(plan, 0)));
    for (std::size_t t = 0; t < next.slots.size(); ++t) {
      const home::PlanSlot &was = plan.slots[t + 1], &is = next.slots[t];
      EXPECT_NEAR(is.batteries[0].charge.value(), was.batteries[0].charge.value(), 1e-9);
      EXPECT_NEAR(is.batteries[0].discharge.value(), was.batteries[0].discharge.value(), 1e-9);
      EXPECT_NEAR(is.pv_used.value(), was.pv_used.value(), 1e-9);
      EXPECT_EQ(is.batteries[0].mode, was.batteries[0].mode);
    }
  });
}

// ---- states outside, wishes that cannot be met ----

TEST(Planner, BringsAnEmptyBatteryBackAtOnceAndSaysSo) {
  home::Case home = make_small_home({0.5, 0.1, 0.1}, {0, 0, 0}, {1, 1, 1}, {0, 0, 0});
  home.batteries.push_back(make_small_battery());
  home.batteries[0].soc = 0.5_kwh;
  home.batteries[0].min_soc = 3_kwh;
  home.batteries[0].charge = 2_kw;
  const home::Plan plan = plan_of(home);
  // 2 kW * 0.9 an hour: 2.3 after the first, 3 after the second; no more is worth it.
  EXPECT_NEAR(plan.slots[0].batteries[0].soc.value(), 2.3, 1e-9);
  EXPECT_NEAR(plan.slots[1].batteries[0].soc.value(), 3.0, 1e-9);
  EXPECT_NEAR(plan.slots[2].batteries[0].soc.value(), 3.0, 1e-9);
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "battery.min_soc[home]");
  EXPECT_NEAR(plan.violations[0].amount, 0.7, 1e-9);
  EXPECT_EQ(plan.violations[0].unit, "kWh");
  EXPECT_NEAR(plan.violations[0].cost.value(), 0.7 * 10.0, 1e-9);
  EXPECT_EQ(plan.status, PlanStatus::optimal);
}

TEST(Planner, BringsAnOverfullBatteryBackAndSaysSo) {
  home::Case home = make_small_home({0.5, 0.1, 0.1}, {0, 0, 0}, {1, 1, 1}, {0, 0, 0});
  home.batteries.push_back(make_small_battery());
  home.batteries[0].soc = 9_kwh;
  home.batteries[0].max_soc = 6_kwh;
  home.batteries[0].discharge = 1_kw;
  const home::Plan plan = plan_of(home);
  // 1 kW out of the battery takes 1.25 kWh an hour: 7.75, 6.5, 5.25.
  EXPECT_NEAR(plan.slots[0].batteries[0].soc.value(), 7.75, 1e-9);
  EXPECT_NEAR(plan.slots[1].batteries[0].soc.value(), 6.5, 1e-9);
  EXPECT_LE(plan.slots[2].batteries[0].soc.value(), 6.0 + 1e-9);
  ASSERT_EQ(plan.violations.size(), 2U);
  EXPECT_EQ(plan.violations[0].what, "battery.max_soc[home]");
  EXPECT_NEAR(plan.violations[0].amount, 1.75, 1e-9);
  EXPECT_NEAR(plan.violations[1].amount, 0.5, 1e-9);
}

TEST(Planner, AlwaysRecoversFromAnyMeasuredState) {
  for_homes(300, k_one_battery, [](home::Case home) {
    home::Battery& battery = home.batteries[0];
    if (battery.charge <= Power{} || home.slots.count() < 8) return;
    home.grid = {};
    if (!home.inverters.empty()) home.inverters[0].charge_limit.reset();
    for (const Energy soc : {Energy{}, battery.capacity}) {
      battery.soc = soc;
      const home::Plan plan = plan_of(home);
      EXPECT_TRUE(plan.bound);
      double distance = 1e9;
      for (const home::PlanSlot& slot : plan.slots) {
        const Energy state = slot.batteries[0].soc;
        const double outside = std::max(
            {0.0, (battery.min_soc - state).value(), (state - effective_max_soc(battery)).value()});
        EXPECT_LE(outside, distance + 1e-9);  // never further out again
        distance = outside;
        const bool is_listed_now =
            std::any_of(plan.violations.begin(), plan.violations.end(), [&](const auto& v) {
              return v.start == slot.start && v.what.find("_soc[") != std::string::npos;
            });
        EXPECT_EQ(is_listed_now, outside > 1e-7);
      }
    }
  });
}

TEST(Planner, PricesAWishThatCannotBeMet) {
  home::Case home = make_small_home({0.2, 0.2}, {0, 0}, {1, 1}, {0, 0});
  home.batteries.push_back(make_small_battery());
  home.batteries[0].reserve = base::Series<Energy>{std::vector<double>{0.0, 10.0}};
  home.batteries[0].reserve_price = 2.0_per_kwh;
  home.batteries[0].charge = 1_kw;
  const home::Plan plan = plan_of(home);
  // From 5 kWh two hours at 1 kW reach 6.8 of 10.
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "battery.reserve[home]");
  EXPECT_NEAR(plan.violations[0].amount, 3.2, 1e-9);
  EXPECT_NEAR(plan.violations[0].cost.value(), 6.4, 1e-9);
  EXPECT_NEAR(plan.money.missed.value(), 6.4, 1e-9);
  EXPECT_NEAR(plan.objective.value(), 0.2 * (1 + 1 + 1 + 1) + 6.4, 1e-9);
}

TEST(Planner, PricesALimitThatTheLoadAloneBreaks) {
  home::Case home = make_small_home({0.2, 0.2}, {0, 0}, {3, 6}, {0, 0});
  home.grid.import_limit = 4_kw;
  const home::Plan plan = plan_of(home);
  ASSERT_EQ(plan.violations.size(), 1U);
  EXPECT_EQ(plan.violations[0].what, "grid.import_limit");
  EXPECT_EQ(plan.violations[0].start, home.slots.start(1));
  EXPECT_NEAR(plan.violations[0].amount, 2.0, 1e-9);
  EXPECT_NEAR(plan.objective.value(), 9 * 0.2 + 2 * 10.0, 1e-9);
}

// ---- stability ----

TEST(Ties, ActEarlierRatherThanLater) {
  // Two equally cheap hours, room for one of them: the first is taken.
  home::Case home = make_small_home({0.1, 0.1, 0.5}, {0, 0, 0}, {0, 0, 4}, {0, 0, 0});
  home.batteries.push_back(make_small_battery());
  home.batteries[0].soc = Energy{};
  const home::Plan plan = plan_of(home);
  EXPECT_NEAR(plan.slots[0].batteries[0].charge.value(), 5.0, 1e-9);  // of 5.56 wanted in all
  EXPECT_NEAR(plan.slots[1].batteries[0].charge.value(), 5.0 / 9.0, 1e-9);
  EXPECT_NEAR(plan.slots[2].batteries[0].discharge.value(), 4.0, 1e-9);
  // Two equally dear hours and energy for one: the first is covered.
  home = make_small_home({0.3, 0.3}, {0, 0}, {2, 2}, {0, 0});
  home.batteries.push_back(make_small_battery());
  home.batteries[0].soc = 2.5_kwh;
  const home::Plan covering = plan_of(home);
  EXPECT_NEAR(covering.slots[0].batteries[0].discharge.value(), 2.0, 1e-9);
  EXPECT_EQ(covering.slots[1].batteries[0].discharge, Power{});
}

TEST(Ties, RestWhereNothingIsGained) {
  home::Case home = make_small_home({0.3, 0.3}, {0.3, 0.3}, {0, 0}, {0, 0});
  home.batteries.push_back(make_small_battery());
  home.batteries[0].charge_efficiency =
      home.batteries[0].discharge_efficiency.emplace(base::Ratio{1.0});
  home.batteries[0].end_value = 0.3_per_kwh;
  for (const home::PlanSlot& slot : plan_of(home).slots) {
    EXPECT_EQ(slot.batteries[0].charge + slot.batteries[0].discharge, Power{});
  }
}

// 5 kWh full battery, either the first or the second hour is covered; the second is dearer by
// `premium`, so covering the first costs 2 kWh * premium more.
home::Case two_dear_hours(double premium) {
  home::Case home = make_small_home({0.3, 0.3 + premium}, {0, 0}, {2, 2}, {0, 0});
  home.batteries.push_back(make_small_battery());
  home.batteries[0].soc = 2.5_kwh;
  return home;
}

TEST(KeepLastPlan, StaysUnlessTheChangeGainsEnough) {
  home::LastPlan last = last_plan_of(plan_of(two_dear_hours(0.0)));
  ASSERT_EQ(last.batteries[0].modes[0], "self_use");
  for (const Engine engine : {Engine::value_function, Engine::linear}) {
    const auto plan_with = [&](double premium, double gain) {
      home::Case home = two_dear_hours(premium);
      home.last_plan = last;
      home.objective.keep_last_plan = Money{gain};
      return Planner{}.make_plan(home, {.engine = engine});
    };
    // A change would gain 2 * 0.004.
    const home::Plan kept = plan_with(0.004, 0.0085);
    EXPECT_NEAR(kept.slots[0].batteries[0].discharge.value(), 2.0, 1e-9);
    EXPECT_NEAR((kept.objective - *kept.bound).value(), 0.008, 1e-7);
    ASSERT_EQ(kept.notes.size(), 1U);
    EXPECT_EQ(kept.notes[0],
              "home: kept the last plan's action; changing it would gain only 0.01 EUR");
    const home::Plan changed = plan_with(0.004, 0.0075);
    EXPECT_NEAR(changed.slots[0].batteries[0].discharge.value(), 0.0, 1e-9);
    ASSERT_EQ(changed.notes.size(), 1U);
    EXPECT_EQ(changed.notes[0], "home: left the last plan's action; that gains 0.01 EUR");
    const home::Plan free = plan_with(0.004, 0.0);
    EXPECT_NEAR(free.slots[0].batteries[0].discharge.value(), 0.0, 1e-9);
    EXPECT_TRUE(free.notes.empty());
  }
}

TEST(KeepLastPlan, HoldsTheFirstActionThroughNoise) {
  constexpr double k_gain = 0.02;
  int flips = 0;
  int kept = 0;
  for (int seed = 0; seed < scaled(300); ++seed) {
    home::Case home = make_random_case(static_cast<std::uint64_t>(seed), k_one_battery);
    if (!why_no_value_function(home).empty()) continue;
    const home::LastPlan last = last_plan_of(plan_of(home));
    std::mt19937_64 engine{static_cast<std::uint64_t>(seed)};
    std::normal_distribution<double> noise{0.0, 0.02};
    for (double& power : home.load.raw()) power *= 1.0 + noise(engine);
    for (double& price : home.prices.import.raw()) price += 0.1 * noise(engine);
    for (std::size_t t = 0; t < home.slots.count(); ++t) {  // no new both-ways profit
      home.prices.export_.set(t, std::min(home.prices.export_[t], home.prices.import[t]));
    }
    fix_derived_values(home);
    SCOPED_TRACE(home.name);
    const home::Plan free = plan_of(home);
    home.last_plan = last;
    home.objective.keep_last_plan = Money{k_gain};
    const home::Plan plan = plan_of(home);
    // Staying never costs more than it may.
    EXPECT_LE(plan.objective.value(), free.objective.value() + k_gain + 1e-9);
    EXPECT_NEAR(plan.bound->value(), free.objective.value(), 1e-6);
    const std::string mode{
        names_of(Mode{})[static_cast<std::size_t>(plan.slots[0].batteries[0].mode)]};
    const std::string wanted = last.batteries[0].modes[0];
    if (mode == wanted) {
      kept += free.slots[0].batteries[0].mode != plan.slots[0].batteries[0].mode ? 1 : 0;
      continue;
    }
    // It left the last plan's action: that one must cost more than allowed.
    ++flips;
    if (wanted == "self_use") continue;  // which power that is now, the home decides
    const double power =
        last.batteries[0].charge[0].value() - last.batteries[0].discharge[0].value();
    const double at_last = objective_with_first(home, power);
    EXPECT_GT(at_last, free.objective.value() + k_gain - 1e-6) << wanted << " -> " << mode;
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(kept, 0);
  EXPECT_LT(flips, scaled(300) / 5 + 1);
}

// ---- refusing ----

TEST(Planner, RefusesACaseThatIsNotOne) {
  home::Case home = make_small_home({0.3, 0.1}, {0, 0}, {1, 1}, {0, 0});
  home.load.raw()[1] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)plan_of(home), std::logic_error);
}

// ---- days of 23, 25 and other hours ----

// 1 kW of battery and energy at a sixth of the price from 01:00 to 04:00 by the clock on the wall.
home::Plan plan_of_day(const char* zone_name, const char* date_text, home::Case& home) {
  const base::Zone zone = base::Zone::load(zone_name).value();
  const base::Date date = base::parse_date(date_text).value();
  const base::Time start = zone.day_start(date), end = zone.day_start(base::next_day(date));
  home::Site site;
  site.name = "clock";
  site.timezone = zone_name;
  site.tariff.import.fixed = EnergyPrice{};
  site.tariff.import.network_fee = 0.30_per_kwh;
  home::FeeWindow cheap;
  cheap.from_h = 1.0;
  cheap.to_h = 4.0;
  cheap.fee = 0.05_per_kwh;
  site.tariff.import.network_fees = {cheap};
  home::SiteBattery battery;
  battery.capacity = 20_kwh;
  battery.charge = 1_kw;
  battery.min_soc_pct = 0.0;
  site.batteries = {battery};
  home::Outlook outlook;
  outlook.slots = base::SlotGrid::aligned(start, end, 15min);
  outlook.load = base::Series<Power>{outlook.slots.count(), 0.5_kw};
  const std::vector<Energy> soc{Energy{}};
  home = make_case(site, TariffRule{site.tariff, zone}, outlook, {soc}, nullptr);
  return Planner{}.make_plan(home);
}

struct ClockChange {
  const char* zone;
  const char* date;
  std::size_t slots;
  double cheap_h;
};

TEST(Planner, ChargesByTheClockWhenTheClockChanges) {
  for (const ClockChange& day : {ClockChange{"Europe/Paris", "2024-03-31", 92, 2.0},
                                 ClockChange{"Europe/Paris", "2024-10-27", 100, 4.0},
                                 ClockChange{"Europe/Paris", "2024-06-24", 96, 3.0},
                                 ClockChange{"Europe/London", "2024-03-31", 92, 2.0},
                                 ClockChange{"Europe/London", "2024-10-27", 100, 4.0},
                                 ClockChange{"Australia/Lord_Howe", "2024-10-06", 94, 2.5},
                                 ClockChange{"Australia/Lord_Howe", "2024-04-07", 98, 3.5}}) {
    SCOPED_TRACE(std::string{day.zone} + " " + day.date);
    home::Case home;
    const home::Plan plan = plan_of_day(day.zone, day.date, home);
    ASSERT_EQ(plan.slots.size(), day.slots);
    const base::Zone zone = base::Zone::load(day.zone).value();
    double charged_h = 0.0;
    for (const home::PlanSlot& slot : plan.slots) {
      const int hour = static_cast<int>(zone.wall_clock(slot.start).hour);
      const bool is_cheap = hour >= 1 && hour < 4;
      EXPECT_NEAR(slot.batteries[0].charge.value(), is_cheap ? 1.0 : 0.0, 1e-9);
      charged_h += slot.batteries[0].charge > Power{} ? 0.25 : 0.0;
    }
    EXPECT_DOUBLE_EQ(charged_h, day.cheap_h);
    EXPECT_TRUE(evaluate(home, plan));
    EXPECT_EQ(plan.status, PlanStatus::optimal);
  }
}

}  // namespace
}  // namespace ohmstead::plan
