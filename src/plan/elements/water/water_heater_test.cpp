#include "water_heater.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "assemble.hpp"
#include "elements/account.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "optimal.hpp"
#include "testing/test_scale.hpp"
#include "testing/water_homes.hpp"

namespace ohmstead::plan {
namespace {

home::Plan plan_for(const home::Case& home, Strategy strategy = Strategy::optimal) {
  return Planner{}.make_plan(home, {.strategy = strategy, .is_explained = false});
}

double power(const home::Plan& plan, std::size_t slot) {
  return plan.slots[slot].devices[0].power.value();
}

double celsius(const home::Plan& plan, std::size_t slot) {
  return plan.slots[slot].devices[0].temperature->value();
}

double missed(const home::Plan& plan, const std::string& what) {
  double sum = 0.0;
  for (const home::Violation& violation : plan.violations)
    sum += violation.what == what ? violation.amount : 0.0;
  return sum;
}

// The answer of the linear engine as a billed plan.
struct Answered {
  double objective = 0.0;
  double bound = 0.0;
};
Answered answer_of(const home::Case& home) {
  const HomeElements elements{home};
  LinearEngine engine;
  const EngineAnswer answer = engine.answer(home, elements, EngineLimits{20.0, {}, true});
  EXPECT_FALSE(answer.devices.empty()) << answer.message;
  if (answer.devices.empty()) return {};
  home::Plan plan = assemble_plan(home, elements, answer.devices, answer.tracks);
  const auto bill = evaluate(home, plan);
  EXPECT_TRUE(bill.has_value()) << (bill ? "" : bill.error().message);
  if (!bill) return {};
  return {bill->money.net_cost.value() - elements.planned.start_worth(), answer.bound};
}

TEST(WaterTank, FollowsTheImplicitStepOfItsEquation) {
  home::Case home = make_water_home({0.3, 0.3}, base::Seconds{1800});
  home::WaterHeater heater = make_tank_heater();
  heater.tank->loss_w_per_k = 5.0;
  heater.tank->draw = base::Series<base::Power>{2, base::Power{0.4}};
  heater.tank->ambient = base::Series<base::Celsius>{2, base::Celsius{10.0}};
  heater.cop = base::Series<base::Ratio>{2, base::Ratio{3.0}};
  home.water_heaters.push_back(heater);
  const WaterHeaterElement element{home, home.water_heaters[0]};
  Track track = element.track_of({1, 0});
  element.complete({&track, 1});
  // C (T' - T) / h = cop p - loss (T' - ambient) - draw holds for both slots.
  double before = 50.0;
  for (std::size_t t = 0; t < 2; ++t) {
    const double after = track.temperature_c[t];
    const double heat = 3.0 * track.power_kw[t] - 0.005 * (after - 10.0) - 0.4;
    EXPECT_NEAR(0.25 * (after - before) / 0.5, heat, 1e-12);
    before = after;
  }
  EXPECT_EQ(track.heat_kw[0], 6.0);
}

TEST(WaterTank, IsHeatedInTheCheapSlotBeforeItGetsCold) {
  // 50 deg C; 2.5 kWh of 0.25 kWh/K leave in the third hour: 40 deg C without heating.
  home::Case home = make_water_home({0.30, 0.10, 0.40, 0.40}, base::Seconds{3600});
  home::WaterHeater heater = make_tank_heater();
  heater.tank->draw = base::Series<base::Power>{4};
  heater.tank->draw.set(2, base::Power{2.5});
  home.water_heaters.push_back(heater);
  const home::Plan plan = plan_for(home);
  EXPECT_EQ(plan.status, home::PlanStatus::optimal);
  EXPECT_NEAR(plan.gap->value(), 0.0, 1e-6);
  EXPECT_EQ(plan.slots[1].devices[0].state, "on");
  EXPECT_NEAR(power(plan, 1), 2.0, 1e-9);
  EXPECT_NEAR(power(plan, 0) + power(plan, 2) + power(plan, 3), 0.0, 1e-9);
  EXPECT_NEAR(celsius(plan, 1), 58.0, 1e-9);
  EXPECT_NEAR(celsius(plan, 3), 48.0, 1e-9);
  // 0.5 kWh of load an hour, and 2 kWh at 0.10.
  EXPECT_NEAR(plan.money.net_cost.value(), 0.5 * 1.2 + 0.2, 1e-6);
}

TEST(WaterTank, BoundsAndComfortThatCannotBeKeptArePriced) {
  home::Case home = make_water_home({0.3, 0.3}, base::Seconds{3600});
  home::WaterHeater heater = make_tank_heater();
  heater.power = base::Power{0.0};
  heater.tank->temperature = base::Celsius{20.0};
  heater.tank->min = base::Celsius{30.0};
  heater.tank->end_min = base::Celsius{40.0};
  home.water_heaters.push_back(heater);
  const home::Plan plan = plan_for(home);
  EXPECT_NEAR(missed(plan, "water.min[boiler]"), 20.0, 1e-9);
  EXPECT_NEAR(missed(plan, "water.end[boiler]"), 20.0, 1e-9);
  EXPECT_NEAR(plan.money.missed.value(), (20.0 + 20.0) * 0.25 * 10.0, 1e-9);
  EXPECT_NEAR(plan.money.comfort.value(), 2 * 25.0 * 0.3, 1e-9);
  home.water_heaters[0].tank->temperature = base::Celsius{90.0};
  home.water_heaters[0].tank->max = base::Celsius{80.0};
  EXPECT_NEAR(missed(plan_for(home), "water.max[boiler]"), 20.0, 1e-9);
}

TEST(WaterTank, KeepsItsReserveWhereThatIsCheaperThanToMissIt) {
  // 0.4 kWh above 45 deg C are wanted at the end of the second slot, when heat is dear; then no
  // more.
  home::Case home = make_water_home({0.1, 0.5, 0.1}, base::Seconds{3600});
  home::WaterHeater heater = make_tank_heater();
  heater.is_modulating = true;
  heater.tank->loss_w_per_k = 0.0;
  heater.tank->comfort.reset();
  heater.tank->comfort_price_per_k_h = 0.0;
  heater.tank->min = base::Celsius{45.0};
  heater.tank->temperature = base::Celsius{45.0};
  heater.tank->end_value = base::EnergyPrice{0.0};
  heater.tank->reserve = base::Series<base::Energy>{std::vector<double>{0.0, 0.4, 0.0}};
  home.water_heaters.push_back(heater);
  const double reserve_c = 45.0 + 0.4 / home::effective_capacity(*heater.tank);
  const home::Plan plan = plan_for(home);
  EXPECT_NEAR(celsius(plan, 0), reserve_c, 1e-3);
  EXPECT_NEAR(celsius(plan, 1), reserve_c, 1e-3);
  EXPECT_TRUE(plan.violations.empty());
  // Dearer than a tenth of what cold water costs: there is none, and nobody calls that a fault.
  home.prices.import = base::Series<base::EnergyPrice>{3, base::EnergyPrice{1.5}};
  home.objective.violation_price = base::EnergyPrice{10.0};
  const home::Plan dear = plan_for(home);
  EXPECT_NEAR(celsius(dear, 1), 45.0, 1e-3);
  EXPECT_TRUE(dear.violations.empty());
  // No hotter than it may be.
  home.prices.import = base::Series<base::EnergyPrice>{3, base::EnergyPrice{0.1}};
  home.water_heaters[0].tank->max = base::Celsius{45.5};
  EXPECT_NEAR(celsius(plan_for(home), 1), 45.5, 1e-3);
}

TEST(WaterTank, HeatAtTheEndIsWorthItsValueWithinTheSpan) {
  home::Case home = make_water_home({0.10, 0.30}, base::Seconds{3600});
  home::WaterHeater heater = make_tank_heater();
  heater.is_modulating = true;
  heater.tank->end_value = base::EnergyPrice{0.20};
  heater.tank->end_from = base::Celsius{45.0};
  heater.tank->end_span_k = 9.0;
  home.water_heaters.push_back(heater);
  const home::Plan plan = plan_for(home);
  // From 50 to 54 deg C, no further: 1 kWh bought at 0.10 that is worth 0.20.
  EXPECT_NEAR(celsius(plan, 1), 54.0, 1e-6);
  EXPECT_NEAR(power(plan, 0), 1.0, 1e-6);
  EXPECT_EQ(plan.slots[0].devices[0].state, "");
  EXPECT_NEAR(plan.money.stored_value_change.value(), 0.20, 1e-6);
  EXPECT_NEAR(plan.gap->value(), 0.0, 1e-6);
}

TEST(WaterTank, WithoutAPlannerFollowsAThermostat) {
  home::Case home = make_water_home(std::vector<double>(8, 0.3), base::Seconds{900});
  home::WaterHeater heater = make_tank_heater();
  heater.tank->temperature = base::Celsius{45.5};
  heater.tank->draw = base::Series<base::Power>{8};
  heater.tank->draw.set(1, base::Power{1.0});
  home.water_heaters.push_back(heater);
  const home::Plan plan = plan_for(home, Strategy::self_use);
  // 44.5 after the draw: on in steps of 2 K until 50 deg C.
  EXPECT_EQ(power(plan, 0) + power(plan, 1), 0.0);
  EXPECT_NEAR(celsius(plan, 2), 46.5, 1e-9);
  EXPECT_NEAR(celsius(plan, 4), 50.5, 1e-9);
  EXPECT_EQ(power(plan, 5), 0.0);
}

TEST(DailyWater, IsHeatedInTheCheapestSlotsOfEachDay) {
  std::vector<double> import(48, 0.30);
  import[20] = 0.10;  // of Monday
  import[30] = 0.20;  // of Tuesday
  home::Case home = make_water_home(import, base::Seconds{3600});
  home::WaterHeater heater = make_daily_heater();
  heater.daily = base::Energy{2.0};
  home.water_heaters.push_back(heater);
  const home::Plan plan = plan_for(home);
  EXPECT_NEAR(power(plan, 20), 2.0, 1e-9);
  EXPECT_NEAR(power(plan, 30), 2.0, 1e-9);
  EXPECT_TRUE(plan.violations.empty());
  EXPECT_NEAR(plan.gap->value(), 0.0, 1e-6);
}

TEST(DailyWater, DeferralLetsTheCheapNightServeTheDayBefore) {
  std::vector<double> import(48, 0.30);
  import[25] = 0.10;  // Tuesday, from one to two
  home::Case home = make_water_home(import, base::Seconds{3600});
  home::WaterHeater heater = make_daily_heater();
  heater.daily = base::Energy{1.0};
  heater.deferral = base::Hours{2.0};
  home.water_heaters.push_back(heater);
  home::Plan plan = plan_for(home);
  double heated = 0.0;
  for (std::size_t t = 0; t < 48; ++t) heated += power(plan, t);
  EXPECT_NEAR(power(plan, 25), 2.0, 1e-9);
  EXPECT_NEAR(heated, 2.0, 1e-9);  // one hour is enough for both days
  home.water_heaters[0].deferral = base::Hours{1.0};
  plan = plan_for(home);
  heated = 0.0;
  for (std::size_t t = 0; t < 25; ++t) heated += power(plan, t);
  EXPECT_NEAR(heated, 2.0, 1e-9);  // one o'clock is too late for Monday
}

TEST(DailyWater, MissingHeatIsPricedAndReported) {
  home::Case home = make_water_home(std::vector<double>(24, 0.30), base::Seconds{3600});
  home::WaterHeater heater = make_daily_heater();
  heater.daily = base::Energy{50.0};
  heater.used_today = base::Energy{1.0};
  heater.missed_price = base::EnergyPrice{2.0};
  home.water_heaters.push_back(heater);
  home::Plan plan = plan_for(home);
  EXPECT_NEAR(missed(plan, "water.daily[boiler]"), 1.0, 1e-9);
  EXPECT_NEAR(plan.money.missed.value(), 2.0, 1e-9);
  // Cheaper missed than heated.
  home.water_heaters[0].missed_price = base::EnergyPrice{0.1};
  plan = plan_for(home);
  EXPECT_NEAR(missed(plan, "water.daily[boiler]"), 49.0, 1e-9);
}

TEST(DailyWater, ADayThatTheHorizonCutsNeedsTheShareThatIsOver) {
  // Twelve hours from noon: half of the day has passed before, all of it is over at the end.
  home::Case home = make_water_home(std::vector<double>(12, 0.30), base::Seconds{3600});
  home.slots = base::SlotGrid::uniform(home.slots.start(0) + std::chrono::hours{12},
                                       base::Seconds{3600}, 12);
  home::WaterHeater heater = make_daily_heater();
  heater.power = base::Power{0.0};
  heater.daily = base::Energy{24.0};
  heater.used_today = base::Energy{6.0};
  home.water_heaters.push_back(heater);
  EXPECT_NEAR(missed(plan_for(home), "water.daily[boiler]"), 18.0, 1e-9);
  // From noon to six: three quarters of the day are over at the end.
  home.slots = base::SlotGrid::uniform(home.slots.start(0), base::Seconds{1800}, 12);
  EXPECT_NEAR(missed(plan_for(home), "water.daily[boiler]"), 12.0, 1e-9);
}

TEST(DailyWater, DaysOfClockChangesAreWholeDays) {
  // 2026-03-29 has 23 hours in Stockholm, 2026-10-25 has 25; Lord Howe changes by half an hour.
  const struct {
    const char* zone;
    int month, day;
    std::size_t half_hours;
  } k_days[] = {{"Europe/Stockholm", 3, 29, 46},
                {"Europe/Stockholm", 10, 25, 50},
                {"Australia/Lord_Howe", 10, 4, 47},
                {"Australia/Lord_Howe", 4, 5, 49}};
  for (const auto& each : k_days) {
    const base::Zone zone = base::Zone::load(each.zone).value();
    const base::Date date = std::chrono::year{2026} / each.month / each.day;
    home::Case home =
        make_water_home(std::vector<double>(each.half_hours + 48, 0.3), base::Seconds{1800});
    home.timezone = each.zone;
    home.slots =
        base::SlotGrid::uniform(zone.day_start(date), base::Seconds{1800}, each.half_hours + 48);
    home::WaterHeater heater = make_daily_heater();
    heater.power = base::Power{0.0};
    heater.daily = base::Energy{5.0};
    home.water_heaters.push_back(heater);
    const home::Plan plan = plan_for(home);
    ASSERT_EQ(plan.violations.size(), 2U) << each.zone;
    for (const home::Violation& violation : plan.violations)
      EXPECT_NEAR(violation.amount, 5.0, 1e-9);
    EXPECT_EQ(plan.violations[0].start, home.slots.start(each.half_hours - 1));
  }
}

TEST(DailyWater, WithoutAPlannerRunsFromMidnightUntilTheHeatIsThere) {
  home::Case home = make_water_home(std::vector<double>(48, 0.3), base::Seconds{3600});
  home::WaterHeater heater = make_daily_heater();
  heater.daily = base::Energy{3.0};
  home.water_heaters.push_back(heater);
  const home::Plan plan = plan_for(home, Strategy::self_use);
  for (std::size_t t = 0; t < 48; ++t)
    EXPECT_NEAR(power(plan, t), t % 24 < 2 ? 2.0 : 0.0, 1e-9) << t;
}

TEST(WaterHeater, OneStartADayMeansOneBlock) {
  std::vector<double> import(48, 0.30);
  for (const std::size_t t : {3U, 10U, 17U, 30U, 40U}) import[t] = 0.05;
  home::Case home = make_water_home(import, base::Seconds{3600});
  home::WaterHeater heater = make_daily_heater();
  heater.daily = base::Energy{4.0};
  heater.max_starts_per_day = 1;
  home.water_heaters.push_back(heater);
  const home::Plan plan = plan_for(home);
  for (const std::size_t day : {0U, 1U}) {
    int starts = 0;
    for (std::size_t t = day * 24; t < day * 24 + 24; ++t)
      starts += power(plan, t) > 0.0 && (t == 0 || power(plan, t - 1) == 0.0) ? 1 : 0;
    EXPECT_EQ(starts, 1);
  }
  EXPECT_TRUE(plan.violations.empty());
}

TEST(WaterHeater, EvaluatorRefusesWhatItCannotDo) {
  home::Case home = make_water_home({0.1, 0.1, 0.3, 0.3}, base::Seconds{900});
  home::WaterHeater heater = make_daily_heater();
  heater.daily = base::Energy{0.5};
  heater.min_on = base::Seconds{1800};
  home.water_heaters.push_back(heater);
  const home::Plan good = plan_for(home);
  home::Plan plan = good;
  plan.slots[0].devices[0].power = base::Power{1.0};
  plan.slots[0].grid_import -= base::Power{power(good, 0) - 1.0};
  auto bill = evaluate(home, plan);
  ASSERT_FALSE(bill.has_value());
  EXPECT_NE(bill.error().message.find("slots[0].devices[0].power_kw: 1 where it draws"),
            std::string::npos)
      << bill.error().message;
  plan = good;
  for (const std::size_t t : {0U, 1U, 2U, 3U}) {
    const bool is_on = t == 0 || t == 2;
    plan.slots[t].grid_import += base::Power{(is_on ? 2.0 : 0.0) - power(good, t)};
    plan.slots[t].devices[0].power = base::Power{is_on ? 2.0 : 0.0};
    plan.slots[t].devices[0].state = is_on ? "on" : "off";
  }
  bill = evaluate(home, plan);
  ASSERT_FALSE(bill.has_value());
  EXPECT_NE(bill.error().message.find("slots[1].devices[0].state: it has not been on for long"),
            std::string::npos)
      << bill.error().message;
}

TEST(WaterHeater, EnginesObjectiveIsTheEvaluatorsOnRandomHomes) {
  for (int seed = 0; seed < scaled(30); ++seed) {
    for (const bool has_tank : {true, false}) {
      for (const bool is_modulating : {true, false}) {
        SCOPED_TRACE(testing::Message() << seed << has_tank << is_modulating);
        const home::Case home = make_random_water_home(
            static_cast<std::uint64_t>(seed),
            {.slots = 12, .has_tank = has_tank, .is_modulating = is_modulating});
        const Answered answered = answer_of(home);
        EXPECT_NEAR(answered.objective, answered.bound, 1e-5);
        if (HasFailure()) return;
      }
    }
  }
}

TEST(WaterHeater, TheEngineFindsTheBestOfAllSchedules) {
  for (int seed = 0; seed < scaled(30); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = make_random_water_home(static_cast<std::uint64_t>(seed),
                                                   {.slots = 8, .has_tank = seed % 2 == 0});
    const WaterHeaterElement element{home, home.water_heaters[0]};
    double lowest = std::numeric_limits<double>::infinity();
    for (unsigned bits = 0; bits < 256; ++bits) {
      std::vector<int> states(8);
      for (std::size_t t = 0; t < 8; ++t) states[t] = (bits >> t & 1U) != 0 ? 1 : 0;
      if (!keeps_rules(home, home.water_heaters[0], states)) continue;
      Track track = element.track_of(states);
      element.complete({&track, 1});
      Account account{home};
      element.bill({&track, 1}, account);
      double sum = account.total() - element.start_worth();
      for (std::size_t t = 0; t < 8; ++t) {
        const double kwh = (0.5 + track.power_kw[t]) * home.slots.hours(t).value();
        sum += kwh * home.prices.import.raw()[t];
      }
      lowest = std::min(lowest, sum);
    }
    EXPECT_NEAR(answer_of(home).objective, lowest, 1e-5);
    if (HasFailure()) return;
  }
}

TEST(WaterHeater, HabitsAndPlansKeepTheRules) {
  for (int seed = 0; seed < scaled(100); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = make_random_water_home(
        static_cast<std::uint64_t>(seed),
        {.slots = 30, .has_tank = seed % 2 == 0, .is_modulating = seed % 3 == 0});
    const WaterHeaterElement element{home, home.water_heaters[0]};
    Track track{30};
    element.act_by_habit({&track, 1});
    element.complete({&track, 1});
    element.check({&track, 1}, [](std::size_t slot, std::size_t, const char*,
                                  const std::string& message) { FAIL() << slot << message; });
    if (element.heater().is_switched) {
      EXPECT_TRUE(keeps_rules(home, home.water_heaters[0], track.state));
    }
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace ohmstead::plan
