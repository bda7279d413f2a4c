// A case: everything the planner knows, in one immutable value. Format `ohmstead.case/1`.
//
// Power kW, energy kWh, money in `currency`, prices per kWh, efficiencies 0..1, times UTC. Each
// series has one value per slot of `slots`. A stored case always gives the same plan again. Sign
// rule: all planned flows are non-negative; the direction is in the name. Thread rule: plain
// values.
//
//   Result<Case> home = read_case(text, "case.json");
//   Plan plan = make_plan(*home, {});
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/home/appliance.hpp"
#include "ohmstead/home/battery.hpp"
#include "ohmstead/home/grid.hpp"
#include "ohmstead/home/inverter.hpp"
#include "ohmstead/home/manual_block.hpp"
#include "ohmstead/home/multipass.hpp"
#include "ohmstead/home/scenario.hpp"
#include "ohmstead/home/vehicle.hpp"
#include "ohmstead/home/water_heater.hpp"
#include "ohmstead/home/zone.hpp"

namespace ohmstead::home {

using base::Energy;
using base::Money;
using base::Ratio;
using base::Series;
using base::SlotGrid;

// What a kWh costs at the meter, all taxes and fees included. May be negative; export may exceed
// import.
struct Prices {
  Series<EnergyPrice> import;
  Series<EnergyPrice> export_;
};

// What to prefer among plans that cost the same. Steers the planner and is never billed: no plan
// may cost noticeably more for its sake.
struct TieBreak {
  PerSlot<EnergyPrice> import;   // per kWh bought
  PerSlot<EnergyPrice> export_;  // per kWh sold
  PowerPrice import_peak;        // of the highest import of the horizon
  PowerPrice export_peak;
};

using CarbonIntensity = base::Quantity<struct CarbonIntensityDimension>;  // kg/kWh
using CarbonPrice = base::Quantity<struct CarbonPriceDimension>;          // money/kg

// Weights steer the plan like money, but are counted apart from it (MoneyCount::weights).
struct Objective {
  // A changed first action must gain at least this much over the last plan's action.
  Money keep_last_plan;
  // Price of a broken bound that cannot be avoided; absent: see effective_violation_price().
  std::optional<EnergyPrice> violation_price;
  std::optional<TieBreak> tie_break;
  CarbonPrice co2_price;                // weight of each kg
  EnergyPrice self_consumption_weight;  // of each kWh exported, whatever it was made of
  PowerPrice peak_shaving_weight;       // of each kW of the horizon's highest import
};

struct LastBatteryPlan {
  std::string id;
  Series<Power> charge;
  Series<Power> discharge;
  std::vector<std::string> modes;  // names of home::Mode, one per slot
};

// A planned device beside batteries.
struct LastDevicePlan {
  std::string id;
  Series<Power> power;              // drawn; negative: given to the home
  std::vector<std::string> states;  // names as in plans, one per slot; empty: it has none
};

// The plan that is being followed now, for stability; its grid may differ from the case's.
struct LastPlan {
  SlotGrid slots;
  std::vector<LastBatteryPlan> batteries;
  std::vector<LastDevicePlan> devices;
};

// How far load and sun may be off what is expected: what is exceeded in nine of ten cases, and in
// one of ten. PV: of all roofs together; empty where its band is not known.
struct PowerBands {
  Series<Power> load_p10, load_p90;
  Series<Power> pv_p10, pv_p90;
};

struct Case {
  std::string schema;
  std::string name;
  std::string currency = "EUR";
  std::string timezone = "UTC";
  SlotGrid slots;
  Prices prices;
  Series<Power> load;
  Series<Power> pv;  // on the AC bus: what could be produced
  bool is_pv_curtailable = true;
  PerSlot<CarbonIntensity> co2;         // of a kWh bought
  PerSlot<CarbonIntensity> co2_export;  // saved elsewhere by a kWh sold
  Series<base::Celsius> outdoor;        // air; empty where nothing needs it
  Series<Power> irradiance;             // per m2, for solar_aperture_m2 of zones
  Grid grid;
  std::vector<Inverter> inverters;
  std::vector<Battery> batteries;
  std::vector<Appliance> appliances;
  std::vector<Charger> chargers;
  std::vector<Vehicle> vehicles;
  std::vector<ThermalZone> zones;
  std::vector<HeatSource> heat_sources;
  std::vector<WaterHeater> water_heaters;
  Objective objective;
  std::optional<LastPlan> last_plan;
  std::vector<ManualBlock> manual_blocks;
  std::optional<MultipassSettings> multipass;  // absent: its defaults
  std::vector<PowerLimit> power_limits;
  std::vector<DayOutlook> days;          // whole days, also beyond the horizon
  std::optional<ScenarioSet> scenarios;  // absent: what is expected comes
  std::optional<PowerBands> bands;       // heeded by a lone battery; see plan/uncertain_plan.hpp
};

// Whether anything besides batteries is to be planned.
[[nodiscard]] bool has_planned_devices(const Case& home);
// Takes everything out that would make has_planned_devices() true.
void remove_planned_devices(Case& home);
// Takes names of devices that are not there out of limits; a limit without names goes too.
void forget_missing_devices(Case& home);
// Takes the planned devices with these ids out.
void remove_devices(Case& home, const std::set<std::string>& ids);

// Values that follow from others when they are not given.
// What the objective adds to the price of a kWh bought, and takes from that of a kWh sold.
[[nodiscard]] EnergyPrice import_weight(const Case& home, std::size_t slot);
[[nodiscard]] EnergyPrice export_weight(const Case& home, std::size_t slot);
// Ten times the highest absolute price of the case, but at least 10 per kWh.
[[nodiscard]] EnergyPrice effective_violation_price(const Case& home);
// A hair less than the cheapest kWh of heat that its sources can make; 0 where nothing heats it.
[[nodiscard]] EnergyPrice effective_end_value(const Case& home, const ThermalZone& zone);

inline constexpr const char* k_case_schema = "ohmstead.case/1";

// Reads and checks a case; every problem is reported with its JSON path.
[[nodiscard]] base::Result<Case> read_case(const std::string& text, const std::string& file);
[[nodiscard]] std::string write_case(const Case& home);
// The same checks for a case made in memory; `where` stands for the file.
[[nodiscard]] base::Result<void> check_case(const Case& home, const std::string& where);

}  // namespace ohmstead::home
