// Floors of rooms against every schedule of their sources, at prices by chance.
#include "rooms_floor.hpp"

#include <gtest/gtest.h>

#include <random>

#include "network.hpp"
#include "search/switched.hpp"
#include "testing/random_rooms.hpp"
#include "testing/test_scale.hpp"
#include "zones.hpp"

namespace ohmstead::plan {
namespace {

using Prices = std::vector<std::vector<double>>;  // [device][slot]

Prices random_prices(const home::Case& home, std::size_t devices, std::uint64_t seed) {
  std::mt19937_64 random{seed};
  std::uniform_real_distribution<double> price{-0.1, 0.6};
  Prices prices(devices, std::vector<double>(home.slots.count()));
  for (auto& of_device : prices) {
    for (double& each : of_device) each = price(random);
  }
  return prices;
}

// The least of all schedules that keep the rules.
double least_cost(const home::Case& home, const ZonesElement& element, const Prices& prices) {
  const std::size_t zones = home.zones.size(), slots = home.slots.count();
  const std::size_t bits = home.heat_sources.size() * slots;
  const auto devices = element.switched();
  std::vector<Track> tracks(zones + home.heat_sources.size(), Track{slots});
  double lowest = std::numeric_limits<double>::infinity();
  for (std::uint64_t schedule = 0; schedule < std::uint64_t{1} << bits; ++schedule) {
    double cost = 0.0;
    for (std::size_t i = 0; i < home.heat_sources.size(); ++i) {
      Track& track = tracks[zones + i];
      for (std::size_t t = 0; t < slots; ++t) {
        track.state[t] = static_cast<int>(schedule >> (i * slots + t) & 1U);
        track.power_kw[t] = track.state[t] * home.heat_sources[i].power.value();
        cost += prices[zones + i][t] * track.power_kw[t] * home.slots.hours(t).value();
      }
    }
    bool is_possible = true;
    element.check(tracks, [&](const auto&...) { is_possible = false; });
    if (is_possible) lowest = std::min(lowest, cost + devices[0]->own_cost(tracks));
  }
  return lowest;
}

bool never() { return false; }

struct Gaps {
  int floors = 0;
  double first = 0.0, closest = 0.0;  // sums, before and after all refinements
};

constexpr int k_homes = 200;  // in every build: a mean of few says little

// Of one room each, or of several that heat flows between.
void find_gaps(std::size_t zones, std::size_t slots, Gaps& gaps) {
  for (int seed = 0; seed < k_homes; ++seed) {
    const home::Case home =
        make_random_rooms(static_cast<std::uint64_t>(seed), {.min_slots = slots,
                                                             .max_slots = slots,
                                                             .max_zones = zones,
                                                             .allows_modulating = false,
                                                             .allows_several_zones = false});
    const ZonesElement element{home};
    const auto floor = element.cost_floor();
    if (!floor) continue;
    const Prices prices = random_prices(home, element.devices().size(), 99U + seed);
    std::vector<Track> tracks(element.devices().size(), Track{slots});
    element.act_by_habit(tracks);
    floor->learn(tracks, 1.0);
    const double least = least_cost(home, element, prices);
    auto found = floor->at(prices, never);
    if (!found) continue;
    ++gaps.floors;
    gaps.first += least - *found;
    EXPECT_LE(*found, least + 1e-9) << "home " << seed;
    while (floor->refine()) {
      found = floor->at(prices, never);
      ASSERT_TRUE(found) << "home " << seed;
      EXPECT_LE(*found, least + 1e-9) << "home " << seed;
    }
    gaps.closest += least - *found;
  }
}

TEST(RoomsFloor, IsNeverAboveTheBestScheduleOfARoomAndNear) {
  Gaps gaps;
  find_gaps(1, 8, gaps);
  ASSERT_GE(gaps.floors, k_homes / 8);
  RecordProperty("mean_gap_micro", static_cast<int>(1e6 * gaps.closest / gaps.floors));
  // Some of it are starts of a day, which it does not count.
  EXPECT_LT(gaps.closest / gaps.floors, 0.05);
  EXPECT_LT(gaps.closest, 0.9 * gaps.first);
}

TEST(RoomsFloor, IsNeverAboveTheBestSchedulesOfRoomsWithHeatBetweenThem) {
  Gaps gaps;
  find_gaps(3, 4, gaps);
  ASSERT_GE(gaps.floors, k_homes / 8);
  RecordProperty("mean_gap_micro", static_cast<int>(1e6 * gaps.closest / gaps.floors));
  EXPECT_LT(gaps.closest / gaps.floors, 0.2);
  EXPECT_LT(gaps.closest, 0.9 * gaps.first);
}

// Room i alone: what flows from the others, as warm as in `temperatures` [slot][zone], is a gain.
home::Case alone(const home::Case& home, std::size_t i,
                 const std::vector<std::vector<double>>& temperatures) {
  home::Case one = home;
  home::ThermalZone& room = one.zones[i];
  std::vector<double> gain(home.slots.count(), 0.0);
  if (!room.gain.is_empty()) gain.assign(room.gain.raw().begin(), room.gain.raw().end());
  const auto meet = [&](std::size_t other, double kw_per_k) {
    room.loss_kw_per_k += kw_per_k;
    for (std::size_t t = 0; t < gain.size(); ++t)
      gain[t] += kw_per_k * (temperatures[t][other] - home.outdoor.raw()[t]);
  };
  for (std::size_t z = 0; z < home.zones.size(); ++z) {
    for (const home::ZoneCoupling& coupling : home.zones[z].couplings) {
      const std::size_t other = index_of(home, coupling.zone);
      if (z == i) meet(other, coupling.kw_per_k);
      if (other == i) meet(z, coupling.kw_per_k);
    }
  }
  room.couplings.clear();
  room.gain = {};
  for (const double kw : gain) room.gain.push_back(base::Power{kw});
  one.zones = {room};
  std::erase_if(one.heat_sources, [&](const auto& source) { return source.zone != room.id; });
  return one;
}

TEST(RoomsFloor, HeldRoomsCostAtLeastSoMuchEachAlone) {
  int floors = 0;
  double gap = 0.0;
  for (int seed = 0; seed < k_homes; ++seed) {
    const home::Case home =
        make_random_rooms(static_cast<std::uint64_t>(seed), {.min_slots = 6,
                                                             .max_slots = 6,
                                                             .allows_modulating = false,
                                                             .allows_several_zones = false});
    const std::size_t zones = home.zones.size();
    const ZonesElement element{home};
    const auto floor = element.cost_floor();
    std::vector<Track> tracks(element.devices().size(), Track{6});
    element.act_by_habit(tracks);
    if (!floor || !floor->hold(tracks)) continue;
    element.complete(tracks);
    std::vector<std::vector<double>> temperatures(6);
    for (std::size_t t = 0; t < 6; ++t) {
      for (std::size_t z = 0; z < zones; ++z) temperatures[t].push_back(tracks[z].temperature_c[t]);
    }
    const Prices prices = random_prices(home, element.devices().size(), 31U + seed);
    double least = 0.0;
    for (std::size_t i = 0; i < home.heat_sources.size(); ++i) {
      const std::size_t zone = index_of(home, home.heat_sources[i].zone);
      const home::Case one = alone(home, zone, temperatures);
      least += least_cost(one, ZonesElement{one}, {prices[zone], prices[zones + i]});
    }
    for (bool is_closer = true; is_closer; is_closer = floor->refine()) {
      const auto found = floor->at(prices, never);
      ASSERT_TRUE(found) << "home " << seed;
      EXPECT_LE(*found, least + 1e-9) << "home " << seed;
    }
    ++floors;
    gap += least - *floor->at(prices, never);
  }
  ASSERT_GE(floors, k_homes / 8);
  RecordProperty("mean_gap_micro", static_cast<int>(1e6 * gap / floors));
  EXPECT_LT(gap / floors, 0.1);
}

// What was learnt may be as wrong as it likes.
TEST(RoomsFloor, HoldsWhateverItWasTold) {
  int floors = 0;
  for (int seed = 0; seed < scaled(60); ++seed) {
    const home::Case home =
        make_random_rooms(static_cast<std::uint64_t>(seed), {.min_slots = 4,
                                                             .max_slots = 4,
                                                             .allows_modulating = false,
                                                             .allows_several_zones = false});
    const ZonesElement element{home};
    const auto floor = element.cost_floor();
    if (!floor) continue;
    const Prices prices = random_prices(home, element.devices().size(), 7U + seed);
    std::vector<Track> tracks(element.devices().size(), Track{4});
    for (std::size_t i = 0; i < home.heat_sources.size(); ++i)
      tracks[home.zones.size() + i].power_kw.assign(4, seed % 2 == 0 ? 20.0 : 0.0);
    floor->learn(tracks, 1.0);
    const auto found = floor->at(prices, never);
    if (!found) continue;
    ++floors;
    EXPECT_LE(*found, least_cost(home, element, prices) + 1e-9) << "home " << seed;
  }
  EXPECT_GT(floors, 0);
}

TEST(RoomsFloor, IsNotKnownWhereASourceHeatsSeveralRooms) {
  home::Case home = make_one_room(8);
  EXPECT_NE(ZonesElement{home}.cost_floor(), nullptr);
  home.heat_sources.push_back(home.heat_sources[0]);
  home.heat_sources[1].id = "second";
  EXPECT_EQ(ZonesElement{home}.cost_floor(), nullptr);
}

TEST(RoomsFloor, EndsWhenItsTimeIsOver) {
  const home::Case home = make_one_room(8);
  const ZonesElement element{home};
  const Prices prices = random_prices(home, 2, 1);
  EXPECT_TRUE(element.cost_floor()->at(prices, never));
  EXPECT_FALSE(element.cost_floor()->at(prices, [] { return true; }));
}

}  // namespace
}  // namespace ohmstead::plan
