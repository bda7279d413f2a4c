// What no schedules can cost less than: the home taken apart by prices.
//
// When power has prices, each element is cheapest alone: CostFloor says what it costs at least. The
// rest of the home costs at least what its linear problem says for any power drawn at these prices.
// With the worth of places under shared limits the sum is a bound for any prices; the prices make
// it tight or loose. Rounds as those of first_schedules.cpp look for the best ones, with answers
// instead of floors, which take longer. docs/math.md 3.5.
#include <algorithm>

#include "cost_floor.hpp"
#include "schedule_search.hpp"

namespace ohmstead::plan {
namespace {

constexpr int k_most_rounds = 120;
// Of the time, for the rounds; the rest is for the floors at the best prices.
constexpr double k_rounds_share = 0.15;
// Floors that look closer take so many times as long.
constexpr double k_closer_takes = 3.0;

}  // namespace

// One floor per element that is searched, in the order of elements; empty when one has none.
std::vector<std::unique_ptr<CostFloor>> ScheduleSearch::make_floors() const {
  std::vector<std::unique_ptr<CostFloor>> floors(elements_->planned.elements().size());
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

std::optional<double> ScheduleSearch::find_bound(const EngineLimits& limits) {
  const auto floors = make_floors();
  if (floors.empty() || rest_->has_preferences() || !has_whole_places()) return std::nullopt;
  limits_ = limits;
  watch_ = {};
  std::vector<Track> mean = tracks_;
  std::optional<Prices> best;
  double highest = -solve::k_infinity;
  for (int round = 0; round < k_most_rounds; ++round) {
    if (watch_.elapsed_ms() > k_rounds_share * 1000.0 * limits.wall_s || is_over()) break;
    auto prices = price(mean);
    if (!prices) break;
    std::vector<Track> answers = tracks_;
    for (const Searched& each : devices_) {
      answers[each.track] =
          each.device->respond(prices->of_track[each.track], {}, tracks_of(each.element));
    }
    const double step = round == 0 ? 1.0 : 2.0 / (round + 3.0);
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
  return best ? closest_bound(*best, floors) : std::nullopt;
}

// Ever closer while there is time.
std::optional<double> ScheduleSearch::closest_bound(
    const Prices& prices, const std::vector<std::unique_ptr<CostFloor>>& floors) {
  std::optional<double> highest;
  for (bool is_closer = true; is_closer;) {
    const double begun_ms = watch_.elapsed_ms();
    const auto bound = bound_at(prices, floors);
    if (!bound) break;
    highest = std::max(highest.value_or(*bound), *bound);
    const double spent_ms = watch_.elapsed_ms() - begun_ms;
    if (watch_.elapsed_ms() + k_closer_takes * spent_ms > 1000.0 * limits_.wall_s) break;
    is_closer = false;
    for (const auto& floor : floors) is_closer = (floor && floor->refine()) || is_closer;
  }
  return highest;
}

std::optional<double> ScheduleSearch::bound_at(
    const Prices& prices, const std::vector<std::unique_ptr<CostFloor>>& floors) {
  double bound = prices.rest;
  for (std::size_t e = 0; e < floors.size(); ++e) {
    if (!floors[e]) continue;
    const auto floor =
        floors[e]->at(elements_->planned.of(e, prices.of_track), [this] { return is_over(); });
    if (!floor) return std::nullopt;
    bound += *floor - elements_->planned.elements()[e]->start_worth();
  }
  return bound;
}

}  // namespace ohmstead::plan
