// Rules of heat: hot water against legionella, heaters for energy that is nearly free, open
// windows.
#include "ohmstead/control/hygiene.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/control/surplus_heating.hpp"
#include "ohmstead/control/window_watch.hpp"

namespace ohmstead::control {
namespace {

using base::Celsius;
using base::Power;
using testing::ElementsAre;
using testing::IsEmpty;

const base::Time k_start = *base::parse_time("2026-03-02T00:00:00Z");
const home::WaterHygiene k_weekly{};  // 60 deg C for 30 min, every 7 days

home::Case two_days() {
  home::Case home;
  home.slots = base::SlotGrid::uniform(k_start + std::chrono::days{6}, std::chrono::hours{1}, 48);
  for (std::size_t t = 0; t < 48; ++t) {
    home.prices.import.push_back(base::EnergyPrice{t == 13 || t == 14 ? 0.10 : 0.30});
    home.prices.export_.push_back(base::EnergyPrice{0.08});
    home.pv.push_back(Power{});
    home.load.push_back(Power{0.5});
  }
  return home;
}

TEST(HygieneClock, RunsInTheCheapestHoursBeforeItIsDue) {
  HygieneClock clock;
  clock.note(Celsius{50.0}, k_weekly, k_start);
  const base::Seconds length{2 * 3600};
  const home::Case home = two_days();
  EXPECT_FALSE(clock.next_run(k_weekly, length, &home, k_start + std::chrono::days{3}));
  const base::Time day_six = k_start + std::chrono::days{6};
  const auto run = clock.next_run(k_weekly, length, &home, day_six);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->from, day_six + std::chrono::hours{13});
  EXPECT_EQ(run->until, day_six + std::chrono::hours{15});
  EXPECT_FALSE(run->is_overdue);
  // Under way it stays; hot for long enough it is done, for a week.
  const base::Time begun = run->from + std::chrono::minutes{30};
  EXPECT_EQ(clock.next_run(k_weekly, length, &home, begun)->from, run->from);
  clock.note(Celsius{60.0}, k_weekly, begun);
  clock.note(Celsius{59.8}, k_weekly, begun + std::chrono::minutes{29});
  EXPECT_TRUE(clock.next_run(k_weekly, length, &home, begun + std::chrono::minutes{29}));
  clock.note(Celsius{60.2}, k_weekly, begun + std::chrono::minutes{30});
  EXPECT_FALSE(clock.next_run(k_weekly, length, &home, begun + std::chrono::minutes{30}));
}

TEST(HygieneClock, GoesOnUntilItIsHotAndSaysThatItIsOverdue) {
  HygieneClock clock;
  clock.note(Celsius{50.0}, k_weekly, k_start);
  const base::Seconds length{3600};
  const base::Time due = k_start + std::chrono::days{7};
  ASSERT_TRUE(clock.next_run(k_weekly, length, nullptr, due - std::chrono::minutes{30}));
  for (int hour = 0; hour < 5; ++hour) {
    const base::Time now = due + std::chrono::hours{hour};
    clock.note(Celsius{55.0}, k_weekly, now);
    const auto run = clock.next_run(k_weekly, length, nullptr, now);
    ASSERT_TRUE(run);
    EXPECT_LE(run->from, now);
    EXPECT_GT(run->until, now);
    EXPECT_EQ(run->is_overdue, hour > 0);
  }
  // A dip ends the hold: it has to be hot in one piece.
  clock.note(Celsius{60.0}, k_weekly, due + std::chrono::hours{6});
  clock.note(Celsius{57.0}, k_weekly, due + std::chrono::minutes{380});
  clock.note(Celsius{60.0}, k_weekly, due + std::chrono::minutes{395});
  EXPECT_TRUE(clock.next_run(k_weekly, length, nullptr, due + std::chrono::minutes{395}));
}

TEST(HygieneClock, WithoutAThermometerARunThatWasLongEnoughCounts) {
  HygieneClock clock;
  clock.note({}, k_weekly, k_start);
  const base::Time due = k_start + std::chrono::days{7};
  const auto run = clock.next_run(k_weekly, base::Seconds{3600}, nullptr, due);
  ASSERT_TRUE(run);
  clock.note({}, k_weekly, run->until);
  EXPECT_FALSE(clock.next_run(k_weekly, base::Seconds{3600}, nullptr, run->until));
}

TEST(RunTime, CountsTheRiseAndTheHold) {
  home::SiteWaterHeater heater;
  heater.power = Power{2.0};
  heater.tank.emplace();
  heater.tank->capacity_kwh_per_k = 0.2;
  const base::Seconds cold = run_time(k_weekly, heater, Celsius{40.0});
  EXPECT_EQ(cold.count(), 3600 / 2 + static_cast<int>(3600 * 1.25 * 20 * 0.2 / 2.0));
  EXPECT_EQ(run_time(k_weekly, heater, Celsius{65.0}).count(), 1800);
  heater.power = Power{};  // no division by nothing
  EXPECT_EQ(run_time(k_weekly, heater, Celsius{40.0}).count(), 1800);
}

// The rules of a home with two immersion heaters: below zero at 90 %, below 2 at 95 %, or 5 kW of
// sun at 95 %.
home::SurplusHeating immersion(std::int64_t priority) {
  home::SurplusHeating wish;
  wish.priority = priority;
  wish.rules = {{base::EnergyPrice{0.0}, 90.0, {}},
                {base::EnergyPrice{0.02}, 95.0, {}},
                {{}, 95.0, Power{5.0}}};
  return wish;
}

struct SurplusRow {
  const char* what;
  double price, soc_pct, pv_kw, left_kw;
  bool was_on;
  std::vector<std::string> on;
};

TEST(SurplusTurns, FollowTheRulesByPriority) {
  const home::SurplusHeating first = immersion(1), second = immersion(2);
  for (const SurplusRow& row : {
           SurplusRow{"dear, no sun", 0.20, 99, 0, 0, false, {}},
           SurplusRow{"paid for it", -0.01, 90, 0, 0, false, {"main", "lucy"}},
           SurplusRow{"paid for it, but the battery has room", -0.01, 89, 0, 0, false, {}},
           SurplusRow{"nearly free", 0.01, 95, 0, 0, false, {"main", "lucy"}},
           SurplusRow{"nearly free, 94 %", 0.01, 94, 0, 0, false, {}},
           SurplusRow{"94 % is enough to go on", 0.01, 94, 0, 0, true, {"main", "lucy"}},
           SurplusRow{"sun for both", 0.20, 96, 6.5, 6.0, false, {"main", "lucy"}},
           SurplusRow{"sun for one: the first", 0.20, 96, 5.5, 3.5, false, {"main"}},
           SurplusRow{"the home takes it all", 0.20, 96, 5.5, 0.5, false, {}},
           SurplusRow{"5.0 kW are not above 5", 0.20, 96, 5.0, 5.0, false, {}},
           SurplusRow{"a cloud does not switch it off", 0.20, 96, 4.6, 4.6, true, {"main"}},
       }) {
    // Named the other way round: their priority decides.
    const std::vector<SurplusHeater> heaters{{"lucy", Power{3.0}, &second, {}, row.was_on},
                                             {"main", Power{3.5}, &first, {}, row.was_on}};
    std::vector<std::string> on;
    for (const HeaterTurn& turn : surplus_turns(heaters, {base::EnergyPrice{row.price}, row.soc_pct,
                                                          Power{row.pv_kw}, Power{row.left_kw}}))
      on.push_back(turn.id);
    EXPECT_EQ(on, row.on) << row.what;
  }
}

TEST(SurplusTurns, KnowNothingOfWhatIsNotTold) {
  const home::SurplusHeating wish = immersion(1);
  EXPECT_THAT(surplus_turns({{"main", Power{3.0}, &wish, {}, false}}, {}), IsEmpty());
}

TEST(SurplusTurns, LeaveWarmWaterAlone) {
  home::SurplusHeating wish = immersion(1);
  wish.not_above = Celsius{70.0};
  const HomeSurplus home{base::EnergyPrice{-0.05}, 95.0, {}, {}};
  const auto is_on = [&](double c, bool was_on) {
    return !surplus_turns({{"main", Power{3.0}, &wish, Celsius{c}, was_on}}, home).empty();
  };
  EXPECT_TRUE(is_on(67.9, false));
  EXPECT_FALSE(is_on(68.1, false));
  EXPECT_TRUE(is_on(69.9, true));
  EXPECT_FALSE(is_on(70.0, true));
}

TEST(WindowWatch, SeesAFallAndEndsWhenItWarmsUpOrThePauseIsOver) {
  const home::OpenWindow rule{};  // 1.5 K within 15 min, 30 min of pause
  WindowWatch watch;
  base::Time now = k_start;
  const auto look = [&](double c, int minutes = 1) {
    now += std::chrono::minutes{minutes};
    return watch.is_open(rule, Celsius{c}, now);
  };
  for (int i = 0; i < 30; ++i) EXPECT_FALSE(look(21.0 - 0.02 * i)) << i;  // a cold night
  EXPECT_FALSE(look(20.0));
  EXPECT_TRUE(look(18.9));
  EXPECT_TRUE(look(18.0, 5));
  EXPECT_TRUE(look(18.7, 5));
  EXPECT_FALSE(look(18.8));  // half of the fall is made up for
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(look(18.8 + 0.05 * i));
  EXPECT_TRUE(look(17.0));
  EXPECT_TRUE(look(17.0, 29));
  EXPECT_FALSE(look(17.0, 1));  // a closed one that is slow, or open for good: it is heated
  EXPECT_FALSE(look(17.0, 5));
}

TEST(WindowWatch, IsNotFooledBySilence) {
  WindowWatch watch;
  EXPECT_FALSE(watch.is_open({}, Celsius{21.0}, k_start));
  EXPECT_FALSE(watch.is_open({}, {}, k_start + std::chrono::minutes{5}));
  EXPECT_FALSE(watch.is_open({}, Celsius{18.0}, k_start + std::chrono::hours{5}));  // overnight
}

}  // namespace
}  // namespace ohmstead::control
