// Our own generated homes, reduced to what this version plans (family A): battery, grid and PV,
// with wear by power, soft edges of the state of charge and a falling end value. Simultaneous
// charging and discharging, import and export are allowed there.
#include <fmt/format.h>

#include <cmath>
#include <numeric>

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

struct FamilyBattery {
  Energy capacity;
  Power power;
  Ratio leg_efficiency;
  Energy soc;
};

struct FamilyHome {
  std::int64_t seed = 0;
  std::int64_t slots = 0;
  double step_h = 0.0;
  Series<EnergyPrice> import;
  Series<EnergyPrice> export_;
  Series<Power> pv;
  Series<Power> load;
  std::optional<Power> import_limit;
  std::optional<Power> export_limit;
  FamilyBattery battery;
};

constexpr auto fields_of(const FamilyBattery*) {
  return std::make_tuple(
      field("capacity_kwh", &FamilyBattery::capacity, "when full", above(0.0)),
      field("power_kw", &FamilyBattery::power, "each way", above(0.0)),
      field("leg_efficiency", &FamilyBattery::leg_efficiency, "each way", within(0.0, 1.0)),
      field("soc_kwh", &FamilyBattery::soc, "at the start", at_least(0.0)));
}

constexpr auto fields_of(const FamilyHome*) {
  using describe::optional;
  return std::make_tuple(
      field("seed", &FamilyHome::seed, "number of the home", optional),
      field("slots", &FamilyHome::slots, "number of slots", between(1.0, 1e6)),
      field("step_h", &FamilyHome::step_h, "length of a slot", above(0.0)),
      field("import_per_kwh", &FamilyHome::import, "price"),
      field("export_per_kwh", &FamilyHome::export_, "price"),
      field("pv_kw", &FamilyHome::pv, "PV", at_least(0.0)),
      field("load_kw", &FamilyHome::load, "load", at_least(0.0)),
      field("import_limit_kw", &FamilyHome::import_limit, "grid", at_least(0.0), optional),
      field("export_limit_kw", &FamilyHome::export_limit, "grid", at_least(0.0), optional),
      field("battery", &FamilyHome::battery, "battery"));
}

EnergyPrice mean(const Series<EnergyPrice>& prices) {
  const auto all = prices.raw();
  return EnergyPrice{std::accumulate(all.begin(), all.end(), 0.0) /
                     static_cast<double>(all.size())};
}

home::Battery make_battery(const FamilyBattery& from, EnergyPrice mean_import) {
  home::Battery battery;
  battery.id = "battery";
  battery.capacity = from.capacity;
  battery.soc = from.soc;
  battery.min_soc = from.capacity * 0.05;
  battery.charge = from.power;
  battery.charge_efficiency = from.leg_efficiency;
  const Power third = from.power / 3.0;
  for (const double price : {0.002, 0.004, 0.010})
    battery.charge_wear.push_back({third, EnergyPrice{price}});
  for (const double price : {0.008, 0.018, 0.035}) {
    battery.discharge_wear.push_back({third, EnergyPrice{price}});
  }
  battery.low_band = home::SocBand{from.capacity * 0.15, Money{0.02}};
  battery.high_band = home::SocBand{from.capacity * 0.90, Money{0.01}};
  for (const double share : {0.95, 0.80, 0.55}) {
    battery.end_value_steps.push_back({from.capacity / 3.0, mean_import * share});
  }
  battery.is_exclusive = false;
  return battery;
}

}  // namespace

Result<ImportedCase> import_family(PeerFile file) {
  auto known =
      expect_members(file, "a generated home", {"slots", "step_h", "import_per_kwh", "battery"});
  if (!known) return tl::unexpected{known.error()};
  drop_members(file.tree, {"tariff", "outdoor_c", "heat_pump_cop", "pv_peak_kw", "peak",
                           "wallbox_kw", "vehicles", "tank", "room_coupling_kw_per_k",
                           "heat_pump_limit_kw", "rooms", "appliances"});
  FamilyHome from;
  Problems problems{file.name, file.tree};
  describe::read_fields(file.tree, from, problems);
  const auto count = static_cast<std::size_t>(from.slots);
  spread(from.import, count, "import_per_kwh", problems);
  spread(from.export_, count, "export_per_kwh", problems);
  spread(from.pv, count, "pv_kw", problems);
  spread(from.load, count, "load_kw", problems);
  const double step_s = from.step_h * 3600.0;
  if (step_s < 1.0 || step_s != std::floor(step_s)) {
    problems.add("step_h", "must be a whole number of seconds");
  }
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};

  ImportedCase imported;
  home::Case& home = imported.home;
  home.schema = home::k_case_schema;
  home.name = fmt::format("home-{}", from.seed);
  home.slots =
      SlotGrid::uniform(k_undated_start, Seconds{static_cast<std::int64_t>(step_s)}, count);
  home.prices = {from.import, from.export_};
  home.load = from.load;
  home.pv = from.pv;
  home.grid.import_limit = from.import_limit;
  home.grid.export_limit = from.export_limit;
  home.grid.is_exclusive = false;
  home.batteries.push_back(make_battery(from.battery, mean(from.import)));
  imported.notes.emplace_back(
      "only battery, grid and PV are taken over (family A); peak charge, vehicles, tank, rooms and "
      "appliances are left out");
  return finish_import(std::move(imported), file.name, problems);
}

}  // namespace ohmstead::app
