#include "feed/fetch_plan.hpp"

#include <algorithm>

namespace ohmstead::connect {
namespace {

using base::Seconds;
using base::Time;

constexpr Seconds k_first_wait = std::chrono::minutes{1};
constexpr Seconds k_longest_wait = std::chrono::hours{1};
constexpr Seconds k_look_soon = std::chrono::minutes{5};  // in the first hours after publication
constexpr Seconds k_look_later = std::chrono::minutes{30};
constexpr Seconds k_soon = std::chrono::hours{3};
constexpr Seconds k_corrections = std::chrono::hours{12};
constexpr Seconds k_spread = std::chrono::minutes{3};  // of many homes after a publication
// Some suppliers' days end an hour or two before midnight.
constexpr Seconds k_early_end = std::chrono::hours{2};
constexpr int k_doublings_max = 10;

// 0 to 1, the same for the same numbers (splitmix64, Steele et al. 2014).
double chance(std::uint64_t seed, Time time) {
  std::uint64_t x = seed + 0x9E3779B97F4A7C15ULL *
                               (static_cast<std::uint64_t>(time.time_since_epoch().count()) + 1);
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  x ^= x >> 31U;
  return static_cast<double>(x >> 11U) * 0x1.0p-53;
}

Seconds part_of(Seconds whole, double share) {
  return Seconds{static_cast<std::int64_t>(static_cast<double>(whole.count()) * share)};
}

Time publication(const FetchRule& rule, base::Date date) {
  return rule.zone.at(date, *rule.published_at);
}

// The first publication after `time`.
Time next_publication(const FetchRule& rule, Time time) {
  const base::Date today = rule.zone.date(time);
  const Time due = publication(rule, today);
  return due > time ? due : publication(rule, base::next_day(today));
}

Time after_failure(const FetchState& state, std::uint64_t seed) {
  const int doublings = std::min(state.failures - 1, k_doublings_max);
  const Seconds wait = std::min(k_longest_wait, k_first_wait * (std::int64_t{1} << doublings));
  return *state.last_try + wait + part_of(wait, 0.25 * chance(seed, *state.last_try));
}

Time after_success(const FetchRule& rule, const FetchState& state, std::uint64_t seed) {
  const Time last = *state.last_try;
  const double share = chance(seed, last);
  if (!rule.published_at) return last + rule.every + part_of(rule.every, 0.05 * share);
  if (has_all(rule, state, last)) {
    const Time due = next_publication(rule, last) + part_of(k_spread, share);
    return std::min(due, last + k_corrections);
  }
  const Time due = publication(rule, rule.zone.date(last));
  const bool is_soon = last >= due && last < due + k_soon;
  const Seconds wait = is_soon ? k_look_soon : k_look_later;
  return last + wait + part_of(wait, 0.25 * share);
}

}  // namespace

Time published_until(const FetchRule& rule, Time time) {
  const Time midnight = rule.zone.next_day_start(time);
  const bool is_out = rule.published_at && time >= publication(rule, rule.zone.date(time));
  return is_out ? rule.zone.next_day_start(midnight) : midnight;
}

bool has_all(const FetchRule& rule, const FetchState& state, Time time) {
  if (!rule.published_at) return true;
  return state.known_until && *state.known_until + k_early_end >= published_until(rule, time);
}

Span span_to_ask(const FetchRule& rule, Time now) {
  const Time midnight = rule.zone.day_start(rule.zone.date(now));
  return {midnight, rule.published_at ? published_until(rule, now) : now + rule.ahead};
}

Time next_fetch(const FetchRule& rule, const FetchState& state, std::uint64_t seed, Time now) {
  if (!state.last_try) return std::max(now, state.not_before.value_or(now));
  Time next = state.failures > 0 ? after_failure(state, seed) : after_success(rule, state, seed);
  next = std::max(next, *state.last_try + rule.shortest_gap);
  // A clock that was set back must not silence a source for long.
  if (*state.last_try > now + std::chrono::minutes{5}) next = now;
  return std::max(next, state.not_before.value_or(next));
}

}  // namespace ohmstead::connect
