// Two cars at one charger that is driven through the real home: what is told of which, and who is
// told.
#include "ohmstead/engine/shared_chargers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/base/turned_clock.hpp"
#include "ohmstead/engine/driven_home.hpp"
#include "ohmstead/home/shared_charger.hpp"
#include "testing/ruled_home.hpp"

namespace ohmstead::engine {
namespace {

using base::Energy;
using base::Power;
using testing::at;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// As a driver knows it: one device, whichever car is there.
struct Wallbox final : ports::DeviceDriver {
  home::VehicleReading tells{.id = "wallbox", .is_connected = false, .charger = "wallbox"};
  std::vector<home::VehicleReading> others;  // what cars tell by themselves
  bool has_granny = false;                   // a charger that only the estate uses
  std::vector<home::Command> told;
  [[nodiscard]] std::string name() const override { return "box"; }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override {
    std::vector<home::Abilities> all{
        {.device = "wallbox",
         .verbs = {home::Verb::automatic, home::Verb::off, home::Verb::on},
         .least = Power{1.4},
         .most = Power{11.0}}};
    if (has_granny) {
      all.push_back(all[0]);
      all[1].device = "estate";
      all[1].most = Power{2.3};
    }
    return all;
  }
  base::Result<void> read(ports::Measured& into) override {
    into.has_grid = into.has_load = true;
    into.now.devices.vehicles.push_back(tells);
    for (const auto& each : others) into.now.devices.vehicles.push_back(each);
    if (!told.empty()) into.set.push_back(told.back());
    return {};
  }
  base::Result<void> write(const home::Command& command) override {
    told.push_back(command);
    return {};
  }
};

home::Site shared_site() {
  home::Site site = testing::make_site();
  site.chargers.resize(1);
  site.chargers[0].id = "wallbox";
  site.chargers[0].max = Power{11.0};
  site.vehicles.clear();
  for (const char* id : {"estate", "van"}) {
    home::SiteVehicle& car = site.vehicles.emplace_back();
    car.id = id;
    car.capacity = Energy{id == std::string{"van"} ? 80.0 : 50.0};
    car.known_as = {std::string{"card of the "} + id};
  }
  site.vehicles[0].charge = Power{7.0};
  site.connections.emplace_back().devices = {{"CP7", "wallbox"}};
  return site;
}

class SharedChargersTest : public ::testing::Test {
 protected:
  home::VehicleReading read(const std::string& car) {
    clock_.time += base::Seconds{60};
    const auto now = home_.read();
    const auto* found = now ? home::find_reading(now->devices.vehicles, car) : nullptr;
    return found == nullptr ? home::VehicleReading{.id = "nobody"} : *found;
  }
  void order(std::initializer_list<std::pair<std::string, double>> powers) {
    home::PlanSlot slot;
    slot.start = clock_.time;
    slot.duration = base::Seconds{900};
    for (const auto& [car, kw] : powers) {
      home::DeviceSlot& device = slot.devices.emplace_back();
      device.id = car;
      device.power = Power{kw};
      slot.grid_import += device.power;
      device.state = kw > 0.0 ? "wallbox" : "";
    }
    ASSERT_TRUE(home_.follow(slot));
  }
  void plug_in(const std::string& called = {}) {
    box_.tells.is_connected = true;
    box_.tells.called.clear();
    if (!called.empty()) box_.tells.called.push_back(called);
  }

  base::TurnedClock clock_{at("2026-03-02T10:00:00Z")};
  base::Zone zone_ = base::Zone::utc();
  home::Site site_ = shared_site();
  Wallbox box_;
  std::unique_ptr<DrivenHome> driven_ =
      DrivenHome::make(clock_, zone_, control::limits_of(home::with_stand_ins(site_)), {&box_})
          .value();
  SharedChargers home_{*driven_, site_, zone_};
};

TEST_F(SharedChargersTest, NobodyIsThere) {
  EXPECT_FALSE(read("estate").is_connected);
  EXPECT_FALSE(read("van").is_connected);
  EXPECT_EQ(read("wallbox").id, "nobody");
}

TEST_F(SharedChargersTest, TheChargersNameTellsWhichCarItIs) {
  plug_in("card of the van");
  box_.tells.soc = Energy{25.0};  // per cent of whatever it is
  const auto van = read("van");
  EXPECT_TRUE(van.is_connected);
  EXPECT_EQ(van.charger, "wallbox");
  EXPECT_FALSE(van.is_assumed);
  EXPECT_NEAR(van.soc->value(), 20.0, 1e-9);
  EXPECT_FALSE(read("estate").is_connected);
}

TEST_F(SharedChargersTest, WithoutANameOneIsAssumedUntilSomebodySays) {
  plug_in();
  EXPECT_TRUE(read("estate").is_assumed);
  home_.set_plugged_in("van");
  EXPECT_FALSE(read("estate").is_connected);
  EXPECT_TRUE(read("van").is_connected);
  EXPECT_FALSE(read("van").is_assumed);
  // Until it is unplugged.
  box_.tells.is_connected = false;
  (void)read("van");
  plug_in();
  EXPECT_TRUE(read("estate").is_connected);
}

TEST_F(SharedChargersTest, ACarThatSaysThatItIsElsewhereIsNotAssumed) {
  box_.others = {{.id = "estate", .is_connected = false, .soc = Energy{30.0}}};
  plug_in();
  const auto van = read("van");
  EXPECT_TRUE(van.is_connected);
  EXPECT_FALSE(van.is_assumed);
  EXPECT_NEAR(read("estate").soc->value(), 30.0, 1e-9);
}

TEST_F(SharedChargersTest, ACarThatTellsWhatItHoldsIsAssumedAllTheSame) {
  box_.others = {{.id = "estate", .soc = Energy{30.0}}};
  plug_in();
  EXPECT_TRUE(read("estate").is_assumed);
  // What says later that it is elsewhere was not it.
  box_.others[0].is_connected = false;
  EXPECT_TRUE(read("van").is_connected);
}

// It comes home early: nobody knows.
TEST_F(SharedChargersTest, ACarThatIsOnItsTripIsLessLikely) {
  home::Departure& trip = site_.vehicles[0].departures.emplace_back();
  trip.leave_h = 8.0;
  trip.back_h = 18.0;
  plug_in();
  EXPECT_TRUE(read("van").is_connected);
  EXPECT_TRUE(read("van").is_assumed);
}

TEST_F(SharedChargersTest, AFreeChargerWaits) {
  (void)read("van");
  order({{"estate", 0.0}, {"van", 0.0}});
  ASSERT_THAT(box_.told, ::testing::SizeIs(1));
  EXPECT_EQ(box_.told[0].verb, home::Verb::off);
}

TEST_F(SharedChargersTest, OnlyTheCarThatIsThereIsTold) {
  plug_in("card of the van");
  (void)read("van");
  order({{"estate", 7.0}, {"van", 11.0}});
  ASSERT_THAT(box_.told, ::testing::SizeIs(1));
  EXPECT_EQ(box_.told[0].device, "wallbox");
  EXPECT_EQ(box_.told[0].verb, home::Verb::on);
  EXPECT_NEAR(box_.told[0].power.value(), 11.0, 1e-9);
  const auto commands = home_.commands();
  ASSERT_THAT(commands, ::testing::SizeIs(1));
  EXPECT_EQ(commands[0].device, "van");
}

// Nothing that was told for the car before is mistaken for somebody else's doing.
TEST_F(SharedChargersTest, CarsSwapAtThePlug) {
  plug_in("card of the van");
  (void)read("van");
  order({{"estate", 0.0}, {"van", 11.0}});
  box_.tells.is_connected = false;
  (void)read("van");
  plug_in("card of the estate");
  EXPECT_TRUE(read("estate").is_connected);
  order({{"estate", 4.0}, {"van", 0.0}});
  EXPECT_NEAR(box_.told.back().power.value(), 4.0, 1e-9);
  clock_.time += base::Seconds{3600};
  (void)read("estate");
  order({{"estate", 0.0}, {"van", 0.0}});
  EXPECT_EQ(box_.told.back().verb, home::Verb::off);
  for (const auto& each : home_.commands()) EXPECT_FALSE(each.foreign) << each.device;
}

TEST_F(SharedChargersTest, MetersAreDividedAmongTheCars) {
  const auto charge_to = [&](double kwh) {
    box_.tells.charged = Energy{kwh};
    (void)read("van");
  };
  charge_to(100.0);
  plug_in("card of the van");
  charge_to(110.0);
  box_.tells.is_connected = false;
  charge_to(110.0);
  plug_in("card of the estate");
  charge_to(113.0);
  charge_to(2.0);  // another meter
  charge_to(4.0);
  EXPECT_NEAR(read("van").charged.value(), 10.0, 1e-9);
  EXPECT_NEAR(read("estate").charged.value(), 5.0, 1e-9);
}

TEST_F(SharedChargersTest, CarsCanWhatTheirChargerCan) {
  const auto all = home_.abilities();
  ASSERT_TRUE(all);
  std::vector<std::pair<std::string, double>> most;
  for (const auto& each : *all) most.emplace_back(each.device, each.most.value());
  EXPECT_THAT(most, UnorderedElementsAre(std::pair{"estate", 7.0}, std::pair{"van", 11.0}));
}

TEST_F(SharedChargersTest, AChargerOfOneCarIsNoStandIn) {
  site_.vehicles.pop_back();
  EXPECT_THAT(home::shared_chargers(site_), IsEmpty());
  EXPECT_THAT(home::with_stand_ins(site_).vehicles, ::testing::SizeIs(1));
}

// Two boxes, two cars: one is known by its card, so the other box has the other car.
TEST_F(SharedChargersTest, ACarIsAtOneChargerOnly) {
  site_.chargers.push_back(site_.chargers[0]);
  site_.chargers[1].id = "second";
  site_.connections[0].devices.push_back({"CP8", "second"});
  SharedChargers both{*driven_, site_, zone_};
  box_.others = {{.id = "second", .is_connected = true, .charger = "second"}};
  plug_in("card of the estate");
  const auto now = both.read();
  ASSERT_TRUE(now);
  ASSERT_THAT(now->devices.vehicles, ::testing::SizeIs(2));
  EXPECT_EQ(home::find_reading(now->devices.vehicles, "estate")->charger, "wallbox");
  const auto* van = home::find_reading(now->devices.vehicles, "van");
  EXPECT_EQ(van->charger, "second");
  EXPECT_TRUE(van->is_connected);
  EXPECT_FALSE(van->is_assumed);
}

// One of the cars has a charger of its own beside the shared one.
TEST_F(SharedChargersTest, ACarAtItsOwnChargerIsLeftToIt) {
  box_.has_granny = true;
  const auto driven =
      DrivenHome::make(clock_, zone_, control::limits_of(home::with_stand_ins(site_)), {&box_})
          .value();
  SharedChargers both{*driven, site_, zone_};
  box_.others = {{.id = "estate", .charger = "granny", .charged = Energy{7.0}}};
  plug_in();
  const auto now = both.read();
  ASSERT_TRUE(now);
  const auto* estate = home::find_reading(now->devices.vehicles, "estate");
  EXPECT_TRUE(estate->is_connected);
  EXPECT_EQ(estate->charger, "granny");
  EXPECT_NEAR(estate->charged.value(), 7.0, 1e-9);
  const auto* van = home::find_reading(now->devices.vehicles, "van");
  EXPECT_TRUE(van->is_connected);
  EXPECT_FALSE(van->is_assumed);
  home::PlanSlot slot;
  slot.start = clock_.time;
  slot.duration = base::Seconds{900};
  slot.devices.emplace_back().id = "estate";
  slot.devices.emplace_back().id = "van";
  ASSERT_TRUE(both.follow(slot));
  std::vector<std::string> told;
  for (const home::Command& each : box_.told) told.push_back(each.device);
  EXPECT_THAT(told, UnorderedElementsAre("estate", "wallbox"));
  ASSERT_TRUE(both.abilities());
  EXPECT_THAT(*both.abilities(), ::testing::SizeIs(2));
}

TEST_F(SharedChargersTest, ATapConcernsThePlugThatIsAssumed) {
  site_.chargers.push_back(site_.chargers[0]);
  site_.chargers[1].id = "second";
  site_.connections[0].devices.push_back({"CP8", "second"});
  site_.vehicles.push_back(site_.vehicles[1]);
  site_.vehicles[2].id = "bus";
  site_.vehicles[2].known_as = {};
  SharedChargers both{*driven_, site_, zone_};
  box_.others = {{.id = "second", .is_connected = true, .charger = "second"}};
  plug_in("card of the estate");
  ASSERT_TRUE(both.read());
  both.set_plugged_in("bus");
  const auto now = both.read();
  ASSERT_TRUE(now);
  EXPECT_EQ(home::find_reading(now->devices.vehicles, "estate")->charger, "wallbox");
  EXPECT_EQ(home::find_reading(now->devices.vehicles, "bus")->charger, "second");
  EXPECT_FALSE(home::find_reading(now->devices.vehicles, "van")->is_connected);
}

// Another card is another car; one that the charger tells late is not.
TEST_F(SharedChargersTest, ANewCardBeatsATap) {
  plug_in();
  (void)read("estate");
  home_.set_plugged_in("van");
  box_.tells.called = {"card of the estate"};
  EXPECT_TRUE(read("van").is_connected);
  box_.tells.called = {"CARD of the Estate", "a title"};
  EXPECT_TRUE(read("estate").is_connected);
  EXPECT_FALSE(read("estate").is_assumed);
}

TEST_F(SharedChargersTest, ACarThatSaysThatItIsPluggedInIsRatherIt) {
  plug_in();
  EXPECT_TRUE(read("estate").is_assumed);
  box_.others = {{.id = "van", .soc = Energy{30.0}, .tells_plug = true}};
  EXPECT_TRUE(read("van").is_connected);
  EXPECT_TRUE(read("van").is_assumed);  // it may be elsewhere
  box_.others[0].is_connected = false;
  EXPECT_TRUE(read("estate").is_connected);
  EXPECT_FALSE(read("estate").is_assumed);  // nobody else can be it
}

TEST_F(SharedChargersTest, WhoIsThereIsKnownAfterARestart) {
  plug_in();
  (void)read("estate");
  home_.set_plugged_in("van");
  (void)read("van");
  SharedChargers again{*driven_, site_, zone_};
  again.restore(home_.kept());
  const auto now = again.read();
  ASSERT_TRUE(now);
  const auto* van = home::find_reading(now->devices.vehicles, "van");
  EXPECT_TRUE(van->is_connected);
  EXPECT_FALSE(van->is_assumed);
  // After days somebody may have come and gone.
  SharedChargers late{*driven_, site_, zone_};
  late.restore(again.kept());
  clock_.time += std::chrono::hours{30};
  const auto then = late.read();
  ASSERT_TRUE(then);
  EXPECT_TRUE(home::find_reading(then->devices.vehicles, "van")->is_assumed);
  box_.tells.is_connected = false;
  (void)late.read();
  EXPECT_EQ(late.kept(), "");
}

// Its system told late that it is plugged in here; much later it is somewhere else.
TEST_F(SharedChargersTest, CarsAreSlowToTell) {
  (void)read("van");
  box_.others = {{.id = "van", .is_connected = false, .tells_plug = true}};
  plug_in();
  EXPECT_TRUE(read("estate").is_connected);
  box_.others[0].is_connected = true;
  EXPECT_TRUE(read("van").is_connected);
  // Another day it is plugged in at work.
  box_.tells.is_connected = false;
  box_.others[0].is_connected = false;
  (void)read("van");
  plug_in();
  EXPECT_TRUE(read("estate").is_connected);
  clock_.time += std::chrono::hours{1};
  box_.others[0].is_connected = true;
  EXPECT_TRUE(read("estate").is_connected);
  EXPECT_FALSE(read("estate").is_assumed);
}

// Somebody said of a car that it is here, and its card is shown there.
TEST_F(SharedChargersTest, ACarIsNotAtTwoPlugs) {
  site_.chargers.push_back(site_.chargers[0]);
  site_.chargers[1].id = "second";
  site_.connections[0].devices.push_back({"CP8", "second"});
  SharedChargers both{*driven_, site_, zone_};
  plug_in();
  ASSERT_TRUE(both.read());
  both.set_plugged_in("van");
  box_.others = {{.id = "second", .charger = "second", .called = {"card of the van"}}};
  clock_.time += base::Seconds{60};
  const auto now = both.read();
  ASSERT_TRUE(now);
  EXPECT_EQ(home::find_reading(now->devices.vehicles, "van")->charger, "second");
  EXPECT_EQ(home::find_reading(now->devices.vehicles, "estate")->charger, "wallbox");
}

}  // namespace
}  // namespace ohmstead::engine
