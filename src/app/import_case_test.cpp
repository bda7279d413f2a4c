#include "ohmstead/app/import_case.hpp"

#include <gtest/gtest.h>

#include "testing/scenario_texts.hpp"

namespace ohmstead::app {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;

home::Case import_or_fail(PeerFormat format, const std::string& text,
                          const std::string& name = "") {
  const auto imported = import_case(format, text, "peer.json", name);
  EXPECT_TRUE(imported) << imported.error().message;
  return imported ? imported->home : home::Case{};
}

std::string message_of(PeerFormat format, std::string text, const std::string& name = "") {
  const auto imported = import_case(format, text, "peer.json", name);
  if (imported) return "imported";
  EXPECT_EQ(imported.error().kind, base::ErrorKind::invalid_input);
  return imported.error().message;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(ImportHaeo, HybridHomeWithPolicies) {
  const home::Case home = import_or_fail(PeerFormat::haeo, testing::k_haeo_text);
  EXPECT_EQ(home.timezone, "Europe/Berlin");
  ASSERT_EQ(home.slots.count(), 2U);
  EXPECT_EQ(base::format_time(home.slots.start(0)), "2024-12-31T23:00:00Z");
  EXPECT_EQ(home.slots.duration(1), std::chrono::hours{1});
  EXPECT_DOUBLE_EQ(home.prices.export_[1].value(), 0.1 - 0.02) << "solar pays its policy when sold";
  EXPECT_FALSE(home.grid.is_exclusive);
  ASSERT_EQ(home.inverters.size(), 1U);
  EXPECT_EQ(home.inverters[0].ac_limit, Power{6.0});
  EXPECT_EQ(home.inverters[0].charge_limit, Power{4.0});
  EXPECT_EQ(home.inverters[0].pv[1], Power{2.0});
  ASSERT_EQ(home.batteries.size(), 1U);
  const home::Battery& battery = home.batteries[0];
  EXPECT_EQ(battery.inverter, home.inverters[0].id);
  EXPECT_EQ(battery.capacity, Energy{9.0});
  EXPECT_EQ(battery.soc, Energy{3.0});
  EXPECT_EQ(battery.min_soc, Energy{0.0});
  EXPECT_DOUBLE_EQ(battery.charge.value(), 4.0 / 0.8) << "the limit counts after the charging loss";
  EXPECT_EQ(battery.discharge, Power{5.0});
  EXPECT_EQ(battery.wear, EnergyPrice{0.01});
  EXPECT_DOUBLE_EQ(battery.export_fee.value(), 0.05 - 0.02);
  EXPECT_EQ(battery.end_value, EnergyPrice{0.0});
  EXPECT_FALSE(battery.is_exclusive);
}

TEST(ImportHaeo, RefusesWhatItCannotSay) {
  const std::string text = testing::k_haeo_text;
  EXPECT_EQ(
      message_of(PeerFormat::haeo, replaced(text, "\"eta_dc_to_ac\": 1", "\"eta_dc_to_ac\": 0.97")),
      "peer.json: inverter: only efficiencies of 1 are supported: the file does not say on which "
      "side of the "
      "inverter its limits and policies count");
  EXPECT_EQ(message_of(PeerFormat::haeo, replaced(text, "\"Solar\"", "\"Load\"")),
            "peer.json: policies[2]: from Load to Grid is not supported; supported are Battery to "
            "any, Battery to "
            "Grid, Solar to Grid");
  EXPECT_EQ(message_of(PeerFormat::haeo,
                       replaced(text, "\"price_per_kwh\": 0.02", "\"price_per_kwh\": 0.06")),
            "peer.json: policies: a higher price for Solar to Grid than for Battery to Grid is not "
            "supported");
  EXPECT_EQ(message_of(PeerFormat::haeo,
                       replaced(text, "\"export_price\": 0.1", "\"export_price\": [0.1, 0.25]")),
            "peer.json: series.export_price[1]: is above the import price; with a policy for Solar "
            "to Grid this is "
            "not supported");
  EXPECT_EQ(message_of(PeerFormat::haeo,
                       replaced(text, "\"curtailable\": true", "\"curtailable\": false")),
            "peer.json: solar.curtailable: only true is supported");
  EXPECT_EQ(message_of(PeerFormat::haeo, replaced(text, "[0, 2]", "[0, 2, 3]")),
            "peer.json: series.solar_kw: 3 values for 2 slots");
  EXPECT_EQ(message_of(PeerFormat::haeo, replaced(text, "\"grid\"", "\"ev\": {}, \"grid\"")),
            "peer.json: ev: unknown key");
  EXPECT_EQ(message_of(PeerFormat::haeo, "{}"),
            "peer.json: this is not a HAEO scenario: it has no 'period_s'");
}

TEST(ImportEpl, MegawattsBecomeKilowatts) {
  const home::Case home = import_or_fail(PeerFormat::epl, testing::k_epl_text, "money");
  EXPECT_EQ(home.name, "money");
  EXPECT_EQ(home.slots.duration(0), std::chrono::minutes{30});
  EXPECT_DOUBLE_EQ(home.prices.import[1].value(), -0.05);
  EXPECT_DOUBLE_EQ(home.prices.export_[0].value(), 0.04);
  const home::Battery& battery = home.batteries.at(0);
  EXPECT_EQ(battery.charge, Power{2000.0});
  EXPECT_EQ(battery.capacity, Energy{4000.0});
  EXPECT_EQ(battery.soc, Energy{0.0}) << "empty where the file is silent";
  EXPECT_EQ(battery.charge_efficiency, base::Ratio{0.9});
  EXPECT_EQ(battery.discharge_efficiency, base::Ratio{1.0});
  EXPECT_TRUE(battery.is_exclusive);
  // Exactly 1000 kWh at the end: less is a missed reserve, more is worth less than nothing.
  EXPECT_EQ(battery.reserve[0], Energy{0.0});
  EXPECT_EQ(battery.reserve[1], Energy{1000.0});
  ASSERT_EQ(battery.end_value_steps.size(), 2U);
  EXPECT_EQ(battery.end_value_steps[0].energy, Energy{1000.0});
  EXPECT_EQ(battery.end_value_steps[0].value, EnergyPrice{0.0});
  EXPECT_EQ(battery.end_value_steps[1].energy, Energy{3000.0});
  EXPECT_LT(battery.end_value_steps[1].value, EnergyPrice{0.0});
}

TEST(ImportEpl, CarbonIntensitiesActAsPrices) {
  const home::Case home = import_or_fail(PeerFormat::epl, testing::k_epl_text, "carbon");
  EXPECT_DOUBLE_EQ(home.prices.import[1].value(), 0.0008);
  EXPECT_DOUBLE_EQ(home.prices.export_[1].value(), 0.0008);
  EXPECT_EQ(home.batteries.at(0).soc, Energy{3000.0});
  EXPECT_EQ(home.batteries.at(0).reserve[1], Energy{3000.0})
      << "the initial charge where no final one is given";
}

TEST(ImportEpl, SaysWhichCasesThereAre) {
  EXPECT_EQ(message_of(PeerFormat::epl, testing::k_epl_text),
            "peer.json: holds 3 cases; choose one with --case: money, carbon, car");
  EXPECT_EQ(message_of(PeerFormat::epl, testing::k_epl_text, "mony"),
            "peer.json: holds no case 'mony': money, carbon, car");
  EXPECT_EQ(message_of(PeerFormat::epl, testing::k_epl_text, "car"),
            "peer.json: car: inputs.asset: 'evs' is not supported, only battery");
  EXPECT_EQ(message_of(PeerFormat::epl, R"({"a": 1})"),
            "peer.json: this is not a file of energy-py-linear cases: it has no 'cases'");
}

TEST(ImportEmhass, EnergiesBecomePowers) {
  const home::Case home = import_or_fail(PeerFormat::emhass, testing::k_emhass_text);
  EXPECT_EQ(base::format_time(home.slots.start(0)), "2000-01-01T01:00:00Z");
  EXPECT_EQ(home.load[0], Power{1.0});
  EXPECT_EQ(home.pv[1], Power{4.0});
  EXPECT_FALSE(home.is_pv_curtailable);
  EXPECT_EQ(home.grid.import_limit, Power{8.0});
  EXPECT_EQ(home.grid.export_limit, Power{9.0});
  EXPECT_EQ(home.batteries.at(0).max_soc, Energy{9.0});
  EXPECT_EQ(home.batteries.at(0).discharge, Power{4.0});
  EXPECT_EQ(home.batteries.at(0).reserve[1], Energy{4.0});
}

// The case by hand with these loads.
std::string text_with_loads(const char* loads) {
  return replaced(testing::k_emhass_text, "\"deferrable_loads\": []",
                  std::string{"\"deferrable_loads\": ["} + loads + "]");
}

TEST(ImportEmhass, LoadsBecomeAppliancesOfTheirWindows) {
  const home::Case home = import_or_fail(
      PeerFormat::emhass,
      text_with_loads(
          R"({"power_kw": 2, "energy_kwh": 1, "on_off": true, "contiguous": false, "window_steps": [1, 2]},
         {"power_kw": 2, "energy_kwh": 1, "on_off": false, "contiguous": true},
         {"power_kw": 2, "energy_kwh": 3, "on_off": true, "contiguous": true})"));
  ASSERT_EQ(home.appliances.size(), 3U);
  const home::Appliance& first = home.appliances[0];
  EXPECT_EQ(first.id, "load_1");
  EXPECT_EQ(first.power, base::Power{2.0});
  EXPECT_FALSE(first.min_power);
  EXPECT_EQ(first.energy, base::Energy{1.0});
  EXPECT_EQ(first.earliest, home.slots.start(1));
  EXPECT_EQ(first.latest_end, home.slots.end(1));
  EXPECT_FALSE(first.max_starts);
  EXPECT_EQ(home.appliances[1].min_power, base::Power{0.0});
  EXPECT_EQ(home.appliances[1].max_starts, 1);
  // One run at full power: 3 kWh take an hour and a half.
  EXPECT_FALSE(home.appliances[2].power);
  EXPECT_EQ(home.appliances[2].profile_step, base::Seconds{5400});
  EXPECT_EQ(home.appliances[2].profile[0], base::Power{2.0});
}

TEST(ImportEmhass, NeedsOfEachDayBecomeAnApplianceEach) {
  const std::string text = text_with_loads(
      R"({"power_kw": 2, "energy_kwh_per_24h_block": 1.5, "window_steps": [0, 2]})");
  home::Case home = import_or_fail(PeerFormat::emhass, text);
  ASSERT_EQ(home.appliances.size(), 1U);
  EXPECT_EQ(home.appliances[0].latest_end, home.slots.end(1));
  home = import_or_fail(PeerFormat::emhass,
                        replaced(text, "\"step_minutes\": 30", "\"step_minutes\": 1440"));
  ASSERT_EQ(home.appliances.size(), 2U);
  EXPECT_EQ(home.appliances[0].id, "load_1_day_1");
  EXPECT_EQ(home.appliances[0].latest_end, home.slots.end(0));
  EXPECT_EQ(home.appliances[1].id, "load_1_day_2");
  EXPECT_EQ(home.appliances[1].earliest, home.slots.start(1));
  EXPECT_EQ(home.appliances[1].energy, base::Energy{1.5});
}

TEST(ImportEmhass, RefusesLoadsThatSayTooLittleOrTooMuch) {
  EXPECT_EQ(
      message_of(PeerFormat::emhass, text_with_loads(
                                         R"({"power_kw": 2},
                              {"power_kw": 2, "energy_kwh": 1, "window_steps": [1, 999]})")),
      "peer.json: deferrable_loads[0]: give either energy_kwh or energy_kwh_per_24h_block\n"
      "peer.json: deferrable_loads[1].window_steps: must be two steps from 0 to 2 that do not "
      "fall");
}

TEST(ImportEmhass, RefusesOtherDevices) {
  const std::string text = testing::k_emhass_text;
  EXPECT_EQ(message_of(PeerFormat::emhass, replaced(text, "\"ev\": null", "\"ev\": {}")),
            "peer.json: ev: a vehicle is not supported yet");
  EXPECT_EQ(message_of(PeerFormat::emhass, replaced(text, "\"hybrid\": false", "\"hybrid\": true")),
            "peer.json: battery: only a battery without a hybrid inverter is supported");
  EXPECT_EQ(
      message_of(PeerFormat::emhass, replaced(text, "\"soc_end_kwh\": 4", "\"soc_end_kwh\": 14")),
      "peer.json: terminal.soc_end_kwh: 14 is above capacity_kwh 10");
}

// Three hours, the plan begins with the second.
constexpr const char* k_eos_text = R"({
  "ems": {"preis_euro_pro_wh_akku": 0.0001, "einspeiseverguetung_euro_pro_wh": 0.00007,
          "gesamtlast": [500, 600, 700], "pv_prognose_wh": [0, 1000, 0],
          "strompreis_euro_pro_wh": [0.0003, 0.0002, 0.0004]},
  "pv_akku": {"device_id": "battery1", "capacity_wh": 10000, "initial_soc_percentage": 50,
              "min_soc_percentage": 10},
  "inverter": {"device_id": "inverter1", "max_power_wh": 8000, "battery_id": "battery1"},
  "eauto": {"device_id": "ev1", "capacity_wh": 40000, "charging_efficiency": 0.9,
            "max_charge_power_w": 10000, "initial_soc_percentage": 20, "min_soc_percentage": 80},
  "dishwasher": {"device_id": "dishwasher1", "consumption_wh": 1500, "duration_h": 2},
  "temperature_forecast": null, "start_solution": null
})";

TEST(ImportEos, BodyOfTheApi) {
  const auto imported = import_case(PeerFormat::eos, k_eos_text, "peer.json", "", Family::a, 1);
  ASSERT_TRUE(imported) << imported.error().message;
  const home::Case& home = imported->home;
  ASSERT_EQ(home.slots.count(), 2U);
  EXPECT_EQ(home.load[0], Power{0.6});
  EXPECT_NEAR(home.prices.import[1].value(), 0.4, 1e-12);
  EXPECT_NEAR(home.prices.export_[1].value(), 0.07, 1e-12);
  EXPECT_EQ(home.inverters.at(0).pv[0], Power{1.0});
  EXPECT_EQ(home.inverters[0].ac_limit, Power{8.0});
  const home::Battery& battery = home.batteries.at(0);
  EXPECT_EQ(battery.inverter, "inverter");
  EXPECT_NEAR(battery.soc.value(), 5.0, 1e-12);
  EXPECT_NEAR(battery.end_value->value(), 0.1 * 0.88, 1e-12);
  EXPECT_FALSE(battery.can_discharge_to_grid);
  // Its rates are of what it stores: the loss of charging is not billed there.
  EXPECT_NEAR(home.chargers.at(0).steps[0].value(), 0.375 * 10.0 * 0.9, 1e-12);
  EXPECT_NEAR(home.chargers[0].steps[5].value(), 9.0, 1e-12);
  const home::Vehicle& car = home.vehicles.at(0);
  EXPECT_NEAR(car.targets.at(0).soc.value(), 32.0, 1e-12);
  EXPECT_EQ(car.targets[0].by, home.slots.end(1));
  EXPECT_NEAR(car.targets[0].price->value(), 25.0, 1e-9);  // 10 per percent, which is 0.4 kWh
  EXPECT_EQ(home.appliances.at(0).profile[0], Power{0.75});
  EXPECT_EQ(home.appliances[0].profile_step, base::Seconds{7200});
}

TEST(ImportEos, WithoutAStartHourTheWholeSeriesIsPlannedAndANoteSaysSo) {
  const auto imported = import_case(PeerFormat::eos, k_eos_text, "peer.json", "");
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->home.slots.count(), 3U);
  EXPECT_EQ(imported->notes.size(), 1U);
}

TEST(ImportEos, RefusesWhatIsWrongAllAtOnce) {
  std::string text = replaced(k_eos_text, "[0, 1000, 0]", "[0, 1000]");
  text = replaced(text, "\"capacity_wh\": 10000", "\"capacity_wh\": 0");
  text = replaced(text, "\"duration_h\": 2", "\"duration_h\": 0, \"time_windows\": []");
  EXPECT_EQ(message_of(PeerFormat::eos, text),
            "peer.json: pv_akku.capacity_wh: 0 must be above 0\n"
            "peer.json: dishwasher.duration_h: 0 must be at least 1\n"
            "peer.json: dishwasher.time_windows: unknown key\n"
            "peer.json: ems.pv_prognose_wh: 2 values for 3 slots");
  EXPECT_EQ(message_of(PeerFormat::eos, "{\"a\": 1}"),
            "peer.json: this is not a request of EOS: it has neither 'ems' nor 'series'");
  const auto late = import_case(PeerFormat::eos, k_eos_text, "peer.json", "", Family::a, 3);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().message,
            "peer.json: start_hour: 3 is not an hour of the series, which has 0 to 2");
}

TEST(ImportFamily, WearBandsAndEndValue) {
  const home::Case home = import_or_fail(PeerFormat::family, testing::k_family_text);
  EXPECT_EQ(home.name, "home-7");
  EXPECT_EQ(home.slots.duration(0), std::chrono::minutes{15});
  const home::Battery& battery = home.batteries.at(0);
  EXPECT_DOUBLE_EQ(battery.min_soc.value(), 0.45);
  ASSERT_EQ(battery.discharge_wear.size(), 3U);
  EXPECT_EQ(battery.discharge_wear[2].power, Power{1.0});
  EXPECT_EQ(battery.discharge_wear[2].price, EnergyPrice{0.035});
  EXPECT_DOUBLE_EQ(battery.low_band->soc.value(), 1.35);
  EXPECT_DOUBLE_EQ(battery.high_band->soc.value(), 8.1);
  ASSERT_EQ(battery.end_value_steps.size(), 3U);
  EXPECT_EQ(battery.end_value_steps[0].energy, Energy{3.0});
  EXPECT_NEAR(battery.end_value_steps[0].value.value(), 0.95 * 0.3, 1e-12);
  EXPECT_FALSE(battery.is_exclusive);
  EXPECT_FALSE(home.grid.is_exclusive);
}

constexpr const char* k_family_car = R"("vehicles": [{"capacity_kwh": 40, "soc_kwh": 20,
  "available": [1, 0], "trip_kwh": [0, 5], "target_kwh": [0, 30]}])";

TEST(ImportFamily, FamilyCHasACarAndKeepsFlowsApart) {
  const std::string text = replaced(testing::k_family_text, "\"vehicles\": []", k_family_car);
  const auto imported = import_case(PeerFormat::family, text, "peer.json", "", Family::c);
  ASSERT_TRUE(imported) << imported.error().message;
  const home::Case& home = imported->home;
  EXPECT_TRUE(home.grid.is_exclusive);
  EXPECT_TRUE(home.batteries.at(0).is_exclusive);
  EXPECT_EQ(home.chargers.at(0).min, Power{1.4});
  EXPECT_EQ(home.chargers[0].max, Power{11.0});
  const home::Vehicle& car = home.vehicles.at(0);
  EXPECT_EQ(car.chargers, std::vector{home.chargers[0].id});
  EXPECT_EQ(car.targets.at(0).by, home.slots.start(1));
  EXPECT_EQ(car.targets[0].price, EnergyPrice{1.0});
  EXPECT_EQ(car.public_price, EnergyPrice{3.0});
  EXPECT_NEAR(car.end_value_steps.at(0).energy.value(), 24.0, 1e-12);
  EXPECT_NEAR(car.end_value_steps[0].value.value(), 0.85 * 0.3, 1e-12);
  EXPECT_EQ(import_or_fail(PeerFormat::family, text.c_str()).vehicles.size(), 0U);
}

TEST(ImportFamily, FamilyCNeedsACar) {
  const auto imported =
      import_case(PeerFormat::family, testing::k_family_text, "peer.json", "", Family::c);
  ASSERT_FALSE(imported);
  EXPECT_EQ(imported.error().message, "peer.json: vehicles: family C needs a car");
}

TEST(ImportCase, OnlyEplFilesHoldSeveral) {
  EXPECT_EQ(message_of(PeerFormat::family, testing::k_family_text, "x"),
            "--case: a file of family holds a single case");
}

TEST(ImportCase, WhatIsImportedIsAValidCaseFile) {
  for (const auto& [format, text] : {std::pair{PeerFormat::haeo, testing::k_haeo_text},
                                     {PeerFormat::emhass, testing::k_emhass_text},
                                     {PeerFormat::family, testing::k_family_text}}) {
    const auto again =
        home::read_case(home::write_case(import_or_fail(format, text)), "again.json");
    EXPECT_TRUE(again) << again.error().message;
  }
}

}  // namespace
}  // namespace ohmstead::app
