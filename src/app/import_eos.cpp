#include "eos_case.hpp"
#include "import_formats.hpp"

namespace ohmstead::app {
namespace {

using namespace ohmstead::base;

constexpr double k_per_kilo = 1000.0;
constexpr double k_pct = 100.0;

template <class Q>
Series<Q> from_start(const EosRequest& request, const std::vector<double>& values, double factor) {
  Series<Q> series;
  series.reserve(request.slot_count());
  for (std::size_t h = request.start_hour; h < values.size(); ++h)
    series.push_back(Q{values[h] * factor});
  return series;
}

home::Battery make_battery(const EosRequest& request, const EosBattery& from) {
  home::Battery battery;
  battery.id = "battery";
  if (request.inverter_w) battery.inverter = "inverter";
  battery.capacity = Energy{from.capacity_wh / k_per_kilo};
  battery.soc = battery.capacity * (from.initial_soc_pct / k_pct);
  battery.min_soc = battery.capacity * (from.min_soc_pct / k_pct);
  battery.max_soc = battery.capacity * (from.max_soc_pct / k_pct);
  battery.charge = Power{from.max_power_w / k_per_kilo};
  battery.charge_efficiency = Ratio{from.charge_efficiency};
  battery.discharge_efficiency = Ratio{from.discharge_efficiency};
  battery.end_value = EnergyPrice{request.stored_per_wh * k_per_kilo * from.discharge_efficiency};
  battery.can_discharge_to_grid = false;
  return battery;
}

void add_car(const EosCar& from, EosCarLosses losses, home::Case& home) {
  const bool is_billed = losses == EosCarLosses::billed;
  home::Charger charger;
  charger.id = "charger";
  const double drawn = is_billed ? 1.0 : from.charge_efficiency;
  for (const double rate : from.rates)
    charger.steps.push_back(Power{rate * from.max_power_w / k_per_kilo * drawn});
  home.chargers.push_back(charger);
  home::Vehicle car;
  car.id = k_eos_car;
  car.capacity = Energy{from.capacity_wh / k_per_kilo};
  car.soc = car.capacity * (from.initial_soc_pct / k_pct);
  car.charge_efficiency = Ratio{is_billed ? from.charge_efficiency : 1.0};
  car.end_value = EnergyPrice{0.0};
  if (from.target_soc_pct > 0.0) {
    home::SocTarget target;
    target.soc = car.capacity * (from.target_soc_pct / k_pct);
    target.by = home.slots.end(home.slots.count() - 1);
    target.price = EnergyPrice{from.missed_price_per_pct / (from.capacity_wh / k_per_kilo / k_pct)};
    car.targets.push_back(target);
  }
  home.vehicles.push_back(std::move(car));
}

// Money per kWh and hour: far below any price, and far above what solvers round away.
constexpr double k_export_later = 4e-6;

home::TieBreak export_later(std::size_t count) {
  Series<EnergyPrice> price{count};
  for (std::size_t t = 0; t < count; ++t)
    price.set(t, EnergyPrice{k_export_later * static_cast<double>(count - t)});
  home::TieBreak tie;
  tie.export_ = std::move(price);
  return tie;
}

}  // namespace

home::Case make_eos_case(const EosRequest& request, EosCarLosses losses) {
  home::Case home;
  home.schema = home::k_case_schema;
  home.name = "eos";
  home.slots =
      SlotGrid::uniform(k_undated_start + std::chrono::hours{static_cast<int>(request.start_hour)},
                        std::chrono::hours{1}, request.slot_count());
  home.prices.import = from_start<EnergyPrice>(request, request.import_per_wh, k_per_kilo);
  home.prices.export_ = from_start<EnergyPrice>(request, request.export_per_wh, k_per_kilo);
  home.load = from_start<Power>(request, request.load_wh, 1.0 / k_per_kilo);
  home.pv = from_start<Power>(request, request.pv_wh, 1.0 / k_per_kilo);
  if (request.inverter_w) {
    home::Inverter inverter;
    inverter.id = "inverter";
    inverter.ac_limit = Power{*request.inverter_w / k_per_kilo};
    inverter.efficiency = Ratio{request.dc_to_ac};
    inverter.charge_efficiency = Ratio{request.ac_to_dc};
    inverter.pv = home.pv;
    home.pv = Series<Power>{request.slot_count()};
    home.inverters.push_back(std::move(inverter));
  }
  if (request.battery) {
    home.batteries.push_back(make_battery(request, *request.battery));
    home.objective.tie_break = export_later(request.slot_count());
  }
  if (request.car && !request.car->rates.empty()) add_car(*request.car, losses, home);
  if (request.appliance) {
    home::Appliance appliance;
    appliance.id = k_eos_appliance;
    appliance.profile_step = std::chrono::hours{request.appliance->hours};
    const auto hours = static_cast<double>(request.appliance->hours);
    appliance.profile = Series<Power>{1, Power{request.appliance->energy_wh / k_per_kilo / hours}};
    home.appliances.push_back(std::move(appliance));
  }
  return home;
}

Result<ImportedCase> import_eos(const PeerFile& file, std::optional<std::int64_t> start_hour) {
  const auto request = read_eos_request(file.tree, file.name, start_hour);
  if (!request) return tl::unexpected{request.error()};
  ImportedCase imported;
  imported.home = make_eos_case(*request, EosCarLosses::unbilled);
  if (is_eos_body(file.tree) && !start_hour) imported.notes.emplace_back(k_no_start_hour_note);
  return finish_import(std::move(imported), file.name, describe::Problems{file.name, file.tree});
}

}  // namespace ohmstead::app
