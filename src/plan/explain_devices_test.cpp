#include "explain_devices.hpp"

#include <gtest/gtest.h>

#include "device_facts.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/small_home.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using home::Language;
using home::ReasonCode;

// ---- picking a reason ----

TEST(DeviceReason, OfAVehicle) {
  DeviceMoment moment{.kind = DeviceKind::vehicle, .power_kw = 3.7, .value_now = 0.20};
  moment.cheapest_later = 0.30;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::cheapest_in_window);
  moment.has_deadline = true;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::before_departure);
  // Cheaper time is left, but not all of what is left is used: this is among the cheapest.
  moment.cheapest_later = 0.10;
  moment.rests_later = true;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::before_departure);
  moment.rests_later = false;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::must_run);
  moment.is_on_surplus = true;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::use_surplus);
  moment.power_kw = -2.0;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::give_back);
  moment.power_kw = 0.0;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::idle);
  moment.next_run = 0.15;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::wait_for_cheaper);
  moment.next_run = 0.20;  // no cheaper than now
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::idle);
}

TEST(DeviceReason, OfAHeater) {
  DeviceMoment moment{.kind = DeviceKind::heater, .power_kw = 2.0, .value_now = 0.20};
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::keep_comfort);
  moment.dearer_soon = 0.35;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::heat_ahead);
  moment.is_at_edge = true;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::keep_comfort);
  moment.is_on_surplus = true;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::use_surplus);
  moment.power_kw = 0.0;
  moment.is_at_edge = false;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::warm_enough);
  moment.next_run = 0.10;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::wait_for_cheaper);
  // Cold, off, and no cheaper time comes: it is not warm enough, whatever keeps it off.
  moment.next_run.reset();
  moment.is_at_edge = true;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::idle);
}

TEST(DeviceReason, OfAnAppliance) {
  DeviceMoment moment{.kind = DeviceKind::appliance, .power_kw = 1.5, .value_now = 0.20};
  moment.cheapest_later = 0.10;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::cheapest_in_window);
  moment.is_on_surplus = true;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::use_surplus);
  moment.power_kw = 0.0;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::idle);
  moment.next_run = 0.30;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::wait_for_cheaper);
}

TEST(DeviceReason, OfSomethingElse) {
  DeviceMoment moment{.power_kw = 1.0, .value_now = 0.20, .cheapest_later = 0.10};
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::must_run);
  moment.rests_later = true;
  EXPECT_EQ(pick_device_reason(moment), ReasonCode::cheapest_in_window);
}

// ---- full texts, by hand-made plans ----

// One device "car" with these powers in slots of one hour from 22:00 local (Stockholm); the home
// buys all of it.
struct Sample {
  home::Case home;
  home::Plan plan;

  Sample(std::vector<double> import, const std::vector<double>& power) {
    const std::size_t count = import.size();
    const std::vector<double> none(count, 0.0);
    home = make_small_home(std::move(import), none, none, none);
    home.slots = base::SlotGrid::uniform(base::parse_time("2024-06-24T20:00:00Z").value(),
                                         base::Seconds{3600}, count);
    home.timezone = "Europe/Stockholm";
    home.currency = "SEK";
    for (std::size_t t = 0; t < count; ++t) {
      home::PlanSlot slot;
      slot.start = home.slots.start(t);
      slot.grid_import = base::Power{std::max(0.0, power[t])};
      home::DeviceSlot device;
      device.id = "car";
      device.power = base::Power{power[t]};
      device.soc = 20_kwh;
      slot.devices.push_back(device);
      plan.slots.push_back(slot);
    }
  }

  home::Reason reason(Language language, std::size_t slot = 0) {
    const Speaker speaker{home, language};
    explain_devices(home, &speaker, plan);
    return plan.slots[slot].devices[0].reason;
  }
};

TEST(DeviceText, Waiting) {
  Sample sample{{1.5, 1.5, 0.8}, {0, 0, 3.7}};
  EXPECT_EQ(sample.reason(Language::en).code, ReasonCode::wait_for_cheaper);
  EXPECT_EQ(sample.reason(Language::en).text,
            "Waits: a kWh costs 150.0 öre now, but 80.0 öre at 00:00 the next day.");
  EXPECT_EQ(sample.reason(Language::de, 1).text,
            "Wartet: Eine kWh kostet jetzt 150,0 Öre, am nächsten Tag um 00:00 Uhr aber 80,0 Öre.");
  EXPECT_EQ(sample.reason(Language::sv).text,
            "Väntar: en kWh kostar 150,0 öre nu men 80,0 öre kl. 00:00 nästa dag.");
}

TEST(DeviceText, NeedingAllTheTime) {
  Sample sample{{1.5, 0.8}, {3.7, 3.7}};
  EXPECT_EQ(sample.reason(Language::en).text,
            "Takes 3.7 kW although a kWh costs 150.0 öre: the cheaper time later is not enough.");
  EXPECT_EQ(sample.reason(Language::de).text,
            "Nimmt 3,7 kW, obwohl eine kWh 150,0 Öre kostet: Die günstigere Zeit danach reicht "
            "nicht aus.");
  EXPECT_EQ(sample.reason(Language::sv).text,
            "Tar 3,7 kW fast en kWh kostar 150,0 öre: den billigare tiden senare räcker inte "
            "till.");
}

TEST(DeviceText, GivingBack) {
  Sample sample{{3.0, 1.0}, {-2.0, 0}};
  EXPECT_EQ(sample.reason(Language::en).text,
            "Gives 2.0 kW back to the home: a kWh is worth 300.0 öre now.");
  EXPECT_EQ(sample.reason(Language::de).text,
            "Gibt 2,0 kW ans Haus zurück: Eine kWh ist jetzt 300,0 Öre wert.");
  EXPECT_EQ(sample.reason(Language::sv).text,
            "Ger 2,0 kW tillbaka till hemmet: en kWh är värd 300,0 öre nu.");
}

TEST(DeviceText, RunningOnSurplus) {
  Sample sample{{1.5}, {2.0}};
  sample.plan.slots[0].grid_import = {};
  sample.plan.slots[0].pv_used = 2.5_kw;
  sample.home.prices.export_.set(0, 0.4_per_kwh);
  EXPECT_EQ(sample.reason(Language::en).text,
            "Takes 2.0 kW of solar that the home has to spare: sold a kWh would bring 40.0 öre.");
  EXPECT_EQ(sample.reason(Language::de).text,
            "Nimmt 2,0 kW Solarstrom, den das Haus übrig hat: Verkauft brächte eine kWh 40,0 Öre.");
  EXPECT_EQ(sample.reason(Language::sv).text,
            "Tar 2,0 kW solel som hemmet har över: såld skulle en kWh ge 40,0 öre.");
}

TEST(DeviceText, Heating) {
  Sample sample{{0.8, 2.0}, {2.0, 0}};
  for (auto& slot : sample.plan.slots) {
    slot.devices[0].soc.reset();
    slot.devices[0].heat = 4_kw;
  }
  EXPECT_EQ(sample.reason(Language::en).text,
            "Heats ahead with 2.0 kW: a kWh costs 80.0 öre now, but 200.0 öre at 23:00.");
  EXPECT_EQ(sample.reason(Language::de).text,
            "Heizt mit 2,0 kW vor: Eine kWh kostet jetzt 80,0 Öre, um 23:00 Uhr aber 200,0 Öre.");
  EXPECT_EQ(sample.reason(Language::sv).text,
            "Värmer i förväg med 2,0 kW: en kWh kostar 80,0 öre nu men 200,0 öre kl. 23:00.");
  EXPECT_EQ(sample.reason(Language::de, 1).text, "Aus: Es ist warm genug.");
  sample.home.prices.import.set(1, 0.5_per_kwh);
  EXPECT_EQ(sample.reason(Language::sv).text,
            "Värmer med 2,0 kW för att det ska vara varmt nog; en kWh kostar 80,0 öre.");
}

TEST(DeviceText, OnlyWithASpeaker) {
  Sample sample{{1.5, 0.8}, {3.7, 3.7}};
  explain_devices(sample.home, nullptr, sample.plan);
  EXPECT_EQ(sample.plan.slots[0].devices[0].reason.code, ReasonCode::must_run);
  EXPECT_TRUE(sample.plan.slots[0].devices[0].reason.text.empty());
}

// The car is away for the second hour and must be ready when it leaves for the second time.
TEST(DeviceText, OfAVehicleThatLeaves) {
  Sample sample{{0.8, 1.0, 1.5, 0.8}, {3.7, 0, 0, 3.7}};
  home::Vehicle car;
  car.id = "car";
  car.trips.push_back({sample.home.slots.start(1), sample.home.slots.start(2), 3_kwh});
  car.targets.push_back({30_kwh, sample.home.slots.end(3), {}, false});
  sample.home.vehicles.push_back(car);
  EXPECT_EQ(sample.reason(Language::en).code, ReasonCode::before_departure);
  EXPECT_EQ(sample.reason(Language::en).text,
            "Charges at 3.7 kW: at 80.0 öre a kWh this belongs to the cheapest time to be ready by "
            "23:00.");
  EXPECT_EQ(sample.reason(Language::en, 1).code, ReasonCode::idle) << "it is away";
  EXPECT_EQ(sample.reason(Language::en, 2).code, ReasonCode::wait_for_cheaper);
  EXPECT_EQ(sample.reason(Language::de, 3).text,
            "Lädt mit 3,7 kW: Mit 80,0 Öre je kWh gehört das zur günstigsten Zeit, um bis 02:00 "
            "Uhr bereit zu sein.");
  EXPECT_EQ(sample.reason(Language::sv).text,
            "Laddar med 3,7 kW: med 80,0 öre per kWh hör det till den billigaste tiden för att "
            "vara redo senast kl. 23:00.");
}

// Two hours of 2 kW in a room that is at its lower edge in the first.
TEST(DeviceText, OfAHeaterWhoseRoomIsCold) {
  Sample sample{{0.8, 2.0}, {2.0, 0}};
  home::ThermalZone bath;
  bath.id = "bath";
  bath.low = base::Series<base::Celsius>(2, base::Celsius{20.0});
  sample.home.zones.push_back(bath);
  home::HeatSource heater;
  heater.id = "car";  // the name of the sample's device
  heater.zone = "bath";
  sample.home.heat_sources.push_back(heater);
  for (auto& slot : sample.plan.slots) {
    slot.devices[0].soc.reset();
    home::DeviceSlot room;
    room.id = "bath";
    room.temperature = base::Celsius{20.0};
    slot.devices.push_back(room);
  }
  EXPECT_EQ(sample.reason(Language::en).code, ReasonCode::keep_comfort);
  EXPECT_EQ(sample.plan.slots[0].devices[1].reason.code, ReasonCode::none)
      << "a room draws nothing";
  EXPECT_EQ(sample.reason(Language::en, 1).code, ReasonCode::idle);
  for (auto& slot : sample.plan.slots) slot.devices[1].temperature = base::Celsius{21.5};
  EXPECT_EQ(sample.reason(Language::en).code, ReasonCode::heat_ahead);
  EXPECT_EQ(sample.reason(Language::en, 1).code, ReasonCode::warm_enough);
}

TEST(DeviceText, OfHotWaterForTheDay) {
  Sample sample{{1.5, 0.8, 1.5}, {0, 2.0, 0}};
  home::WaterHeater heater;
  heater.id = "car";
  heater.daily = 2_kwh;
  sample.home.water_heaters.push_back(heater);
  EXPECT_EQ(sample.reason(Language::en).code, ReasonCode::wait_for_cheaper);
  EXPECT_EQ(sample.reason(Language::en, 1).text,
            "Runs now with 2.0 kW: this is the cheapest time to be done by 00:00 the next day; a "
            "kWh costs 80.0 öre.");
}

// ---- a whole plan ----

// A run of two hours at 2 kW, cheapest from 01:00; it must end by 04:00.
home::Case home_with_dishwasher() {
  home::Case home = make_small_home({0.30, 0.10, 0.10, 0.30, 0.30}, {0, 0, 0, 0, 0},
                                    {1, 1, 1, 1, 1}, {0, 0, 0, 0, 0});
  home::Appliance appliance;
  appliance.id = "dishwasher";
  appliance.profile_step = base::Seconds{3600};
  appliance.profile.push_back(2_kw);
  appliance.profile.push_back(2_kw);
  appliance.latest_end = home.slots.start(4);
  home.appliances.push_back(appliance);
  return home;
}

TEST(DeviceText, OfAPlannedAppliance) {
  const home::Case home = home_with_dishwasher();
  const auto reason = [&](Language language, std::size_t slot) {
    const home::Plan plan = Planner{}.make_plan(home, {.language = language});
    return plan.slots[slot].devices[0].reason;
  };
  EXPECT_EQ(reason(Language::en, 0).code, ReasonCode::wait_for_cheaper);
  EXPECT_EQ(reason(Language::en, 0).text, "Waits: a kWh costs 30.0 ct now, but 10.0 ct at 01:00.");
  EXPECT_EQ(reason(Language::en, 1).code, ReasonCode::cheapest_in_window);
  EXPECT_EQ(reason(Language::en, 1).text,
            "Runs now with 2.0 kW: this is the cheapest time to be done by 04:00; a kWh costs 10.0 "
            "ct.");
  EXPECT_EQ(reason(Language::de, 2).text,
            "Läuft jetzt mit 2,0 kW: Das ist die günstigste Zeit, um bis 04:00 Uhr fertig zu sein; "
            "eine kWh kostet 10,0 ct.");
  EXPECT_EQ(reason(Language::sv, 2).text,
            "Körs nu med 2,0 kW: det är den billigaste tiden för att vara klar senast kl. 04:00; "
            "en kWh kostar 10,0 cent.");
  EXPECT_EQ(reason(Language::sv, 3).text, "Av: det finns inget att göra nu.");
  EXPECT_EQ(reason(Language::de, 4).text, "Aus: Jetzt ist nichts zu tun.");
}

}  // namespace
}  // namespace ohmstead::plan
