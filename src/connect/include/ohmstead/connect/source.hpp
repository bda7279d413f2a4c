// A service that tells prices, weather or what the sun will bring, as two pure functions: which
// requests to send for [from, to), and what an answer says.
//
// Whoever fetches decides when, and what to do with failures (feed.hpp). An answer without anything
// for now is no failure: prices of tomorrow that are not out yet are an empty curve. Errors of
// read(): invalid_input with all that is wrong, one line each; refused or unavailable when the
// service itself says so. Thread rule: const calls from any thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/price_curve.hpp"
#include "ohmstead/home/weather.hpp"
#include "ohmstead/net/web_client.hpp"

namespace ohmstead::connect {

struct Span {
  base::Time from;
  base::Time to;
};

// When it makes sense to ask, and how often one may.
struct FetchRule {
  // Prices of the next local day come out at this time of day; absent: every `every`.
  std::optional<base::Seconds> published_at = std::nullopt;
  base::Zone zone = base::Zone::utc();  // of published_at, and of the day
  base::Seconds every = std::chrono::hours{1};
  base::Seconds shortest_gap = std::chrono::minutes{1};  // between two rounds of requests
  base::Seconds fresh_for = std::chrono::hours{6};       // older without success: stale
  base::Seconds ahead = std::chrono::hours{48};          // how far to ask
};

struct Ask {
  net::WebRequest request;  // an address that begins with "file:" reads that file
  Span span;                // what it asks for
};

struct Answer {
  int status = 200;
  std::string text = {};
  Span asked = {};  // the span of its request
};

template <class Told>
class Source {
 public:
  virtual ~Source() = default;
  // For people: "Nord Pool SE3".
  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual FetchRule rule() const = 0;
  [[nodiscard]] virtual std::vector<Ask> requests(Span span) const = 0;
  [[nodiscard]] virtual base::Result<Told> read(const Answer& answer) const = 0;
  // Whether an answer of this status is handed to read(); any other is a failure.
  [[nodiscard]] virtual bool can_read(int status) const { return status == 200; }
  // What the answers to all requests say together, one for each request; nothing where it failed.
  // Usually they are joined: where two know a time the first counts.
  [[nodiscard]] virtual Told combine(std::vector<std::optional<Told>> parts) const;
};

using PriceSource = Source<home::PriceCurve>;
using WeatherSource = Source<home::Weather>;
using PvSource = Source<home::PvForecast>;

}  // namespace ohmstead::connect
