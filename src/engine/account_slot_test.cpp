#include "account_slot.hpp"

#include <gtest/gtest.h>

namespace ohmstead::engine {
namespace {

using base::Celsius;
using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Seconds;

const base::Time k_start = *base::parse_time("2024-05-13T05:15:00Z");

class AccountSlot : public testing::Test {
 protected:
  AccountSlot() {
    home::SiteBattery& battery = site_.batteries.emplace_back();
    battery.id = "home";
    battery.capacity = Energy{10.0};
    home::SiteVehicle& car = site_.vehicles.emplace_back();
    car.id = "car";
    car.capacity = Energy{50.0};
    car.departures.push_back({home::DayKind::all, 5.5, 17.0, Energy{8.0}, 60.0, {}});
    home::SiteWaterHeater& heater = site_.water_heaters.emplace_back();
    heater.id = "tank";
    heater.tank.emplace().min = Celsius{45.0};
    home::SiteZone& room = site_.zones.emplace_back();
    room.id = "room";
    home::ComfortWindow window;
    window.from_h = 0.0;
    window.to_h = 24.0;
    window.low = Celsius{20.0};
    room.comfort.push_back(window);

    before_.home.slots = base::SlotGrid::uniform(k_start, Seconds{900}, 96);
    for (std::size_t slot = 0; slot < 96; ++slot) {
      const EnergyPrice price{slot < 48 ? 0.2 : 0.4};
      before_.home.prices.import.push_back(price);
      before_.home.prices.export_.push_back(EnergyPrice{0.1});
    }
    home::PlanSlot& planned = before_.plan.slots.emplace_back();
    planned.start = k_start;
    planned.duration = Seconds{900};
    planned.batteries.emplace_back().id = "home";
    planned.batteries.back().charge = Power{3.0};
    planned.devices.emplace_back().id = "car";
    planned.devices.back().power = Power{7.0};

    slot_.start = k_start;
    slot_.duration = Seconds{900};
    slot_.import_price = EnergyPrice{0.2};
    slot_.export_price = EnergyPrice{0.1};
    slot_.grid_import = Power{9.0};
    slot_.cost = base::Money{0.45};
    slot_.self_use_cost = base::Money{0.75};
    slot_.batteries.emplace_back().id = "home";
    slot_.batteries.back().charge = Power{2.0};
    slot_.devices = {
        {"car", Power{6.0}, {}, {}}, {"tank", Power{1.0}, {}, {}}, {"room", {}, {}, {}}};
    to_.at = k_start + Seconds{900};
    from_.at = k_start;
  }
  std::map<std::string, home::DeviceAccount> account(
      const std::vector<ports::CommandEffort>& efforts = {}) {
    std::map<std::string, home::DeviceAccount> all;
    for (auto& each : account_slot(slot_, before_, {from_, to_}, efforts, site_, base::Zone::utc()))
      all[each.id] = each;
    return all;
  }

  home::Site site_;
  Snapshot before_;
  MeasuredSlot slot_;
  home::Readings from_, to_;
};

TEST_F(AccountSlot, PlanAgainstActualAndWhatItSaved) {
  const auto all = account();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_DOUBLE_EQ(all.at("home").planned->value(), 3.0);
  EXPECT_DOUBLE_EQ(all.at("home").actual.value(), 2.0);
  EXPECT_NEAR(all.at("home").avoided.value(), 0.30, 1e-12);  // against self-use
  EXPECT_DOUBLE_EQ(all.at("car").planned->value(), 7.0);
  // 1.5 kWh at 0.20 instead of 0.30.
  EXPECT_NEAR(all.at("car").avoided.value(), 0.15, 1e-12);
  EXPECT_FALSE(all.at("tank").planned);
  EXPECT_FALSE(all.at("car").set_point_error);
}

TEST_F(AccountSlot, WhatIsUsedOfTheSunIsNotSold) {
  slot_.grid_import = {};
  slot_.grid_export = Power{1.0};
  EXPECT_NEAR(account().at("car").avoided.value(), 1.5 * (0.3 - 0.1), 1e-12);
}

TEST_F(AccountSlot, CommandsAreCounted) {
  ports::CommandEffort effort;
  effort.device = "car";
  effort.switches = 2;
  effort.writes = 3;
  effort.watched = Seconds{600};
  effort.error = Energy{0.1};
  effort.response = Seconds{12};
  const auto car = account({effort}).at("car");
  EXPECT_EQ(car.switches, 2);
  EXPECT_EQ(car.writes, 3);
  EXPECT_NEAR(car.set_point_error->value(), 0.6, 1e-12);
  EXPECT_EQ(car.response, Seconds{12});
}

TEST_F(AccountSlot, ColdAndMissingAreComfortViolations) {
  to_.devices.water_heaters.emplace_back().id = "tank";
  to_.devices.water_heaters.back().temperature = Celsius{41.0};
  to_.devices.zones.emplace_back().id = "room";
  to_.devices.zones.back().temperature = Celsius{21.0};
  from_.devices.vehicles.emplace_back().id = "car";
  from_.devices.vehicles.back().soc = Energy{25.0};
  to_.devices.vehicles = from_.devices.vehicles;
  EXPECT_NEAR(account().at("tank").cold_k_h, 1.0, 1e-12);
  EXPECT_DOUBLE_EQ(account().at("room").cold_k_h, 0.0);
  EXPECT_DOUBLE_EQ(account().at("car").missing.value(), 0.0);
  to_.devices.vehicles.back().is_connected = false;  // it leaves with 50 instead of 60 %
  EXPECT_NEAR(account().at("car").missing.value(), 5.0, 1e-12);
}

TEST_F(AccountSlot, IsKeptAsText) {
  slot_.accounts = {account().at("home"), account().at("car")};
  slot_.accounts[1].response = Seconds{7};
  const auto read = home::read_measured_slot(home::write_measured_slot(slot_));
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->accounts.size(), 2U);
  EXPECT_DOUBLE_EQ(read->accounts[0].planned->value(), 3.0);
  EXPECT_EQ(read->accounts[1].response, Seconds{7});
  EXPECT_NEAR(read->accounts[1].avoided.value(), 0.15, 1e-12);
}

}  // namespace
}  // namespace ohmstead::engine
