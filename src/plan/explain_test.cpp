#include "explain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "ohmstead/plan/planner.hpp"
#include "testing/later_case.hpp"
#include "testing/random_case.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using base::Energy;
using base::EnergyPrice;
using base::Power;
using home::ReasonCode;

home::Reason reason_of(const home::Case& home, std::size_t slot = 0) {
  return Planner{}.make_plan(home).slots[slot].reason;
}

// A home with the small battery (10 kWh, 5 kW, 0.9 in, 0.8 out) that holds `soc_kwh`; slots of one
// hour from midnight.
home::Case home_with(double soc_kwh, std::vector<double> import, std::vector<double> exported,
                     std::vector<double> load, std::vector<double> pv) {
  home::Case home =
      make_small_home(std::move(import), std::move(exported), std::move(load), std::move(pv));
  home.batteries.push_back(make_small_battery());
  home.batteries[0].soc = Energy{soc_kwh};
  return home;
}

// ---- every code once, with its numbers ----

TEST(Explain, ChargingWhileItIsCheap) {
  // 3.6 kW for an hour need 4.5 kWh stored, 5 kWh bought: 0.50 for what would cost 1.44.
  const home::Reason reason = reason_of(home_with(0, {0.10, 0.40}, {0, 0}, {0, 3.6}, {0, 0}));
  EXPECT_EQ(reason.code, ReasonCode::charge_cheap);
  EXPECT_EQ(reason.text,
            "Charges at 5.0 kW: a kWh from the grid costs 10.0 ct now; stored it is worth 32.0 ct"
            ", used from 01:00 on, when a kWh costs 40.0 ct. Holding instead would cost 0.94 "
            "EUR more.");
  EXPECT_NEAR(reason.saves->value(), 1.44 - 0.50, 1e-9);
}

TEST(Explain, AKwhThatOthersCanReplaceIsNotWorthItsUse) {
  // Either hour alone fills what the third needs.
  const home::Reason reason =
      reason_of(home_with(0, {0.10, 0.10, 0.40}, {0, 0, 0}, {0, 0, 3.6}, {0, 0, 0}));
  EXPECT_EQ(reason.code, ReasonCode::charge_cheap);
  EXPECT_NE(reason.text.find("stored it is worth 11.1 ct, no more, as it can be stored as cheaply "
                             "until it is used from 02:00 on."),
            std::string::npos)
      << reason.text;
}

TEST(Explain, ChargingWhileItIsPaid) {
  const home::Reason reason = reason_of(home_with(0, {-0.10}, {-0.20}, {1}, {0}));
  EXPECT_EQ(reason.code, ReasonCode::charge_negative);
  EXPECT_EQ(reason.text,
            "Charges at 5.0 kW: the grid pays 10.0 ct for each kWh taken. Holding instead would "
            "cost 0.50 EUR more.");
}

TEST(Explain, StoringSurplus) {
  // 2 kWh of surplus: sold 0.16; stored 1.8, given back 1.44 at 0.30.
  const home::Reason reason = reason_of(home_with(0, {0.30, 0.30}, {0.08, 0.08}, {1, 2}, {3, 0}));
  EXPECT_EQ(reason.code, ReasonCode::store_surplus);
  EXPECT_EQ(reason.text,
            "Stores 2.0 kW of solar surplus: sold a kWh brings 8.0 ct, stored it is worth 24.0 ct"
            ", used from 01:00 on, when a kWh costs 30.0 ct. Holding instead would cost 0.27 "
            "EUR more.");
  EXPECT_NEAR(reason.saves->value(), 1.44 * 0.30 - 2 * 0.08, 1e-9);
}

TEST(Explain, SellingSurplus) {
  home::Case home = home_with(5, {0.30}, {0.20}, {1}, {3});
  home.batteries[0].end_value = 0.20_per_kwh;
  const home::Reason reason = reason_of(home);
  EXPECT_EQ(reason.code, ReasonCode::export_surplus);
  // Storing 2 kW instead: 0.40 less income for 1.8 kWh at 0.20.
  EXPECT_EQ(reason.text,
            "Sells 2.0 kW of solar surplus at 20.0 ct a kWh: stored, less what is lost on the way, "
            "it would "
            "be worth 18.0 ct. Storing the surplus instead would cost 0.04 EUR more.");
}

TEST(Explain, SellingSurplusWithoutABattery) {
  const home::Reason reason = reason_of(make_small_home({0.30}, {0.08}, {1}, {3}));
  EXPECT_EQ(reason.code, ReasonCode::export_surplus);
  EXPECT_EQ(reason.text, "Sells 2.0 kW of solar surplus at 8.0 ct a kWh.");
  EXPECT_FALSE(reason.saves);
}

TEST(Explain, CoveringTheLoad) {
  home::Case home = home_with(5, {0.30}, {0.0}, {2}, {0});
  home.batteries[0].end_value = 0.10_per_kwh;
  const home::Reason reason = reason_of(home);
  EXPECT_EQ(reason.code, ReasonCode::cover_load);
  // Holding: 2 kWh bought at 0.30, 2.5 kWh kept at 0.10.
  EXPECT_EQ(reason.text,
            "Covers 2.0 kW of the home's need from the battery: a kWh from the grid costs 30.0 ct"
            ", kept for later it is worth 10.0 ct. Discharging at full power instead would "
            "cost 0.25 EUR more.");
  // The battery can give 4 kW for an hour: 2 more for nothing, 2.5 kWh at 0.10.
  EXPECT_NEAR(reason.saves->value(), 0.25, 1e-9);
}

TEST(Explain, KeepingForLater) {
  const home::Reason reason = reason_of(home_with(2.5, {0.10, 0.40}, {0, 0}, {2, 2}, {0, 0}));
  EXPECT_EQ(reason.code, ReasonCode::keep_for_later);
  // The battery holds what the second hour needs. Charging is best among the rest: nobody uses it.
  EXPECT_EQ(
      reason.text.rfind(
          "Buys at 10.0 ct a kWh and keeps what is stored: with loss and wear a "
          "kWh from the battery would cost 40.0 ct, used from 01:00 on, when a kWh costs 40.0 ct.",
          0),
      0U)
      << reason.text;
}

TEST(Explain, SellingWhatIsStored) {
  home::Case home = home_with(10, {0.30}, {0.25}, {1}, {0});
  home.batteries[0].end_value = 0.10_per_kwh;
  const home::Reason reason = reason_of(home);
  EXPECT_EQ(reason.code, ReasonCode::export_stored);
  // 4 kWh sold for 1.00 take 5 kWh at 0.10.
  EXPECT_EQ(reason.text,
            "Sells 4.0 kW from the battery at 25.0 ct a kWh: kept for later it is worth 10.0 ct"
            ". Covering the load instead would cost 0.50 EUR more.");
  EXPECT_NEAR(reason.saves->value(), 4 * 0.25 - 5 * 0.10, 1e-9);
}

TEST(Explain, TurningPvDown) {
  home::Case home = home_with(10, {0.30}, {-0.05}, {1}, {3});
  home.batteries[0].end_value = 0.10_per_kwh;
  EXPECT_EQ(reason_of(home).code, ReasonCode::curtail);
  EXPECT_EQ(
      reason_of(home).text.rfind("Turns 2.0 kW of solar down: selling a kWh would cost 5.0 ct.", 0),
      0U);
  home.prices.export_.set(0, 0.05_per_kwh);
  home.grid.export_limit = 0.5_kw;
  EXPECT_EQ(reason_of(home).text.rfind(
                "Turns 1.5 kW of solar down: no more than 0.5 kW may go to the grid.", 0),
            0U);
  home.grid.export_limit = Power{};
  EXPECT_EQ(
      reason_of(home).text.rfind("Turns 2.0 kW of solar down: nothing may go to the grid.", 0), 0U);
}

TEST(Explain, TurningDownPvBehindAnInverter) {
  home::Case home = home_with(10, {0.30}, {0.05}, {1}, {0});
  home.batteries[0].end_value = 0.10_per_kwh;
  home::Inverter inverter;
  inverter.id = "hybrid";
  inverter.ac_limit = 2_kw;
  inverter.pv.push_back(5_kw);
  home.inverters.push_back(inverter);
  home.batteries[0].inverter = "hybrid";
  const home::Reason reason = reason_of(home);
  EXPECT_EQ(reason.code, ReasonCode::curtail);
  EXPECT_EQ(
      reason.text.rfind("Turns 3.0 kW of solar down: no more than 2.0 kW passes the inverter.", 0),
      0U)
      << reason.text;
}

TEST(Explain, Recovering) {
  home::Case home = home_with(1, {0.30, 0.30}, {0, 0}, {1, 1}, {0, 0});
  home.batteries[0].min_soc = 2.8_kwh;
  EXPECT_EQ(reason_of(home).code, ReasonCode::recover);
  EXPECT_EQ(reason_of(home).text.rfind(
                "Charges at 2.0 kW: the battery is below its lowest allowed charge of 2.8 kWh.", 0),
            0U);
  home = home_with(9, {0.30}, {0}, {1}, {0});
  home.batteries[0].max_soc = 6.5_kwh;
  home.batteries[0].end_value = 0.10_per_kwh;
  EXPECT_EQ(reason_of(home).code, ReasonCode::recover);
  EXPECT_EQ(reason_of(home).text.rfind("Discharges at 2.0 kW: the battery is above its highest "
                                       "allowed charge of 6.5 kWh.",
                                       0),
            0U)
      << reason_of(home).text;
}

TEST(Explain, BeingEmpty) {
  const home::Reason reason = reason_of(home_with(0, {0.30}, {0}, {1}, {0}));
  EXPECT_EQ(reason.code, ReasonCode::empty);
  // Charging 5 kW at 0.30 for nothing.
  EXPECT_EQ(reason.text,
            "Buys at 30.0 ct a kWh: the battery has nothing left to give. Charging at full power "
            "instead would cost 1.50 EUR more.");
}

TEST(Explain, BeingFull) {
  home::Case home = home_with(10, {0.30}, {0.08}, {1}, {3});
  home.batteries[0].end_value = 0.20_per_kwh;
  const home::Reason reason = reason_of(home);
  EXPECT_EQ(reason.code, ReasonCode::full);
  // Selling 5 kWh more at 0.08 takes 6.25 kWh at 0.20.
  EXPECT_EQ(reason.text,
            "Sells 2.0 kW of solar surplus at 8.0 ct a kWh: the battery is full. Discharging at "
            "full power instead would cost 0.85 EUR more.");
}

TEST(Explain, HavingNothingToDo) {
  home::Case home = home_with(5, {0.30}, {0.0}, {0}, {0});
  home.batteries[0].end_value = 0.10_per_kwh;
  const home::Reason reason = reason_of(home);
  EXPECT_EQ(reason.code, ReasonCode::idle);
  EXPECT_EQ(reason.text.rfind("Nothing to do: the home has no need of the battery now.", 0), 0U);
  EXPECT_EQ(reason_of(make_small_home({0.30}, {0.08}, {1}, {0})).text,
            "Nothing to decide: the home has no battery.");
}

// ---- numbers ----

TEST(Explain, SaysWhichDayIsMeant) {
  // From 22:00 on; the dear hours follow after 2 (the same day's 24th is tomorrow) or after 30.
  const auto text_with_use_after = [](std::size_t hours) {
    std::vector<double> import(hours + 1, 0.10), load(hours + 1, 0.0);
    import.back() = 0.40;
    load.back() = 3.6;
    const std::vector<double> none(hours + 1, 0.0);
    home::Case home = home_with(0, import, none, load, none);
    home.slots = base::SlotGrid::uniform(base::parse_time("2024-06-24T20:00:00Z").value(),
                                         base::Seconds{3600}, hours + 1);
    home.timezone = "Europe/Paris";
    return reason_of(home).text;
  };
  const auto says = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_TRUE(says(text_with_use_after(1), "used from 23:00 on")) << text_with_use_after(1);
  EXPECT_TRUE(says(text_with_use_after(2), "used from 00:00 the next day on"));
  EXPECT_TRUE(says(text_with_use_after(30), "used from Wed 26 Jun 04:00 on"))
      << text_with_use_after(30);
}

TEST(Explain, LeavesTextsOutWhenNotAsked) {
  const home::Case home = home_with(0, {0.10, 0.40}, {0, 0}, {0, 3.6}, {0, 0});
  const home::Plan plan = Planner{}.make_plan(home, {.is_explained = false});
  EXPECT_EQ(plan.slots[0].reason.code, ReasonCode::charge_cheap);
  EXPECT_TRUE(plan.slots[0].reason.text.empty());
}

// An action that the battery cannot do to the full is the one it can do, not another one: giving
// all that is left is what "discharging at full power" comes to.
TEST(Explain, NeverComparesAnActionWithItself) {
  home::Case home = home_with(2.5, {0.30}, {0.10}, {3}, {0});
  const home::Reason reason = reason_of(home);
  // Gives 2 of the 3 kW, then it is empty; holding would cost 2 * 0.30.
  EXPECT_EQ(reason.code, ReasonCode::cover_load);
  EXPECT_NEAR(reason.saves->value(), 0.60, 1e-9);
}

// ---- what an action saves, by two plans that know nothing of counterfactuals ----

// The cheapest of holding, following the home, and full power either way, each as far as it can and
// only where it differs from what was planned.
std::optional<double> best_other(const home::Case& home, const home::Plan& plan) {
  const home::Battery& battery = home.batteries[0];
  const home::PlanSlot& slot = plan.slots[0];
  const double hours = home.slots.hours(0).value();
  const double planned = (slot.batteries[0].charge - slot.batteries[0].discharge).value();
  const double surplus = (home.pv[0] - home.load[0] - battery.standby).value();
  const double room = (effective_max_soc(battery) - battery.soc).value();
  const double most =
      std::min(battery.charge.value(), room / (battery.charge_efficiency.number().value() * hours));
  const double least = -std::min(effective_discharge(battery).value(),
                                 (battery.soc - battery.min_soc).value() *
                                     effective_discharge_efficiency(battery).value() / hours);
  std::optional<double> best;
  for (const double wanted : {0.0, surplus, most, least}) {
    const double power = std::clamp(wanted, least, most);
    if (std::abs(power - planned) < std::max(0.05, 0.02 * std::abs(planned))) continue;
    const double cost = objective_with_first(home, power);
    if (!best || cost < *best) best = cost;
  }
  return best;
}

TEST(Explain, SavesWhatTheBestOtherPlanCostsMore) {
  int compared = 0;
  for (int seed = 0; seed < scaled(600); ++seed) {
    home::Case home =
        make_random_case(static_cast<std::uint64_t>(seed), {.min_slots = 2,
                                                            .max_slots = 30,
                                                            .min_batteries = 1,
                                                            .max_batteries = 1,
                                                            .allows_hybrid = false,
                                                            .allows_battery_inverter = false,
                                                            .allows_soc_outside = false,
                                                            .allows_peak = false});
    fix_derived_values(home);
    const home::Plan plan = Planner{}.make_plan(home);
    ASSERT_EQ(plan.solver, "value_function");
    const auto other = best_other(home, plan);
    SCOPED_TRACE(home.name);
    const home::Reason& reason = plan.slots[0].reason;
    ASSERT_EQ(other.has_value(), reason.saves.has_value());
    if (!other) continue;
    const double scale = std::max(1.0, std::abs(plan.objective.value()));
    EXPECT_NEAR(reason.saves->value(), *other - plan.objective.value(), 1e-6 * scale);
    EXPECT_GE(reason.saves->value(), 0.0);
    ++compared;
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(compared, scaled(600) / 2);
}

// Every slot has a reason and a sentence that ends, whatever the home.
TEST(Explain, GivesEverySlotOfEveryHomeAReason) {
  std::set<ReasonCode> seen;
  for (int seed = 0; seed < scaled(300); ++seed) {
    const home::Case home =
        make_random_case(static_cast<std::uint64_t>(seed), {.max_slots = 40, .max_batteries = 1});
    const home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 2.0});
    for (const home::PlanSlot& slot : plan.slots) {
      seen.insert(slot.reason.code);
      ASSERT_NE(slot.reason.code, ReasonCode::none) << home.name;
      ASSERT_FALSE(slot.reason.text.empty()) << home.name;
      ASSERT_EQ(slot.reason.text.back(), '.') << home.name;
      ASSERT_EQ(slot.reason.text.find("/kWh a kWh"), std::string::npos) << slot.reason.text;
      ASSERT_EQ(slot.reason.text.find("nan"), std::string::npos) << slot.reason.text;
    }
  }
  const std::size_t all_but_none = test_share() == 1.0 ? 12 : 1;
  EXPECT_GE(seen.size(), all_but_none);
}

}  // namespace
}  // namespace ohmstead::plan
