#include "evcc/evcc_driver.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "evcc/state.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/connect/live_devices.hpp"
#include "testing/connection_page.hpp"
#include "testing/fake_evcc.hpp"
#include "testing/web_socket_peer.hpp"

namespace ohmstead::connect {
namespace {

using base::Energy;
using base::ErrorKind;
using base::Power;
using home::Verb;
using net::wait_until;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* k_state =
    R"({"grid":{"power":-1500},"pvPower":6000,"homePower":700,"batteryPower":-1000,)"
    R"("batterySoc":31,"battery":[{"power":-1000,"soc":31,"controllable":true}],)"
    R"("batteryMode":"normal","batteryModeExternal":"unknown","batteryGridChargeLimit":null,)"
    R"("loadpoints":[{"title":"Carport","mode":"pv","connected":true,"charging":true,)"
    R"("chargePower":2000,"vehicleSoc":48,"maxCurrent":16,"phasesActive":1,"planActive":false,)"
    R"("effectivePlanTime":null,"smartCostLimit":0,"smartCostActive":false},)"
    R"({"title":"Garage","mode":"off","connected":false,"chargePower":800,"vehicleSoc":0}]})";

home::Site make_site() {
  home::Site site;
  site.batteries.emplace_back();
  site.batteries[0].capacity = Energy{10.0};
  site.batteries[0].charge = Power{5.0};
  home::SiteVehicle car;
  car.id = "car";
  car.capacity = Energy{50.0};
  site.vehicles.push_back(car);
  home::Charger charger;
  charger.id = "box";
  charger.currents = home::ChargerCurrents{};  // 230 V, 1 phase, 6..16 A
  site.chargers.push_back(charger);
  return site;
}

class EvccTest : public ::testing::Test {
 protected:
  std::unique_ptr<LiveDriver> start(const std::string& theirs = "Carport",
                                    const std::string& password = "") {
    home::Connection connection;
    connection.id = "evcc";
    connection.kind = home::ConnectionKind::evcc;
    connection.url = evcc.url();
    connection.password = password;
    connection.every_s = 0.05;
    connection.devices = {{"site", "home"}, {"battery", "battery"}, {theirs, "car"}};
    auto driver = make_evcc_driver(connection, {site, secrets, clock});
    EXPECT_TRUE(driver) << driver.error().message;
    (*driver)->start();
    return *std::move(driver);
  }
  static home::Command set_for(LiveDriver& driver, const std::string& device) {
    ports::Measured measured;
    (void)driver.read(measured);
    for (const home::Command& command : measured.set) {
      if (command.device == device) return command;
    }
    return {};
  }
  static std::string fault_of(LiveDriver& driver) {
    ports::Measured measured;
    const auto read = driver.read(measured);
    return read ? std::string{} : read.error().message;
  }

  FakeEvcc evcc{k_state};
  home::Site site = make_site();
  std::vector<home::Secret> secrets{{"admin", "open \"sesame\""}, {"wrong", "no"}};
  base::SystemClock clock;
};

TEST_F(EvccTest, reads_meters_battery_and_cars) {
  const auto driver = start();
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  ports::Measured measured;
  const auto read = driver->read(measured);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_TRUE(measured.has_grid && measured.has_pv && measured.has_load);
  EXPECT_EQ(measured.now.grid_export, Power{1.5});
  EXPECT_EQ(measured.now.grid_import, Power{0.0});
  EXPECT_EQ(measured.now.pv, Power{6.0});
  EXPECT_EQ(measured.now.load, Power{1.5});  // with the loadpoint that is no device of ours
  const home::BatteryReading& battery = measured.now.batteries.at(0);
  EXPECT_DOUBLE_EQ(battery.soc.value(), 3.1);
  EXPECT_EQ(battery.charge, Power{1.0});
  EXPECT_THAT(measured.has_soc, ElementsAre("battery"));
  const home::VehicleReading& car = measured.now.devices.vehicles.at(0);
  EXPECT_TRUE(car.is_connected);
  EXPECT_EQ(car.charger, "box");
  EXPECT_DOUBLE_EQ(car.soc->value(), 24.0);
  EXPECT_EQ(car.power, Power{2.0});
  EXPECT_EQ(set_for(*driver, "car").verb, Verb::automatic);
  for (const LiveCheck& check : driver->check()) EXPECT_THAT(check.fault, IsEmpty()) << check.what;
}

TEST_F(EvccTest, drives_the_battery_by_modes) {
  const auto driver = start();
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  const home::Abilities abilities = driver->abilities().at(0);
  EXPECT_THAT(abilities.verbs, ElementsAre(Verb::self_use, Verb::hold, Verb::charge));
  EXPECT_LT(abilities.refresh_every, base::Seconds{60});
  EXPECT_LT(abilities.least_pause, abilities.refresh_every);
  ASSERT_TRUE(driver->write({"battery", Verb::charge, Power{5.0}, {}}));
  EXPECT_TRUE(wait_until([&] { return set_for(*driver, "battery").verb == Verb::charge; }));
  ASSERT_TRUE(driver->write({"battery", Verb::hold, {}, {}}));  // the sun leaves something
  EXPECT_TRUE(wait_until([&] { return set_for(*driver, "battery").verb == Verb::hold; }));
  evcc.answer_orders_with(400, "batterymode/holdcharge");  // an older one
  ASSERT_TRUE(driver->write({"battery", Verb::hold, {}, {}}));
  evcc.change("\"pvPower\":6000", "\"pvPower\":100");
  ASSERT_TRUE(wait_until([&] {
    ports::Measured measured;
    (void)driver->read(measured);
    return measured.now.pv == Power{0.1};
  }));
  ASSERT_TRUE(driver->write({"battery", Verb::hold, {}, {}}));
  ASSERT_TRUE(driver->write({"battery", Verb::self_use, {}, {}}));
  EXPECT_TRUE(wait_until([&] { return set_for(*driver, "battery").verb == Verb::self_use; }));
  EXPECT_THAT(evcc.orders(),
              ElementsAre("batterymode/charge", "batterymode/holdcharge", "batterymode/hold",
                          "batterymode/hold", "batterymode/normal"));
}

TEST_F(EvccTest, drives_a_car_by_mode_and_current) {
  const auto driver = start("1");
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  const home::Abilities abilities = driver->abilities().at(1);
  EXPECT_EQ(abilities.device, "car");
  EXPECT_DOUBLE_EQ(abilities.least.value(), 1.38);
  EXPECT_DOUBLE_EQ(abilities.most.value(), 3.68);
  ASSERT_TRUE(driver->write({"car", Verb::on, Power{2.5}, {}}));  // 10.87 A: down to 10
  ASSERT_TRUE(wait_until([&] { return set_for(*driver, "car").verb == Verb::on; }));
  EXPECT_DOUBLE_EQ(set_for(*driver, "car").power.value(), 2.3);
  ASSERT_TRUE(driver->write({"car", Verb::off, {}, {}}));
  ASSERT_TRUE(wait_until([&] { return set_for(*driver, "car").verb == Verb::off; }));
  ASSERT_TRUE(driver->write({"car", Verb::automatic, {}, {}}));
  EXPECT_THAT(evcc.orders(), ElementsAre("loadpoints/1/maxcurrent/10", "loadpoints/1/mode/now",
                                         "loadpoints/1/maxcurrent/16", "loadpoints/1/mode/off",
                                         "loadpoints/1/mode/pv"));
}

// Several cars take turns at it: evcc's name for the car that is there is passed on.
TEST_F(EvccTest, tells_which_car_a_shared_charger_has) {
  site.vehicles.push_back(site.vehicles[0]);
  site.vehicles[1].id = "van";
  home::Connection connection;
  connection.id = "evcc";
  connection.kind = home::ConnectionKind::evcc;
  connection.url = evcc.url();
  connection.every_s = 0.05;
  connection.devices = {{"Carport", "box"}};
  site.connections = {connection};
  std::string state = k_state;
  state.replace(state.find("\"vehicleSoc\":48"), 0,
                "\"vehicleName\":\"db:2\",\"vehicleTitle\":\"Van\",");
  evcc.set_state(state);
  const auto devices = LiveDevices::make(site, secrets, clock);
  ASSERT_TRUE(devices) << devices.error().message;
  (*devices)->start();
  ports::Measured measured;
  ASSERT_TRUE(wait_until([&] {
    measured = {};
    return (*devices)->drivers()[0]->read(measured).has_value();
  }));
  ASSERT_EQ(measured.now.devices.vehicles.size(), 1U);
  const home::VehicleReading& told = measured.now.devices.vehicles[0];
  EXPECT_EQ(told.id, "box");
  EXPECT_EQ(told.charger, "box");
  EXPECT_THAT(told.called, ElementsAre("Van", "db:2"));
  EXPECT_NEAR(told.soc->value(), 48.0, 1e-9);  // per cent
}

// `pv` would switch its "always charge" off.
TEST_F(EvccTest, gives_back_to_smart_where_that_is_known) {
  evcc.change("\"mode\":\"pv\"", "\"mode\":\"smart\",\"alwaysCharge\":\"on\"");
  const auto driver = start();
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  EXPECT_EQ(set_for(*driver, "car").verb, Verb::automatic);
  EXPECT_EQ(driver->check().back().value, "plugged in, 2 kW, mode smart");
  ASSERT_TRUE(driver->write({"car", Verb::off, {}, {}}));
  ASSERT_TRUE(wait_until([&] { return set_for(*driver, "car").verb == Verb::off; }));
  ASSERT_TRUE(driver->write({"car", Verb::automatic, {}, {}}));
  EXPECT_THAT(evcc.orders(), ElementsAre("loadpoints/1/mode/off", "loadpoints/1/mode/smart"));
}

TEST_F(EvccTest, does_not_fight_an_evcc_that_decides_itself) {
  evcc.change("\"batteryGridChargeLimit\":null", "\"batteryGridChargeLimit\":0.25");
  evcc.change("\"planActive\":false", "\"planActive\":true");
  const auto driver = start();
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  EXPECT_THAT(fault_of(*driver), HasSubstr("has a price limit for charging the battery"));
  EXPECT_THAT(fault_of(*driver), HasSubstr("has a charging plan of its own for car"));
  EXPECT_EQ(driver->write({"battery", Verb::charge, Power{5.0}, {}}).error().kind,
            ErrorKind::refused);
  EXPECT_EQ(driver->write({"car", Verb::on, Power{3.0}, {}}).error().kind, ErrorKind::refused);
  EXPECT_THAT(evcc.orders(), IsEmpty());

  evcc.set_state(k_state);
  ASSERT_TRUE(wait_until([&] { return fault_of(*driver).empty(); }));
  evcc.answer_orders_with(409);
  const auto written = driver->write({"battery", Verb::charge, Power{5.0}, {}});
  ASSERT_FALSE(written.has_value());
  EXPECT_THAT(written.error().message, HasSubstr("optimises by itself"));
}

TEST_F(EvccTest, a_limit_that_somebody_set_is_shown_and_left) {
  evcc.change("\"vehicleSoc\":48", "\"vehicleSoc\":60,\"effectiveLimitSoc\":60");
  const auto driver = start();
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  EXPECT_EQ(fault_of(*driver), "");  // nobody wants more
  EXPECT_EQ(driver->check().back().value, "plugged in, 2 kW, mode pv, up to 60 %");
  ASSERT_TRUE(driver->write({"car", Verb::on, Power{2.3}, {}}));
  const std::string full = "charges car no further: its limit of 60 % is reached";
  EXPECT_TRUE(wait_until([&] { return fault_of(*driver).find(full) != std::string::npos; }));
  evcc.change("\"effectiveLimitSoc\":60",
              "\"effectiveLimitSoc\":0,\"limitEnergy\":10,\"chargedEnergy\":9900");
  EXPECT_TRUE(wait_until([&] { return fault_of(*driver).empty(); }));
  evcc.change("\"chargedEnergy\":9900", "\"chargedEnergy\":10000");
  EXPECT_TRUE(
      wait_until([&] { return fault_of(*driver).find("limit of 10 kWh") != std::string::npos; }));
  EXPECT_THAT(evcc.orders(), ElementsAre("loadpoints/1/maxcurrent/10", "loadpoints/1/mode/now"));
}

TEST_F(EvccTest, price_limits_and_batteries_that_cannot_be_told_are_respected) {
  evcc.change("\"smartCostLimit\":0", "\"smartCostLimit\":0.1");
  evcc.change("\"controllable\":true", "\"controllable\":false");
  const auto driver = start();
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  EXPECT_THAT(fault_of(*driver), HasSubstr("a price limit of its own for car"));
  EXPECT_THAT(fault_of(*driver), HasSubstr("cannot control this battery"));
  EXPECT_FALSE(driver->write({"battery", Verb::charge, Power{5.0}, {}}).has_value());
}

TEST_F(EvccTest, logs_in_where_a_password_is_wanted) {
  evcc.want_password("open \"sesame\"");
  const auto driver = start("Carport", "admin");
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  EXPECT_TRUE(driver->write({"battery", Verb::charge, Power{5.0}, {}}));
  const auto stranger = start("Carport", "wrong");
  ASSERT_TRUE(wait_until([&] { return stranger->is_complete(); }));
  const auto refused = stranger->write({"battery", Verb::charge, Power{5.0}, {}});
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().message, HasSubstr("see `password` of connection evcc"));
  const auto nobody = start("Carport");
  ASSERT_TRUE(wait_until([&] { return nobody->is_complete(); }));
  EXPECT_THAT(nobody->write({"battery", Verb::charge, Power{5.0}, {}}).error().message,
              HasSubstr("wants its administrator's password"));
}

TEST_F(EvccTest, nonsense_keeps_the_last_state_and_is_told) {
  const auto driver = start();
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  for (const std::string nonsense :
       {"", "<html>", "{}", R"({"loadpoints":7})", R"({"loadpoints":[{"mode":"pv"}]})",
        R"({"loadpoints":[],"batterySoc":500})"}) {
    evcc.set_state(nonsense);
    ASSERT_TRUE(wait_until([&] { return !fault_of(*driver).empty(); })) << nonsense;
    ports::Measured measured;
    (void)driver->read(measured);
    EXPECT_EQ(measured.now.pv, Power{6.0});
    evcc.set_state(k_state);
    ASSERT_TRUE(wait_until([&] { return fault_of(*driver).empty(); }));
  }
}

TEST_F(EvccTest, says_what_is_wrong_with_its_devices) {
  home::Connection connection;
  connection.url = "http://";
  connection.token = "x";
  connection.password = "nowhere";
  connection.devices = {{"site", "battery"}, {"battery", "car"}, {"1", "battery"}, {"2", "nobody"}};
  const auto made = make_evcc_driver(connection, {site, secrets, clock});
  ASSERT_FALSE(made.has_value());
  for (const char* part : {"url: ", "token: ", "password: ", "devices[0].ours: evcc's site",
                           "devices[1].ours: 'car' is no battery", "devices[2].ours: 'battery' is",
                           "devices[3].ours: 'nobody' is"})
    EXPECT_THAT(made.error().message, HasSubstr(part));
  const auto driver = start("Shed");
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  EXPECT_THAT(fault_of(*driver), HasSubstr("has no loadpoint 'Shed'"));
}

TEST_F(EvccTest, newer_versions_tell_the_battery_as_an_object) {
  const auto state = read_evcc_state(
      R"({"result":{"gridPower":12,"battery":{"power":500,"soc":60,"devices":[{"controllable":)"
      R"(true}]},"loadpoints":[]}})");
  ASSERT_TRUE(state.has_value()) << state.error().message;
  EXPECT_EQ(state->grid_w, 12.0);
  EXPECT_EQ(state->battery_w, 500.0);
  EXPECT_EQ(state->battery_soc_pct, 60.0);
  EXPECT_TRUE(state->is_battery_controllable);
  EXPECT_FALSE(state->pv_w.has_value());
}

// Of a real one, 0.207.5 in its demo mode.
TEST_F(EvccTest, a_recorded_state_is_understood) {
  const std::filesystem::path path =
      std::filesystem::path{OHMSTEAD_SOURCE_DIR} /
      "../shared/data/api-samples/evcc/api_state_v0.207.5_demo_mode.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no recorded states beside the project";
  evcc.set_state(base::read_file(path).value());
  const auto driver = start();
  ASSERT_TRUE(wait_until([&] { return driver->is_complete(); }));
  ports::Measured measured;
  const auto read = driver->read(measured);
  ASSERT_FALSE(read.has_value());  // it has a price limit for its battery
  EXPECT_THAT(read.error().message, HasSubstr("a price limit for charging the battery"));
  EXPECT_NEAR(measured.now.grid_import.value(), 2.876, 0.001);
  EXPECT_NEAR(measured.now.pv.value(), 8.475, 0.001);
  EXPECT_NEAR(measured.now.batteries.at(0).soc.value(), 3.1, 1e-9);
  EXPECT_NEAR(measured.now.batteries.at(0).discharge.value(), 0.189, 0.001);
  EXPECT_NEAR(measured.now.devices.vehicles.at(0).soc->value(), 24.15, 1e-9);
}

TEST_F(EvccTest, the_example_of_its_page_is_one) {
  const home::Site page = site_of_page(OHMSTEAD_SOURCE_DIR, "evcc.md");
  ASSERT_EQ(page.connections.size(), 1U);
  const std::vector<home::Secret> all{{"evcc_password", "hush"}};
  const auto driver = make_driver(page.connections[0], {page, all, clock});
  ASSERT_TRUE(driver) << driver.error().message;
  EXPECT_EQ((*driver)->abilities().size(), 2U);
}

}  // namespace
}  // namespace ohmstead::connect
