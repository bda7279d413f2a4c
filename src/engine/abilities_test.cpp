// What drivers can do, told to the planner: no plan asks for more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/engine/driven_home.hpp"
#include "ohmstead/engine/engine.hpp"
#include "testing/engine_test.hpp"

namespace ohmstead::engine {
namespace {

using base::Power;
using home::Verb;
using namespace testing::plain;

constexpr Power k_some{0.05};

// Two cheap hours, then dear ones that also pay well; the sun for a while at a price below 0.
struct TemptingPrices final : ports::OutlookSource {
  base::Result<home::Outlook> outlook(base::Time now) override {
    home::Outlook outlook;
    outlook.slots = base::SlotGrid::uniform(base::floor_to(now, std::chrono::minutes{15}),
                                            std::chrono::minutes{15}, 48);
    for (std::size_t t = 0; t < 48; ++t) {
      const bool is_cheap = t < 8, is_sunny = t >= 32 && t < 40;
      outlook.spot.push_back(base::EnergyPrice{is_sunny ? -0.2 : is_cheap ? 0.01 : 0.6});
      outlook.load.push_back(Power{1.0});
      outlook.pv.push_back(Power{is_sunny ? 9.0 : 0.0});
    }
    return outlook;
  }
};

class AbilitiesTest : public EngineTest {
 protected:
  AbilitiesTest() {
    site_.tariff.export_.fixed.reset();
    site_.tariff.export_.spot_factor = 0.95;
    site_.batteries[0].charge = Power{5.0};
  }

  home::Plan plan_with(const std::optional<std::vector<Verb>>& verbs, double most_kw = 5.0) {
    if (verbs) devices_.can = {{{.device = "home", .verbs = *verbs, .most = Power{most_kw}}}};
    Engine engine{{clock_, site_, zone_, devices_, prices_, nullptr, &notebook_}, {}};
    engine.run_cycle("start");
    components_ = engine.snapshot()->components;
    return engine.snapshot()->plan;
  }

  static bool sells_stored(const home::Plan& plan) {
    return any(plan, [](const home::PlanSlot& slot) {
      return slot.grid_export > k_some && slot.batteries[0].discharge > k_some;
    });
  }
  static bool charges_from_grid(const home::Plan& plan) {
    return any(plan, [](const home::PlanSlot& slot) {
      return slot.grid_import > k_some && slot.batteries[0].charge > k_some;
    });
  }
  static bool turns_down(const home::Plan& plan) {
    return any(plan, [](const home::PlanSlot& slot) { return slot.pv_curtailed > k_some; });
  }
  static Power most_charge(const home::Plan& plan) {
    Power most;
    for (const home::PlanSlot& slot : plan.slots) most = std::max(most, slot.batteries[0].charge);
    return most;
  }

  TemptingPrices prices_;
  std::vector<Component> components_;

 private:
  template <class Holds>
  static bool any(const home::Plan& plan, const Holds& holds) {
    return std::any_of(plan.slots.begin(), plan.slots.end(), holds);
  }
};

TEST_F(AbilitiesTest, WhereNothingIsKnownAllIsPlanned) {
  const home::Plan plan = plan_with({});
  EXPECT_TRUE(sells_stored(plan));
  EXPECT_TRUE(charges_from_grid(plan));
  EXPECT_TRUE(turns_down(plan));
  EXPECT_NEAR(most_charge(plan).value(), 5.0, 1e-6);
}

TEST_F(AbilitiesTest, WhatCannotBeToldIsNotPlanned) {
  const home::Plan plan = plan_with({{Verb::self_use, Verb::charge, Verb::hold}}, 2.0);
  ASSERT_EQ(plan.status, home::PlanStatus::optimal);
  EXPECT_FALSE(sells_stored(plan));
  EXPECT_TRUE(charges_from_grid(plan));
  EXPECT_FALSE(turns_down(plan));
  EXPECT_NEAR(most_charge(plan).value(), 2.0, 1e-6);
  EXPECT_THAT(
      components_,
      ::testing::Contains(::testing::Field(
          &Component::text,
          "home: it can be told to charge with 2 kW at most, the site file says 5; home: it "
          "cannot be told to export: no plan sells what it holds")));
}

TEST_F(AbilitiesTest, ABatteryThatOnlyFollowsTheHomeLeavesTheGridAlone) {
  const home::Plan plan = plan_with({{Verb::self_use}});
  ASSERT_EQ(plan.status, home::PlanStatus::optimal);
  EXPECT_FALSE(sells_stored(plan));
  EXPECT_FALSE(charges_from_grid(plan));
}

TEST_F(AbilitiesTest, WhoCanDoAllIsToldSoAndNothingIsSaid) {
  EXPECT_TRUE(sells_stored(plan_with({{Verb::self_use, Verb::charge, Verb::export_}})));
  EXPECT_THAT(components_,
              ::testing::Not(::testing::Contains(::testing::Field(&Component::name, "abilities"))));
}

// By hand more may be wanted than can be told: the plan is made all the same.
TEST_F(AbilitiesTest, AnOrderByHandThatCannotBeToldIsNoFault) {
  devices_.can = {{{.device = "home", .verbs = {Verb::self_use}, .most = Power{5.0}}}};
  Engine engine{{clock_, site_, zone_, devices_, prices_, nullptr, &notebook_}, {}};
  set(engine, home::ManualKind::charge, 60);
  engine.run_cycle("start");
  EXPECT_LE(engine.snapshot()->plan.status, home::PlanStatus::good);
}

struct Gateway final : ports::DeviceDriver {
  [[nodiscard]] std::string name() const override { return "gateway"; }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override {
    return {{.device = "home", .verbs = {Verb::self_use}, .most = Power{2.0}}};
  }
  base::Result<void> read(ports::Measured&) override { return {}; }
  base::Result<void> write(const home::Command&) override { return {}; }
};

TEST_F(AbilitiesTest, ADrivenHomeTellsWhatItsDriversCan) {
  Gateway gateway;
  const auto home = DrivenHome::make(clock_, zone_, control::limits_of(site_), {&gateway}).value();
  const auto all = home->abilities();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ(all->at(0).device, "home");
  EXPECT_EQ(all->at(0).most, Power{2.0});
}

}  // namespace
}  // namespace ohmstead::engine
