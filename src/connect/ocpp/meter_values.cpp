#include "ocpp/meter_values.hpp"

#include <charconv>
#include <cmath>
#include <string>

#include "ocpp/payload.hpp"

namespace ohmstead::connect {
namespace {

using describe::Node;
using describe::NodeKind;

constexpr double k_most_kw = 1000.0;
constexpr double k_most_kwh = 1e9;
constexpr double k_most_a = 1000.0;

std::string text_at(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr && node->kind == NodeKind::scalar ? node->text : std::string{};
}

std::optional<double> number_at(const Node& map, std::string_view key) {
  const std::string text = text_at(map, key);
  double number = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

// One quantity of a sample: told as a whole, or by phases that add up.
class Sum {
 public:
  void add(const std::string& phase, double number) {
    if (phase.empty())
      whole_ = number;
    else if (phase == "L1" || phase == "L2" || phase == "L3" || phase == "L1-N" ||
             phase == "L2-N" || phase == "L3-N")
      phases_ = phases_.value_or(0.0) + number;
  }
  [[nodiscard]] std::optional<double> value() const { return whole_ ? whole_ : phases_; }

 private:
  std::optional<double> whole_;
  std::optional<double> phases_;
};

struct Sums {
  Sum power_kw;
  Sum energy_kwh;
  Sum current_a;
  Sum soc_pct;
};

void add(Sums& sums, const Node& value) {
  const auto number = number_at(value, "value");
  const std::string location = text_at(value, "location");
  if (!number || text_at(value, "format") == "SignedData") return;
  if (location == "Inlet" || location == "Body") return;  // not what the car gets
  const std::string what = text_at(value, "measurand");
  const std::string phase = text_at(value, "phase");
  const std::string unit = text_at(value, "unit");
  const double kilo = unit.starts_with('k') ? 1.0 : 0.001;
  if (what == "Power.Active.Import") sums.power_kw.add(phase, *number * kilo);
  // Without a name it is the counter.
  if (what.empty() || what == "Energy.Active.Import.Register")
    sums.energy_kwh.add(phase, *number * kilo);
  if (what == "Current.Import") sums.current_a.add(phase, *number);
  if (what == "SoC") sums.soc_pct.add("", *number);
}

MeterSample sample_of(const Node& row, double voltage_v, base::Time now) {
  MeterSample sample{Payload{row}.time_by("timestamp", now), {}, {}, {}};
  const Node* values = row.find("sampledValue");
  if (values == nullptr || values->kind != NodeKind::list) return sample;
  Sums sums;
  for (const Node& value : values->items) add(sums, value);
  const auto within = [](std::optional<double> number, double most) {
    return number && *number >= 0.0 && *number <= most ? number : std::nullopt;
  };
  // A current that is told as a whole is that of one phase, and of how many nobody knows.
  auto power_kw = within(sums.power_kw.value(), k_most_kw);
  if (const auto current_a = within(sums.current_a.value(), k_most_a); !power_kw && current_a)
    power_kw = *current_a * voltage_v / 1000.0;
  if (power_kw) sample.power = base::Power{*power_kw};
  if (const auto kwh = within(sums.energy_kwh.value(), k_most_kwh))
    sample.energy = base::Energy{*kwh};
  sample.soc_pct = within(sums.soc_pct.value(), 100.0);
  return sample;
}

}  // namespace

std::vector<MeterSample> read_meter_values(const Node& list, double voltage_v, base::Time now) {
  std::vector<MeterSample> samples;
  if (list.kind != NodeKind::list) return samples;
  samples.reserve(list.items.size());
  for (const Node& row : list.items) {
    if (row.kind == NodeKind::map) samples.push_back(sample_of(row, voltage_v, now));
  }
  return samples;
}

}  // namespace ohmstead::connect
