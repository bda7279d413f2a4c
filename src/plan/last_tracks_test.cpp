// Planned devices that go on as the last plan said: the rest of it, and plans made anew around it.
#include "last_tracks.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/later_case.hpp"
#include "testing/random_rooms.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

// A room with an on/off heater that is switched hour by hour.
home::Case heated_home(std::size_t hours) {
  home::Case home = make_one_room(4 * hours);
  home.heat_sources[0].switch_every = base::Seconds{3600};
  for (std::size_t t = 0; t < home.slots.count(); ++t)
    home.prices.import.set(t, base::EnergyPrice{0.2 + 0.01 * static_cast<double>(t / 4 % 5)});
  return home;
}

// A car that needs 4 kWh in two hours; the first costs `premium` more than the second.
home::Case home_with_car(double premium, double least_kw) {
  home::Case home = make_small_home({0.3 + premium, 0.3}, {0, 0}, {0, 0}, {0, 0});
  home::Charger box;
  box.id = "box";
  box.min = base::Power{least_kw};
  box.max = base::Power{4.0};
  home.chargers.push_back(box);
  home::Vehicle car;
  car.id = "car";
  car.capacity = base::Energy{20.0};
  car.charge_efficiency = base::Ratio{1.0};
  car.end_value = base::EnergyPrice{0.0};
  car.targets.push_back({base::Energy{4.0}, home.slots.start(1) + base::Seconds{3600}, {}, false});
  home.vehicles.push_back(car);
  return home;
}

home::LastPlan last_plan(const home::Case& home, const std::vector<double>& car_kw) {
  home::LastPlan last;
  last.slots = home.slots;
  last.devices.push_back({"car", base::Series<base::Power>{car_kw}, {}});
  return last;
}

TEST(LastTracks, TellsChangedFirstActions) {
  home::Case home = home_with_car(0.0, 0.0);
  const PlannedDevices devices{home};
  std::vector<Track> tracks = devices.make_tracks();
  EXPECT_FALSE(LastTracks(home, devices).is_there());
  EXPECT_EQ(LastTracks(home, devices).count_changed(tracks), 0U);
  home.last_plan = last_plan(home, {3.0, 1.0});
  const LastTracks last{home, devices};
  EXPECT_TRUE(last.is_there());
  EXPECT_EQ(last.count_changed(tracks), 1U);
  tracks[0].power_kw[0] = 0.5;  // less, but charging
  EXPECT_EQ(last.count_changed(tracks), 0U);
  const home::Plan plan = Planner{}.make_plan(home_with_car(0.01, 0.0));
  home.last_plan = last_plan_of(plan);
  EXPECT_EQ((LastTracks{home, devices}.rest()[0].power_kw), devices.read(plan)[0].power_kw);
}

TEST(LastTracks, GiveHabitsWhereTheLastPlanIsImpossible) {
  home::Case home = home_with_car(0.0, 0.0);
  const PlannedDevices devices{home};
  std::vector<Track> habits = devices.make_tracks();
  devices.act_by_habit(habits);
  home.last_plan = last_plan(home, {9.0, 0.0});  // more than the box gives
  EXPECT_EQ((LastTracks{home, devices}.rest()[0].power_kw), habits[0].power_kw);
}

// The same case with its own plan as the last one: the same plan again.
TEST(LastTracks, AnUnchangedHomeGetsItsPlanAgain) {
  home::Case home = heated_home(12);
  home.objective.keep_last_plan = base::Money{0.01};
  const home::Plan first = Planner{}.make_plan(home, {.time_limit_s = 1.0, .is_explained = false});
  home.last_plan = last_plan_of(first);
  const home::Plan again = Planner{}.make_plan(home, {.time_limit_s = 1.0, .is_explained = false});
  EXPECT_LE(again.objective.value(), first.objective.value() + 1e-6);
  EXPECT_EQ(again.slots[0].devices[1].state, first.slots[0].devices[1].state);
  if (again.objective.value() > first.objective.value() - 1e-6) {
    for (std::size_t t = 0; t < first.slots.size(); ++t)
      EXPECT_EQ(again.slots[t].devices[1].state, first.slots[t].devices[1].state) << t;
  }
}

// A machine that is to start now; every hour is as cheap, but for noise of a prices' forecast.
TEST(LastTracks, NoiseFlipsAMachineLessOften) {
  int with = 0, without = 0;
  const int homes = scaled(40);
  for (int seed = 0; seed < homes; ++seed) {
    home::Case home =
        make_small_home({0.3, 0.3, 0.3, 0.3}, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0});
    home::Appliance machine;
    machine.id = "machine";
    machine.profile = base::Series<base::Power>{1, base::Power{2.0}};
    machine.profile_step = base::Seconds{3600};
    home.appliances.push_back(machine);
    std::mt19937_64 random{static_cast<std::uint64_t>(seed)};
    std::normal_distribution<double> noise{0.0, 0.003};
    for (std::size_t t = 0; t < home.slots.count(); ++t)
      home.prices.import.set(t, base::EnergyPrice{0.3 + noise(random)});
    home.last_plan.emplace();
    home.last_plan->slots = home.slots;
    home.last_plan->devices.push_back(
        {"machine", base::Series<base::Power>{std::vector<double>{2.0, 0.0, 0.0, 0.0}}, {}});
    const home::Plan free = Planner{}.make_plan(home);
    home.objective.keep_last_plan = base::Money{0.02};
    const home::Plan kept = Planner{}.make_plan(home);
    const bool is_flip = kept.slots[0].devices[0].power.value() < 1.0;
    without += free.slots[0].devices[0].power.value() < 1.0 ? 1 : 0;
    with += is_flip ? 1 : 0;
    EXPECT_LE(kept.objective.value(), free.objective.value() + 0.02 + 1e-6) << seed;
    const double gain = 2.0 * home.prices.import.raw()[0] - free.objective.value();
    EXPECT_EQ(is_flip, gain > 0.02) << seed;
    if (is_flip) {
      EXPECT_EQ(kept.notes.at(0),
                fmt::format("machine: left the last plan's action; that gains {:.2f} EUR", gain));
    }
  }
  EXPECT_GE(2 * without, homes);
  EXPECT_LE(with, homes / 10);
}

TEST(KeepLastPlan, HoldsTheFirstActionOfACar) {
  for (const double least_kw : {0.0, 1.4}) {
    const auto plan_with = [&](double premium, double gain) {
      home::Case home = home_with_car(premium, least_kw);
      home.last_plan = last_plan(home, {4.0, 0.0});
      home.objective.keep_last_plan = base::Money{gain};
      return Planner{}.make_plan(home);
    };
    // To wait would gain 4 * 0.002.
    const home::Plan kept = plan_with(0.002, 0.009);
    EXPECT_GT(kept.slots[0].devices[0].power.value(), 1.0);
    ASSERT_EQ(kept.notes.size(), 1U);
    EXPECT_NE(kept.notes[0].find("kept the last plan's action"), std::string::npos);
    const home::Plan changed = plan_with(0.002, 0.007);
    EXPECT_NEAR(changed.slots[0].devices[0].power.value(), 0.0, 1e-9);
    ASSERT_EQ(changed.notes.size(), 1U);
    EXPECT_EQ(changed.notes[0], "car: left the last plan's action; that gains 0.01 EUR");
    EXPECT_TRUE(plan_with(0.002, 0.0).notes.empty());
  }
}

home::Vehicle second_car(const home::Case& home, double wanted_kwh) {
  home::Vehicle car = home.vehicles.front();
  car.id = "second";
  car.targets.front().soc = base::Energy{wanted_kwh};
  return car;
}

// To wait gains 4 * 0.01 with one car and 0.5 * 0.01 with the other: only the first may leave.
TEST(KeepLastPlan, DecidesEachActionByItsOwnGain) {
  for (const double least_kw : {0.0, 0.25}) {
    home::Case home = home_with_car(0.01, least_kw);
    home.chargers.push_back(home.chargers.front());
    home.chargers.back().id = "second_box";
    home.vehicles.front().chargers = {"box"};
    home.vehicles.push_back(second_car(home, 0.5));
    home.vehicles.back().chargers = {"second_box"};
    home.last_plan = last_plan(home, {4.0, 0.0});
    home.last_plan->devices.push_back(
        {"second", base::Series<base::Power>{std::vector<double>{0.5, 0.0}}, {}});
    home.objective.keep_last_plan = base::Money{0.01};
    const home::Plan plan = Planner{}.make_plan(home);
    EXPECT_NEAR(plan.slots[0].devices[0].power.value(), 0.0, 1e-9);
    EXPECT_NEAR(plan.slots[0].devices[1].power.value(), 0.5, 1e-9);
    ASSERT_EQ(plan.notes.size(), 2U);
    EXPECT_EQ(plan.notes[0], "car: left the last plan's action; that gains 0.04 EUR");
    EXPECT_EQ(plan.notes[1],
              "second: kept the last plan's action; changing it would gain only 0.01 EUR");
  }
}

// The same beside a machine whose start is searched for.
TEST(KeepLastPlan, HoldsACarBesideASearchedMachine) {
  home::Case home = home_with_car(0.002, 0.0);
  home::Appliance machine;
  machine.id = "machine";
  machine.profile = base::Series<base::Power>{1, base::Power{2.0}};
  machine.profile_step = base::Seconds{3600};
  home.appliances.push_back(machine);
  home.last_plan = last_plan(home, {4.0, 0.0});
  home.last_plan->devices.push_back(
      {"machine", base::Series<base::Power>{std::vector<double>{2.0, 0.0}}, {}});
  // The machine would gain 2 * 0.002 and the car 4 * 0.002 by waiting.
  const auto first_kw = [&](double gain) {
    home.objective.keep_last_plan = base::Money{gain};
    const home::Plan plan = Planner{}.make_plan(home);
    std::map<std::string, double> kw;
    for (const auto& device : plan.slots[0].devices) kw[device.id] = device.power.value();
    return kw;
  };
  const auto kept = first_kw(0.013);
  EXPECT_NEAR(kept.at("car"), 4.0, 1e-9);
  EXPECT_NEAR(kept.at("machine"), 2.0, 1e-9);
  const auto changed = first_kw(0.003);
  EXPECT_NEAR(changed.at("car"), 0.0, 1e-9);
  EXPECT_NEAR(changed.at("machine"), 0.0, 1e-9);
}

// The other way: it was to wait.
TEST(KeepLastPlan, HoldsACarBack) {
  home::Case home = home_with_car(-0.002, 0.0);
  home.last_plan = last_plan(home, {0.0, 4.0});
  home.objective.keep_last_plan = base::Money{0.009};
  const home::Plan plan = Planner{}.make_plan(home);
  EXPECT_NEAR(plan.slots[0].devices[0].power.value(), 0.0, 1e-9);
  EXPECT_NEAR(plan.slots[1].devices[0].power.value(), 4.0, 1e-9);
}

}  // namespace
}  // namespace ohmstead::plan
