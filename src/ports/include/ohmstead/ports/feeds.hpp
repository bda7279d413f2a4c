// What is known from outside right now: prices, weather, PV forecasts, and how well their sources
// do.
//
// A snapshot is immutable; `version` grows when a value (not only an age) has changed. What no
// source told is absent: no price is invented, and none is moved. Thread rule: any thread, never
// waits.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/home/price_curve.hpp"
#include "ohmstead/home/weather.hpp"

namespace ohmstead::ports {

// waiting: all that is published is known. failing: the last try failed; what is known still
// counts. stale: that has been so for long. missing: nothing is known for now.
enum class FeedState { good, waiting, failing, stale, missing };

struct FeedHealth {
  std::string name;  // "Nord Pool SE3"
  std::string what;  // prices, export_prices, price_forecasts, weather or pv
  FeedState state = FeedState::missing;
  std::optional<base::Time> last_good;    // when it last answered well
  std::optional<base::Time> known_until;  // from now on without a hole
  base::Time next_try;
  std::string sentence;  // for people, with what went wrong; without the name
};

struct FeedsSnapshot {
  std::int64_t version = 0;
  home::PriceCurve prices;           // in the site's currency
  home::PriceCurve export_prices;    // empty when the site names no source of its own
  home::PriceCurve price_forecasts;  // what others expect of `prices`; never taken for a price
  home::Weather weather;
  home::PvForecast pv;
  std::vector<FeedHealth> health;
};

class Feeds {
 public:
  virtual ~Feeds() = default;
  // Never null.
  [[nodiscard]] virtual std::shared_ptr<const FeedsSnapshot> now() const = 0;
};

}  // namespace ohmstead::ports
