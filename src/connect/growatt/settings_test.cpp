#include "growatt/settings.hpp"

#include <gmock/gmock.h>

#include "growatt/messages.hpp"

namespace ohmstead::connect {
namespace {

using base::Power;
using home::Verb;
using ::testing::ElementsAre;

home::SiteBattery battery() {
  home::SiteBattery battery;
  battery.id = "battery";
  battery.capacity = base::Energy{10.0};
  battery.charge = Power{5.0};
  battery.discharge = Power{4.0};
  battery.max_soc_pct = 95.0;
  battery.min_soc_pct = 5.0;
  return battery;
}

GrowattAim aim(Verb verb, double power_kw = 0.0, double soc_pct = 55.0) {
  return growatt_aim({"battery", verb, Power{power_kw}, {}}, battery(), soc_pct).value();
}

// All steps until all is as it should be.
std::vector<std::string> lead(GrowattSettings& settings, const GrowattAim& to) {
  std::vector<std::string> steps;
  while (auto step = next_growatt_step(settings, to)) {
    steps.push_back(step->command + " " + step->arguments);
    settings = step->after;
    if (steps.size() > 20) break;
  }
  return steps;
}

TEST(GrowattSettingsTest, charging_sets_limits_before_it_begins) {
  GrowattSettings settings;
  EXPECT_THAT(
      lead(settings, aim(Verb::charge, 2.0)),
      ElementsAre(
          R"(batteryfirst/set/stopsoc "value":95)", R"(batteryfirst/set/powerrate "value":40)",
          R"(batteryfirst/set/acchargeenabled "value":1)",
          R"(batteryfirst/set/timeslot "slot":1,"start":"00:00","stop":"23:59","enabled":true)"));
  EXPECT_THAT(lead(settings, aim(Verb::charge, 2.5)),
              ElementsAre(R"(batteryfirst/set/powerrate "value":50)"));  // nothing that stands
  EXPECT_THAT(lead(settings, aim(Verb::charge, 2.5)), ElementsAre());
}

TEST(GrowattSettingsTest, holding_is_battery_first_up_to_the_present_charge) {
  GrowattSettings settings;
  lead(settings, aim(Verb::charge, 2.0));
  EXPECT_THAT(lead(settings, aim(Verb::hold, 0.0, 55.9)),
              ElementsAre(R"(batteryfirst/set/acchargeenabled "value":0)",
                          R"(batteryfirst/set/stopsoc "value":55)"));
  EXPECT_EQ(aim(Verb::hold, 0.0, 3.0).stop_soc_pct, 10);
}

TEST(GrowattSettingsTest, exporting_ends_battery_first_and_stops_at_the_least_charge) {
  GrowattSettings settings;
  lead(settings, aim(Verb::charge, 2.0));
  EXPECT_THAT(
      lead(settings, aim(Verb::export_, 3.0)),
      ElementsAre(
          R"(batteryfirst/set/acchargeenabled "value":0)",
          R"(batteryfirst/set/timeslot "slot":1,"start":"00:00","stop":"23:59","enabled":false)",
          R"(gridfirst/set/stopsoc "value":10)", R"(gridfirst/set/powerrate "value":75)",
          R"(gridfirst/set/timeslot "slot":1,"start":"00:00","stop":"23:59","enabled":true)"));
}

TEST(GrowattSettingsTest, self_use_ends_all_slots_also_those_of_others) {
  GrowattSettings settings;
  settings.grid_first.slots[2] = {60, 120, true};
  settings.battery_first.slots[1] = {0, 300, true};
  settings.charges_from_grid = true;
  EXPECT_THAT(
      lead(settings, aim(Verb::self_use)),
      ElementsAre(
          R"(gridfirst/set/timeslot "slot":3,"start":"01:00","stop":"02:00","enabled":false)",
          R"(batteryfirst/set/acchargeenabled "value":0)",
          R"(batteryfirst/set/timeslot "slot":2,"start":"00:00","stop":"05:00","enabled":false)"));
}

TEST(GrowattSettingsTest, every_verb_is_reached_from_every_other_and_is_told_back) {
  for (const Verb from : {Verb::self_use, Verb::hold, Verb::charge, Verb::export_}) {
    for (const Verb to : {Verb::self_use, Verb::hold, Verb::charge, Verb::export_}) {
      GrowattSettings settings;
      lead(settings, aim(from, 1.0));
      const GrowattAim wanted = aim(to, 2.0);
      EXPECT_LE(lead(settings, wanted).size(), 6U);
      const auto told = told_by(settings, battery(), 52.0, wanted.stop_soc_pct, 0);
      ASSERT_TRUE(told);
      EXPECT_EQ(told->verb, to);
      EXPECT_NEAR(told->power.value(), home::has_power(to) ? 2.0 : 0.0, 0.03);
    }
  }
  EXPECT_FALSE(growatt_aim({"battery", Verb::on, {}, {}}, battery(), 50.0));
}

TEST(GrowattSettingsTest, what_others_set_is_told_by_the_clock) {
  GrowattSettings settings;
  settings.battery_first.slots[0] = {60, 300, true};
  settings.battery_first.stop_soc_pct = 100;
  settings.battery_first.power_rate_pct = 20;
  const auto verb = [&](int minute) { return told_by(settings, battery(), 55.0, 0, minute)->verb; };
  EXPECT_EQ(verb(59), Verb::self_use);
  EXPECT_EQ(verb(60), Verb::charge);  // it fills, whatever "AC charge" says
  EXPECT_EQ(verb(301), Verb::self_use);
  settings.battery_first.slots[0] = {1380, 60, true};  // over midnight
  EXPECT_EQ(verb(30), Verb::charge);
  EXPECT_EQ(verb(600), Verb::self_use);
  settings.grid_first.slots[0] = {0, 60, true};
  EXPECT_FALSE(told_by(settings, battery(), 55.0, 0, 30));
}

TEST(GrowattMessagesTest, reads_measurements_and_leaves_out_what_cannot_be) {
  const auto told = read_telemetry(R"({"InverterStatus":1,"SOC":55,"ACPowerToUser":100.5,
      "ACPowerToUserTotal":301.5,"ACPowerToGrid":-4,"PV1InputPower":1000,"PV2InputPower":500.5,
      "ChargePower":"12","BatteryTemperature":900,"GridFrequency":50.02})")
                        .value();
  EXPECT_EQ(told.import_w, 301.5);
  EXPECT_FALSE(told.export_w);
  EXPECT_EQ(told.pv_w, 1500.5);
  EXPECT_EQ(told.soc_pct, 55.0);
  EXPECT_EQ(told.charge_w, 12.0);
  EXPECT_FALSE(told.cells_c);
  EXPECT_EQ(told.frequency_hz, 50.02);
  EXPECT_FALSE(read_telemetry("[1]"));
  EXPECT_FALSE(read_telemetry(R"({"SOC":)"));
  EXPECT_FALSE(read_telemetry(R"({"InverterStatus":-1})")->soc_pct);
}

TEST(GrowattMessagesTest, reads_answers) {
  const auto answer = read_growatt_answer(
      R"({"correlationId":"a1","command":"batteryfirst/get","success":true,"message":"fine\n",
          "powerRate":40,"stopSOC":95,"acChargeEnabled":true,"timeSlots":[
          {"slot":1,"start":"01:30","stop":"05:09","enabled":true},
          {"slot":2,"start":"99:00","stop":"00:00","enabled":true}]})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->id, "a1");
  EXPECT_TRUE(answer->is_success);
  EXPECT_EQ(answer->message, "fine?");
  GrowattSettings settings;
  EXPECT_FALSE(read_battery_first(answer->all, settings));  // "99:00" is no time
  const auto good = read_growatt_answer(
      R"({"correlationId":"a1","success":true,"powerRate":40,"stopSOC":95,"acChargeEnabled":true,
          "timeSlots":[{"slot":1,"start":"01:30","stop":"05:09","enabled":true},
                       {"slot":3,"start":"255:255","stop":"00:00","enabled":false}]})");
  ASSERT_TRUE(read_battery_first(good->all, settings));
  EXPECT_EQ(settings.battery_first.slots[0], (GrowattSlot{90, 309, true}));
  EXPECT_TRUE(settings.charges_from_grid);
  EXPECT_EQ(settings.battery_first.power_rate_pct, 40);
  EXPECT_TRUE(read_grid_first(good->all, settings));
  for (const char* text : {"", "null", "{}", R"({"correlationId":""})", R"({"correlationId":[1]})"})
    EXPECT_FALSE(read_growatt_answer(text)) << text;
}

}  // namespace
}  // namespace ohmstead::connect
