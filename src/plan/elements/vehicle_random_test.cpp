// Random homes with cars: what the engine proves is what the evaluator bills, whatever comes.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "public_charging.hpp"
#include "testing/random_case.hpp"
#include "testing/test_scale.hpp"
#include "vehicle.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;
using base::Series;

class CarMaker {
 public:
  explicit CarMaker(unsigned seed) : random_{seed} {}

  double any(double low, double high) {
    return std::uniform_real_distribution<double>{low, high}(random_);
  }
  bool chance(double share) { return any(0.0, 1.0) < share; }

  home::Charger make_charger(std::size_t number, bool has_gaps) {
    home::Charger charger;
    charger.id = "box_" + std::to_string(number);
    charger.max = Power{chance(0.5) ? 11.0 : any(2.0, 8.0)};
    if (has_gaps && chance(0.5)) charger.min = Power{1.4};
    if (has_gaps && chance(0.2)) {
      charger.min = Power{};
      charger.currents = home::ChargerCurrents{230.0, {1, 3}, 6.0, 16.0, 1.0};
    }
    if (chance(0.3)) charger.discharge = Power{any(1.0, 5.0)};
    if (chance(0.3)) charger.efficiency = Ratio{0.95};
    return charger;
  }

  home::Vehicle make_car(const home::Case& home, std::size_t number) {
    home::Vehicle car;
    car.id = "car_" + std::to_string(number);
    car.capacity = Energy{any(5.0, 60.0)};
    car.soc = car.capacity * any(0.0, chance(0.1) ? 1.2 : 1.0);
    if (chance(0.3)) car.min_soc = car.capacity * any(0.0, 0.4);
    if (chance(0.3)) car.charge = Power{any(0.5, 11.0)};
    if (chance(0.3)) car.wear = EnergyPrice{any(0.0, 0.1)};
    if (chance(0.5)) car.public_price = EnergyPrice{any(0.0, 2.0)};
    if (chance(0.4)) car.end_value = EnergyPrice{any(-0.05, 0.4)};
    if (chance(0.3)) {
      const double knee = any(0.2, 0.8);
      car.power_by_soc = {{car.capacity * knee, Power{any(3.0, 11.0)}},
                          {car.capacity * 1.0, Power{any(0.0, 2.0)}}};
    }
    add_absences(home, car);
    const std::size_t targets = chance(0.6) ? 1 + (chance(0.3) ? 1 : 0) : 0;
    for (std::size_t k = 0; k < targets; ++k) {
      home::SocTarget target;
      target.soc = car.capacity * any(0.0, 1.2);
      target.by = moment(home, -0.2, 1.2);
      if (chance(0.7)) target.price = EnergyPrice{any(0.0, 2.0)};
      car.targets.push_back(target);
    }
    return car;
  }

 private:
  base::Time moment(const home::Case& home, double low, double high) {
    const base::Time start = home.slots.start(0);
    const double length =
        static_cast<double>((home.slots.end(home.slots.count() - 1) - start).count());
    return start + base::Seconds{static_cast<std::int64_t>(any(low, high) * length)};
  }

  void add_absences(const home::Case& home, home::Vehicle& car) {
    const std::size_t count = home.slots.count();
    if (chance(0.3)) {
      car.available = Series<Ratio>{count};
      for (std::size_t t = 0; t < count; ++t)
        car.available.set(t, Ratio{chance(0.2) ? any(0.0, 1.0) : (chance(0.7) ? 1.0 : 0.0)});
    }
    if (chance(0.3)) {
      car.trip = Series<Energy>{count};
      for (std::size_t t = 0; t < count; ++t)
        car.trip.set(t, Energy{chance(0.2) ? any(0.0, 10.0) : 0.0});
    }
    if (!chance(0.5)) return;
    home::Trip trip{moment(home, -0.3, 0.7), {}, car.capacity * any(0.0, 1.1)};
    trip.back = trip.leave + base::Seconds{1 + static_cast<std::int64_t>(any(0.0, 30000.0))};
    car.trips.push_back(trip);
  }

  std::mt19937 random_;
};

home::Case make_home_with_cars(unsigned seed, std::size_t max_slots, bool has_gaps) {
  CarMaker maker{seed};
  home::Case home = make_random_case(seed, {.max_slots = max_slots, .max_batteries = 1});
  const std::size_t chargers = maker.chance(0.6) ? 1 : 2;
  for (std::size_t i = 0; i < chargers; ++i) {
    home.chargers.push_back(maker.make_charger(i, has_gaps));
    if (i > 0 && maker.chance(0.5)) {
      home.chargers[i] = home.chargers[0];
      home.chargers[i].id = "twin";
    }
  }
  const std::size_t cars = maker.chance(0.6) ? 1 : 2;
  for (std::size_t i = 0; i < cars; ++i) home.vehicles.push_back(maker.make_car(home, i));
  return home;
}

struct Count {
  int homes = 0;
  int open = 0;  // searches that the clock ended
};

void expect_proof(const home::Case& home, Count& count) {
  SCOPED_TRACE(home::write_case(home));
  const home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 2.0, .is_explained = false});
  const double scale = std::max(1.0, std::abs(plan.objective.value()));
  ++count.homes;
  ASSERT_TRUE(plan.bound) << (plan.notes.empty() ? "" : plan.notes.front());
  ASSERT_GE(plan.objective.value(), plan.bound->value() - 1e-6 * scale);
  const auto bill = evaluate(home, plan);
  ASSERT_TRUE(bill) << bill.error().message;
  // A plan read from a file is the same plan.
  const auto again = home::read_plan(home::write_plan(plan), "plan");
  ASSERT_TRUE(again);
  ASSERT_NEAR(evaluate(home, *again)->money.net_cost.value(), bill->money.net_cost.value(),
              1e-6 * scale);
  const home::Plan habit = Planner{}.make_plan(home, {.strategy = Strategy::self_use});
  ASSERT_TRUE(evaluate(home, habit));
  ASSERT_GE(habit.objective.value(), plan.bound->value() - 1e-6 * scale);
  if (plan.gap->value() <= 1e-5 * scale) return;
  ++count.open;
  ASSERT_GT(plan.solve_ms, 1500.0) << "gap " << plan.gap->value();
}

TEST(RandomVehicles, AreProvenWithoutGaps) {
  Count count;
  for (unsigned seed = 0; seed < static_cast<unsigned>(scaled(250)); ++seed) {
    expect_proof(make_home_with_cars(seed, 24, false), count);
    if (::testing::Test::HasFatalFailure()) return;
  }
  EXPECT_LE(count.open, count.homes / 20);
}

TEST(RandomVehicles, AreProvenWithLowestPowersAndLevels) {
  Count count;
  for (unsigned seed = 1000; seed < 1000 + static_cast<unsigned>(scaled(120)); ++seed) {
    expect_proof(make_home_with_cars(seed, 16, true), count);
    if (::testing::Test::HasFatalFailure()) return;
  }
  EXPECT_LE(count.open, count.homes / 10);
}

TEST(RandomVehicles, TinyAndEnormousNumbersEnd) {
  for (const double factor : {1e-9, 1e-4, 1e4, 1e9}) {
    for (unsigned seed = 0; seed < 6; ++seed) {
      home::Case home = make_home_with_cars(seed, 12, seed % 2 == 1);
      for (home::Vehicle& car : home.vehicles) {
        car.capacity = car.capacity * factor;
        car.soc = car.soc * factor;
        car.min_soc = car.min_soc * factor;
        for (home::SocPower& point : car.power_by_soc) point.soc = point.soc * factor;
        for (home::SocTarget& target : car.targets) target.soc = target.soc * factor;
      }
      const home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 1.0});
      EXPECT_TRUE(evaluate(home, plan)) << factor << ' ' << seed;
      EXPECT_LT(plan.solve_ms, 4000.0);
    }
  }
}

}  // namespace
}  // namespace ohmstead::plan
