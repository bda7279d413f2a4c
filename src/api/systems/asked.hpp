// What the routes of the older systems are asked and answer with, and words they share.
//
// Money of those systems is in hundredths (pence, cents, öre) where a key says so. Thread rule:
// plain values and pure functions.
#pragma once

#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "ohmstead/api/api.hpp"
#include "ohmstead/describe/read.hpp"
#include "override_routes.hpp"

namespace ohmstead::api::systems {

using Json = nlohmann::ordered_json;

struct Asked {
  const Service& service;
  const net::HttpRequest& request;
  std::shared_ptr<const engine::Snapshot> now;  // never null
  base::Time time;
};
// What plans, and takes a while.
using Later = std::function<net::HttpResponse(const std::stop_token&)>;
using Answer = std::variant<net::HttpResponse, Later>;

template <class Enum>
std::string_view text_of(Enum value) {
  return names_of(value)[static_cast<std::size_t>(value)];
}

// Without the last bits of sums; never -0.
inline double rounded(double number, double digits = 1e4) {
  return std::round(number * digits) / digits + 0.0;
}
inline double hundredths(base::EnergyPrice price) { return rounded(100.0 * price.value()); }

inline net::HttpResponse ok(const Json& json) { return {.body = json.dump()}; }
inline net::HttpResponse refused(const base::Error& error) {
  return net::problem(400, error.message);
}

// The body by its field table and `check(value, problems)`; every problem with its place.
template <class T, class Check>
base::Result<T> read_body(const std::string& text, const Check& check) {
  auto tree = describe::parse_json(text, "body");
  if (!tree) return tl::unexpected{tree.error()};
  T value;
  describe::Problems problems{"body", *tree};
  describe::read_fields(*tree, value, problems);
  if (tree->kind == describe::NodeKind::map) check(value, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return value;
}

// The query's whole number from `least` to `most`, or `usual`.
[[nodiscard]] base::Result<std::int64_t> read_count(const net::HttpRequest& request,
                                                    const std::string& key, std::int64_t usual,
                                                    std::int64_t least, std::int64_t most);

// Of all batteries together.
struct Stored {
  double kwh = 0.0;
  double capacity_kwh = 0.0;
  base::Time at;
  [[nodiscard]] double percent() const { return rounded(100.0 * kwh / capacity_kwh, 100.0); }
};
// The newest readings; null before any.
[[nodiscard]] std::shared_ptr<const home::Readings> newest_readings(const Asked& asked);
// Nothing without a battery that tells.
[[nodiscard]] std::optional<Stored> stored_now(const Asked& asked);

// What people want of a device now; null: the plan decides, or a rule of the home.
[[nodiscard]] std::optional<home::Override> active_override(const Service& service,
                                                            const std::string& device,
                                                            base::Time time);

}  // namespace ohmstead::api::systems
