// Weeks of a site file become instants of a case, and readings become states.
#include <gtest/gtest.h>

#include "ohmstead/plan/device_states.hpp"
#include "ohmstead/plan/make_case.hpp"
#include "ohmstead/plan/planner.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using namespace std::chrono_literals;
using base::Celsius;
using base::Energy;
using base::Power;
using base::Time;

Time at(const char* text) { return base::parse_time(text).value(); }

struct Home {
  base::Zone zone = base::Zone::load("Europe/Paris").value();
  home::Site site;
  home::DeviceStates states;
  base::Seconds step = 15min;

  Home() {
    site.name = "home";
    site.timezone = "Europe/Paris";
    site.tariff.import.fixed = 0.3_per_kwh;
  }
  home::SiteVehicle& add_car() {
    home::Charger box;
    box.id = "wallbox";
    box.max = 7.4_kw;
    site.chargers.push_back(box);
    home::SiteVehicle& car = site.vehicles.emplace_back();
    car.id = "car";
    car.capacity = 50_kwh;
    car.departures.push_back({home::DayKind::workdays, 8.0, 17.0, 6_kwh, 60.0, {}});
    return car;
  }
  void plug(bool is_connected) {
    states.devices.vehicles = {{.id = "car", .is_connected = is_connected, .soc = 22_kwh}};
  }
  [[nodiscard]] home::Case at(const char* from, const char* to) const {
    home::Outlook outlook;
    outlook.slots = base::SlotGrid::aligned(plan::at(from), plan::at(to), step);
    outlook.load = base::Series<Power>{outlook.slots.count(), 0.5_kw};
    home::Case home = make_case(site, TariffRule{site.tariff, zone}, outlook, states, nullptr);
    const auto checked = home::check_case(home, "case");
    EXPECT_TRUE(checked) << checked.error().message;
    return home;
  }
};

// "06:00-15:00 6" per trip, in UTC.
std::string trips(const home::Case& home) {
  std::string text;
  for (const home::Trip& trip : home.vehicles.at(0).trips) {
    if (!text.empty()) text += ", ";
    text += base::format_time(trip.leave).substr(8, 8) + " " +
            base::format_time(trip.back).substr(8, 8) + " " +
            std::to_string(static_cast<int>(trip.energy.value()));
  }
  return text;
}

TEST(MakeVehicle, LeavesByTheLocalClock) {
  Home home;
  home.add_car();
  // Friday 29 March to Tuesday 2 April 2024; summer time begins on Sunday.
  const home::Case spring = home.at("2024-03-29T00:00:00Z", "2024-04-02T00:00:00Z");
  EXPECT_EQ(trips(spring), "29T07:00 29T16:00 6, 01T06:00 01T15:00 6");
  const auto& targets = spring.vehicles[0].targets;
  ASSERT_EQ(targets.size(), 3U);  // also the first departure after the horizon
  EXPECT_EQ(targets[1].by, at("2024-04-01T06:00:00Z"));
  EXPECT_EQ(targets[2].by, at("2024-04-02T06:00:00Z"));
  EXPECT_EQ(targets[0].soc, 30_kwh);
  EXPECT_FALSE(targets[0].price);
  const home::Case autumn = home.at("2024-10-25T00:00:00Z", "2024-10-29T00:00:00Z");
  EXPECT_EQ(trips(autumn), "25T06:00 25T15:00 6, 28T07:00 28T16:00 6");
  EXPECT_EQ(spring.vehicles[0].soc, 25_kwh);  // initial_soc_pct: nothing is measured
}

TEST(MakeVehicle, ThatIsOnTheWayStaysSo) {
  Home home;
  home.add_car();
  home.plug(false);
  const home::Case away = home.at("2024-06-24T10:07:00Z", "2024-06-24T22:00:00Z");
  EXPECT_EQ(trips(away), "24T06:00 24T15:00 6");
  EXPECT_EQ(away.vehicles[0].soc, 22_kwh);
}

TEST(MakeVehicle, ThatIsStillThereLeavesLateThenStays) {
  Home home;
  home.add_car();
  home.plug(true);
  // 8:20 local: it goes at the end of the running slot, as full as it was to be at eight.
  const home::Case late = home.at("2024-06-24T06:20:00Z", "2024-06-24T22:00:00Z");
  EXPECT_EQ(trips(late), "24T06:30 24T15:00 6");
  EXPECT_EQ(late.vehicles[0].targets.at(0).by, at("2024-06-24T06:30:00Z"));
  // 9:00 local: it stays, or it is back again.
  const home::Case stays = home.at("2024-06-24T07:00:00Z", "2024-06-25T10:00:00Z");
  EXPECT_EQ(trips(stays), "25T06:00 25T15:00 6");
  EXPECT_EQ(stays.vehicles[0].targets.at(0).by, at("2024-06-25T06:00:00Z"));
}

TEST(MakeVehicle, ThatIsMissingComesWithinAnHour) {
  Home home;
  home.add_car();
  home.plug(false);
  // 19:00 local.
  EXPECT_EQ(trips(home.at("2024-06-24T17:00:00Z", "2024-06-24T23:00:00Z")), "24T17:00 24T18:00 0");
  // 7:40 local: it may as well have left.
  EXPECT_EQ(trips(home.at("2024-06-24T05:40:00Z", "2024-06-24T07:00:00Z")),
            "24T05:40 24T06:00 0, 24T06:00 24T15:00 6");
}

TEST(MakeVehicle, UsesTheChargerItIsPluggedInto) {
  Home home;
  home.add_car();
  home.site.chargers.push_back(home.site.chargers[0]);
  home.site.chargers[1].id = "garage";
  home.plug(true);
  home.states.devices.vehicles[0].charger = "garage";
  EXPECT_EQ(home.at("2024-06-24T17:00:00Z", "2024-06-24T23:00:00Z").vehicles[0].chargers,
            std::vector<std::string>{"garage"});
  home.states.devices.vehicles[0].charger = "unheard of";
  EXPECT_TRUE(home.at("2024-06-24T17:00:00Z", "2024-06-24T23:00:00Z").vehicles[0].chargers.empty());
}

TEST(MakeVehicle, TripsThatAClockChangePushesTogetherDoNotOverlap) {
  Home home;
  home::SiteVehicle& car = home.add_car();
  // On 31 March 2:30 and 3:00 are the same moment.
  car.departures = {{home::DayKind::all, 1.0, 2.5, 1_kwh, {}, {}},
                    {home::DayKind::all, 2.5, 3.0, 2_kwh, {}, {}},
                    {home::DayKind::all, 3.0, 4.0, 3_kwh, {}, {}}};
  EXPECT_EQ(trips(home.at("2024-03-30T23:00:00Z", "2024-03-31T12:00:00Z")),
            "31T00:00 31T01:00 1, 31T01:00 31T02:00 3");
}

home::SiteWaterHeater tank() {
  home::SiteWaterHeater heater;
  heater.id = "tank";
  heater.power = 2_kw;
  heater.tank.emplace();
  heater.tank->volume_l = 200.0;
  heater.tank->temperature = Celsius{55.0};
  heater.tank->min = Celsius{45.0};
  heater.tank->max = Celsius{65.0};
  home::WaterDraw morning;
  morning.from_h = 6.0;
  morning.to_h = 8.0;
  morning.energy = 3_kwh;
  heater.draws.push_back(morning);
  return heater;
}

TEST(MakeWaterHeater, SpreadsDrawsOverTheirWindow) {
  Home home;
  home.site.water_heaters.push_back(tank());
  home.step = 1h;
  // 6 to 8 local is 4 to 6 UTC; the first slot is 4:30 to 5:00.
  const home::Case day = home.at("2024-06-24T04:30:00Z", "2024-06-24T08:00:00Z");
  const auto& draw = day.water_heaters[0].tank->draw;
  EXPECT_EQ(draw.size(), 4U);
  EXPECT_DOUBLE_EQ(draw[0].value(), 1.5);
  EXPECT_DOUBLE_EQ(draw[1].value(), 1.5);
  EXPECT_DOUBLE_EQ(draw[2].value(), 0.0);
  // All of a day's heat is drawn on days of every length.
  home.site.water_heaters[0].draws[0].from_h = 1.0;
  for (const char* from : {"2024-03-30T23:00:00Z", "2024-10-26T22:00:00Z"}) {
    const home::Case changed = home.at(from, base::format_time(at(from) + 12h).c_str());
    double sum_kwh = 0.0;
    for (std::size_t t = 0; t < changed.slots.count(); ++t)
      sum_kwh += (changed.water_heaters[0].tank->draw[t] * changed.slots.hours(t)).value();
    EXPECT_NEAR(sum_kwh, 3.0, 1e-12);
  }
}

TEST(MakeWaterHeater, KeepsAReserveForWhatMoreMayBeDrawn) {
  Home home;
  home.site.water_heaters.push_back(tank());
  home.site.water_heaters[0].tank->min = Celsius{45.0};
  home.site.water_heaters[0].draws_vary_pct = 20.0;
  home.step = 1h;
  const auto reserve_at = [&](const char* from, const char* to) {
    const home::Case day = home.at(from, to);
    std::vector<double> all;
    for (const double kwh : day.water_heaters[0].tank->reserve.raw())
      all.push_back(std::round(1e6 * kwh) / 1e6);
    return all;
  };
  // 3 kWh from 4 to 6 UTC: until it ends 20 % more may have been drawn, afterwards it is measured.
  EXPECT_EQ(reserve_at("2024-06-24T03:00:00Z", "2024-06-24T08:00:00Z"),
            (std::vector<double>{0.0, 0.3, 0.6, 0.0, 0.0}));
  // What was drawn before now is measured already.
  EXPECT_EQ(reserve_at("2024-06-24T05:00:00Z", "2024-06-24T07:00:00Z"),
            (std::vector<double>{0.3, 0.0}));
  // Of what is drawn all day long, three hours' count.
  home.site.water_heaters[0].draws[0].from_h = 0.0;
  home.site.water_heaters[0].draws[0].to_h = 24.0;
  EXPECT_EQ(reserve_at("2024-06-24T03:00:00Z", "2024-06-24T08:00:00Z"),
            (std::vector<double>{0.025, 0.05, 0.075, 0.075, 0.075}));
  home.site.water_heaters[0].draws_vary_pct = 0.0;
  EXPECT_TRUE(reserve_at("2024-06-24T03:00:00Z", "2024-06-24T08:00:00Z").empty());
}

TEST(MakeWaterHeater, BeginsAsMeasured) {
  Home home;
  home.site.water_heaters.push_back(tank());
  home.states.devices.water_heaters = {{.id = "tank",
                                        .temperature = Celsius{51.0},
                                        .switched = {.on_for = 600s, .starts_today = 2}}};
  const home::WaterHeater hot =
      home.at("2024-06-24T04:30:00Z", "2024-06-24T08:00:00Z").water_heaters.at(0);
  EXPECT_EQ(hot.tank->temperature, Celsius{51.0});
  EXPECT_EQ(hot.on_for, base::Seconds{600});
  EXPECT_EQ(hot.starts_today, 2);
  home.site.water_heaters[0].tank.reset();
  home.site.water_heaters[0].draws.clear();
  home.site.water_heaters[0].daily = 6_kwh;
  home.states.devices.water_heaters = {{.id = "tank", .heat_today = 2.5_kwh}};
  EXPECT_EQ(home.at("2024-06-24T04:30:00Z", "2024-06-24T08:00:00Z").water_heaters[0].used_today,
            2.5_kwh);
}

TEST(MakeZone, KnowsItsComfortByTheHour) {
  Home home;
  home.site.outdoor = Celsius{4.0};
  home::SiteZone& room = home.site.zones.emplace_back();
  room.id = "living";
  room.temperature = Celsius{19.0};
  room.capacity_kwh_per_k = 2.0;
  room.low.push_back(Celsius{17.0});
  home::ComfortWindow day, morning;
  day.from_h = 7.0;
  day.to_h = 22.0;
  day.low = Celsius{20.0};
  day.high = Celsius{24.0};
  morning.from_h = 7.0;
  morning.to_h = 8.0;
  morning.low = Celsius{21.0};
  room.comfort = {morning, day};
  home.step = 1h;
  // 5 to 9 UTC is 6 to 10 in Paris in January.
  const home::Case cold = home.at("2024-01-08T05:00:00Z", "2024-01-08T09:00:00Z");
  const home::ThermalZone& zone = cold.zones[0];
  EXPECT_EQ(zone.low, (base::Series<Celsius>{std::vector<double>{17, 21, 20, 20}}));
  ASSERT_EQ(zone.high.size(), 4U);
  EXPECT_GT(zone.high[0].value(), 100.0);  // no edge
  EXPECT_GT(zone.high[1].value(), 100.0);
  EXPECT_EQ(zone.high[2], Celsius{24.0});
  EXPECT_EQ(cold.outdoor[3], Celsius{4.0});
  home.states.devices.zones = {{.id = "living", .temperature = Celsius{18.5}}};
  EXPECT_EQ(home.at("2024-01-08T05:00:00Z", "2024-01-08T09:00:00Z").zones[0].temperature,
            Celsius{18.5});
}

TEST(MakeAppliance, PlansTheNextRunThatIsNotDone) {
  Home home;
  home::SiteAppliance& machine = home.site.appliances.emplace_back();
  machine.id = "dishwasher";
  machine.profile = base::Series<Power>{std::vector<double>{2.0, 0.1, 1.0}};
  machine.window = {20.0, 6.0, home::DayKind::all};
  const auto plan = [&] { return home.at("2024-06-24T19:00:00Z", "2024-06-26T00:00:00Z"); };
  home::Appliance run = plan().appliances.at(0);
  EXPECT_EQ(run.earliest, at("2024-06-24T19:00:00Z"));  // it is nine, the window is open
  EXPECT_EQ(run.latest_end, at("2024-06-25T04:00:00Z"));
  home.states.devices.appliances = {{.id = "dishwasher", .state = home::ApplianceState::done}};
  run = plan().appliances.at(0);
  EXPECT_EQ(run.earliest, at("2024-06-25T18:00:00Z"));
  EXPECT_EQ(run.latest_end, at("2024-06-26T04:00:00Z"));
  // Twenty minutes into its run: 10 minutes at 0.1 kW, then 15 at 1 kW, from now on.
  home.states.devices.appliances = {
      {.id = "dishwasher", .state = home::ApplianceState::running, .on_for = 20min}};
  const home::Case busy = plan();
  run = busy.appliances.at(0);
  ASSERT_EQ(run.profile.size(), 25U);
  EXPECT_EQ(run.profile[9], 0.1_kw);
  EXPECT_EQ(run.profile[10], 1_kw);
  EXPECT_EQ(run.latest_end, at("2024-06-24T19:25:00Z"));
  const home::Plan planned = Planner{}.make_plan(busy);
  EXPECT_EQ(planned.slots[0].devices.at(0).state, "running");
  EXPECT_NEAR(planned.slots[0].devices[0].power.value(), (10 * 0.1 + 5 * 1.0) / 15, 1e-9);
  EXPECT_TRUE(planned.violations.empty());
}

TEST(MakeAppliance, CountsWhatALoadHasHad) {
  Home home;
  home::SiteAppliance& pump = home.site.appliances.emplace_back();
  pump.id = "pool";
  pump.power = 0.8_kw;
  pump.run_time = 5h;
  home.states.devices.appliances = {
      {.id = "pool", .state = home::ApplianceState::running, .on_for = 30min, .used = 1.2_kwh}};
  const home::Appliance rest =
      home.at("2024-06-24T10:00:00Z", "2024-06-24T22:00:00Z").appliances.at(0);
  EXPECT_NEAR(rest.energy->value(), 0.8 * 5.0 - 1.2, 1e-12);
  EXPECT_FALSE(rest.run_time);
  EXPECT_EQ(rest.on_for, base::Seconds{1800});
}

// A plan of two quarters with a car and a tank.
struct LastPlan {
  home::Case home;
  home::Plan plan;

  explicit LastPlan(const Home& from)
      : home{from.at("2024-06-24T17:00:00Z", "2024-06-24T17:30:00Z")} {
    plan.slots.resize(2);
    for (std::size_t t = 0; t < 2; ++t) {
      home::DeviceSlot car, tank;
      car.id = "car";
      car.soc = Energy{26.0 + static_cast<double>(t)};
      tank.id = "tank";
      tank.temperature = Celsius{57.0 + 2.0 * static_cast<double>(t)};
      plan.slots[t].start = home.slots.start(t);
      plan.slots[t].duration = home.slots.duration(t);
      plan.slots[t].devices = {car, tank};
    }
  }
};

TEST(StatesNow, TakeMeasurementsThenTheLastPlanThenTheSite) {
  Home home;
  home.add_car();
  home.site.water_heaters.push_back(tank());
  const LastPlan last{home};
  const Time now = at("2024-06-24T17:05:00Z");
  const auto states = [&](const home::Readings* readings) {
    return states_now(home.site, readings, {&last.home, &last.plan}, now);
  };
  // A third of the first slot: from 25 (assumed) to 26 kWh, from 55 to 57 degrees.
  home::DeviceStates planned = states(nullptr);
  EXPECT_NEAR(planned.devices.vehicles.at(0).soc->value(), 25.0 + 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(planned.devices.water_heaters.at(0).temperature->value(), 55.0 + 2.0 / 3.0, 1e-12);
  home::Readings readings;
  readings.devices.vehicles = {{.id = "car", .is_connected = false}};  // it does not tell its state
  readings.devices.water_heaters = {{.id = "tank", .temperature = Celsius{50.0}}};
  const home::DeviceStates both = states(&readings);
  EXPECT_FALSE(both.devices.vehicles.at(0).is_connected);
  EXPECT_NEAR(both.devices.vehicles[0].soc->value(), 25.0 + 1.0 / 3.0, 1e-12);
  EXPECT_EQ(both.devices.water_heaters.at(0).temperature, Celsius{50.0});
  EXPECT_TRUE(states_now(home.site, nullptr, {}, now).devices.vehicles.empty());
}

}  // namespace
}  // namespace ohmstead::plan
