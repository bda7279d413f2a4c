// The failure drill: the whole way from plan to device, by a turned clock, on days on which nothing
// works as it should. After each fault devices do again what the plan says, and no limit was
// passed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "ohmstead/engine/driven_home.hpp"
#include "ohmstead/engine/engine.hpp"
#include "ohmstead/simulate/simulated_driver.hpp"
#include "testing/faulty_driver.hpp"
#include "testing/sample_weeks.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::DriverFault;
using testing::FaultyDriver;
using testing::SampleWeeks;

struct TurnedClock final : base::Clock {
  base::Time time;
  [[nodiscard]] base::Time now() const override { return time; }
};

double price(std::size_t row, std::size_t column) {
  return std::max(0.01, testing::price_value(row, column));
}

// A service on the sample home through drivers, looked after every 30 s, planned every quarter.
class Drill {
 public:
  explicit Drill(const char* start) {
    clock_.time = at(start);
    house_.emplace(SimulatedHome::make(sample_.site, sample_.history, clock_.time, clock_).value());
    driver_.emplace(sample_.site, *house_);
    faulty_.emplace(*driver_, clock_);
    driven_ =
        engine::DrivenHome::make(clock_, control::limits_of(sample_.site), {&*faulty_}).value();
    engine_.emplace(engine::Parts{clock_, sample_.site, zone_, *driven_, outlooks_},
                    engine::EngineOptions{});
  }

  void fault(DriverFault fault, std::chrono::seconds after, std::chrono::seconds lasts) {
    faulty_->add({fault, clock_.time + after, clock_.time + after + lasts});
  }

  void live(std::chrono::minutes time) {
    for (auto passed = 0s; passed < time; passed += 30s) {
      if (passed % 15min == 0s)
        engine_->run_cycle("clock");
      else
        look();
      clock_.time += 30s;
      watch();
    }
  }

  [[nodiscard]] const engine::Component& component(const std::string& name) const {
    const auto& all = engine_->snapshot()->components;
    return *std::find_if(all.begin(), all.end(), [&](const auto& c) { return c.name == name; });
  }
  // The simulated battery as it is, whatever meters say.
  [[nodiscard]] home::BatteryReading battery() { return house_->read()->batteries.front(); }
  [[nodiscard]] ports::CommandState commands() const { return driven_->commands().front(); }
  [[nodiscard]] int writes() const { return faulty_->writes(); }
  [[nodiscard]] int passed_limits() const { return passed_limits_; }
  // Bought less sold, what is stored counted as the plan values it.
  [[nodiscard]] double net_money() {
    const auto& slot = engine_->snapshot()->plan.slots.front().batteries.front();
    return money_ - battery().soc.value() * slot.stored_value.value();
  }
  engine::Engine& engine() { return *engine_; }

 private:
  void look() {
    (void)driven_->read();
    driven_->keep_up();
  }
  void watch() {
    const auto now = house_->read();
    ASSERT_TRUE(now);
    const home::SiteBattery& site = sample_.site.batteries.front();
    const double share = now->batteries.front().soc / site.capacity;
    if (share < site.min_soc_pct / 100.0 - 0.01 || share > site.max_soc_pct / 100.0 + 0.01)
      ++passed_limits_;
    const double bought = now->counters.grid_import.value() - last_.grid_import.value();
    const double sold = now->counters.grid_export.value() - last_.grid_export.value();
    const auto outlook = outlooks_.outlook(clock_.time);
    const double spot = outlook ? outlook->spot[0].value() : 0.0;
    money_ += (bought - sold) * spot;
    last_ = now->counters;
  }

  SampleWeeks sample_{price};
  base::Zone zone_ = base::Zone::load(sample_.site.timezone).value();
  TurnedClock clock_;
  KnownThen known_ = KnownThen::make(sample_.site, sample_.history).value();
  KnownOutlook outlooks_{known_};
  std::optional<SimulatedHome> house_;
  std::optional<SimulatedDriver> driver_;
  std::optional<FaultyDriver> faulty_;
  std::unique_ptr<engine::DrivenHome> driven_;
  std::optional<engine::Engine> engine_;
  home::EnergyCounters last_;
  double money_ = 0.0;
  int passed_limits_ = 0;
};

constexpr const char* k_start = "2024-04-02T22:00:00Z";

TEST(Drill, AQuietDayNeedsFewWrites) {
  Drill drill{k_start};
  drill.live(24h);
  EXPECT_EQ(drill.passed_limits(), 0);
  EXPECT_GT(drill.writes(), 1);
  EXPECT_LE(drill.writes(), 60);
  EXPECT_EQ(drill.component("commands").health, engine::Health::ok);
}

class DrillOf : public ::testing::TestWithParam<int> {};

// One hour of a fault at three times of the day; afterwards all is as it should be.
TEST_P(DrillOf, IsSurvived) {
  Drill drill{k_start};
  const auto fault = static_cast<DriverFault>(GetParam());
  drill.fault(fault, 7min, 60min);
  drill.fault(fault, 8h + 2min, 60min);
  drill.fault(fault, 17h + 7min, 60min);
  drill.live(22h);
  EXPECT_EQ(drill.passed_limits(), 0);
  EXPECT_LE(drill.writes(), 120);
  const auto status = drill.commands();
  ASSERT_TRUE(status.told);
  EXPECT_EQ(status.told->verb, status.wanted.verb);
  EXPECT_TRUE(status.alarm.empty()) << status.alarm;
  EXPECT_FALSE(status.foreign);
}
INSTANTIATE_TEST_SUITE_P(AllFaults, DrillOf, ::testing::Range(0, testing::k_driver_faults));

TEST(Drill, ADeadDeviceIsToldInHealth) {
  Drill drill{k_start};
  drill.live(1h);
  drill.fault(DriverFault::gone, 0s, 3h);
  drill.live(1h);
  EXPECT_NE(drill.component("devices").text.find("no answer"), std::string::npos);
  drill.live(3h);
  EXPECT_EQ(drill.component("devices").health, engine::Health::ok);
}

TEST(Drill, ADeafDeviceRaisesAnAlarm) {
  Drill drill{k_start};
  drill.fault(DriverFault::deaf, 0s, 24h);
  drill.live(12h);
  EXPECT_NE(drill.component("commands").text.find("does not take"), std::string::npos)
      << drill.component("commands").text;
}

TEST(Drill, AChangeByHandIsRespectedAndTold) {
  Drill drill{k_start};
  drill.live(2h);
  drill.fault(DriverFault::by_hand, 30s, 60s);
  drill.live(30min);
  const auto foreign = drill.commands().foreign;
  ASSERT_TRUE(foreign);
  EXPECT_EQ(foreign->verb, home::Verb::charge);
  EXPECT_NE(drill.component("commands").text.find("somebody else"), std::string::npos);
  drill.live(90min);
  EXPECT_FALSE(drill.commands().foreign);
}

TEST(Drill, TheStopButtonStopsAtOnce) {
  Drill drill{k_start};
  drill.live(15min);
  drill.engine().set_stopped(true);
  drill.engine().run_cycle("stopped by hand");
  EXPECT_EQ(drill.commands().told->verb, home::Verb::hold);
  drill.live(2h);
  EXPECT_NEAR((drill.battery().charge + drill.battery().discharge).value(), 0.0, 1e-9);
  drill.engine().set_stopped(false);
  drill.live(2h);
  EXPECT_NE(drill.commands().told->verb, home::Verb::hold);
}

TEST(Drill, AdvisoryLeavesTheDevicesAlone) {
  Drill drill{k_start};
  drill.live(5h);
  drill.engine().set_stage(home::Stage::advisory);
  drill.live(30min);
  EXPECT_EQ(drill.commands().told->verb, home::Verb::self_use);
  const int writes = drill.writes();
  drill.live(6h);
  EXPECT_EQ(drill.writes(), writes);
}

// Faults of all kinds, one every six hours, for a week: no limit passed, money near a quiet week's.
// What somebody sets by hand is a wish, not a fault, and may cost what it costs.
TEST(Drill, AWeekOfFaultsCostsLittle) {
  Drill quiet{k_start};
  quiet.live(24h * 7);
  Drill rough{k_start};
  std::mt19937 random{3};
  for (int k = 0; k < 28; ++k) {
    auto kind = static_cast<DriverFault>(k % testing::k_driver_faults);
    if (kind == DriverFault::by_hand) kind = DriverFault::deaf;
    rough.fault(kind, 6h * k + std::chrono::minutes{random() % 300},
                std::chrono::minutes{5 + random() % 30});
  }
  rough.live(24h * 7);
  EXPECT_EQ(rough.passed_limits(), 0);
  EXPECT_LE(rough.net_money(), quiet.net_money() + 0.03 * std::abs(quiet.net_money()));
  EXPECT_LE(rough.writes(), 2 * quiet.writes());
}

}  // namespace
}  // namespace ohmstead::simulate
