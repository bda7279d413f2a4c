// EMHASS planning cases with a battery on the AC side. Its PV is not turned down, and the state of
// charge at the end is a hard equality.
#include <fmt/format.h>

#include "import_formats.hpp"
#include "ohmstead/describe/read.hpp"

namespace ohmstead::app {
namespace {

using namespace ohmstead::base;
using describe::above;
using describe::at_least;
using describe::between;
using describe::field;
using describe::Problems;
using describe::within;

struct EmhassBattery {
  Energy capacity;
  Energy soc;
  Energy min_soc;
  Energy max_soc;
  Power max_charge;
  Power max_discharge;
  Ratio charge_eff;
  Ratio discharge_eff;
  double inverter_eff = 1.0;
  bool is_hybrid = false;
  std::optional<double> inverter_kw;
  std::optional<Power> export_limit;
  std::optional<Power> import_limit;
  std::string power_side;
};

struct EmhassTerminal {
  Energy soc_end;
  std::string rule;
};

struct EmhassCase {
  std::string name;
  std::string source;
  std::string kind;
  std::string currency;
  std::int64_t step_minutes = 0;
  std::int64_t start_minute = 0;
  std::int64_t steps = 0;
  Series<EnergyPrice> import_price;
  Series<EnergyPrice> export_price;
  Series<Energy> load;
  Series<Energy> pv;
  EmhassBattery battery;
  EmhassTerminal terminal;
};

constexpr auto fields_of(const EmhassBattery*) {
  using describe::optional;
  return std::make_tuple(
      field("capacity_kwh", &EmhassBattery::capacity, "when full", above(0.0)),
      field("soc_kwh", &EmhassBattery::soc, "at the start", at_least(0.0)),
      field("min_soc_kwh", &EmhassBattery::min_soc, "lowest", at_least(0.0)),
      field("max_soc_kwh", &EmhassBattery::max_soc, "highest", at_least(0.0)),
      field("max_charge_kw", &EmhassBattery::max_charge, "on the AC side", at_least(0.0)),
      field("max_discharge_kw", &EmhassBattery::max_discharge, "on the AC side", at_least(0.0)),
      field("charge_eff", &EmhassBattery::charge_eff, "efficiency", within(0.0, 1.0)),
      field("discharge_eff", &EmhassBattery::discharge_eff, "efficiency", within(0.0, 1.0)),
      field("inverter_eff", &EmhassBattery::inverter_eff, "1", within(0.0, 1.0), optional),
      field("hybrid", &EmhassBattery::is_hybrid, "false", optional),
      field("inverter_kw", &EmhassBattery::inverter_kw, "none", optional),
      field("export_limit_kw", &EmhassBattery::export_limit, "grid", at_least(0.0), optional),
      field("import_limit_kw", &EmhassBattery::import_limit, "grid", at_least(0.0), optional),
      field("power_side", &EmhassBattery::power_side, "AC"));
}

constexpr auto fields_of(const EmhassTerminal*) {
  return std::make_tuple(
      field("soc_end_kwh", &EmhassTerminal::soc_end, "at the end", at_least(0.0)),
      field("rule", &EmhassTerminal::rule, "hard equality"));
}

constexpr auto fields_of(const EmhassCase*) {
  using describe::optional;
  return std::make_tuple(
      field("name", &EmhassCase::name, "of the case"),
      field("source", &EmhassCase::source, "for people", optional),
      field("kind", &EmhassCase::kind, "for people", optional),
      field("currency", &EmhassCase::currency, "three letters"),
      field("step_minutes", &EmhassCase::step_minutes, "length of a step", at_least(1.0)),
      field("start_minute", &EmhassCase::start_minute, "minute of the day", between(0.0, 1439.0)),
      field("steps", &EmhassCase::steps, "number of steps", between(1.0, 1e6)),
      field("import_price", &EmhassCase::import_price, "per kWh"),
      field("export_price", &EmhassCase::export_price, "per kWh"),
      field("load_kwh", &EmhassCase::load, "per step", at_least(0.0)),
      field("pv_kwh", &EmhassCase::pv, "per step", at_least(0.0)),
      field("battery", &EmhassCase::battery, "battery and grid limits"),
      field("terminal", &EmhassCase::terminal, "rule for the end"));
}

bool is_absent(const describe::Node* node) {
  return node == nullptr || node->kind == describe::NodeKind::null ||
         (node->kind == describe::NodeKind::list && node->items.empty());
}

void refuse_other_devices(const describe::Node& tree, const EmhassCase& from, Problems& problems) {
  if (!is_absent(tree.find("ev"))) problems.add("ev", "a vehicle is not supported yet");
  if (!is_absent(tree.find("deferrable_loads"))) {
    problems.add("deferrable_loads", "loads that can be moved are not supported yet");
  }
  const EmhassBattery& battery = from.battery;
  if (battery.is_hybrid || battery.inverter_eff != 1.0 || battery.inverter_kw) {
    problems.add("battery", "only a battery without a hybrid inverter is supported");
  }
  if (battery.power_side != "AC") problems.add("battery.power_side", "only AC is supported");
  if (from.terminal.rule != "hard equality") {
    problems.add("terminal.rule", "only 'hard equality' is supported");
  }
  if (from.terminal.soc_end > battery.capacity) {
    problems.add("terminal.soc_end_kwh",
                 fmt::format("{} is above capacity_kwh {}", from.terminal.soc_end.value(),
                             battery.capacity.value()));
  }
}

Series<Power> to_power(const Series<Energy>& energy, Hours step) {
  Series<Power> power;
  power.reserve(energy.size());
  for (std::size_t slot = 0; slot < energy.size(); ++slot) power.push_back(energy[slot] / step);
  return power;
}

home::Battery make_battery(const EmhassBattery& from) {
  home::Battery battery;
  battery.id = "battery";
  battery.capacity = from.capacity;
  battery.soc = from.soc;
  battery.min_soc = from.min_soc;
  battery.max_soc = from.max_soc;
  battery.charge = from.max_charge;
  battery.discharge = from.max_discharge;
  battery.charge_efficiency = from.charge_eff;
  battery.discharge_efficiency = from.discharge_eff;
  return battery;
}

}  // namespace

Result<ImportedCase> import_emhass(PeerFile file) {
  auto known =
      expect_members(file, "an EMHASS planning case", {"step_minutes", "battery", "terminal"});
  if (!known) return tl::unexpected{known.error()};
  drop_members(file.tree, {"peer_result"});
  describe::Node table = file.tree;
  drop_members(table, {"ev", "deferrable_loads"});
  EmhassCase from;
  Problems problems{file.name, file.tree};
  describe::read_fields(table, from, problems);
  const auto count = static_cast<std::size_t>(from.steps);
  spread(from.import_price, count, "import_price", problems);
  spread(from.export_price, count, "export_price", problems);
  spread(from.load, count, "load_kwh", problems);
  spread(from.pv, count, "pv_kwh", problems);
  refuse_other_devices(file.tree, from, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};

  ImportedCase imported;
  home::Case& home = imported.home;
  home.schema = home::k_case_schema;
  home.name = from.name;
  home.currency = from.currency;
  const std::chrono::minutes step{from.step_minutes};
  home.slots =
      SlotGrid::uniform(k_undated_start + std::chrono::minutes{from.start_minute}, step, count);
  home.prices = {from.import_price, from.export_price};
  home.load = to_power(from.load, hours(step));
  home.pv = to_power(from.pv, hours(step));
  home.is_pv_curtailable = false;
  home.grid.import_limit = from.battery.import_limit;
  home.grid.export_limit = from.battery.export_limit;
  home.batteries.push_back(make_battery(from.battery));
  keep_final_soc(home, from.terminal.soc_end);
  return finish_import(std::move(imported), file.name, problems);
}

}  // namespace ohmstead::app
