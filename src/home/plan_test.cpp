#include "ohmstead/home/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ohmstead::home {
namespace {

using ::testing::ElementsAre;

Plan make_plan() {
  Plan plan;
  plan.schema = k_plan_schema;
  plan.name = "home";
  plan.currency = "EUR";
  plan.timezone = "Europe/Paris";
  plan.strategy = "optimal";
  plan.status = PlanStatus::fallback_last_plan;
  plan.solver = "engine";
  plan.solve_ms = 12.5;
  plan.objective = Money{-0.1};
  plan.bound = Money{-0.2};
  plan.gap = Money{0.1};
  plan.money.import_cost = Money{1.25};
  plan.money.stored_value_change = Money{-0.5};
  plan.money.net_cost = Money{1.75};
  const Time start = base::parse_time("2024-06-24T10:00:00Z").value();
  plan.violations = {{start, "battery.min_soc[home]", 0.5, "kWh", Money{5.0}}};
  plan.notes = {"two hours were filled"};
  PlanSlot slot;
  slot.start = start;
  slot.duration = Seconds{480};
  slot.load = Power{0.4};
  slot.grid_import = Power{0.1};
  slot.pv_curtailed = Power{0.3};
  slot.batteries = {{"home", Power{0.0}, Power{0.3}, Energy{4.0}, std::nullopt, EnergyPrice{0.2},
                     EnergyPrice{0.25}, Mode::export_}};
  slot.inverters = {{"roof", Power{1.0}, Power{0.0}, Power{1.1}, Power{0.2}}};
  slot.value = EnergyPrice{0.3};
  slot.reason = {ReasonCode::keep_for_later, "keeps it for 19:00", Money{0.02}};
  PlanSlot next;
  next.start = start + Seconds{480};
  next.duration = Seconds{900};
  plan.slots = {slot, next};
  return plan;
}

TEST(PlanText, ReadsBackTheSame) {
  const std::string text = write_plan(make_plan());
  const auto plan = read_plan(text, "plan.json");
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(write_plan(*plan), text);
  EXPECT_EQ(plan->status, PlanStatus::fallback_last_plan);
  EXPECT_EQ(plan->gap, Money{0.1});
  EXPECT_EQ(plan->money.net_cost, Money{1.75});
  EXPECT_THAT(plan->notes, ElementsAre("two hours were filled"));
  ASSERT_EQ(plan->violations.size(), 1u);
  EXPECT_EQ(plan->violations[0].unit, "kWh");
  ASSERT_EQ(plan->slots.size(), 2u);
  const PlanSlot& slot = plan->slots[0];
  EXPECT_EQ(slot.duration, Seconds{480});
  EXPECT_EQ(slot.batteries[0].mode, Mode::export_);
  EXPECT_EQ(slot.batteries[0].stored_value_below, EnergyPrice{0.25});
  EXPECT_EQ(slot.inverters[0].pv_used, Power{1.1});
  EXPECT_EQ(slot.reason.code, ReasonCode::keep_for_later);
  EXPECT_EQ(slot.reason.saves, Money{0.02});
  EXPECT_FALSE(plan->slots[1].reason.saves);
}

TEST(PlanText, OtherSchemasAreRefused) {
  Plan plan = make_plan();
  plan.schema = "ohmstead.plan/2";
  const auto read = read_plan(write_plan(plan), "plan.json");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "plan.json: schema: 'ohmstead.plan/2' is not ohmstead.plan/1");
}

// Each value of an enum has its name at its own place.
TEST(PlanText, NamesFollowTheValues) {
  EXPECT_EQ(names_of(Mode{})[static_cast<std::size_t>(Mode::export_)], "export");
  EXPECT_EQ(names_of(ReasonCode{})[static_cast<std::size_t>(ReasonCode::curtail)], "curtail");
  EXPECT_EQ(names_of(ReasonCode{})[static_cast<std::size_t>(ReasonCode::idle)], "idle");
  EXPECT_EQ(names_of(PlanStatus{})[static_cast<std::size_t>(PlanStatus::fallback_rules)],
            "fallback:rules");
}

}  // namespace
}  // namespace ohmstead::home
