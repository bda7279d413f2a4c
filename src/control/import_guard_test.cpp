#include "ohmstead/control/import_guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/control/controller.hpp"
#include "testing/samples.hpp"

namespace ohmstead::control {
namespace {

using base::Energy;
using base::Power;
using base::Seconds;
using home::Command;
using home::Verb;
using testing::HasSubstr;

const base::Time k_start = *base::parse_time("2024-05-11T12:00:00Z");

class ImportGuardTest : public testing::Test {
 protected:
  ImportGuardTest() {
    now_.grid_import = Power{4.0};
    now_.batteries = {battery_reading("home", 5.0)};
    now_.devices.vehicles = {car_reading(3.0)};
    guard_.set_budget(budget_);
    guard_.look(now_, k_start);
  }
  void pass(Seconds time) { guard_.look(now_, time_ += time); }
  [[nodiscard]] double most_kw() const { return guard_.most()->value(); }
  [[nodiscard]] std::vector<Command> kept(std::vector<Command> commands) const {
    guard_.keep(commands, slot_, now_, abilities_, battery_limits(0.5, 10.0, 5.0, 5.0));
    return commands;
  }

  // 4 kW for a quarter of an hour.
  home::ImportBudget budget_{k_start, k_start + Seconds{900}, Energy{1.0}, Power{4.0}, {}};
  std::vector<home::Abilities> abilities_{
      {.device = "home",
       .verbs = {Verb::self_use, Verb::hold, Verb::charge, Verb::discharge},
       .most = Power{5.0}},
      {.device = "car", .verbs = {Verb::off, Verb::on}, .least = Power{1.4}, .most = Power{7.4}},
      {.device = "pump", .verbs = {Verb::off, Verb::on}, .least = Power{2.0}, .most = Power{2.0}}};
  ImportGuard guard_;
  home::Readings now_;
  home::PlanSlot slot_;
  base::Time time_ = k_start;
};

TEST_F(ImportGuardTest, WhatIsLeftMayBeDrawnEvenlyUntilTheEnd) {
  EXPECT_NEAR(most_kw(), 4.0, 1e-9);
  now_.grid_import = Power{8.0};
  pass(Seconds{0});
  pass(Seconds{300});
  EXPECT_NEAR(most_kw(), (1.0 - 8.0 / 12.0) * 6.0, 1e-9);
  now_.grid_import = Power{};
  pass(Seconds{0});
  pass(Seconds{300});
  EXPECT_NEAR(most_kw(), (1.0 - 8.0 / 12.0) * 12.0, 1e-9);
}

TEST_F(ImportGuardTest, WhatIsUsedUpIsUsedUp) {
  now_.grid_import = Power{12.0};
  pass(Seconds{0});
  pass(Seconds{600});
  EXPECT_EQ(most_kw(), 0.0);
}

TEST_F(ImportGuardTest, EndsWithItsBudgetAndGoesOnWithTheSameOne) {
  now_.grid_import = Power{6.0};
  pass(Seconds{0});
  pass(Seconds{300});
  guard_.set_budget(budget_);
  pass(Seconds{0});
  EXPECT_NEAR(most_kw(), 3.0, 1e-9);
  pass(Seconds{600});
  EXPECT_FALSE(guard_.most());
  guard_.set_budget({});
  pass(Seconds{0});
  EXPECT_FALSE(guard_.most());
}

TEST_F(ImportGuardTest, WhoComesLateTakesWhatCameBeforeForPlanned) {
  ImportGuard late;
  late.set_budget(budget_);
  late.look(now_, k_start + Seconds{450});
  EXPECT_NEAR(late.most()->value(), 4.0, 1e-9);
}

// A kettle that nobody planned: 2.5 kW are not the car's.
TEST_F(ImportGuardTest, ACarDrawsLess) {
  now_.grid_import = Power{5.5};
  const auto done = kept({{"car", Verb::on, Power{3.4}, ""}});
  EXPECT_EQ(done[0].verb, Verb::on);
  EXPECT_NEAR(done[0].power.value(), 1.5, 1e-9);
}

TEST_F(ImportGuardTest, ACarThatWouldDrawTooLittleWaitsAndIsNotStartedForLittle) {
  now_.grid_import = Power{6.0};
  EXPECT_EQ(kept({{"car", Verb::on, Power{3.0}, ""}})[0].verb, Verb::off);
  now_.devices.vehicles[0].power = Power{};
  now_.grid_import = Power{2.5};
  EXPECT_EQ(kept({{"car", Verb::on, Power{3.0}, ""}})[0].verb, Verb::off) << "1.5 kW is little";
  now_.grid_import = Power{1.5};
  EXPECT_NEAR(kept({{"car", Verb::on, Power{3.0}, ""}})[0].power.value(), 2.5, 1e-9);
}

TEST_F(ImportGuardTest, BatteriesStopChargingBeforeACarDrawsLess) {
  now_.grid_import = Power{6.0};
  now_.batteries[0].charge = Power{2.5};
  const auto done =
      kept({{"car", Verb::on, Power{3.0}, ""}, {"home", Verb::charge, Power{2.5}, ""}});
  EXPECT_EQ(done[0].power, Power{3.0});
  EXPECT_NEAR(done[1].power.value(), 0.5, 1e-9) << "6 kW are drawn, 3.5 of them not by it";
  EXPECT_THAT(done[1].why, HasSubstr("keeps the month's highest power at 4.0 kW"));
}

TEST_F(ImportGuardTest, ABatteryThatHoldsGivesWhatLacksButNotItsReserve) {
  now_.grid_import = Power{6.5};
  now_.devices.vehicles.clear();
  const std::vector<Command> holds{{"home", Verb::hold, {}, ""}};
  EXPECT_EQ(kept(holds)[0].verb, Verb::discharge);
  EXPECT_NEAR(kept(holds)[0].power.value(), 2.5, 1e-9);
  now_.batteries[0].discharge = Power{2.5};
  now_.grid_import = Power{4.0};
  EXPECT_NEAR(kept(holds)[0].power.value(), 2.5, 1e-9) << "it gives that already";
  now_.batteries[0].soc = Energy{0.5};
  EXPECT_EQ(kept(holds)[0].verb, Verb::hold);
}

TEST_F(ImportGuardTest, PeopleAndMachinesAreLeftAlone) {
  now_.grid_import = Power{9.0};
  budget_.spared = {"car"};
  guard_.set_budget(budget_);
  slot_.batteries = {battery_slot("home", home::Mode::charge)};
  slot_.batteries[0].is_set_by_hand = true;
  now_.devices.appliances = {{.id = "pump", .power = Power{2.0}}};
  const auto done = kept({{"car", Verb::on, Power{3.0}, ""},
                          {"home", Verb::charge, Power{2.5}, ""},
                          {"pump", Verb::on, Power{2.0}, ""}});
  EXPECT_EQ(done[0].power, Power{3.0});
  EXPECT_EQ(done[1].power, Power{2.5});
  EXPECT_EQ(done[2].power, Power{2.0});
}

TEST_F(ImportGuardTest, ColdRoomsAreHeatedAndWarmOnesWait) {
  now_.grid_import = Power{9.0};
  now_.devices.heat_sources = {{.id = "pump", .power = Power{2.0}}};
  now_.devices.zones = {{.id = "living", .temperature = base::Celsius{20.5}}};
  Limits limits;
  limits.heat = {{.id = "pump",
                  .power = Power{2.0},
                  .zones = {{"living", base::Celsius{5.0}}},
                  .low = base::Celsius{20.0}}};
  const auto told = [&] {
    std::vector<Command> commands{{"pump", Verb::on, Power{2.0}, ""}};
    guard_.keep(commands, slot_, now_, abilities_, limits);
    return commands[0].verb;
  };
  EXPECT_EQ(told(), Verb::off);
  now_.devices.zones[0].temperature = base::Celsius{19.8};
  EXPECT_EQ(told(), Verb::on);
}

// It is money, not safety: a limit is passed by nothing, this by what others set.
TEST_F(ImportGuardTest, TheControllerHoldsBackAndLetsGoAgain) {
  Controller controller{battery_limits(0.5, 10.0, 5.0, 5.0)};
  (void)controller.add(abilities_[1]);
  slot_.devices = {device_slot("car", 3.0)};
  slot_.grid_import = Power{4.0};
  controller.set_import_budget(budget_);
  const auto step = [&](Seconds time) {
    const auto writes = controller.decide(&slot_, now_, {}, time_ += time);
    for (const Command& write : writes) controller.note(write, time_, true);
    return writes.empty() ? std::optional<Verb>{} : writes[0].verb;
  };
  EXPECT_EQ(step(Seconds{5}), Verb::on);
  now_.grid_import = Power{7.0};
  EXPECT_EQ(step(Seconds{60}), Verb::off);
  EXPECT_TRUE(controller.limited().empty());
  now_.grid_import = Power{};
  now_.devices.vehicles[0].power = Power{};
  EXPECT_EQ(step(Seconds{60}), Verb::on);
}

}  // namespace
}  // namespace ohmstead::control
