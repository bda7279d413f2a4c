// An engine by a turned clock on devices of numbers. Thread rule: one thread.
#pragma once

#include <gtest/gtest.h>

#include "notebook.hpp"
#include "ohmstead/base/turned_clock.hpp"
#include "ohmstead/engine/engine.hpp"

namespace ohmstead::engine::testing::plain {

inline base::Time at(const char* text) { return *base::parse_time(text); }

// One kilowatt of load, counted; a battery that stays as it is.
struct Devices final : ports::HomeDevices {
  const base::Clock* clock = nullptr;
  std::vector<home::PlanSlot> told;
  std::optional<home::ImportBudget> budget;
  bool is_dead = false;
  std::optional<std::vector<home::Abilities>> can;
  [[nodiscard]] std::optional<std::vector<home::Abilities>> abilities() const override {
    return can;
  }
  base::Result<home::Readings> read() override {
    if (is_dead) return base::fail(base::ErrorKind::unavailable, "no answer");
    home::Readings readings;
    readings.at = clock->now();
    readings.load = base::Power{1.0};
    readings.grid_import = base::Power{1.0};
    readings.counters.load =
        base::Energy{base::hours(clock->now() - at("2026-01-01T00:00:00Z")).value()};
    readings.counters.grid_import = readings.counters.load;
    readings.batteries.push_back({"home", base::Energy{4.0}, {}, {}, {}, {}});
    return readings;
  }
  base::Result<void> follow(const home::PlanSlot& order) override {
    told.push_back(order);
    return {};
  }
  void set_import_budget(const std::optional<home::ImportBudget>& given) override {
    budget = given;
  }
};

struct Outlooks final : ports::OutlookSource {
  bool is_dead = false;
  base::Result<home::Outlook> outlook(base::Time now) override {
    if (is_dead) return base::fail(base::ErrorKind::unavailable, "no prices");
    home::Outlook outlook;
    const base::Time start = base::floor_to(now, std::chrono::minutes{15});
    outlook.slots = base::SlotGrid::uniform(start, std::chrono::minutes{15}, 96);
    for (std::size_t t = 0; t < 96; ++t) {
      outlook.spot.push_back(base::EnergyPrice{0.30});
      outlook.load.push_back(base::Power{1.0});
      outlook.pv.push_back(base::Power{2.0});
    }
    return outlook;
  }
};

inline home::Site make_site() {
  home::Site site;
  site.name = "Test home";
  site.timezone = "UTC";
  site.tariff.import.spot_factor = 1.0;
  site.tariff.export_.fixed = base::EnergyPrice{0.05};
  home::SiteBattery battery;
  battery.id = "home";
  battery.capacity = base::Energy{10.0};
  battery.charge = base::Power{3.0};
  site.batteries.push_back(battery);
  return site;
}

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() { devices_.clock = &clock_; }
  void pass(std::chrono::minutes time) { clock_.time += time; }
  home::Override set(Engine& engine, home::ManualKind kind, int minutes) {
    home::OverrideWish wish;
    wish.kind = kind;
    wish.minutes = minutes;
    return engine.overrides().add(home::make_override(site_, wish, clock_.now()).value());
  }

  base::TurnedClock clock_{at("2026-03-02T10:00:00Z")};
  home::Site site_ = make_site();
  base::Zone zone_ = base::Zone::utc();
  Devices devices_;
  Outlooks outlooks_;
  Notebook notebook_;
  Parts parts_{clock_, site_, zone_, devices_, outlooks_, nullptr, &notebook_};
};

}  // namespace ohmstead::engine::testing::plain
