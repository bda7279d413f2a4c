// When to ask a source next: at once at the start, then by its rule, with growing waits after
// failures, never before the time it asked for.
//
// Prices that come out once a day are asked for when they are due, then every few minutes until
// they are there, then not before the next day (twice a day for corrections). A little chance, the
// same for the same `seed`, keeps many homes from asking at once. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "ohmstead/connect/source.hpp"

namespace ohmstead::connect {

struct FetchState {
  std::optional<base::Time> last_try = std::nullopt;
  std::optional<base::Time> last_good = std::nullopt;
  // Without a hole from then on; nothing: not even then.
  std::optional<base::Time> known_until = std::nullopt;
  std::optional<base::Time> not_before = std::nullopt;  // as the source asked for
  int failures = 0;                                     // in a row
};

// Until when prices are out at `time`: the end of the local day, or of the next one.
[[nodiscard]] base::Time published_until(const FetchRule& rule, base::Time time);
// Whether all that is out is known; always, where nothing is published by the day.
[[nodiscard]] bool has_all(const FetchRule& rule, const FetchState& state, base::Time time);
// What to ask for: from the beginning of the local day on.
[[nodiscard]] Span span_to_ask(const FetchRule& rule, base::Time now);
[[nodiscard]] base::Time next_fetch(const FetchRule& rule, const FetchState& state,
                                    std::uint64_t seed, base::Time now);

}  // namespace ohmstead::connect
