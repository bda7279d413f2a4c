#include "ohmstead/control/able_case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ohmstead::control {
namespace {

using base::Power;
using home::Abilities;
using home::Verb;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

home::Case make_home() {
  home::Case home;
  home::Battery& battery = home.batteries.emplace_back();
  battery.id = "home";
  battery.capacity = base::Energy{10.0};
  battery.charge = Power{5.0};
  home::Charger& charger = home.chargers.emplace_back();
  charger.id = "wallbox";
  charger.max = Power{11.0};
  charger.discharge = Power{5.0};
  home.vehicles.emplace_back().id = "car";
  home::WaterHeater& tank = home.water_heaters.emplace_back();
  tank.id = "tank";
  tank.power = Power{6.0};
  home::HeatSource& pump = home.heat_sources.emplace_back();
  pump.id = "pump";
  pump.power = Power{4.0};
  pump.min_power = Power{0.5};
  pump.is_modulating = true;
  return home;
}

Abilities battery_that(std::vector<Verb> verbs, double most_kw) {
  return {.device = "home", .verbs = std::move(verbs), .most = Power{most_kw}};
}

Abilities car_of(double least_kw, double most_kw, double step_kw = 0.0) {
  return {.device = "car",
          .verbs = {Verb::automatic, Verb::off, Verb::on},
          .least = Power{least_kw},
          .most = Power{most_kw},
          .step = Power{step_kw}};
}

TEST(KeepToAbilities, DevicesOfWhichNothingIsKnownStayAsTheyAre) {
  home::Case home = make_home();
  keep_to_abilities(home, {});
  EXPECT_TRUE(home.batteries[0].can_charge_from_grid);
  EXPECT_TRUE(home.batteries[0].can_discharge_to_grid);
  EXPECT_EQ(home.batteries[0].charge, Power{5.0});
  EXPECT_FALSE(home.vehicles[0].charge);
  EXPECT_EQ(home.chargers[0].min, Power{});
  EXPECT_EQ(home.heat_sources[0].power, Power{4.0});
}

TEST(KeepToAbilities, ABatteryUsesTheGridAsItCanBeTold) {
  struct Row {
    std::vector<Verb> verbs;
    bool charges, sells;
  };
  for (const Row& row :
       std::initializer_list<Row>{{{Verb::self_use}, false, false},
                                  {{Verb::self_use, Verb::hold, Verb::charge}, true, false},
                                  {{Verb::self_use, Verb::discharge}, false, false},
                                  {{Verb::self_use, Verb::export_}, false, true},
                                  {{Verb::self_use, Verb::charge, Verb::export_}, true, true}}) {
    home::Case home = make_home();
    keep_to_abilities(home, {battery_that(row.verbs, 5.0)});
    EXPECT_EQ(home.batteries[0].can_charge_from_grid, row.charges);
    EXPECT_EQ(home.batteries[0].can_discharge_to_grid, row.sells);
  }
}

TEST(KeepToAbilities, PowersThatAreToldBoundABattery) {
  home::Case home = make_home();
  keep_to_abilities(home, {battery_that({Verb::self_use, Verb::charge}, 2.0)});
  EXPECT_EQ(home.batteries[0].charge, Power{2.0});
  EXPECT_EQ(effective_discharge(home.batteries[0]), Power{5.0}) << "it follows the home";
  home = make_home();
  keep_to_abilities(home, {battery_that({Verb::self_use, Verb::export_}, 2.0)});
  EXPECT_EQ(home.batteries[0].charge, Power{5.0}) << "it follows the sun";
  EXPECT_EQ(effective_discharge(home.batteries[0]), Power{2.0});
}

TEST(KeepToAbilities, WhatSetsNoPowerBoundsNone) {
  home::Case home = make_home();
  keep_to_abilities(home, {battery_that({Verb::self_use, Verb::charge}, 0.0)});
  EXPECT_EQ(home.batteries[0].charge, Power{5.0});
}

TEST(KeepToAbilities, ACarChargesWithWhatCanBeTold) {
  home::Case home = make_home();
  keep_to_abilities(home, {car_of(1.4, 7.0)});
  EXPECT_EQ(home.vehicles[0].charge, Power{7.0});
  EXPECT_EQ(home.vehicles[0].discharge, Power{0.0}) << "nobody tells it to";
  EXPECT_EQ(home.chargers[0].min, Power{1.4});
  EXPECT_THAT(power_levels_kw(home.chargers[0]), IsEmpty());
}

TEST(KeepToAbilities, ACarChargesInStepsThatCanBeTold) {
  home::Case home = make_home();
  keep_to_abilities(home, {car_of(2.0, 6.5, 2.0)});
  EXPECT_THAT(power_levels_kw(home.chargers[0]), ElementsAre(2.0, 4.0, 6.0));
  home = make_home();
  keep_to_abilities(home, {car_of(3.7, 3.7)});
  EXPECT_THAT(power_levels_kw(home.chargers[0]), ElementsAre(3.7));
  home = make_home();
  home.chargers[0].currents = home::ChargerCurrents{.max_a = 10.0, .step_a = 1.0};
  home.chargers[0].max.reset();
  keep_to_abilities(home, {car_of(1.61, 2.1)});
  EXPECT_EQ(power_levels_kw(home.chargers[0]).size(), 3U) << "7, 8 and 9 A";
}

TEST(KeepToAbilities, ChargersThatOthersUseStayAsTheyAre) {
  home::Case home = make_home();
  home.vehicles.emplace_back().id = "guest";
  keep_to_abilities(home, {car_of(1.4, 7.0)});
  EXPECT_EQ(home.vehicles[0].charge, Power{7.0});
  EXPECT_EQ(home.chargers[0].min, Power{});
}

TEST(KeepToAbilities, HeatersOfAnyPowerDrawNoMore) {
  home::Case home = make_home();
  keep_to_abilities(
      home,
      {{.device = "pump", .verbs = {Verb::off, Verb::on}, .least = Power{1.0}, .most = Power{3.0}},
       {.device = "tank", .verbs = {Verb::off, Verb::on}, .most = Power{3.0}}});
  EXPECT_EQ(home.heat_sources[0].power, Power{3.0});
  EXPECT_EQ(home.heat_sources[0].min_power, Power{1.0});
  EXPECT_EQ(home.water_heaters[0].power, Power{6.0}) << "it is on or off";
}

TEST(KeepToAbilities, NobodyTellsTheRoof) {
  home::Case home = make_home();
  keep_to_abilities(home, {});
  EXPECT_FALSE(home.is_pv_curtailable);
  home = make_home();
  home.grid.export_limit = Power{2.0};
  keep_to_abilities(home, {});
  EXPECT_TRUE(home.is_pv_curtailable) << "the inverter keeps the limit";
}

TEST(BrokenPromises, AreWhatTheSiteFileSaysBeyondWhatCanBeTold) {
  home::Site site;
  home::SiteBattery& battery = site.batteries.emplace_back();
  battery.id = "home";
  battery.charge = Power{5.0};
  EXPECT_THAT(broken_promises(site, {}), IsEmpty());
  EXPECT_THAT(broken_promises(site, {battery_that({Verb::charge, Verb::export_}, 5.0)}), IsEmpty());
  EXPECT_THAT(broken_promises(site, {battery_that({Verb::charge, Verb::export_}, 2.0)}),
              ElementsAre("home: it can be told to charge with 2 kW at most, the site file says 5",
                          "home: it can be told to export 2 kW at most, the site file says 5"));
  EXPECT_THAT(broken_promises(site, {battery_that({Verb::self_use, Verb::charge}, 5.0)}),
              ElementsAre("home: it cannot be told to export: no plan sells what it holds"));
  EXPECT_THAT(broken_promises(site, {battery_that({Verb::self_use, Verb::export_}, 5.0)}),
              ElementsAre("home: it cannot be told to charge: no plan fills it from the grid"));
  EXPECT_THAT(broken_promises(site, {battery_that({Verb::self_use}, 5.0)}),
              ElementsAre("home: it can be told neither to charge nor to export: no plan fills or "
                          "sells it by the grid"));
}

TEST(BrokenPromises, TellOfCarsAndHeaters) {
  home::Site site;
  site.chargers.emplace_back().max = Power{11.0};
  site.vehicles.emplace_back().id = "car";
  home::SiteHeatSource& pump = site.heat_sources.emplace_back();
  pump.id = "pump";
  pump.power = Power{4.0};
  pump.is_modulating = true;
  EXPECT_THAT(broken_promises(site, {car_of(1.4, 7.4),
                                     {.device = "pump", .verbs = {Verb::on}, .most = Power{3.0}}}),
              ElementsAre("car: it can be told to draw 7.4 kW at most, the site file says 11",
                          "pump: it can be told to draw 3 kW at most, the site file says 4"));
}

}  // namespace
}  // namespace ohmstead::control
