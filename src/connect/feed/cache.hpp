// What a source told, as a JSON text that survives a restart ("ohmstead.feed/1").
//
// `source` is a digest of who was asked for what, without secrets: what another source told is not
// taken. Numbers read back exactly. Thread rule: pure functions.
#pragma once

#include <string>

#include "ohmstead/home/price_curve.hpp"
#include "ohmstead/home/weather.hpp"

namespace ohmstead::connect {

template <class Told>
struct Cached {
  std::string source;
  base::Time fetched_at;
  Told told;
};

[[nodiscard]] std::string write_cache(const Cached<home::PriceCurve>& cached);
[[nodiscard]] std::string write_cache(const Cached<home::Weather>& cached);
[[nodiscard]] std::string write_cache(const Cached<home::PvForecast>& cached);

// Errors: invalid_input, also for another kind of slots, or slots that are not in order.
[[nodiscard]] base::Result<void> read_cache(const std::string& text, const std::string& file,
                                            Cached<home::PriceCurve>& cached);
[[nodiscard]] base::Result<void> read_cache(const std::string& text, const std::string& file,
                                            Cached<home::Weather>& cached);
[[nodiscard]] base::Result<void> read_cache(const std::string& text, const std::string& file,
                                            Cached<home::PvForecast>& cached);

}  // namespace ohmstead::connect
