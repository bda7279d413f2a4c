// energy-py-linear battery cases: MW, MWh per interval, money (or tonnes of CO2) per MWh. All loss
// is on charging. The final charge is kept exactly; where the file names none it is the initial
// charge, which is 0 where that is missing too (both follow from the expected objectives of its own
// tests).
#include <fmt/format.h>

#include "import_formats.hpp"
#include "ohmstead/describe/read.hpp"

namespace ohmstead::app {
namespace {

using namespace ohmstead::base;
using namespace ohmstead::describe;

constexpr double k_kw_per_mw = 1000.0;

struct EplInputs {
  std::string asset;
  double power_mw = 0.0;
  double capacity_mwh = 0.0;
  Ratio efficiency{1.0};
  Series<EnergyPrice> prices;  // per MWh until make_case
  std::optional<Series<EnergyPrice>> export_prices;
  std::optional<Series<EnergyPrice>> carbon;
  std::optional<Series<EnergyPrice>> export_carbon;
  std::int64_t freq_mins = 60;
  std::optional<double> initial_charge_mwh;
  std::optional<double> final_charge_mwh;
};

struct EplCase {
  std::string name;
  std::string objective;
  EplInputs inputs;
};

constexpr auto fields_of(const EplInputs*) {
  return std::make_tuple(
      field("asset", &EplInputs::asset, "battery"),
      field("power_mw", &EplInputs::power_mw, "highest power", above(0.0)),
      field("capacity_mwh", &EplInputs::capacity_mwh, "energy when full", above(0.0)),
      field("efficiency_pct", &EplInputs::efficiency, "of charging, 0 to 1", within(0.0, 1.0)),
      field("electricity_prices", &EplInputs::prices, "money per MWh"),
      field("export_electricity_prices", &EplInputs::export_prices, "absent: as import", optional),
      field("electricity_carbon_intensities", &EplInputs::carbon, "tonnes per MWh", optional),
      field("export_electricity_carbon_intensities", &EplInputs::export_carbon, "absent: as import",
            optional),
      field("freq_mins", &EplInputs::freq_mins, "length of an interval", at_least(1.0)),
      field("initial_charge_mwh", &EplInputs::initial_charge_mwh, "absent: 0", at_least(0.0),
            optional),
      field("final_charge_mwh", &EplInputs::final_charge_mwh, "absent: as initial", at_least(0.0),
            optional));
}

constexpr auto fields_of(const EplCase*) {
  return std::make_tuple(field("name", &EplCase::name, "of the case"),
                         field("objective", &EplCase::objective, "price or carbon"),
                         field("inputs", &EplCase::inputs, "what it plans for"));
}

// Finds the case to read and takes the results out of it.
Result<Node> choose_case(const PeerFile& file, const std::string& case_name) {
  std::vector<std::string> names;
  for (const Node& entry : file.tree.find("cases")->items) {
    const Node* name = entry.find("name");
    names.push_back(name == nullptr ? "(no name)" : name->text);
    if (names.back() != case_name && !case_name.empty()) continue;
    if (case_name.empty() && file.tree.find("cases")->items.size() != 1) continue;
    Node chosen = entry;
    drop_members(chosen, {"expected", "epl_median_s"});
    return chosen;
  }
  const std::string wish = case_name.empty()
                               ? fmt::format("{} cases; choose one with --case", names.size())
                               : fmt::format("no case '{}'", case_name);
  return fail(ErrorKind::invalid_input,
              fmt::format("{}: holds {}: {}", file.name, wish, fmt::join(names, ", ")));
}

// What is minimised, as prices per MWh of import and export.
std::pair<Series<EnergyPrice>, Series<EnergyPrice>> make_prices(const EplCase& epl,
                                                                Problems& problems) {
  const EplInputs& in = epl.inputs;
  if (epl.objective == "price") return {in.prices, in.export_prices.value_or(in.prices)};
  if (epl.objective != "carbon") {
    problems.add("objective", fmt::format("'{}' is not one of price, carbon", epl.objective));
  } else if (!in.carbon) {
    problems.add("inputs.electricity_carbon_intensities", "missing (the objective is carbon)");
  }
  const Series<EnergyPrice> import = in.carbon.value_or(in.prices);
  return {import, in.export_carbon.value_or(import)};
}

home::Battery make_battery(const EplInputs& in) {
  home::Battery battery;
  battery.id = "battery";
  battery.capacity = Energy{in.capacity_mwh * k_kw_per_mw};
  battery.soc = Energy{in.initial_charge_mwh.value_or(0.0) * k_kw_per_mw};
  battery.charge = Power{in.power_mw * k_kw_per_mw};
  battery.charge_efficiency = in.efficiency;
  battery.discharge_efficiency = Ratio{1.0};
  return battery;
}

}  // namespace

Result<ImportedCase> import_epl(const PeerFile& file, const std::string& case_name) {
  auto known = expect_members(file, "a file of energy-py-linear cases", {"cases"});
  if (!known) return tl::unexpected{known.error()};
  auto chosen = choose_case(file, case_name);
  if (!chosen) return tl::unexpected{chosen.error()};
  EplCase epl;
  Problems problems{file.name + ": " + (case_name.empty() ? "cases[0]" : case_name), *chosen};
  read_fields(*chosen, epl, problems);
  if (!epl.inputs.asset.empty() && epl.inputs.asset != "battery") {
    problems.add("inputs.asset",
                 fmt::format("'{}' is not supported, only battery", epl.inputs.asset));
  }
  auto [import, export_] = make_prices(epl, problems);
  const std::size_t count = import.size();
  spread(export_, count, "inputs.export_electricity_prices", problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};

  ImportedCase imported;
  home::Case& home = imported.home;
  home.schema = home::k_case_schema;
  home.name = epl.name;
  home.currency = k_no_currency;
  home.slots =
      SlotGrid::uniform(k_undated_start, std::chrono::minutes{epl.inputs.freq_mins}, count);
  for (double& price : import.raw()) price /= k_kw_per_mw;
  for (double& price : export_.raw()) price /= k_kw_per_mw;
  home.prices = {std::move(import), std::move(export_)};
  home.load = Series<Power>{count};
  home.pv = Series<Power>{count};
  home.batteries.push_back(make_battery(epl.inputs));
  const double final_mwh =
      epl.inputs.final_charge_mwh.value_or(epl.inputs.initial_charge_mwh.value_or(0.0));
  if (final_mwh > epl.inputs.capacity_mwh) {
    problems.add("inputs.final_charge_mwh",
                 fmt::format("{} is above capacity_mwh {}", final_mwh, epl.inputs.capacity_mwh));
    return tl::unexpected{problems.to_error()};
  }
  keep_final_soc(home, Energy{final_mwh * k_kw_per_mw});
  return finish_import(std::move(imported), file.name, problems);
}

}  // namespace ohmstead::app
