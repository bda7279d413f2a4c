// What gave way, in words: by its kind where that is known, else by its name.
#include <array>
#include <string_view>
#include <utility>

#include "ohmstead/plan/speaker.hpp"

namespace ohmstead::plan {
namespace {

constexpr std::pair<std::string_view, Message> k_kinds[] = {
    {"grid.import_limit", Message::import_limit},
    {"grid.export_limit", Message::export_limit},
    {"grid.export_cap", Message::export_cap},
    {"grid.phase_limit", Message::phase_limit},
    {"grid.unbalance", Message::unbalance},
    {"battery.min_soc", Message::battery_min_soc},
    {"battery.max_soc", Message::battery_max_soc},
    {"battery.reserve", Message::battery_reserve},
    {"battery.target", Message::battery_target},
    {"battery.demand", Message::battery_demand},
    {"battery.give", Message::battery_give},
    {"appliance.run", Message::appliance_run},
    {"appliance.energy", Message::appliance_energy},
    {"vehicle.target", Message::vehicle_target},
    {"vehicle.min_soc", Message::vehicle_min_soc},
    {"vehicle.max_soc", Message::vehicle_max_soc},
    {"vehicle.elsewhere", Message::vehicle_trip},
    {"water.min", Message::water_min},
    {"water.max", Message::water_max},
    {"water.end", Message::water_end},
    {"water.daily", Message::water_daily},
    {"limit", Message::device_limit},
};

Message message_of(std::string_view kind) {
  for (const auto& [name, message] : k_kinds) {
    if (name == kind) return message;
  }
  return Message::something_missed;
}

}  // namespace

std::string Speaker::amount(double amount_kwh, const std::string& unit) const {
  if (unit == "kW") return power(base::Power{amount_kwh});
  if (unit == "kWh") return energy(base::Energy{amount_kwh});
  // Degrees and their hours; a difference of temperatures is in kelvin, people say degrees.
  if (unit == "K" || unit == "C") return number(amount_kwh, 1) + " °C";
  if (unit == "Kh" || unit == "K h" || unit == "C h") return number(amount_kwh, 1) + " °C·h";
  return number(amount_kwh, 2) + (unit.empty() ? "" : ' ' + unit);
}

std::string Speaker::violation(const home::Violation& violation) const {
  const std::size_t open = violation.what.find('[');
  const std::size_t close = violation.what.rfind(']');
  const bool has_id = open != std::string::npos && close == violation.what.size() - 1;
  const std::string kind = violation.what.substr(0, open);
  const std::string id = has_id ? violation.what.substr(open + 1, close - open - 1) : "";
  return say(message_of(kind), {{"id", id},
                                {"what", violation.what},
                                {"amount", amount(violation.amount, violation.unit)},
                                {"cost", money(violation.cost)}});
}

}  // namespace ohmstead::plan
