// The search and the proof after it against every combination of runs, each billed exactly by the
// value-function engine around it; heaters under one limit against every combination of schedules.
#include "schedule_search.hpp"

#include <gtest/gtest.h>

#include <random>

#include "elements/appliance.hpp"
#include "habits.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/random_case.hpp"
#include "testing/random_rooms.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

home::Case home_with_appliances(std::uint64_t seed, std::size_t appliances) {
  home::Case home = make_random_case(seed, {.min_slots = 6,
                                            .max_slots = 16,
                                            .min_batteries = 1,
                                            .max_batteries = 1,
                                            .allows_hybrid = false,
                                            .allows_battery_inverter = false,
                                            .allows_peak = false});
  std::mt19937_64 random{seed};
  std::uniform_real_distribution<double> share{0.0, 1.0};
  for (std::size_t i = 0; i < appliances; ++i) {
    home::Appliance appliance;
    appliance.id = "machine_" + std::to_string(i);
    const auto steps = static_cast<std::size_t>(1 + 3 * share(random));
    appliance.profile = base::Series<base::Power>{steps};
    for (std::size_t k = 0; k < steps; ++k)
      appliance.profile.set(k, base::Power{0.2 + 2.5 * share(random)});
    appliance.profile_step = base::Seconds{900};
    appliance.skip_cost = base::Money{3.0 * share(random)};
    appliance.delay_cost_per_hour = base::Money{0.01 * share(random)};
    if (share(random) < 0.5) appliance.earliest = home.slots.start(home.slots.count() / 4);
    home.appliances.push_back(appliance);
  }
  return home;
}

// The cheapest objective over all runs of the appliances from `first` on.
double best_of_all(const home::Case& home, const PlannedDevices& devices, Planner& planner,
                   std::vector<Track>& tracks, std::size_t first) {
  if (first == tracks.size()) {
    Account account{home};
    devices.bill(tracks, account);
    const home::Plan plan =
        planner.make_plan(with_fixed_devices(home, tracks),
                          {.engine = Engine::value_function, .is_explained = false});
    return plan.objective.value() + account.total();
  }
  const auto& element = dynamic_cast<const ApplianceElement&>(*devices.elements()[first]);
  ApplianceElement::write(nullptr, tracks[first]);
  double best = best_of_all(home, devices, planner, tracks, first + 1);
  for (const ApplianceElement::Run& run : element.runs()) {
    ApplianceElement::write(&run, tracks[first]);
    best = std::min(best, best_of_all(home, devices, planner, tracks, first + 1));
  }
  return best;
}

TEST(ScheduleSearch, WithItsProofFindsTheBestOfAllRuns) {
  Planner planner;
  int optimal = 0;
  const int homes = scaled(40);
  for (int seed = 1; seed <= homes; ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = home_with_appliances(static_cast<std::uint64_t>(seed), 2);
    const PlannedDevices devices{home};
    std::vector<Track> tracks = devices.make_tracks();
    const double best = best_of_all(home, devices, planner, tracks, 0);
    const home::Plan plan = planner.make_plan(home, {.time_limit_s = 3.0, .is_explained = false});
    ASSERT_TRUE(plan.bound.has_value());
    const double tolerance = 1e-6 * std::max(1.0, std::abs(best));
    EXPECT_LE(plan.bound->value(), best + tolerance);
    EXPECT_GE(plan.objective.value(), best - tolerance);
    if (plan.status == home::PlanStatus::optimal) {
      ++optimal;
      EXPECT_LE(plan.objective.value(), best + 0.01 + tolerance);
    }
  }
  EXPECT_GE(optimal, homes * 9 / 10);
}

// Without the proof: the search alone ends at most a little above the best.
TEST(ScheduleSearch, AloneIsNearTheBestOfAllRuns) {
  Planner planner;
  double worse = 0.0;
  const int homes = scaled(40);
  for (int seed = 101; seed <= 100 + homes; ++seed) {
    const home::Case home = home_with_appliances(static_cast<std::uint64_t>(seed), 2);
    const HomeElements elements{home};
    std::vector<Track> tracks = elements.planned.make_tracks();
    const double best = best_of_all(home, elements.planned, planner, tracks, 0);
    ScheduleSearch search{home, elements};
    const std::vector<double> prices(home.prices.import.raw().begin(),
                                     home.prices.import.raw().end());
    const auto found = search.run(prices, {}, EngineLimits{2.0, {}, true});
    ASSERT_TRUE(found.has_value());
    EXPECT_TRUE(found->is_finished);
    worse += std::max(0.0, found->cost - best);
  }
  EXPECT_LE(worse / homes, 0.02);
}

// Three rooms of different size whose heaters fit under their limit two at a time, hour by hour.
home::Case home_with_rooms(std::uint64_t seed, std::size_t hours) {
  home::Case home = make_one_room(4 * hours);
  std::mt19937_64 random{seed};
  std::uniform_real_distribution<double> share{0.0, 1.0};
  for (std::size_t h = 0; h < hours; ++h) {
    const double price = 0.1 + 0.5 * share(random);
    for (std::size_t t = 4 * h; t < 4 * h + 4; ++t)
      home.prices.import.set(t, base::EnergyPrice{price});
  }
  const home::ThermalZone room = home.zones[0];
  const home::HeatSource heater = home.heat_sources[0];
  home.zones.clear();
  home.heat_sources.clear();
  double sum_kw = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    home.zones.push_back(room);
    home.zones[i].id = "room_" + std::to_string(i);
    home.zones[i].temperature = base::Celsius{18.5 + 2.0 * share(random)};
    home.heat_sources.push_back(heater);
    home.heat_sources[i].id = "heater_" + std::to_string(i);
    home.heat_sources[i].zone = home.zones[i].id;
    home.heat_sources[i].switch_every = base::Seconds{3600};
    home.heat_sources[i].power = base::Power{0.8 + 0.4 * share(random)};
    sum_kw += home.heat_sources[i].power.value();
  }
  home.power_limits = {
      {"pump", base::Power{sum_kw - 0.1}, {"heater_0", "heater_1", "heater_2"}, {}}};
  return home;
}

double best_of_all_heating(const home::Case& home, const HomeElements& elements,
                           std::size_t hours) {
  const Element& element = *elements.planned.elements()[0];
  const auto heaters = element.switched();
  std::vector<Track> tracks = elements.planned.make_tracks();
  double best = solve::k_infinity;
  for (unsigned bits = 0; bits < 1U << 3 * hours; ++bits) {
    bool fits = true;
    double cost = 0.0;
    for (std::size_t h = 0; h < hours && fits; ++h) {
      fits = (bits >> 3 * h & 7U) != 7U;
      for (std::size_t i = 0; i < 3; ++i) {
        const bool on = (bits >> (3 * h + i) & 1U) != 0;
        const double power_kw = on ? home.heat_sources[i].power.value() : 0.0;
        cost += power_kw * home.prices.import.raw()[4 * h];
        auto& track = tracks[heaters[i]->device()].power_kw;
        std::fill_n(track.begin() + static_cast<std::ptrdiff_t>(4 * h), 4, power_kw);
      }
    }
    if (fits) best = std::min(best, cost + heaters[0]->own_cost(tracks));
  }
  return best;
}

TEST(ScheduleSearch, FindsHowHeatersShareALimit) {
  constexpr std::size_t hours = 5;
  double worse = 0.0;
  int exact = 0;
  const int homes = scaled(10);
  for (int seed = 1; seed <= homes; ++seed) {
    const home::Case home = home_with_rooms(static_cast<std::uint64_t>(seed), hours);
    const HomeElements elements{home};
    const double best = best_of_all_heating(home, elements, hours);
    ScheduleSearch search{home, elements};
    const std::vector<double> prices(home.prices.import.raw().begin(),
                                     home.prices.import.raw().end());
    const auto found = search.run(prices, {}, EngineLimits{5.0, {}, true});
    ASSERT_TRUE(found.has_value());
    EXPECT_GE(found->cost, best - 1e-9) << seed;
    worse += found->cost - best;
    if (found->cost <= best + 1e-6) ++exact;
  }
  EXPECT_LE(worse / homes, 0.01);
  EXPECT_GE(exact, homes * 8 / 10);
}

// A day of heaters has too many combinations for trying all; these are the least costs that any of
// many long searches ended at.
TEST(ScheduleSearch, EndsNearTheBestOfManySearches) {
  const std::vector<double> lowest{22.757, 24.548, 21.441, 23.587, 19.464, 21.642};
  double above = 0.0;
  const int homes = scaled(static_cast<int>(lowest.size()));
  for (int seed = 1; seed <= homes; ++seed) {
    const home::Case home = home_with_rooms(static_cast<std::uint64_t>(seed), 24);
    const HomeElements elements{home};
    ScheduleSearch search{home, elements};
    const std::vector<double> prices(home.prices.import.raw().begin(),
                                     home.prices.import.raw().end());
    const auto found = search.run(prices, {}, EngineLimits{60.0, {}, true});
    ASSERT_TRUE(found.has_value());
    above += found->cost - lowest[static_cast<std::size_t>(seed - 1)];
  }
  EXPECT_LE(above / homes, 0.04);
}

// Apart by prices, the heaters and their limit cost at most what the best schedules do together.
TEST(ScheduleSearch, BoundsHowHeatersShareALimit) {
  constexpr std::size_t hours = 5;
  double gap = 0.0;
  const int homes = scaled(10);
  for (int seed = 1; seed <= homes; ++seed) {
    const home::Case home = home_with_rooms(static_cast<std::uint64_t>(seed), hours);
    const HomeElements elements{home};
    const double best = best_of_all_heating(home, elements, hours);
    ScheduleSearch search{home, elements};
    const std::vector<double> prices(home.prices.import.raw().begin(),
                                     home.prices.import.raw().end());
    ASSERT_TRUE(search.run(prices, {}, EngineLimits{5.0, {}, true}));
    const auto bounds = search.find_bounds(EngineLimits{5.0, {}, true});
    ASSERT_TRUE(bounds.has_value());
    EXPECT_FALSE(bounds->rooms_apart) << "no heat flows between these rooms";
    const double most = best - elements.planned.start_worth();
    EXPECT_LE(bounds->any, most + 1e-6) << seed;
    gap += most - bounds->any;
  }
  EXPECT_LE(gap / homes, 0.1);
}

// Where heat flows between rooms that opens the bound; held as the plan has it, it does not.
TEST(ScheduleSearch, BoundsRoomsApartAreNearTheirPlan) {
  double gap = 0.0, gap_apart = 0.0;
  const int homes = scaled(4);
  for (int seed = 1; seed <= homes; ++seed) {
    home::Case home = home_with_rooms(static_cast<std::uint64_t>(seed), 8);
    home.zones[0].couplings = {{"room_1", 0.02}};
    home.zones[1].couplings = {{"room_2", 0.02}};
    const HomeElements elements{home};
    ScheduleSearch search{home, elements};
    const std::vector<double> prices(home.prices.import.raw().begin(),
                                     home.prices.import.raw().end());
    const auto found = search.run(prices, {}, EngineLimits{5.0, {}, true});
    ASSERT_TRUE(found.has_value());
    const auto bounds = search.find_bounds(EngineLimits{5.0, {}, true});
    ASSERT_TRUE(bounds.has_value() && bounds->rooms_apart);
    const double cost = found->cost - elements.planned.start_worth();
    EXPECT_LE(bounds->any, cost + 1e-6) << seed;
    EXPECT_LE(*bounds->rooms_apart, cost + 1e-6) << seed;
    gap += cost - bounds->any;
    gap_apart += cost - *bounds->rooms_apart;
  }
  RecordProperty("mean_gap_micro", static_cast<int>(1e6 * gap / homes));
  RecordProperty("mean_gap_apart_micro", static_cast<int>(1e6 * gap_apart / homes));
  EXPECT_LT(gap_apart, 0.5 * gap);
}

// Beside batteries and PV, where the prices answer to what is drawn; and after any time.
TEST(ScheduleSearch, BoundsTheBestOfAllRuns) {
  Planner planner;
  double gap = 0.0;
  const int homes = scaled(30);
  for (int seed = 1; seed <= homes; ++seed) {
    const home::Case home = home_with_appliances(static_cast<std::uint64_t>(seed), 2);
    const HomeElements elements{home};
    std::vector<Track> tracks = elements.planned.make_tracks();
    const double best = best_of_all(home, elements.planned, planner, tracks, 0);
    ScheduleSearch search{home, elements};
    const std::vector<double> prices(home.prices.import.raw().begin(),
                                     home.prices.import.raw().end());
    ASSERT_TRUE(search.run(prices, {}, EngineLimits{2.0, {}, true}));
    for (const double wall_s : {0.001, 2.0}) {
      const auto bounds = search.find_bounds(EngineLimits{wall_s, {}, true});
      if (!bounds) continue;
      EXPECT_LE(bounds->any, best + 1e-6 * std::max(1.0, std::abs(best))) << seed;
      if (wall_s > 1.0) gap += best - bounds->any;
    }
  }
  EXPECT_LE(gap / homes, 0.2);
}

// Schedules to begin with are kept where nothing cheaper is found.
TEST(ScheduleSearch, NeverEndsAboveWhatItBeganWith) {
  const home::Case home = home_with_rooms(7, 8);
  const HomeElements elements{home};
  ScheduleSearch search{home, elements};
  const std::vector<double> prices(home.prices.import.raw().begin(),
                                   home.prices.import.raw().end());
  const auto found = search.run(prices, {}, EngineLimits{5.0, {}, true});
  ASSERT_TRUE(found.has_value());
  const auto again = search.run(prices, found->tracks, EngineLimits{0.0, {}, true});
  ASSERT_TRUE(again.has_value());
  EXPECT_LE(again->cost, found->cost + 1e-9);
}

}  // namespace
}  // namespace ohmstead::plan
