// Cars: who needs the plug, what they need, in which slots they may charge, and what they hold.
#include "ohmstead/control/car_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/control/car_need.hpp"
#include "ohmstead/control/car_strategy.hpp"
#include "ohmstead/control/soc_estimate.hpp"

namespace ohmstead::control {
namespace {

using base::Energy;
using base::Power;
using home::ChargeStrategy;
using testing::ElementsAre;
using testing::HasSubstr;

base::Time at(const char* text) { return *base::parse_time(text); }
const base::Zone k_utc = base::Zone::utc();
const home::LocalWindow k_quiet{21.0, 6.0, home::DayKind::all};
const base::Time k_noon = at("2026-03-02T12:00:00Z");

WaitingCar car(const char* id, double needed_kwh, bool is_connected) {
  WaitingCar car;
  car.id = id;
  car.needed = Energy{needed_kwh};
  car.missing_pct = 2.0 * needed_kwh;  // 50 kWh
  car.leaves = k_noon + std::chrono::hours{10};
  car.is_connected = is_connected;
  car.chargers = {"box"};
  return car;
}

struct UrgencyRow {
  const char* what;
  double missing_pct, needed_kwh, hours;
  bool is_connected, is_quiet;
  double urgency;
};

TEST(UrgencyOf, IsWhatIsMissingInTheTimeThatIsLeft) {
  for (const UrgencyRow& row : {
           UrgencyRow{"40 % in 10 h", 40, 20, 10, false, false, 4.0},
           UrgencyRow{"plugged in", 40, 20, 10, true, false, 9.0},
           UrgencyRow{"plugged in, and nobody gets up", 40, 20, 10, true, true, 1004.0},
           UrgencyRow{"quiet hours alone change nothing", 40, 20, 10, false, true, 4.0},
           UrgencyRow{"at least half an hour", 40, 20, 0.1, false, false, 80.0},
           UrgencyRow{"it should have left: nobody knows", 36, 20, -1, false, false, 3.0},
           UrgencyRow{"what is left is not worth it", 0.8, 0.4, 1, false, false, 0.0},
       }) {
    WaitingCar each = car("a", row.needed_kwh, row.is_connected);
    each.missing_pct = row.missing_pct;
    each.leaves = k_noon + base::Seconds{static_cast<std::int64_t>(3600 * row.hours)};
    EXPECT_NEAR(urgency_of(each, row.is_quiet, k_noon), row.urgency, 1e-9) << row.what;
  }
}

std::vector<std::string> order_of(const std::vector<CarTurn>& turns) {
  std::vector<std::string> order;
  for (const CarTurn& turn : turns) order.push_back(turn.car);
  return order;
}

std::string notice_for(const std::vector<WaitingCar>& cars, const char* id, base::Time now) {
  for (const CarTurn& turn : rank_cars(cars, k_quiet, now, k_utc)) {
    if (turn.car == id) return turn.notice;
  }
  return "no such car";
}

TEST(RankCars, PutsTheMostUrgentFirstAndKeepsWhatIsPluggedInWhereItHardlyMatters) {
  EXPECT_THAT(
      order_of(rank_cars({car("a", 20, true), car("b", 30, false)}, k_quiet, k_noon, k_utc)),
      ElementsAre("a", "b"));  // 4 + 5 against 6
  EXPECT_THAT(order_of(rank_cars({car("a", 5, true), car("b", 40, false)}, k_quiet, k_noon, k_utc)),
              ElementsAre("b", "a"));
  EXPECT_THAT(order_of(rank_cars({car("a", 5, true), car("b", 40, false)}, k_quiet,
                                 at("2026-03-02T22:00:00Z"), k_utc)),
              ElementsAre("a", "b"));
}

TEST(RankCars, CallsTheNextOneWhenTheFirstHasHadWhatItNeedsForAQuarter) {
  std::vector<WaitingCar> cars{car("a", 0, true), car("b", 12, false)};
  cars[1].needs_since = k_noon - std::chrono::minutes{20};
  cars[0].done_since = k_noon - std::chrono::minutes{14};
  EXPECT_EQ(notice_for(cars, "b", k_noon), "");
  cars[0].done_since = k_noon - std::chrono::minutes{15};
  EXPECT_THAT(notice_for(cars, "b", k_noon),
              HasSubstr("a has what it needs: plug in b instead, it needs 12.0 kWh"));
  EXPECT_EQ(notice_for(cars, "b", k_noon), notice_for(cars, "b", k_noon));  // asked again
  // At night nobody gets up; nor for a car that is on the road, or when a plug is free.
  EXPECT_EQ(notice_for(cars, "b", at("2026-03-02T23:00:00Z")), "");
  cars[1].is_home = false;
  EXPECT_EQ(notice_for(cars, "b", k_noon), "");
  cars[1].is_home = true;
  cars[1].chargers = {"box", "other"};
  EXPECT_EQ(notice_for(cars, "b", k_noon), "");
}

TEST(RankCars, TellsThatACarStarvesAfterAnHour) {
  std::vector<WaitingCar> cars{car("a", 2, true), car("b", 40, false)};
  cars[1].needs_since = k_noon - std::chrono::minutes{59};
  EXPECT_EQ(notice_for(cars, "b", k_noon), "");
  cars[1].needs_since = k_noon - std::chrono::minutes{60};
  EXPECT_THAT(notice_for(cars, "b", k_noon), HasSubstr("b has waited since"));
  // Whoever needs it less waits in its turn.
  cars[0] = car("a", 45, true);
  EXPECT_EQ(notice_for(cars, "b", k_noon), "");
  // After a day and a half nobody asks any more.
  cars[0] = car("a", 2, true);
  cars[1].needs_since = k_noon - std::chrono::hours{37};
  EXPECT_EQ(notice_for(cars, "b", k_noon), "");
}

TEST(RankCars, SaysBeforeTheNightWhoShouldHaveThePlug) {
  std::vector<WaitingCar> cars{car("a", 2, true), car("b", 40, false)};
  const base::Time evening = at("2026-03-02T19:31:00Z");
  for (WaitingCar& each : cars) each.leaves = evening + std::chrono::hours{10};
  EXPECT_THAT(notice_for(cars, "b", evening), HasSubstr("plug in b instead of a"));
  EXPECT_EQ(notice_for(cars, "b", at("2026-03-02T19:29:00Z")), "");
}

CarGoal goal() {
  return {.id = "car",
          .capacity = Energy{50.0},
          .soc = Energy{20.0},
          .target = Energy{40.0},
          .by = k_noon + std::chrono::hours{4},
          .most = Power{7.0},
          .efficiency = 0.9,
          .power_by_soc = {},
          .is_connected = true,
          .planned = {}};
}

TEST(NeedOf, KnowsWhatIsNeededAndWhenToBegin) {
  const CarNeed need = need_of(goal(), k_noon, k_utc);
  EXPECT_NEAR(need.needed.value(), 20.0 / 0.9, 1e-9);
  EXPECT_NEAR(need.reachable.value(), 20.0 + 4.0 * 7.0 * 0.9, 1e-6);
  ASSERT_TRUE(need.latest_start);
  EXPECT_NEAR(base::hours(*need.latest_start - k_noon).value(), 4.0 - 20.0 / 6.3, 0.03);
  EXPECT_EQ(need.alarm, "");
}

TEST(NeedOf, AlarmsWithWhatWouldBeNeeded) {
  CarGoal each = goal();
  each.by = k_noon + std::chrono::hours{2};
  const std::string late = need_of(each, k_noon, k_utc).alarm;
  EXPECT_THAT(late, HasSubstr("car will hold 65 % instead of 80 %"));
  EXPECT_THAT(late, HasSubstr("7.4 kWh are missing"));
  EXPECT_THAT(late, HasSubstr("it would need 11.1 kW instead of 7.0 kW"));
  EXPECT_THAT(late, HasSubstr("it is ready at"));
  each = goal();
  each.power_by_soc = {{Energy{20.0}, Power{7.0}}, {Energy{30.0}, Power{1.0}}};
  EXPECT_THAT(need_of(each, k_noon, k_utc).alarm, HasSubstr("kWh are missing"));
  each = goal();
  each.is_connected = false;
  EXPECT_THAT(need_of(each, k_noon, k_utc).alarm, HasSubstr("car must be plugged in until"));
  each.by = k_noon + std::chrono::hours{9};
  EXPECT_EQ(need_of(each, k_noon, k_utc).alarm, "");  // there is time
  each = goal();
  each.planned = Energy{35.0};
  EXPECT_THAT(need_of(each, k_noon, k_utc).alarm,
              HasSubstr("planned to hold 70 % instead of 80 %"));
  each.planned = Energy{39.8};
  EXPECT_EQ(need_of(each, k_noon, k_utc).alarm, "");
}

TEST(NeedOf, SurvivesOddNumbers) {
  for (const double kw : {0.0, 1e-9, 1e9}) {
    CarGoal each = goal();
    each.most = Power{kw};
    (void)need_of(each, k_noon, k_utc);
    each.by = k_noon - std::chrono::hours{1};
    EXPECT_EQ(need_of(each, k_noon, k_utc).alarm, "");
  }
}

home::Case day() {
  home::Case home;
  home.slots = base::SlotGrid::uniform(k_noon, std::chrono::hours{1}, 6);
  for (const double price : {0.30, 0.10, 0.20, 0.40, 0.05, 0.50})
    home.prices.import.push_back(base::EnergyPrice{price});
  for (const double pv : {0.0, 1.5, 3.0, 9.0, 2.5, 0.0}) {
    home.pv.push_back(Power{pv});
    home.load.push_back(Power{0.5});
  }
  return home;
}

TEST(AllowedShares, FollowTheStrategy) {
  const home::Case home = day();
  const ChargeWish wish{home, Power{1.4}, Power{5.0}, Energy{8.0}, home.slots.end(3)};
  EXPECT_THAT(allowed_shares(ChargeStrategy::smart, wish), testing::IsEmpty());
  EXPECT_THAT(allowed_shares(ChargeStrategy::as_soon_as_possible, wish), testing::IsEmpty());
  // 1.0 kW of sun is less than the charger's least; 8.5 kW are more than its most.
  EXPECT_THAT(allowed_shares(ChargeStrategy::solar_only, wish), ElementsAre(0, 0, 0.5, 1, 0.4, 0));
  // Two of the four hours before it leaves would do; one more for what comes otherwise.
  EXPECT_THAT(allowed_shares(ChargeStrategy::cheap_hours, wish), ElementsAre(1, 1, 1, 0, 1, 1));
  const ChargeWish nothing{home, Power{1.4}, Power{5.0}, {}, {}};
  EXPECT_THAT(allowed_shares(ChargeStrategy::cheap_hours, nothing), ElementsAre(0, 1, 0, 0, 1, 0));
  EXPECT_EQ(soonest_end(wish), home.slots.end(1));
}

home::VehicleReading reading(std::optional<double> soc_kwh, double kw, bool is_connected = true) {
  home::VehicleReading reading;
  reading.id = "car";
  if (soc_kwh) reading.soc = Energy{*soc_kwh};
  reading.power = Power{kw};
  reading.is_connected = is_connected;
  return reading;
}

// Looks every minute for so long.
home::VehicleReading look(SocEstimate& estimate, const home::VehicleReading& told, int minutes,
                          base::Time& now) {
  const SocFacts facts{Energy{50.0}, 0.9, 0.9, Energy{8.0}};
  home::VehicleReading last = told;
  for (int i = 0; i < minutes; ++i) {
    now += std::chrono::minutes{1};
    last = told;
    estimate.complete(last, facts, now);
  }
  return last;
}

TEST(SocEstimate, CountsOnWhileTheCarDoesNotSay) {
  SocEstimate estimate;
  base::Time now = k_noon;
  EXPECT_FALSE(look(estimate, reading({}, 7.0), 5, now).soc);  // never told: nothing is made up
  EXPECT_FALSE(look(estimate, reading(20.0, 7.0), 1, now).is_soc_estimated);
  const base::Time told_at = now;
  const auto counted = look(estimate, reading({}, 7.0), 60, now);
  EXPECT_TRUE(counted.is_soc_estimated);
  EXPECT_NEAR(counted.soc->value(), 20.0 + 6.3, 0.02);
  EXPECT_EQ(*counted.soc_at, told_at);
  // It says so again: that counts.
  const auto told = look(estimate, reading(25.5, 7.0), 1, now);
  EXPECT_FALSE(told.is_soc_estimated);
  EXPECT_DOUBLE_EQ(told.soc->value(), 25.5);
  // Never more than it holds.
  EXPECT_DOUBLE_EQ(look(estimate, reading({}, 11.0), 600, now).soc->value(), 50.0);
}

TEST(SocEstimate, DoesNotBelieveANumberThatStandsStillWhileItCharges) {
  SocEstimate estimate;
  base::Time now = k_noon;
  EXPECT_FALSE(look(estimate, reading(20.0, 7.0), 5, now).is_soc_estimated);
  const auto later = look(estimate, reading(20.0, 7.0), 60, now);
  EXPECT_TRUE(later.is_soc_estimated);
  EXPECT_NEAR(later.soc->value(), 20.0 + 64.0 / 60.0 * 6.3, 0.05);
  // Parked it says the same for hours, and is right.
  SocEstimate parked;
  EXPECT_FALSE(look(parked, reading(20.0, 0.0), 600, now).is_soc_estimated);
}

TEST(SocEstimate, BelievesWhoReadItOffTheCarUntilTheCarSaysSomethingNew) {
  SocEstimate estimate;
  base::Time now = k_noon;
  (void)look(estimate, reading(20.0, 0.0), 1, now);
  estimate.tell(Energy{30.0}, now);
  const auto told = look(estimate, reading(20.0, 7.0), 60, now);  // still its old number
  EXPECT_TRUE(told.is_soc_estimated);
  EXPECT_NEAR(told.soc->value(), 30.0 + 6.3, 0.1);
  const auto news = look(estimate, reading(33.0, 7.0), 1, now);
  EXPECT_FALSE(news.is_soc_estimated);
  EXPECT_DOUBLE_EQ(news.soc->value(), 33.0);
}

TEST(SocEstimate, TakesOffWhatATripTook) {
  SocEstimate estimate;
  base::Time now = k_noon;
  (void)look(estimate, reading(30.0, 0.0), 1, now);
  (void)look(estimate, reading({}, 0.0, false), 120, now);
  EXPECT_NEAR(look(estimate, reading({}, 0.0), 1, now).soc->value(), 22.0, 1e-9);
}

// It was another car that came home and charged.
TEST(SocEstimate, WhatWasOnlyAssumedIsTakenBack) {
  SocEstimate estimate;
  base::Time now = k_noon;
  (void)look(estimate, reading(30.0, 0.0), 1, now);
  (void)look(estimate, reading({}, 0.0, false), 60, now);
  estimate.assume();
  EXPECT_NEAR(look(estimate, reading({}, 7.0), 61, now).soc->value(), 22.0 + 6.3, 0.1);
  const Energy flowed = estimate.take_back();
  EXPECT_NEAR(flowed.value(), 6.3, 0.1);
  EXPECT_NEAR(estimate.state()->soc.value(), 30.0, 1e-9);
  estimate.give(flowed);
  EXPECT_NEAR(estimate.state()->soc.value(), 36.3, 0.1);
  EXPECT_EQ(estimate.take_back(), Energy{});  // once
}

TEST(SocEstimate, WhatIsConfirmedStays) {
  SocEstimate estimate;
  base::Time now = k_noon;
  (void)look(estimate, reading(30.0, 0.0), 1, now);
  estimate.assume();
  (void)look(estimate, reading({}, 7.0), 60, now);
  const double is = estimate.state()->soc.value();
  estimate.confirm();
  (void)estimate.take_back();
  EXPECT_DOUBLE_EQ(estimate.state()->soc.value(), is);
}

TEST(SocEstimate, SurvivesARestartAndACounterThatBeginsAnew) {
  SocEstimate before;
  base::Time now = k_noon;
  (void)look(before, reading(30.0, 0.0), 1, now);
  ASSERT_TRUE(before.state());
  SocEstimate after;
  after.restore(*before.state());
  EXPECT_NEAR(look(after, reading({}, 0.0), 1, now).soc->value(), 30.0, 1e-9);
  home::VehicleReading counted = reading({}, 0.0);
  counted.charged = Energy{4000.0};
  EXPECT_NEAR(look(after, counted, 1, now).soc->value(), 30.0, 1e-9);
  counted.charged = Energy{4002.0};
  EXPECT_NEAR(look(after, counted, 1, now).soc->value(), 31.8, 1e-9);
}

}  // namespace
}  // namespace ohmstead::control
