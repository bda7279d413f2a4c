#include "heat_schedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "elements/account.hpp"
#include "testing/random_rooms.hpp"
#include "testing/test_scale.hpp"
#include "zones.hpp"

namespace ohmstead::plan {
namespace {

constexpr RandomRoomsKnobs k_switched{
    .min_slots = 9, .max_slots = 9, .allows_modulating = false, .has_one_source = true};

std::vector<Track> tracks_for(const home::Case& home) {
  return std::vector<Track>(home.zones.size() + home.heat_sources.size(),
                            Track{home.slots.count()});
}

double electricity(const home::Case& home, std::span<const double> prices, const Track& track) {
  double sum = 0.0;
  for (std::size_t t = 0; t < prices.size(); ++t)
    sum += prices[t] * track.power_kw[t] * home.slots.hours(t).value();
  return sum;
}

bool is_possible(const ZonesElement& element, const std::vector<Track>& tracks) {
  bool is_fine = true;
  element.check(tracks, [&](const auto&...) { is_fine = false; });
  return is_fine;
}

TEST(HeatSchedule, OwnCostIsWhatTheElementBills) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(scaled(50)); ++seed) {
    const home::Case home = make_random_rooms(seed, {.allows_modulating = false});
    const ZonesElement element{home};
    std::vector<Track> tracks = tracks_for(home);
    element.act_by_habit(tracks);
    EXPECT_TRUE(is_possible(element, tracks)) << seed;
    const auto devices = element.switched();
    ASSERT_EQ(devices.size(), home.heat_sources.size());
    const double cost = devices[0]->own_cost(tracks);
    element.complete(tracks);
    Account account{home};
    element.bill(tracks, account);
    EXPECT_DOUBLE_EQ(cost, account.total()) << seed;
  }
}

TEST(HeatSchedule, AnswersAreNearTheBestOfAllSchedules) {
  double lost = 0.0, worst = 0.0;
  const int homes = scaled(120);
  for (int seed = 0; seed < homes; ++seed) {
    const home::Case home = make_random_rooms(static_cast<std::uint64_t>(seed), k_switched);
    const ZonesElement element{home};
    std::vector<Track> tracks = tracks_for(home);
    const auto prices = home.prices.import.raw();
    const auto devices = element.switched();
    const std::size_t own = devices[0]->device();
    double lowest = std::numeric_limits<double>::infinity();
    for (unsigned bits = 0; bits < 512; ++bits) {
      for (std::size_t t = 0; t < 9; ++t) {
        tracks[own].state[t] = static_cast<int>(bits >> t & 1U);
        tracks[own].power_kw[t] = tracks[own].state[t] * home.heat_sources[0].power.value();
      }
      if (!is_possible(element, tracks)) continue;
      const double cost = devices[0]->own_cost(tracks) + electricity(home, prices, tracks[own]);
      lowest = std::min(lowest, cost);
    }
    tracks = tracks_for(home);
    tracks[own] = devices[0]->respond(prices, {}, tracks);
    EXPECT_TRUE(is_possible(element, tracks)) << seed;
    const double cost = devices[0]->own_cost(tracks) + electricity(home, prices, tracks[own]);
    EXPECT_GE(cost, lowest - 1e-9) << seed;
    lost += cost - lowest;
    worst = std::max(worst, cost - lowest);
  }
  EXPECT_LT(lost / homes, 0.002);
  EXPECT_LT(worst, 0.05);
  RecordProperty("mean_lost_micro", static_cast<int>(1e6 * lost / homes));
  RecordProperty("worst_lost_micro", static_cast<int>(1e6 * worst));
}

// Within [3, 7) of nine slots, against all schedules that differ nowhere else.
TEST(HeatSchedule, AnswersWithinAWindowLeaveTheRestAndAreNearTheBest) {
  constexpr SlotRange k_window{3, 7};
  double lost = 0.0;
  int moved = 0;
  const int homes = scaled(120);
  for (int seed = 0; seed < homes; ++seed) {
    const home::Case home = make_random_rooms(static_cast<std::uint64_t>(seed), k_switched);
    const ZonesElement element{home};
    std::vector<Track> tracks = tracks_for(home);
    element.act_by_habit(tracks);
    const auto prices = home.prices.import.raw();
    const auto devices = element.switched();
    const std::size_t own = devices[0]->device();
    const Track habit = tracks[own];
    double lowest = std::numeric_limits<double>::infinity();
    for (unsigned bits = 0; bits < 16; ++bits) {
      for (std::size_t t = k_window.first; t < k_window.end; ++t) {
        tracks[own].state[t] = static_cast<int>(bits >> (t - k_window.first) & 1U);
        tracks[own].power_kw[t] = tracks[own].state[t] * home.heat_sources[0].power.value();
      }
      if (!is_possible(element, tracks)) continue;
      lowest =
          std::min(lowest, devices[0]->own_cost(tracks) + electricity(home, prices, tracks[own]));
    }
    tracks[own] = habit;
    tracks[own] = devices[0]->respond_within(k_window, prices, {}, tracks);
    EXPECT_TRUE(is_possible(element, tracks)) << seed;
    for (std::size_t t = 0; t < 9; ++t) {
      if (k_window.contains(t)) continue;
      EXPECT_EQ(tracks[own].state[t], habit.state[t]) << seed << ' ' << t;
    }
    const double cost = devices[0]->own_cost(tracks) + electricity(home, prices, tracks[own]);
    EXPECT_GE(cost, lowest - 1e-9) << seed;
    lost += cost - lowest;
    moved += tracks[own].state != habit.state ? 1 : 0;
  }
  EXPECT_LT(lost / homes, 0.002);
  EXPECT_GT(moved, homes / 8);
}

TEST(HeatSchedule, BlockedSlotsStayOffUnlessARunBindsThem) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(scaled(100)); ++seed) {
    home::Case home = make_random_rooms(seed, k_switched);
    home.heat_sources[0].on_for.reset();
    home.zones[0].temperature = base::Celsius{10.0};
    const ZonesElement element{home};
    std::vector<Track> tracks = tracks_for(home);
    element.act_by_habit(tracks);
    std::vector<char> blocked(9, 0);
    for (const std::size_t t : {2U, 3U, 7U}) blocked[t] = 1;
    for (const auto& device : element.switched()) {
      tracks[device->device()] = device->respond(home.prices.import.raw(), blocked, tracks);
      EXPECT_TRUE(is_possible(element, tracks)) << seed;
      for (std::size_t t = 0; t < 9; ++t) {
        const bool is_blocked_and_on = blocked[t] != 0 && tracks[device->device()].state[t] != 0;
        EXPECT_FALSE(is_blocked_and_on) << seed << ' ' << t;
      }
    }
  }
}

TEST(HeatSchedule, NeighboursAreAllowedDifferentAndMany) {
  home::Case home = make_one_room(48);
  home.heat_sources[0].min_on = base::Seconds{7200};
  home.heat_sources[0].switch_every = base::Seconds{3600};
  const ZonesElement element{home};
  std::vector<Track> tracks = tracks_for(home);
  element.act_by_habit(tracks);
  const auto devices = element.switched();
  int seen = 0;
  devices[0]->visit_neighbours(tracks, [&](const Track& candidate) {
    ++seen;
    EXPECT_NE(candidate.state, tracks[1].state);
    std::vector<Track> changed{tracks[0], candidate};
    EXPECT_TRUE(is_possible(element, changed));
  });
  EXPECT_GT(seen, 15);
}

TEST(HeatSchedule, SourcesThatModulateAreNotSearched) {
  home::Case home = make_one_room(4);
  home.heat_sources[0].is_modulating = true;
  EXPECT_TRUE(ZonesElement{home}.switched().empty());
}

}  // namespace
}  // namespace ohmstead::plan
