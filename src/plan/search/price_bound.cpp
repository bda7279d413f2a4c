// What no schedules can cost less than: the home taken apart by prices.
//
// When power has prices, each element is cheapest alone: CostFloor says what it costs at least. The
// rest of the home costs at least what its linear problem says for any power drawn at these prices.
// With the worth of places under shared limits the sum is a bound for any prices; the prices make
// it tight or loose. Rounds as those of first_schedules.cpp look for the best ones, with answers
// instead of floors, which take longer. docs/math.md 3.5.
#include <algorithm>
#include <numeric>

#include "cost_floor.hpp"
#include "schedule_search.hpp"
#include "side_by_side.hpp"

namespace ohmstead::plan {
namespace {

constexpr int k_most_rounds = 120;
// Of the time, for the rounds; the rest is for the floors at the best prices.
constexpr double k_rounds_share = 0.2;
// Kept for floors, without which rounds prove nothing; the first ones may take as much again.
constexpr double k_floors_least_s = 0.15;
// By then (share of the time) the bound of any plan is as close as it gets.
constexpr double k_any_share = 0.85;
// Floors that look closer take so many times as long.
constexpr double k_closer_takes = 3.0;

}  // namespace

// One floor per element that is searched, in the order of elements; empty when one has none.
ScheduleSearch::Floors ScheduleSearch::make_floors() const {
  Floors floors(elements_->planned.elements().size());
  for (const Searched& each : devices_) {
    if (floors[each.element]) continue;
    floors[each.element] = elements_->planned.elements()[each.element]->cost_floor();
    if (!floors[each.element]) return {};
  }
  return floors;
}

// Places are counted in whole powers.
bool ScheduleSearch::has_whole_places() const {
  for (const SharedLimits::Places& each : places_->places()) {
    for (const Searched& searched : devices_) {
      const auto& listed = each.devices;
      const bool is_listed =
          std::find(listed.begin(), listed.end(), searched.track) != listed.end();
      if (is_listed && !searched.device->has_one_power()) return false;
    }
  }
  return true;
}

std::optional<ScheduleSearch::Prices> ScheduleSearch::price(std::span<const Track> mean) {
  const auto rest = solve_rest(mean);
  if (!rest) return std::nullopt;
  Prices prices{rest->bound, {}};
  const std::vector<double> drawn_kw = drawn(mean);
  for (std::size_t t = 0; t < drawn_kw.size(); ++t)
    prices.rest -= rest->prices[t] * drawn_kw[t] * home_->slots.hours(t).value();
  prices.rest -= places_->worth(home_->slots);
  prices.of_track.assign(tracks_.size(), rest->prices);
  for (const Searched& each : devices_)
    places_->add_to(each.track, 1.0, prices.of_track[each.track]);
  return prices;
}

// What all answers cost at their prices, each among the present schedules of the others.
double ScheduleSearch::cost_of(const std::vector<Track>& answers, const Prices& prices) {
  double sum = prices.rest;
  std::size_t last = static_cast<std::size_t>(-1);
  double own = 0.0;
  for (const Searched& each : devices_) {
    if (each.element != last) {
      own = each.device->own_cost(tracks_of(each.element));
      sum += own;
    }
    last = each.element;
    const Track kept = std::exchange(tracks_[each.track], answers[each.track]);
    sum += each.device->own_cost(tracks_of(each.element)) - own;
    tracks_[each.track] = kept;
    const auto& power_kw = answers[each.track].power_kw;
    for (std::size_t t = 0; t < power_kw.size(); ++t)
      sum += prices.of_track[each.track][t] * power_kw[t] * home_->slots.hours(t).value();
  }
  return sum;
}

std::optional<ScheduleSearch::Bounds> ScheduleSearch::find_bounds(const EngineLimits& limits) {
  Floors floors = make_floors();
  if (floors.empty() || rest_->has_preferences() || !has_whole_places()) return std::nullopt;
  limits_ = limits;
  watch_ = {};
  const auto prices = best_prices(floors);
  if (!prices) return std::nullopt;
  std::vector<double> costs(floors.size(), 0.0);
  if (!look_closer(*prices, floors, limits.wall_s + k_floors_least_s, k_any_share * limits.wall_s,
                   costs))
    return std::nullopt;
  const auto sum = [&] { return std::accumulate(costs.begin(), costs.end(), prices->rest); };
  Bounds bounds{sum(), {}};
  // Only those that meet each other another way are asked again.
  for (std::size_t e = 0; e < floors.size(); ++e) {
    if (floors[e] && !floors[e]->hold(elements_->planned.of(e, tracks_))) floors[e].reset();
  }
  if (look_closer(*prices, floors, limits.wall_s, limits.wall_s, costs)) bounds.rooms_apart = sum();
  return bounds;
}

// The rounds that the first schedules began with go on. Best are the prices whose answers cost
// most.
std::optional<ScheduleSearch::Prices> ScheduleSearch::best_prices(const Floors& floors) {
  std::vector<Track> mean = settled_->mean;
  std::optional<Prices> best;
  double highest = -solve::k_infinity;
  const int first = settled_->rounds;
  const double most_s =
      std::min(k_rounds_share * limits_.wall_s, limits_.wall_s - k_floors_least_s);
  for (int round = first; round < first + k_most_rounds; ++round) {
    if (round > first && (watch_.elapsed_ms() > 1000.0 * most_s || is_over())) break;
    auto prices = price(mean);
    if (!prices) break;
    std::vector<Track> answers = tracks_;
    for (const Searched& each : devices_) {
      answers[each.track] =
          each.device->respond(prices->of_track[each.track], {}, tracks_of(each.element));
    }
    const double step = round == first ? 1.0 : 2.0 / (round - first + 3.0);
    for (std::size_t e = 0; e < floors.size(); ++e) {
      if (floors[e]) floors[e]->learn(elements_->planned.of(e, answers), step);
    }
    const double cost = cost_of(answers, *prices);
    if (cost > highest) {
      highest = cost;
      best = std::move(prices);
    }
    move_towards(answers, 2.0 / (round + 3.0), mean);
    places_->learn(mean, round);
  }
  return best;
}

bool ScheduleSearch::look_closer(const Prices& prices, const Floors& floors, double first_s,
                                 double end_s, std::vector<double>& costs) {
  std::vector<std::size_t> asked;
  for (std::size_t e = 0; e < floors.size(); ++e) {
    if (floors[e]) asked.push_back(e);
  }
  bool is_known = false;
  while (!asked.empty()) {
    const std::vector<FoundCost> found =
        costs_at(prices, floors, asked, is_known ? limits_.wall_s : first_s);
    const bool is_whole = std::all_of(found.begin(), found.end(),
                                      [](const auto& each) { return each.cost.has_value(); });
    if (!is_known && !is_whole) break;
    const double now_ms = watch_.elapsed_ms();
    std::vector<std::size_t> closer;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (!found[i].cost) continue;
      double& cost = costs[asked[i]];
      cost = is_known ? std::max(cost, *found[i].cost) : *found[i].cost;
      const bool is_time = now_ms + k_closer_takes * found[i].spent_ms < 1000.0 * end_s;
      if (is_time && floors[asked[i]]->refine()) closer.push_back(asked[i]);
    }
    is_known = true;
    asked = std::move(closer);
  }
  return is_known;
}

std::vector<ScheduleSearch::FoundCost> ScheduleSearch::costs_at(
    const Prices& prices, const Floors& floors, const std::vector<std::size_t>& asked,
    double most_s) const {
  const auto is_late = [&] {
    return limits_.stop.stop_requested() || watch_.elapsed_ms() > 1000.0 * most_s;
  };
  return side_by_side(asked.size(), [&](std::size_t i) {
    const std::size_t e = asked[i];
    const base::Stopwatch watch;
    auto cost = floors[e]->at(elements_->planned.of(e, prices.of_track), is_late);
    if (cost) *cost -= elements_->planned.elements()[e]->start_worth();
    return FoundCost{cost, watch.elapsed_ms()};
  });
}

}  // namespace ohmstead::plan
