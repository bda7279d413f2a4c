#include "trigger.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ohmstead::engine {
namespace {

constexpr double k_pv_share = 0.2;
constexpr double k_pv_least_kw = 0.2;

// Mean of what was expected from `from` to `to`; nothing when the outlook does not tell.
std::optional<double> expected_pv_kw(const home::Outlook& outlook, base::Time from, base::Time to) {
  if (outlook.slots.is_empty() || outlook.pv.is_empty()) return std::nullopt;
  double kwh = 0.0;
  base::Time time = from;
  while (time < to) {
    const auto slot = outlook.slots.find(time);
    if (!slot) return std::nullopt;
    const base::Time until = std::min(to, outlook.slots.end(*slot));
    kwh += outlook.pv.raw()[*slot] * base::hours(until - time).value();
    time = until;
  }
  return kwh / base::hours(to - from).value();
}

std::string pv_trigger(const Snapshot& last, const home::Readings& now, base::Seconds pv_after) {
  const base::Seconds passed = now.at - last.readings.at;
  if (passed < pv_after) return {};
  const auto expected_kw = expected_pv_kw(last.outlook, last.readings.at, now.at);
  if (!expected_kw) return {};
  const double measured_kw =
      (now.counters.pv - last.readings.counters.pv).value() / base::hours(passed).value();
  // Turned down, the roof gives what is asked of it: it lacks sun only where the home has to buy.
  const bool is_bought = now.counters.grid_import - last.readings.counters.grid_import >
                         base::Power{k_pv_least_kw} * base::hours(passed);
  const bool is_less = measured_kw < *expected_kw;
  if (is_less && !is_bought && last.turns_pv_down(last.readings.at, now.at)) return {};
  const double off_kw = std::abs(measured_kw - *expected_kw);
  if (off_kw <= std::max(k_pv_least_kw, k_pv_share * *expected_kw)) return {};
  return fmt::format("the sun gives {:.1f} kW instead of {:.1f} kW", measured_kw, *expected_kw);
}

}  // namespace

std::string find_trigger(const Snapshot& last, const home::Readings& now, base::Seconds pv_after) {
  for (const home::VehicleReading& car : now.devices.vehicles) {
    const home::VehicleReading* before = home::find_reading(last.readings.devices.vehicles, car.id);
    if (before != nullptr && before->is_connected != car.is_connected)
      return fmt::format("{} was plugged {}", car.id, car.is_connected ? "in" : "out");
  }
  return pv_trigger(last, now, pv_after);
}

}  // namespace ohmstead::engine
