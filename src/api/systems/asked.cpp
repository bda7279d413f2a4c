#include "asked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace ohmstead::api::systems {

base::Result<std::int64_t> read_count(const net::HttpRequest& request, const std::string& key,
                                      std::int64_t usual, std::int64_t least, std::int64_t most) {
  const auto found = request.query.find(key);
  if (found == request.query.end()) return usual;
  const std::string& text = found->second;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && value >= least && value <= most)
    return value;
  return base::fail(
      base::ErrorKind::invalid_input,
      fmt::format("{}: '{}' is no whole number from {} to {}", key, text, least, most));
}

std::shared_ptr<const home::Readings> newest_readings(const Asked& asked) {
  auto readings = asked.service.engine.readings();
  return readings != nullptr && readings->at != base::Time{} ? readings : nullptr;
}

std::optional<Stored> stored_now(const Asked& asked) {
  const auto readings = newest_readings(asked);
  if (readings == nullptr) return std::nullopt;
  Stored sum;
  sum.at = readings->at;
  for (const home::BatteryReading& reading : readings->batteries) {
    for (const home::SiteBattery& battery : asked.service.site.batteries) {
      if (battery.id != reading.id) continue;
      sum.kwh += reading.soc.value();
      sum.capacity_kwh += battery.capacity.value();
    }
  }
  if (!(sum.capacity_kwh > 0.0)) return std::nullopt;
  return sum;
}

std::optional<home::Override> active_override(const Service& service, const std::string& device,
                                              base::Time time) {
  for (home::Override& each :
       service.engine.overrides().list(time, time + std::chrono::seconds{1})) {
    const bool is_of_people = each.source != home::OverrideSource::rule;
    if (each.device == device && each.from <= time && is_of_people) return std::move(each);
  }
  return std::nullopt;
}

}  // namespace ohmstead::api::systems
