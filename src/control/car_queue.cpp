#include "ohmstead/control/car_queue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ohmstead::control {
namespace {

constexpr double k_least_h = 0.5;
constexpr double k_unknown_h = 12.0;
constexpr double k_connected = 5.0;
constexpr double k_connected_in_quiet = 1000.0;

bool needs(const WaitingCar& car) { return car.needed >= k_least_need; }

bool share_a_charger(const WaitingCar& a, const WaitingCar& b) {
  return std::any_of(a.chargers.begin(), a.chargers.end(), [&](const std::string& id) {
    return std::find(b.chargers.begin(), b.chargers.end(), id) != b.chargers.end();
  });
}

// The car whose place would do best for `waiting`: the one that needs it least. Null: a plug is
// free, or none is there.
const WaitingCar* holder_for(const WaitingCar& waiting, const std::vector<WaitingCar>& cars,
                             base::Time now) {
  const WaitingCar* best = nullptr;
  std::size_t taken = 0;
  for (const WaitingCar& each : cars) {
    if (!each.is_connected || !share_a_charger(waiting, each)) continue;
    ++taken;
    if (best == nullptr || urgency_of(each, false, now) < urgency_of(*best, false, now))
      best = &each;
  }
  return taken < waiting.chargers.size() ? nullptr : best;
}

std::string until_text(const WaitingCar& car, const base::Zone& zone) {
  return car.leaves ? fmt::format(" until {}", zone.format_short(*car.leaves)) : std::string{};
}

base::Seconds until_quiet(const home::LocalWindow& quiet, base::Time now, const base::Zone& zone) {
  for (const home::LocalSpan& span :
       home::local_spans(quiet, zone, now, now + std::chrono::days{1})) {
    if (span.from > now) return span.from - now;
  }
  return std::chrono::days{1};
}

std::string notice_of(const WaitingCar& car, const std::vector<WaitingCar>& cars,
                      const home::LocalWindow& quiet, base::Time now, const base::Zone& zone) {
  if (car.is_connected || !car.is_home || !needs(car) || is_in(quiet, now, zone)) return {};
  const base::Seconds waited = car.needs_since ? now - *car.needs_since : base::Seconds{0};
  if (waited > k_forgotten_after) return {};
  const WaitingCar* holder = holder_for(car, cars, now);
  if (holder == nullptr) return {};
  const bool is_done = holder->done_since && now - *holder->done_since >= k_done_for;
  if (is_done)
    return fmt::format("{} has what it needs: plug in {} instead, it needs {:.1f} kWh{}",
                       holder->id, car.id, car.needed.value(), until_text(car, zone));
  if (urgency_of(car, false, now) <= urgency_of(*holder, false, now)) return {};
  if (waited >= k_starves_after)
    return fmt::format("{} has waited since {} for the plug of {}: it needs {:.1f} kWh{}", car.id,
                       zone.format_short(*car.needs_since), holder->id, car.needed.value(),
                       until_text(car, zone));
  const base::Seconds left = until_quiet(quiet, now, zone);
  if (left <= k_before_quiet)
    return fmt::format("before {}: plug in {} instead of {}, it needs {:.1f} kWh{}",
                       zone.format_short(now + left), car.id, holder->id, car.needed.value(),
                       until_text(car, zone));
  return {};
}

}  // namespace

bool is_in(const home::LocalWindow& window, base::Time now, const base::Zone& zone) {
  const auto spans = home::local_spans(window, zone, now, now + base::Seconds{1});
  return std::any_of(spans.begin(), spans.end(), [&](const home::LocalSpan& span) {
    return span.from <= now && now < span.to;
  });
}

double urgency_of(const WaitingCar& car, bool is_quiet, base::Time now) {
  double urgency = 0.0;
  if (needs(car)) {
    const bool is_known = car.leaves && *car.leaves > now;
    const double hours = is_known ? base::hours(*car.leaves - now).value() : k_unknown_h;
    urgency = car.missing_pct / std::max(k_least_h, hours);
  }
  if (car.is_connected) urgency += is_quiet ? k_connected_in_quiet : k_connected;
  return urgency;
}

std::vector<CarTurn> rank_cars(const std::vector<WaitingCar>& cars, const home::LocalWindow& quiet,
                               base::Time now, const base::Zone& zone) {
  const bool is_quiet = is_in(quiet, now, zone);
  std::vector<CarTurn> turns;
  turns.reserve(cars.size());
  for (const WaitingCar& car : cars)
    turns.push_back(
        {car.id, urgency_of(car, is_quiet, now), notice_of(car, cars, quiet, now, zone)});
  std::stable_sort(turns.begin(), turns.end(),
                   [](const CarTurn& a, const CarTurn& b) { return a.urgency > b.urgency; });
  return turns;
}

}  // namespace ohmstead::control
