#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "eos_case.hpp"

namespace ohmstead::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr double k_per_kilo = 1000.0;
constexpr double k_pct = 100.0;
constexpr double k_no_power_kw = 1e-6;  // less is rounding
constexpr double k_full_kwh = 1e-6;

// What the inverters are told and what comes of it, in kW on the DC side of the battery.
struct Hour {
  double grid_charge_kw = 0.0;
  double pv_charge_kw = 0.0;
  double ac_charge = 0.0;  // share of the battery's power
  double dc_charge = 0.0;
  int discharge_allowed = 0;
  double car_rate = 0.0;
  double car_kw = 0.0;
  double appliance_kw = 0.0;
};

double at_pct(double pct, double capacity_wh) { return pct / k_pct * capacity_wh / k_per_kilo; }

const home::DeviceSlot* find_device(const home::PlanSlot& slot, const std::string& id) {
  const auto found = std::find_if(slot.devices.begin(), slot.devices.end(),
                                  [&](const home::DeviceSlot& device) { return device.id == id; });
  return found == slot.devices.end() ? nullptr : &*found;
}

double power_of(const home::PlanSlot& slot, const std::string& id) {
  const home::DeviceSlot* device = find_device(slot, id);
  return device == nullptr || device->power.value() < k_no_power_kw ? 0.0 : device->power.value();
}

double pv_kw(const home::PlanSlot& slot) {
  return slot.inverters.empty() ? slot.pv_used.value() : slot.inverters[0].pv_used.value();
}

double curtailed_kw(const home::PlanSlot& slot) {
  return slot.inverters.empty() ? slot.pv_curtailed.value()
                                : slot.inverters[0].pv_curtailed.value();
}

// The home comes first with its PV, what is left charges the battery; the grid gives the rest.
void split_charge(const EosRequest& request, const home::PlanSlot& slot, Hour& hour) {
  const double need_kw = slot.load.value() + hour.car_kw + hour.appliance_kw;
  const double surplus_kw = std::max(0.0, pv_kw(slot) - need_kw / request.dc_to_ac);
  const double charge_kw = slot.batteries[0].charge.value();
  hour.grid_charge_kw = charge_kw - surplus_kw;
  if (hour.grid_charge_kw < k_no_power_kw) hour.grid_charge_kw = 0.0;
  hour.pv_charge_kw = charge_kw - hour.grid_charge_kw;
}

// PV may be stored without limit unless the plan gives some away that the battery could take.
double pv_share(const home::PlanSlot& slot, const EosBattery& battery, const Hour& hour) {
  const home::BatterySlot& state = slot.batteries[0];
  const bool gives_away = slot.grid_export.value() + curtailed_kw(slot) > k_no_power_kw;
  const double most_kw = battery.max_power_w / k_per_kilo;
  const bool could_take =
      state.charge.value() < most_kw - k_no_power_kw &&
      state.soc.value() < at_pct(battery.max_soc_pct, battery.capacity_wh) - k_full_kwh;
  return gives_away && could_take ? hour.pv_charge_kw / most_kw : 1.0;
}

// 0 where the battery keeps what it could give, or takes from the grid.
int may_discharge(const home::PlanSlot& slot, const EosBattery& battery, const Hour& hour) {
  const home::BatterySlot& state = slot.batteries[0];
  if (state.discharge.value() >= k_no_power_kw) return 1;
  const bool is_empty =
      state.soc.value() <= at_pct(battery.min_soc_pct, battery.capacity_wh) + k_full_kwh;
  const bool keeps = slot.grid_import.value() >= k_no_power_kw && !is_empty;
  return hour.grid_charge_kw > 0.0 || keeps ? 0 : 1;
}

std::vector<Hour> hours_of(const EosRequest& request, const home::Plan& plan) {
  std::vector<Hour> hours(plan.slots.size());
  for (std::size_t t = 0; t < hours.size(); ++t) {
    const home::PlanSlot& slot = plan.slots[t];
    Hour& hour = hours[t];
    hour.car_kw = power_of(slot, k_eos_car);
    if (hour.car_kw > 0.0) hour.car_rate = hour.car_kw * k_per_kilo / request.car->max_power_w;
    hour.appliance_kw = power_of(slot, k_eos_appliance);
    if (!request.battery) continue;
    const EosBattery& battery = *request.battery;
    split_charge(request, slot, hour);
    if (hour.grid_charge_kw > 0.0)
      hour.ac_charge = hour.grid_charge_kw * k_per_kilo / battery.max_power_w;
    hour.dc_charge = pv_share(slot, battery, hour);
    hour.discharge_allowed = may_discharge(slot, battery, hour);
  }
  return hours;
}

// The value of every hour of the request: 0 before the start.
template <class T>
Json from_midnight(const EosRequest& request, const std::vector<Hour>& hours, T Hour::* value) {
  std::vector<T> values(request.hour_count());
  for (std::size_t t = 0; t < hours.size(); ++t) values[request.start_hour + t] = hours[t].*value;
  return values;
}

// A list with `value(t)` of each planned hour.
template <class Value>
std::vector<double> planned(std::size_t count, Value value) {
  std::vector<double> values;
  values.reserve(count);
  for (std::size_t t = 0; t < count; ++t) values.push_back(value(t));
  return values;
}

// States of charge in percent at the start of each planned hour; zeros where there is nothing.
template <class SocAfter>
std::vector<double> soc_pct(std::size_t count, double first_pct, double capacity_wh,
                            SocAfter soc_after) {
  double next_pct = first_pct;
  return planned(count, [&](std::size_t t) {
    const double now_pct = next_pct;
    if (const std::optional<base::Energy> after = soc_after(t))
      next_pct = after->value() * k_per_kilo / capacity_wh * k_pct;
    return now_pct;
  });
}

std::vector<double> car_soc_pct(const EosRequest& request, const home::Plan& plan) {
  if (!request.car) return std::vector<double>(plan.slots.size());
  return soc_pct(plan.slots.size(), request.car->initial_soc_pct, request.car->capacity_wh,
                 [&](std::size_t t) {
                   const home::DeviceSlot* car = find_device(plan.slots[t], k_eos_car);
                   return car == nullptr ? std::nullopt : car->soc;
                 });
}

std::vector<double> battery_soc_pct(const EosRequest& request, const home::Plan& plan) {
  if (!request.battery) return std::vector<double>(plan.slots.size());
  return soc_pct(plan.slots.size(), request.battery->initial_soc_pct, request.battery->capacity_wh,
                 [&](std::size_t t) { return std::optional{plan.slots[t].batteries[0].soc}; });
}

// Counts are whole in this API.
Json whole(double value) {
  if (value == std::floor(value)) return static_cast<std::int64_t>(value);
  return value;
}

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

// Wh of PV and grid that neither the home nor a battery has in the end.
std::vector<double> losses_of(const EosRequest& request, const home::Plan& plan,
                              const std::vector<Hour>& hours) {
  const bool has_car = find_device(plan.slots[0], k_eos_car) != nullptr;
  double stored_kwh = 0.0;
  if (const auto& b = request.battery) stored_kwh += at_pct(b->initial_soc_pct, b->capacity_wh);
  if (has_car) stored_kwh += at_pct(request.car->initial_soc_pct, request.car->capacity_wh);
  return planned(hours.size(), [&](std::size_t t) {
    const home::PlanSlot& slot = plan.slots[t];
    double after_kwh = 0.0;
    if (request.battery) after_kwh += slot.batteries[0].soc.value();
    if (has_car) after_kwh += find_device(slot, k_eos_car)->soc->value();
    const double gained_kwh = after_kwh - stored_kwh;
    stored_kwh = after_kwh;
    const double lost_kwh = pv_kw(slot) + slot.grid_import.value() - slot.grid_export.value() -
                            slot.load.value() - hours[t].appliance_kw - gained_kwh;
    return lost_kwh < k_no_power_kw ? 0.0 : lost_kwh * k_per_kilo;
  });
}

Json result_of(const EosRequest& request, const home::Plan& plan, const std::vector<Hour>& hours) {
  const std::size_t count = hours.size();
  const auto wh = [](double kw) { return kw < k_no_power_kw ? 0.0 : kw * k_per_kilo; };
  const auto bought =
      planned(count, [&](std::size_t t) { return wh(plan.slots[t].grid_import.value()); });
  const auto sold =
      planned(count, [&](std::size_t t) { return wh(plan.slots[t].grid_export.value()); });
  const auto price =
      planned(count, [&](std::size_t t) { return request.import_per_wh[request.start_hour + t]; });
  const std::vector<double> losses = losses_of(request, plan, hours);
  Json result;
  result["Last_Wh_pro_Stunde"] = planned(count, [&](std::size_t t) {
    const double need_kw = plan.slots[t].load.value() + hours[t].car_kw + hours[t].appliance_kw;
    // Less than that where PV charges the battery without passing the inverter, and the home buys.
    const double charge_kw = hours[t].grid_charge_kw / request.ac_to_dc;
    return wh(need_kw + std::min(charge_kw, plan.slots[t].grid_import.value()));
  });
  result["EAuto_SoC_pro_Stunde"] = car_soc_pct(request, plan);
  result["Einnahmen_Euro_pro_Stunde"] = planned(count, [&](std::size_t t) {
    return sold[t] * request.export_per_wh[request.start_hour + t];
  });
  result["Gesamt_Verluste"] = total(losses);
  result["Gesamtbilanz_Euro"] = (plan.money.import_cost - plan.money.export_revenue).value();
  result["Gesamteinnahmen_Euro"] = plan.money.export_revenue.value();
  result["Gesamtkosten_Euro"] = plan.money.import_cost.value();
  result["Home_appliance_wh_per_hour"] =
      planned(count, [&](std::size_t t) { return wh(hours[t].appliance_kw); });
  result["Kosten_Euro_pro_Stunde"] =
      planned(count, [&](std::size_t t) { return bought[t] * price[t]; });
  result["Netzbezug_Wh_pro_Stunde"] = bought;
  result["Netzeinspeisung_Wh_pro_Stunde"] = sold;
  result["Verluste_Pro_Stunde"] = losses;
  result["akku_soc_pro_stunde"] = battery_soc_pct(request, plan);
  result["Electricity_price"] = price;
  return result;
}

Json car_of(const EosRequest& request, const home::Plan& plan, const Json& rates) {
  if (!request.car) return nullptr;
  const EosCar& car = *request.car;
  const home::DeviceSlot* last = find_device(plan.slots.back(), k_eos_car);
  const double soc_kwh =
      last == nullptr ? at_pct(car.initial_soc_pct, car.capacity_wh) : last->soc->value();
  Json body;
  body["device_id"] = car.id;
  body["hours"] = request.hour_count();
  body["charge_array"] = rates;
  body["discharge_array"] = std::vector<int>(request.hour_count());
  body["discharging_efficiency"] = car.discharge_efficiency;
  body["capacity_wh"] = whole(car.capacity_wh);
  body["charging_efficiency"] = car.charge_efficiency;
  body["max_charge_power_w"] = whole(car.max_power_w);
  body["soc_wh"] = soc_kwh * k_per_kilo;
  body["initial_soc_percentage"] = whole(car.initial_soc_pct);
  return body;
}

// Hours since midnight; null when nothing runs.
Json first_run(const EosRequest& request, const std::vector<Hour>& hours) {
  const auto run = std::find_if(hours.begin(), hours.end(),
                                [](const Hour& hour) { return hour.appliance_kw > 0.0; });
  if (run == hours.end()) return nullptr;
  return request.start_hour + static_cast<std::size_t>(run - hours.begin());
}

// The battery's part of the state that the API's own search starts from: 0 idle, 1 discharge,
// 2 charge from the grid. Clients take an answer without it for a failure.
std::vector<double> start_solution(const EosRequest& request, const std::vector<Hour>& hours) {
  std::vector<double> states(std::max<std::size_t>(2, request.hour_count()));
  for (std::size_t t = 0; t < hours.size(); ++t) {
    const double idle_or_not = hours[t].discharge_allowed;
    states[request.start_hour + t] = hours[t].ac_charge > 0.0 ? 2.0 : idle_or_not;
  }
  return states;
}

}  // namespace

std::string write_eos_answer(const EosRequest& request, const home::Plan& plan) {
  const std::vector<Hour> hours = hours_of(request, plan);
  const bool has_car_plan =
      request.car &&
      (request.car->target_soc_pct > request.car->initial_soc_pct ||
       std::any_of(hours.begin(), hours.end(), [](const Hour& hour) { return hour.car_kw > 0.0; }));
  const Json rates = from_midnight(request, hours, &Hour::car_rate);
  Json body;
  body["ac_charge"] = from_midnight(request, hours, &Hour::ac_charge);
  body["dc_charge"] = from_midnight(request, hours, &Hour::dc_charge);
  body["discharge_allowed"] = from_midnight(request, hours, &Hour::discharge_allowed);
  body["eautocharge_hours_float"] = has_car_plan ? rates : Json(nullptr);
  body["result"] = result_of(request, plan, hours);
  body["eauto_obj"] = car_of(request, plan, rates);
  body["start_solution"] = start_solution(request, hours);
  body["washingstart"] = first_run(request, hours);
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace ohmstead::app
