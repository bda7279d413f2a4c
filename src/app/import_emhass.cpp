// EMHASS planning cases with a battery on the AC side and loads that can be moved. Their PV is not
// turned down, and the state of charge at the end is a hard equality.
#include <fmt/format.h>

#include <cmath>

#include "import_formats.hpp"
#include "ohmstead/describe/read.hpp"

namespace ohmstead::app {
namespace {

using namespace ohmstead::base;
using namespace ohmstead::describe;

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

struct EmhassLoad {
  Power power;
  std::optional<Energy> energy;        // in the window
  std::optional<Energy> daily_energy;  // in each 24 h from the first step on
  bool is_on_off = true;               // else any power from 0 to `power`
  bool is_contiguous = false;
  std::vector<std::int64_t> window;  // first step, and the step after the last
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
  std::vector<EmhassLoad> loads;
};

constexpr auto fields_of(const EmhassBattery*) {
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

constexpr auto fields_of(const EmhassLoad*) {
  return std::make_tuple(
      field("power_kw", &EmhassLoad::power, "when it is on", above(0.0)),
      field("energy_kwh", &EmhassLoad::energy, "in the window", at_least(0.0), optional),
      field("energy_kwh_per_24h_block", &EmhassLoad::daily_energy,
            "in each 24 h from the first step on", at_least(0.0), optional),
      field("on_off", &EmhassLoad::is_on_off, "on or off, or any power up to power_kw", optional),
      field("contiguous", &EmhassLoad::is_contiguous, "in one run", optional),
      field("window_steps", &EmhassLoad::window, "first step and the step after the last",
            at_least(0.0), optional));
}

constexpr auto fields_of(const EmhassCase*) {
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
      field("terminal", &EmhassCase::terminal, "rule for the end"),
      field("deferrable_loads", &EmhassCase::loads, "loads that can be moved", optional));
}

bool is_absent(const Node* node) {
  return node == nullptr || node->kind == NodeKind::null ||
         (node->kind == NodeKind::list && node->items.empty());
}

void refuse_other_devices(const Node& tree, const EmhassCase& from, Problems& problems) {
  if (!is_absent(tree.find("ev"))) problems.add("ev", "a vehicle is not supported yet");
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

void check_loads(const EmhassCase& from, Problems& problems) {
  for (std::size_t i = 0; i < from.loads.size(); ++i) {
    const EmhassLoad& load = from.loads[i];
    const std::string path = join_path("deferrable_loads", i);
    if (problems.has_below(path)) continue;
    if (load.energy.has_value() == load.daily_energy.has_value())
      problems.add(path, "give either energy_kwh or energy_kwh_per_24h_block");
    const bool is_window =
        load.window.empty() || (load.window.size() == 2 && load.window[0] <= load.window[1] &&
                                load.window[1] <= from.steps);
    if (!is_window) {
      problems.add(path + ".window_steps",
                   fmt::format("must be two steps from 0 to {} that do not fall", from.steps));
    }
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

// One target of a load, to be met in the steps [first, end).
home::Appliance make_appliance(const EmhassLoad& from, const SlotGrid& slots, Energy energy,
                               std::size_t first, std::size_t end) {
  home::Appliance appliance;
  appliance.earliest = slots.start(first);
  appliance.latest_end = slots.end(end - 1);
  const Seconds run{std::llround((energy / from.power).value() * 3600.0)};
  if (from.is_on_off && from.is_contiguous && run >= Seconds{1}) {
    appliance.profile = Series<Power>{1, from.power};
    appliance.profile_step = run;
    return appliance;
  }
  appliance.power = from.power;
  if (!from.is_on_off) appliance.min_power = Power{};
  appliance.energy = energy;
  if (from.is_contiguous) appliance.max_starts = 1;
  return appliance;
}

void add_load(const EmhassLoad& from, const std::string& id, home::Case& home) {
  const std::size_t count = home.slots.count();
  const std::size_t first = from.window.empty() ? 0 : static_cast<std::size_t>(from.window[0]);
  const std::size_t end = from.window.empty() ? count : static_cast<std::size_t>(from.window[1]);
  if (first == end) return;
  if (from.energy) {
    home.appliances.push_back(make_appliance(from, home.slots, *from.energy, first, end));
    home.appliances.back().id = id;
    return;
  }
  const auto day = [&](std::size_t step) {
    return (home.slots.start(step) - home.slots.start(0)) / std::chrono::hours{24};
  };
  for (std::size_t begin = first; begin < end;) {
    std::size_t over = begin;
    while (over < end && day(over) == day(begin)) ++over;
    home.appliances.push_back(make_appliance(from, home.slots, *from.daily_energy, begin, over));
    home.appliances.back().id = fmt::format("{}_day_{}", id, day(begin) + 1);
    begin = over;
  }
}

}  // namespace

Result<ImportedCase> import_emhass(PeerFile file) {
  auto known =
      expect_members(file, "an EMHASS planning case", {"step_minutes", "battery", "terminal"});
  if (!known) return tl::unexpected{known.error()};
  drop_members(file.tree, {"peer_result"});
  Node table = file.tree;
  drop_members(table, {"ev"});
  if (is_absent(table.find("deferrable_loads"))) drop_members(table, {"deferrable_loads"});
  EmhassCase from;
  Problems problems{file.name, file.tree};
  read_fields(table, from, problems);
  const auto count = static_cast<std::size_t>(from.steps);
  spread(from.import_price, count, "import_price", problems);
  spread(from.export_price, count, "export_price", problems);
  spread(from.load, count, "load_kwh", problems);
  spread(from.pv, count, "pv_kwh", problems);
  refuse_other_devices(file.tree, from, problems);
  check_loads(from, problems);
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
  for (std::size_t i = 0; i < from.loads.size(); ++i)
    add_load(from.loads[i], fmt::format("load_{}", i + 1), home);
  keep_final_soc(home, from.terminal.soc_end);
  return finish_import(std::move(imported), file.name, problems);
}

}  // namespace ohmstead::app
