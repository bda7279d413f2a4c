#include "zones.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "elements/account.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "search/switched.hpp"
#include "testing/random_rooms.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

// What a plan with these tracks and nothing but the grid costs, as Planner counts the objective.
double objective_of(const home::Case& home, const ZonesElement& element,
                    std::vector<Track>& tracks) {
  element.complete(tracks);
  Account account{home};
  element.bill(tracks, account);
  double cost = account.total() - element.start_worth();
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    double kw = home.load[t].value();
    for (const Track& track : tracks) kw += track.power_kw[t];
    cost += kw * home.slots.hours(t).value() * home.prices.import[t].value();
  }
  return cost;
}

std::vector<Track> tracks_for(const home::Case& home) {
  return std::vector<Track>(home.zones.size() + home.heat_sources.size(),
                            Track{home.slots.count()});
}

TEST(Zones, BillIsComfortAndWorthOfHeatByHand) {
  home::Case home = make_one_room(1);
  home.zones[0].mass.reset();
  const ZonesElement element{home};
  std::vector<Track> tracks = tracks_for(home);
  element.complete(tracks);
  const double cold = 40.0 / 2.1;
  EXPECT_NEAR(tracks[0].temperature_c[0], cold, 1e-12);
  EXPECT_TRUE(tracks[0].mass_c.empty());
  EXPECT_EQ(tracks[1].heat_kw[0], 0.0);
  Account account{home};
  element.bill(tracks, account);
  EXPECT_NEAR(account.total(), 0.15 * 0.25 * (20.0 - cold) + 0.05 * 0.5 * (20.0 - cold), 1e-12);
  EXPECT_NEAR(element.start_worth(), 0.05 * 0.5 * 20.0, 1e-12);
}

TEST(Zones, ModulatingHeatIsProvenAndBilledAsPlanned) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(scaled(60)); ++seed) {
    const home::Case home = make_random_rooms(seed, {.max_slots = 60, .allows_switched = false});
    const auto checked = check_case(home, "made");
    ASSERT_TRUE(checked.has_value()) << checked.error().message;
    const home::Plan plan = Planner{}.make_plan(home, {.is_explained = false});
    ASSERT_TRUE(plan.gap.has_value()) << seed;
    EXPECT_EQ(plan.status, home::PlanStatus::optimal) << seed;
    EXPECT_NEAR(plan.gap->value(), 0.0, 1e-6) << seed;
    EXPECT_GE(plan.objective.value(), plan.bound->value() - 1e-6) << seed;
    if (HasFailure()) return;
  }
}

TEST(Zones, OnOffHeatIsTheBestOfAllSchedules) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(scaled(60)); ++seed) {
    const home::Case home = make_random_rooms(
        seed, {.min_slots = 2, .max_slots = 7, .max_zones = 2, .allows_modulating = false});
    const ZonesElement element{home};
    const std::size_t zones = home.zones.size(), count = home.slots.count();
    double lowest = std::numeric_limits<double>::infinity();
    for (std::uint64_t bits = 0; bits < 1ULL << (count * home.heat_sources.size()); ++bits) {
      std::vector<Track> tracks = tracks_for(home);
      for (std::size_t i = 0; i < home.heat_sources.size(); ++i) {
        for (std::size_t t = 0; t < count; ++t) {
          if ((bits >> (i * count + t) & 1U) == 0U) continue;
          tracks[zones + i].state[t] = 1;
          tracks[zones + i].power_kw[t] = home.heat_sources[i].power.value();
        }
      }
      bool is_possible = true;
      element.check(tracks, [&](auto...) { is_possible = false; });
      if (is_possible) lowest = std::min(lowest, objective_of(home, element, tracks));
    }
    const home::Plan plan =
        Planner{}.make_plan(home, {.engine = Engine::linear, .is_explained = false});
    ASSERT_TRUE(plan.bound.has_value()) << seed;
    EXPECT_NEAR(plan.objective.value(), lowest, 1e-2) << seed;  // what the proof may leave open
    EXPECT_GE(plan.objective.value(), lowest - 1e-6) << seed;
    EXPECT_LE(plan.bound->value(), lowest + 1e-6) << seed;
    if (HasFailure()) return;
  }
}

TEST(Zones, EveryKindOfSourceGivesAPlanThatTheEvaluatorAccepts) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(scaled(40)); ++seed) {
    const home::Case home = make_random_rooms(1000 + seed, {.max_slots = 20});
    const home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 2.0, .is_explained = false});
    EXPECT_TRUE(evaluate(home, plan).has_value()) << seed;
    EXPECT_TRUE(plan.status == home::PlanStatus::optimal || plan.status == home::PlanStatus::good)
        << seed << (plan.notes.empty() ? "" : plan.notes[0]);
    const home::Plan habit = Planner{}.make_plan(home, {.strategy = Strategy::self_use});
    EXPECT_TRUE(evaluate(home, habit).has_value()) << seed;
    EXPECT_LE(plan.objective.value(), habit.objective.value() + 1e-2) << seed;
    if (HasFailure()) return;
  }
}

TEST(Zones, ThermostatKeepsTheRoomAtItsLowEdge) {
  home::Case home = make_one_room(96);
  const home::Plan plan = Planner{}.make_plan(home, {.strategy = Strategy::self_use});
  for (std::size_t t = 8; t < 96; ++t) {
    const double c = plan.slots[t].devices[0].temperature->value();
    EXPECT_GT(c, 19.0) << t;
    EXPECT_LT(c, 22.0) << t;
  }
}

TEST(Zones, ColdRoomCostsComfortAndIsNoViolation) {
  home::Case home = make_one_room(8);
  home.zones[0].temperature = base::Celsius{-15.0};
  const home::Plan plan = Planner{}.make_plan(home);
  EXPECT_TRUE(plan.violations.empty());
  EXPECT_GT(plan.money.comfort.value(), 1.0);
  EXPECT_EQ(plan.slots[0].devices[1].state, "on");
}

TEST(Zones, EvaluatorRefusesWhatAHeaterCannotDo) {
  home::Case home = make_one_room(8);
  home.heat_sources[0].min_on = base::Seconds{1800};
  home.heat_sources[0].switch_every = base::Seconds{1800};
  const home::Plan good = Planner{}.make_plan(home);
  const auto message_of = [&](const auto& change) {
    home::Plan plan = good;
    for (home::PlanSlot& slot : plan.slots) {
      slot.devices[1].state = "off";
      slot.devices[1].power = base::Power{};
      slot.devices[1].heat.reset();
      slot.devices[0].temperature.reset();
      slot.devices[0].mass_temperature.reset();
      slot.grid_import = base::Power{};
    }
    change(plan);
    const auto bill = evaluate(home, plan);
    return bill ? std::string{"accepted"} : bill.error().message;
  };
  const auto turn_on = [](home::PlanSlot& slot, double kw) {
    slot.devices[1].state = "on";
    slot.devices[1].power = slot.grid_import = base::Power{kw};
  };
  EXPECT_EQ(message_of([](home::Plan&) {}), "accepted");
  EXPECT_EQ(message_of([&](home::Plan& plan) { turn_on(plan.slots[3], 1.0); }),
            "slots[3].devices[1].state: it is switched only at multiples of 1800 s");
  EXPECT_EQ(message_of([&](home::Plan& plan) {
              for (std::size_t t : {2U, 3U}) turn_on(plan.slots[t], 0.4);
            }),
            "slots[2].devices[1].power_kw: 0.4 where it draws 1 when on\n"
            "slots[3].devices[1].power_kw: 0.4 where it draws 1 when on");
  EXPECT_EQ(message_of([&](home::Plan& plan) {
              plan.slots[0].devices[0].power = plan.slots[0].grid_import = base::Power{1.0};
            }),
            "slots[0].devices[0].power_kw: a zone draws nothing; its heat sources do");
  EXPECT_EQ(message_of([&](home::Plan& plan) {
              plan.slots[0].devices[0].temperature = base::Celsius{25.0};
            }).substr(0, 42),
            "slots[0].devices[0].temperature_c: 25 wher");
}

// tests/cli/good/rooms.json: the heat pump warms the living room before the evening's prices.
TEST(Zones, ScenarioOfTwoRoomsHeatsAheadOfTheEvening) {
  const auto text =
      base::read_file(std::string{OHMSTEAD_SOURCE_DIR} + "/tests/cli/good/rooms.json");
  ASSERT_TRUE(text.has_value());
  const auto home = home::read_case(*text, "rooms.json");
  ASSERT_TRUE(home.has_value()) << home.error().message;
  const home::Plan plan = Planner{}.make_plan(*home);
  EXPECT_EQ(plan.status, home::PlanStatus::optimal);
  const auto pump_kw = [&](std::size_t slot) { return plan.slots[slot].devices[2].power.value(); };
  EXPECT_NEAR(pump_kw(0) + pump_kw(1) + pump_kw(2) + pump_kw(3), 3.6, 1e-9);
  EXPECT_NEAR(pump_kw(6) + pump_kw(7), 0.0, 1e-9);  // the dearest hour
  EXPECT_FALSE(plan.slots[0].devices[1].mass_temperature.has_value());
}

TEST(Zones, TinyAndHugeNumbersNeitherHangNorCrash) {
  for (const double scale : {1e-9, 1e-4, 1e4, 1e9}) {
    for (const double power : {1e-9, 1e9}) {
      home::Case home = make_one_room(6);
      home.zones[0].capacity_kwh_per_k = scale;
      home.zones[0].mass->capacity_kwh_per_k = 1.0 / scale;
      home.heat_sources[0].power = base::Power{power};
      home.heat_sources[0].min_on = base::Seconds{1800};
      const home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 2.0});
      EXPECT_EQ(plan.slots.size(), 6U);
      const ZonesElement element{home};
      const std::vector<Track> tracks = tracks_for(home);
      for (const auto& device : element.switched()) {
        const Track answer = device->respond(home.prices.import.raw(), {}, tracks);
        EXPECT_EQ(answer.state.size(), 6U);
      }
    }
  }
}

}  // namespace
}  // namespace ohmstead::plan
