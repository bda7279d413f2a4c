// What is told of drivers that do not answer.
#include "ohmstead/engine/driven_home.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/base/turned_clock.hpp"
#include "testing/ruled_home.hpp"

namespace ohmstead::engine {
namespace {

using base::Power;
using testing::at;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Meter final : ports::DeviceDriver {
  bool is_dead = false;
  double import_kw = 0.7;
  [[nodiscard]] std::string name() const override { return "meter"; }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override { return {}; }
  base::Result<void> read(ports::Measured& into) override {
    if (is_dead) return base::fail(base::ErrorKind::unavailable, "does not answer");
    into.has_grid = true;
    into.now.grid_import = Power{import_kw};
    return {};
  }
  base::Result<void> write(const home::Command&) override { return {}; }
};

// A battery beside the meter, on another gateway.
struct Battery final : ports::DeviceDriver {
  double soc_kwh = 5.0;
  std::vector<home::Command> told;
  [[nodiscard]] std::string name() const override { return "gateway"; }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override {
    return {{.device = "home",
             .verbs = {home::Verb::self_use, home::Verb::hold, home::Verb::export_},
             .most = Power{5.0}}};
  }
  base::Result<void> read(ports::Measured& into) override {
    into.now.batteries.push_back({"home", base::Energy{soc_kwh}, {}, {}, {}, {}});
    into.has_soc.emplace_back("home");
    if (!told.empty()) into.set.push_back(told.back());
    return {};
  }
  base::Result<void> write(const home::Command& command) override {
    told.push_back(command);
    return {};
  }
};

// A car on a charger of its own.
struct Car final : ports::DeviceDriver {
  double kw = 5.0;
  std::vector<home::Command> told;
  [[nodiscard]] std::string name() const override { return "charger"; }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override {
    return {{.device = "car",
             .verbs = {home::Verb::automatic, home::Verb::off, home::Verb::on},
             .most = Power{11.0},
             .least_pause = base::Seconds{1}}};
  }
  base::Result<void> read(ports::Measured& into) override {
    home::VehicleReading& reading = into.now.devices.vehicles.emplace_back();
    reading.id = "car";
    reading.power = Power{kw};
    return {};
  }
  base::Result<void> write(const home::Command& command) override {
    told.push_back(command);
    kw = command.power.value();
    return {};
  }
};

struct Dead final : ports::DeviceDriver {
  [[nodiscard]] std::string name() const override { return "inverter"; }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override { return {}; }
  base::Result<void> read(ports::Measured&) override {
    return base::fail(base::ErrorKind::timed_out, "no answer within 5 s");
  }
  base::Result<void> write(const home::Command&) override { return {}; }
};

class DrivenHomeTest : public ::testing::Test {
 protected:
  std::unique_ptr<DrivenHome> make(const std::vector<ports::DeviceDriver*>& drivers) {
    return DrivenHome::make(clock_, base::Zone::utc(), control::limits_of(testing::make_site()),
                            drivers)
        .value();
  }

  base::TurnedClock clock_{at("2026-03-02T10:00:00Z")};
  Meter meter_;
  Dead dead_;
};

TEST_F(DrivenHomeTest, TellsNothingWhereAllAnswer) {
  const auto home = make({&meter_});
  ASSERT_TRUE(home->read());
  EXPECT_THAT(home->read_faults(), IsEmpty());
}

TEST_F(DrivenHomeTest, ADeadDriverIsToldWithWhatStandsInForIt) {
  const auto home = make({&meter_, &dead_});
  ASSERT_TRUE(home->read());
  EXPECT_THAT(home->read_faults(), ElementsAre("inverter: no answer within 5 s",
                                               HasSubstr("what was planned is assumed")));
}

TEST_F(DrivenHomeTest, NothingIsAssumedWhereNobodyAnswers) {
  meter_.is_dead = true;
  const auto home = make({&meter_, &dead_});
  const auto now = home->read();
  ASSERT_FALSE(now);
  EXPECT_EQ(now.error().message, "meter: does not answer; inverter: no answer within 5 s");
}

// The meter dies; what the home alone draws is taken to stay, so that a car is not told more and
// more of what it is believed to leave.
TEST_F(DrivenHomeTest, TheFuseIsKeptWhileTheMeterIsDead) {
  control::Limits limits;
  limits.import = Power{9.0};
  Car car;
  meter_.import_kw = 5.7;  // 0.7 of it the home alone
  const auto home = DrivenHome::make(clock_, base::Zone::utc(), limits, {&meter_, &car}).value();
  home::PlanSlot order;
  order.start = clock_.time;
  order.duration = base::Seconds{3600};
  order.grid_import = Power{12.0};
  order.devices.emplace_back().id = "car";
  order.devices[0].power = Power{11.0};
  ASSERT_TRUE(home->read());
  meter_.is_dead = true;
  for (int look = 0; look < 10; ++look) {
    clock_.time += base::Seconds{30};
    EXPECT_FALSE(home->read());
    ASSERT_TRUE(home->follow(order));
    EXPECT_LE(car.kw, 8.3 + 1e-9) << look;
  }
  EXPECT_NEAR(car.kw, 8.3, 1e-9);
}

// The meter dies while the battery exports; its reserve holds all the same.
TEST_F(DrivenHomeTest, LimitsGoByWhatStillTells) {
  control::Limits limits;
  limits.batteries.push_back({.id = "home",
                              .least = base::Energy{2.0},
                              .most = base::Energy{10.0},
                              .charge = Power{5.0},
                              .discharge = Power{5.0}});
  Battery battery;
  const auto home =
      DrivenHome::make(clock_, base::Zone::utc(), limits, {&meter_, &battery}).value();
  home::PlanSlot order;
  order.start = clock_.time;
  order.duration = base::Seconds{900};
  order.batteries.emplace_back();
  order.batteries[0].id = "home";
  order.batteries[0].mode = home::Mode::export_;
  order.batteries[0].discharge = Power{4.0};
  ASSERT_TRUE(home->read());
  ASSERT_TRUE(home->follow(order));
  ASSERT_EQ(battery.told.back().verb, home::Verb::export_);
  meter_.is_dead = true;
  for (battery.soc_kwh = 4.0; battery.soc_kwh > 1.9; battery.soc_kwh -= 0.2) {
    clock_.time += base::Seconds{60};
    EXPECT_FALSE(home->read());
    home->keep_up();
  }
  EXPECT_EQ(battery.told.back().verb, home::Verb::hold);
}

}  // namespace
}  // namespace ohmstead::engine
