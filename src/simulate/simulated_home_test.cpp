// The simulated home behind the engine: day by day what the backtest finds, and faults survived.
#include "ohmstead/simulate/simulated_home.hpp"
#include "ohmstead/base/turned_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "ohmstead/engine/engine.hpp"
#include "ohmstead/simulate/backtest.hpp"
#include "testing/sample_weeks.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using engine::Engine;
using engine::Health;
using engine::Snapshot;
using testing::at;
using testing::SampleWeeks;

// Ports that fail when they are told to.
struct FailingDevices final : ports::HomeDevices {
  ports::HomeDevices* devices = nullptr;
  bool is_dead = false;
  base::Result<home::Readings> read() override {
    if (is_dead) return base::fail(base::ErrorKind::unavailable, "no answer from the inverter");
    return devices->read();
  }
  base::Result<void> follow(const home::PlanSlot& order) override {
    if (is_dead) return base::fail(base::ErrorKind::unavailable, "no answer from the inverter");
    return devices->follow(order);
  }
};
struct FailingOutlook final : ports::OutlookSource {
  ports::OutlookSource* outlooks = nullptr;
  bool is_dead = false;
  base::Result<home::Outlook> outlook(base::Time now) override {
    if (is_dead) return base::fail(base::ErrorKind::unavailable, "the market does not answer");
    return outlooks->outlook(now);
  }
};

// Never negative, so that no PV is turned down that self-use would have had.
double positive_price(std::size_t row, std::size_t column) {
  return std::max(0.01, testing::price_value(row, column));
}

struct Service {
  SampleWeeks sample{positive_price};
  base::Zone zone = base::Zone::load(sample.site.timezone).value();
  base::TurnedClock clock;
  KnownThen known = KnownThen::make(sample.site, sample.history).value();
  SimulatedHome home;
  KnownOutlook outlooks{known};
  FailingDevices devices;
  FailingOutlook source;
  Engine engine;

  explicit Service(const char* start)
      : home{SimulatedHome::make(sample.site, sample.history, turn(start), clock).value()},
        engine{{clock, sample.site, zone, devices, source}, {}} {
    devices.devices = &home;
    source.outlooks = &outlooks;
  }
  base::Time turn(const char* start) { return clock.time = at(start); }
  const Snapshot& step() {
    engine.run_cycle("clock");
    clock.time += 15min;
    return *engine.snapshot();
  }
  const engine::Component& component(const std::string& name) {
    const auto& all = engine.snapshot()->components;
    return *std::find_if(all.begin(), all.end(), [&](const auto& c) { return c.name == name; });
  }
};

TEST(SimulatedHome, BehindTheEngineIsTheBacktest) {
  Service service{"2024-04-02T22:00:00Z"};
  constexpr std::size_t k_days = 3;
  for (std::size_t slot = 0; slot <= k_days * testing::k_slots_per_day; ++slot) service.step();
  const auto measured = service.engine.snapshot()->measured;
  ASSERT_EQ(measured.size(), k_days * testing::k_slots_per_day);
  double cost = 0.0, self_use_cost = 0.0;
  for (const engine::MeasuredSlot& slot : measured) {
    cost += slot.cost.value();
    self_use_cost += slot.self_use_cost.value();
  }
  constexpr std::array k_both{BacktestStrategy::optimal, BacktestStrategy::self_use};
  const auto backtest =
      run_backtest(service.sample.site, service.sample.history, at("2024-04-02T22:00:00Z"),
                   at("2024-04-05T22:00:00Z"), k_both, {});
  ASSERT_TRUE(backtest);
  const auto at_meter = [&](std::size_t strategy) {
    const Account& total = backtest->strategies[strategy].total;
    return (total.import_cost - total.export_revenue).value();
  };
  EXPECT_NEAR(cost, at_meter(0), 1e-6);
  EXPECT_NEAR(self_use_cost, at_meter(1), 1e-6);
  EXPECT_LT(cost, self_use_cost);
}

TEST(SimulatedHome, LivesOnInTheMiddleOfASlot) {
  Service service{"2024-04-02T18:00:00Z"};
  home::PlanSlot order;
  order.batteries.push_back({});
  order.batteries[0].id = service.home.read()->batteries[0].id;
  order.batteries[0].mode = home::Mode::hold;
  ASSERT_TRUE(service.home.follow(order));
  const home::Readings begin = *service.home.read();
  service.clock.time += 5min;
  const home::Readings middle = *service.home.read();
  EXPECT_EQ(middle.batteries[0].soc, begin.batteries[0].soc);
  EXPECT_NEAR((middle.counters.load - begin.counters.load).value(), begin.load.value() / 12.0,
              1e-9);
  order.batteries[0].mode = home::Mode::charge;
  order.batteries[0].charge = base::Power{3.0};
  order.grid_import = base::Power{3.0};
  ASSERT_TRUE(service.home.follow(order));
  service.clock.time += 5min;
  const home::Readings later = *service.home.read();
  // A round trip of 81 % loses a tenth on the way in.
  EXPECT_NEAR((later.batteries[0].soc - middle.batteries[0].soc).value(), 0.9 * 3.0 / 12.0, 1e-9);
  EXPECT_NEAR((later.counters.grid_import - middle.counters.grid_import).value(),
              later.grid_import.value() / 12.0, 1e-9);
}

TEST(SimulatedHome, SaysWhenTheMeasurementsEnd) {
  Service service{"2024-04-02T18:00:00Z"};
  service.clock.time = service.home.end() - 1s;
  EXPECT_TRUE(service.home.read());
  service.clock.time = service.home.end();
  const auto readings = service.home.read();
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().message, "the replay has come to the end of the measurements");
}

TEST(Engine, GoesOnWithTheLastPlanWhenTheMarketIsSilent) {
  Service service{"2024-04-02T18:00:00Z"};
  const home::Plan plan = service.step().plan;
  service.source.is_dead = true;
  const Snapshot silent = service.step();
  EXPECT_EQ(silent.cycle, 2);
  EXPECT_EQ(silent.plan.slots.size(), plan.slots.size());
  EXPECT_EQ(silent.planned_at, at("2024-04-02T18:00:00Z"));
  EXPECT_EQ(service.component("prices").health, Health::failed);
  EXPECT_EQ(service.component("prices").text, "the market does not answer");
  EXPECT_EQ(service.component("prices").since, at("2024-04-02T18:00:00Z"));
  EXPECT_EQ(service.component("planner").health, Health::degraded);
  // What is followed is the last plan's slot of now.
  EXPECT_EQ(silent.decisions.front().mode,
            names_of(home::Mode{})[static_cast<std::size_t>(plan.slots[1].batteries[0].mode)]);
  service.source.is_dead = false;
  EXPECT_EQ(service.step().planned_at, at("2024-04-02T18:30:00Z"));
  EXPECT_EQ(service.component("planner").health, Health::ok);
}

TEST(Engine, PlansFromWhatItExpectsWhenTheDevicesAreSilent) {
  Service service{"2024-04-02T18:00:00Z"};
  const home::Plan plan = service.step().plan;
  service.devices.is_dead = true;
  const Snapshot silent = service.step();
  EXPECT_EQ(service.component("devices").health, Health::failed);
  EXPECT_EQ(service.component("devices").text,
            "no readings: no answer from the inverter; what was planned is assumed: check power "
            "and connection");
  EXPECT_EQ(service.component("commands").health, Health::failed);
  EXPECT_EQ(silent.planned_at, at("2024-04-02T18:15:00Z"));
  EXPECT_NEAR(silent.home.batteries[0].soc.value(), plan.slots[0].batteries[0].soc.value(), 1e-9);
}

TEST(Engine, BeginsWithSilentDevicesAndNoPrices) {
  Service service{"2024-04-02T18:00:00Z"};
  service.devices.is_dead = true;
  service.source.is_dead = true;
  const Snapshot first = service.step();
  EXPECT_TRUE(first.plan.slots.empty());
  EXPECT_EQ(first.decisions.front().mode, "self_use");
  service.devices.is_dead = false;
  service.source.is_dead = false;
  EXPECT_EQ(service.step().plan.status, home::PlanStatus::optimal);
}

TEST(Engine, LooksAtTheDevicesBetweenCycles) {
  const SampleWeeks sample;
  const base::Zone zone = base::Zone::load(sample.site.timezone).value();
  const base::PacedClock clock{at("2024-04-02T18:00:00Z"), 600.0};  // a cycle in 1.5 s
  const KnownThen known = KnownThen::make(sample.site, sample.history).value();
  SimulatedHome home = SimulatedHome::make(sample.site, sample.history, clock.now(), clock).value();
  KnownOutlook outlooks{known};
  std::promise<base::Time> looked;
  int looks = 0, cycles = 0;
  bool has_looked = false;
  engine::EngineOptions options;
  options.look_every = std::chrono::milliseconds{10};
  options.on_snapshot = [&](const Snapshot&) { ++cycles; };
  // Each cycle ends with a look of its own, before it is counted: one more is between two.
  options.on_readings = [&](const home::Readings& readings) {
    if (++looks < cycles + 2 || has_looked) return;
    has_looked = true;
    looked.set_value(readings.at);
  };
  Engine engine{{clock, sample.site, zone, home, outlooks}, std::move(options)};
  engine.start();
  std::future<base::Time> look = looked.get_future();
  ASSERT_EQ(look.wait_for(20s), std::future_status::ready);
  const base::Time at_look = look.get();
  engine.stop();
  EXPECT_GE(at_look, at("2024-04-02T18:00:00Z"));
  EXPECT_GE(engine.readings()->at, at_look);
  EXPECT_GE(engine.readings()->at, engine.snapshot()->readings.at);
}

TEST(Engine, RunsByItsClockAndWhenItIsAsked) {
  const SampleWeeks sample;
  const base::Zone zone = base::Zone::load(sample.site.timezone).value();
  const base::PacedClock clock{at("2024-04-02T18:00:00Z"), 36000.0};
  const KnownThen known = KnownThen::make(sample.site, sample.history).value();
  SimulatedHome home = SimulatedHome::make(sample.site, sample.history, clock.now(), clock).value();
  KnownOutlook outlooks{known};
  std::promise<void> third, asked;
  engine::EngineOptions options;
  options.on_snapshot = [&](const Snapshot& made) {
    if (made.cycle == 3) third.set_value();
    if (made.trigger == "a car came") asked.set_value();
  };
  Engine engine{{clock, sample.site, zone, home, outlooks}, std::move(options)};
  engine.start();
  third.get_future().wait();
  engine.request_cycle("a car came");
  asked.get_future().wait();
  engine.stop();
  EXPECT_GE(engine.snapshot()->cycle, 4);
}

}  // namespace
}  // namespace ohmstead::simulate
