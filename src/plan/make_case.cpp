#include "ohmstead/plan/make_case.hpp"

#include <algorithm>
#include <cmath>

#include "fee_times.hpp"
#include "last_tracks.hpp"
#include "make_devices.hpp"
#include "ohmstead/plan/tier_book.hpp"
#include "power_fees.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;
using base::Seconds;
using base::Series;
using base::Time;

home::Inverter make_inverter(const home::Site& site, const home::SiteInverter& from,
                             const home::Outlook& outlook) {
  home::Inverter inverter;
  inverter.id = from.id;
  inverter.ac_limit = from.ac_limit;
  inverter.charge_limit = from.charge_limit;
  inverter.efficiency = Ratio{from.efficiency_pct / 100.0};
  if (from.efficiency) inverter.efficiency = *from.efficiency;
  inverter.charge_efficiency = from.charge_efficiency;
  inverter.is_hybrid = site.pv && site.pv->inverter == from.id;
  if (inverter.is_hybrid) inverter.pv = outlook.pv;
  return inverter;
}

home::Battery make_battery(const home::SiteBattery& from, Energy soc) {
  home::Battery battery;
  battery.id = from.id;
  battery.inverter = from.inverter;
  battery.capacity = from.capacity;
  battery.soc = soc;
  battery.min_soc = from.capacity * (from.min_soc_pct / 100.0);
  battery.max_soc = from.capacity * (from.max_soc_pct / 100.0);
  battery.charge = from.charge;
  battery.discharge = from.discharge;
  // Only the round trip is known: both legs lose the same.
  battery.charge_efficiency = Ratio{std::sqrt(from.roundtrip_efficiency_pct / 100.0)};
  if (from.charge_efficiency) battery.charge_efficiency = *from.charge_efficiency;
  battery.discharge_efficiency = from.discharge_efficiency;
  battery.power_by_soc = from.power_by_soc;
  battery.temperature_derating = from.temperature_derating;
  battery.standby = from.standby;
  battery.wear = from.wear;
  return battery;
}

const home::BatterySlot* find_battery(const home::PlanSlot& slot, const std::string& id) {
  const auto has_id = [&](const home::BatterySlot& battery) { return battery.id == id; };
  const auto found = std::find_if(slot.batteries.begin(), slot.batteries.end(), has_id);
  return found == slot.batteries.end() ? nullptr : &*found;
}

home::LastBatteryPlan last_battery_plan(const std::string& id,
                                        std::span<const home::PlanSlot> slots) {
  constexpr auto k_mode_names = names_of(home::Mode{});
  home::LastBatteryPlan last;
  last.id = id;
  for (const home::PlanSlot& slot : slots) {
    const home::BatterySlot* battery = find_battery(slot, id);
    last.charge.push_back(battery != nullptr ? battery->charge : Power{});
    last.discharge.push_back(battery != nullptr ? battery->discharge : Power{});
    const home::Mode mode = battery != nullptr ? battery->mode : home::Mode::hold;
    last.modes.emplace_back(k_mode_names[static_cast<std::size_t>(mode)]);
  }
  return last;
}

bool has_device(const home::Case& home, const std::string& id) {
  const auto has_id = [&](const auto& device) { return device.id == id; };
  const auto is_in = [&](const auto& devices) {
    return std::any_of(devices.begin(), devices.end(), has_id);
  };
  return is_in(home.appliances) || is_in(home.vehicles) || is_in(home.zones) ||
         is_in(home.heat_sources) || is_in(home.water_heaters);
}

// What is left of `plan` at `start`; the slot that is running now begins there. A device that the
// plan does not know has no last plan.
std::optional<home::LastPlan> rest_of(const home::Plan& plan, Time start, const home::Case& home) {
  std::span<const home::PlanSlot> slots = plan.slots;
  while (!slots.empty() && slots.front().start + slots.front().duration <= start) {
    slots = slots.subspan(1);
  }
  if (slots.empty()) return std::nullopt;
  const Time from = std::max(start, slots.front().start);
  std::vector<Seconds> durations;
  for (const home::PlanSlot& slot : slots) durations.push_back(slot.duration);
  durations.front() -= from - slots.front().start;
  auto grid = base::SlotGrid::make(from, durations);
  if (!grid) return std::nullopt;
  home::LastPlan last;
  last.slots = std::move(*grid);
  for (const home::Battery& battery : home.batteries) {
    if (find_battery(slots.front(), battery.id) == nullptr) continue;
    last.batteries.push_back(last_battery_plan(battery.id, slots));
  }
  last.devices = last_device_plans(slots);
  std::erase_if(last.devices,
                [&](const home::LastDevicePlan& device) { return !has_device(home, device.id); });
  return last;
}

void add_prices(home::Case& home, const TariffRule& tariff, const home::Outlook& outlook) {
  for (std::size_t slot = 0; slot < home.slots.count(); ++slot) {
    // A fixed tariff needs no spot prices.
    const EnergyPrice spot = outlook.spot.is_empty() ? EnergyPrice{} : outlook.spot[slot];
    home.prices.import.push_back(tariff.import_price(home.slots.start(slot), spot));
    const EnergyPrice sold = outlook.export_spot.is_empty() ? spot : outlook.export_spot[slot];
    home.prices.export_.push_back(tariff.export_price(sold));
  }
}

void add_tiers(home::Case& home, const home::ImportTariff& tariff, const base::Zone& zone,
               const home::Outlook& outlook, const home::BoughtSoFar& bought) {
  const auto tiers = expected_tiers(tariff, zone, outlook, bought);
  for (std::size_t slot = 0, at = 0; !tiers.empty() && slot < home.slots.count(); ++slot) {
    while (home.slots.start(slot) >= tiers[at].to) ++at;
    home.prices.import.set(slot, home.prices.import[slot] + tiers[at].fee);
  }
}

void add_outdoors(home::Case& home, const home::Site& site, const home::Outlook& outlook) {
  home.outdoor = outlook.outdoor;
  if (home.outdoor.is_empty() && site.outdoor)
    home.outdoor = Series<base::Celsius>{home.slots.count(), *site.outdoor};
  home.irradiance = outlook.irradiance;
}

}  // namespace

EnergyPrice TariffRule::network_fee(Time start) const {
  const home::ImportTariff& import = tariff_.import;
  if (import.network_fees.empty()) return import.network_fee;
  const base::WallClock clock = zone_.wall_clock(start);
  for (const home::FeeWindow& window : import.network_fees) {
    if (holds(window, clock, tariff_.holidays)) return window.fee;
  }
  return import.network_fee;
}

EnergyPrice TariffRule::import_price(Time start, EnergyPrice spot) const {
  const home::ImportTariff& import = tariff_.import;
  const EnergyPrice energy = import.fixed.value_or(spot * import.spot_factor);
  const EnergyPrice net = energy + import.markup + network_fee(start) + import.energy_tax;
  return net * with_vat(import.vat_pct);
}

EnergyPrice TariffRule::export_price(EnergyPrice spot) const {
  const home::ExportTariff& rule = tariff_.export_;
  const EnergyPrice net = rule.fixed.value_or(spot * rule.spot_factor) - rule.fee;
  const EnergyPrice price = net * with_vat(rule.vat_pct);
  const EnergyPrice raised = rule.lowest ? std::max(price, *rule.lowest) : price;
  return rule.highest ? std::min(raised, *rule.highest) : raised;
}

home::Case make_case(const home::Site& site, const TariffRule& tariff, const home::Outlook& outlook,
                     const home::DeviceStates& states, const home::Plan* last_plan) {
  base::expect(states.batteries.size() == site.batteries.size(),
               "make_case needs one state of charge per battery");
  home::Case home;
  home.schema = home::k_case_schema;
  home.name = site.name;
  home.currency = site.currency;
  home.timezone = site.timezone;
  home.slots = outlook.slots;
  add_prices(home, tariff, outlook);
  add_tiers(home, site.tariff.import, tariff.zone(), outlook, states.bought);
  home.load = outlook.load;
  const bool is_pv_on_ac = !site.pv || site.pv->inverter.empty();
  home.pv = is_pv_on_ac && !outlook.pv.is_empty() ? outlook.pv : Series<Power>{home.slots.count()};
  home.is_pv_curtailable = !site.pv || site.pv->is_curtailable;
  home.grid.import_limit = site.grid.import_limit;
  home.grid.export_limit = site.grid.export_limit;
  home.grid.peaks = power_fees(site.tariff, tariff.zone(), home.slots, states.peaks);
  for (const home::SiteInverter& inverter : site.inverters) {
    home.inverters.push_back(make_inverter(site, inverter, outlook));
  }
  for (std::size_t i = 0; i < site.batteries.size(); ++i)
    home.batteries.push_back(make_battery(site.batteries[i], states.batteries[i]));
  add_outdoors(home, site, outlook);
  add_devices(home, site, tariff.zone(), states.devices);
  if (site.planning.heeds_bands && !outlook.load_band.p10.is_empty())
    home.bands = {outlook.load_band.p10, outlook.load_band.p90, outlook.pv_band.p10,
                  outlook.pv_band.p90};
  home.objective.keep_last_plan = site.planning.keep_last_plan;
  home.multipass = site.multipass;
  if (last_plan != nullptr && !home.slots.is_empty()) {
    home.last_plan = rest_of(*last_plan, home.slots.start(0), home);
  }
  return home;
}

std::vector<Energy> planned_stored(const home::Case& home, const home::Plan& plan, Time now) {
  const auto slot = home.slots.find(now);
  std::vector<Energy> stored;
  if (!slot || plan.slots.size() != home.slots.count()) return stored;
  const double share = base::hours(now - home.slots.start(*slot)) / home.slots.hours(*slot);
  for (std::size_t i = 0; i < home.batteries.size(); ++i) {
    const Energy start =
        *slot == 0 ? home.batteries[i].soc : plan.slots[*slot - 1].batteries[i].soc;
    stored.push_back(start + (plan.slots[*slot].batteries[i].soc - start) * share);
  }
  return stored;
}

home::Case without_batteries(home::Case home) {
  home.batteries.clear();
  home.last_plan.reset();
  // Nothing is left behind an inverter without PV of its own.
  std::erase_if(home.inverters,
                [](const home::Inverter& inverter) { return inverter.pv.is_empty(); });
  forget_missing_devices(home);
  return home;
}

}  // namespace ohmstead::plan
