#include "growatt/messages.hpp"

#include <cmath>

#include "ohmstead/describe/read.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::Node;
using describe::NodeKind;

constexpr std::size_t k_longest_message = 80;
constexpr double k_most_w = 1e6;

std::optional<double> number(const Node& map, std::string_view key, double least, double most) {
  const Node* found = map.find(key);
  if (found == nullptr || found->kind != NodeKind::scalar) return std::nullopt;
  const auto read = describe::read_number(found->text);
  return read && *read >= least && *read <= most ? read : std::nullopt;
}

// Three phases, where the inverter has them.
std::optional<double> power(const Node& map, std::string_view all, std::string_view one) {
  const auto total = number(map, all, 0.0, k_most_w);
  return total ? total : number(map, one, 0.0, k_most_w);
}

std::optional<double> sum_of_roofs(const Node& map) {
  if (const auto all = number(map, "InputPower", 0.0, k_most_w)) return all;
  std::optional<double> sum;
  for (const std::string_view key : {"PV1InputPower", "PV2InputPower", "PV3InputPower"}) {
    if (const auto one = number(map, key, 0.0, k_most_w)) sum = sum.value_or(0.0) + *one;
  }
  return sum;
}

std::optional<int> whole(const Node& map, std::string_view key, int least, int most) {
  const auto read = number(map, key, least, most);
  return read && std::floor(*read) == *read ? std::optional{static_cast<int>(*read)} : std::nullopt;
}

bool is_true(const Node& map, std::string_view key) {
  const Node* found = map.find(key);
  return found != nullptr && found->kind == NodeKind::scalar && found->text == "true";
}

// "01:30"
std::optional<int> minute(const Node& map, std::string_view key) {
  const Node* found = map.find(key);
  if (found == nullptr || found->text.size() != 5 || found->text[2] != ':') return std::nullopt;
  const auto hours = describe::read_number(found->text[0] == '0' ? found->text.substr(1, 1)
                                                                 : found->text.substr(0, 2));
  const auto minutes = describe::read_number(found->text[3] == '0' ? found->text.substr(4, 1)
                                                                   : found->text.substr(3, 2));
  if (!hours || !minutes || *hours < 0.0 || *hours > 23.0 || *minutes < 0.0 || *minutes > 59.0)
    return std::nullopt;
  return static_cast<int>(*hours) * 60 + static_cast<int>(*minutes);
}

bool read_slots(const Node& answer, GrowattPriority& into) {
  const Node* list = answer.find("timeSlots");
  if (list == nullptr || list->kind != NodeKind::list || list->items.empty()) return false;
  for (const Node& item : list->items) {
    const auto slot = whole(item, "slot", 1, static_cast<int>(into.slots.size()));
    if (!slot || item.find("enabled") == nullptr) return false;
    const bool is_enabled = is_true(item, "enabled");
    const auto start = minute(item, "start");
    const auto stop = minute(item, "stop");
    // Slots that were never set up hold times that are none.
    if (is_enabled && (!start || !stop)) return false;
    into.slots.at(static_cast<std::size_t>(*slot - 1)) = {start.value_or(0), stop.value_or(0),
                                                          is_enabled};
  }
  return true;
}

bool read_priority(const Node& answer, GrowattPriority& into) {
  GrowattPriority read;
  const auto rate = whole(answer, "powerRate", 0, 255);
  const auto stop = whole(answer, "stopSOC", 0, 255);
  if (!rate || !stop || !read_slots(answer, read)) return false;
  read.power_rate_pct = *rate;
  read.stop_soc_pct = *stop;
  into = read;
  return true;
}

}  // namespace

base::Result<GrowattTelemetry> read_telemetry(const std::string& text) {
  const auto tree = describe::parse_json(text, "telemetry");
  if (!tree || tree->kind != NodeKind::map)
    return base::fail(base::ErrorKind::invalid_input, "its measurements are no JSON object");
  GrowattTelemetry told;
  told.import_w = power(*tree, "ACPowerToUserTotal", "ACPowerToUser");
  told.export_w = power(*tree, "ACPowerToGridTotal", "ACPowerToGrid");
  told.pv_w = sum_of_roofs(*tree);
  told.soc_pct = number(*tree, "SOC", 0.0, 100.0);
  told.charge_w = number(*tree, "ChargePower", 0.0, k_most_w);
  told.discharge_w = number(*tree, "DischargePower", 0.0, k_most_w);
  told.cells_c = number(*tree, "BatteryTemperature", -50.0, 150.0);
  told.frequency_hz = number(*tree, "GridFrequency", 40.0, 70.0);
  return told;
}

std::optional<GrowattAnswer> read_growatt_answer(const std::string& text) {
  auto tree = describe::parse_json(text, "answer");
  if (!tree || tree->kind != NodeKind::map) return std::nullopt;
  const Node* id = tree->find("correlationId");
  if (id == nullptr || id->kind != NodeKind::scalar || id->text.empty()) return std::nullopt;
  GrowattAnswer answer{id->text, is_true(*tree, "success"), {}, {}};
  const Node* message = tree->find("message");
  if (message != nullptr && message->kind == NodeKind::scalar) {
    for (const char letter : message->text.substr(0, k_longest_message))
      answer.message += letter >= ' ' && letter <= '~' ? letter : '?';
  }
  answer.all = std::move(*tree);
  return answer;
}

bool read_battery_first(const Node& answer, GrowattSettings& into) {
  if (answer.find("acChargeEnabled") == nullptr || !read_priority(answer, into.battery_first))
    return false;
  into.charges_from_grid = is_true(answer, "acChargeEnabled");
  return true;
}

bool read_grid_first(const Node& answer, GrowattSettings& into) {
  return read_priority(answer, into.grid_first);
}

}  // namespace ohmstead::connect
