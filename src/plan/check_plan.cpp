#include "check_plan.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "elements/battery.hpp"
#include "planned_devices.hpp"
#include "wiring.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Power;

constexpr double k_tolerance = 1e-6;
constexpr std::size_t k_most_lines = 100;
constexpr double k_no_limit = std::numeric_limits<double>::infinity();

bool is_equal(double a, double b) { return std::abs(a - b) <= k_tolerance; }

class PlanCheck {
 public:
  PlanCheck(const home::Case& home, const home::Plan& plan)
      : home_{home}, plan_{plan}, wiring_{make_wiring(home)}, devices_{home} {
    for (const home::Battery& battery : home.batteries) {
      soc_.push_back(battery.soc);
      batteries_.emplace_back(home, battery);
    }
  }

  std::vector<std::string> run() && {
    check_slot_count();
    if (count_ == 0) {
      for (std::size_t slot = 0; slot < plan_.slots.size(); ++slot) check_shape(slot);
    }
    if (count_ == 0) {
      for (std::size_t slot = 0; slot < plan_.slots.size(); ++slot) check_slot(slot);
      check_devices();
    }
    if (count_ > lines_.size()) {
      lines_.push_back(fmt::format("and {} more problems", count_ - lines_.size()));
    }
    return std::move(lines_);
  }

 private:
  // A number of a slot (list is null) or of one of the slot's devices.
  struct Place {
    std::size_t slot;
    const char* list;
    std::size_t index;
    const char* field;
  };

  void add(const Place& place, const std::string& message) {
    if (++count_ > k_most_lines) return;
    std::string path = fmt::format("slots[{}]", place.slot);
    if (place.list != nullptr) path += fmt::format(".{}[{}]", place.list, place.index);
    if (*place.field != '\0') path += fmt::format(".{}", place.field);
    lines_.push_back(fmt::format("{}: {}", path, message));
  }

  void check_slot_count();
  void check_shape(std::size_t index);
  void check_slot(std::size_t index);
  void check_devices();
  void check_state(std::size_t index, std::size_t device, const home::DeviceSlot& slot,
                   const Track& track);
  void check_power(const Place& place, Power power, double limit_kw = k_no_limit);
  void check_opposite(const Place& place, Power one, Power other, const char* what);
  void check_grid(std::size_t index, const home::PlanSlot& slot);
  void check_pv(const Place& place, Power available, Power used, Power curtailed);
  void check_battery(std::size_t index, std::size_t device, const home::BatterySlot& slot);
  void check_lines(std::size_t index, std::size_t device, const home::BatterySlot& slot);
  void check_rules(std::size_t index, std::size_t device, const home::PlanSlot& slot);
  void check_soc(std::size_t index, std::size_t device, const home::BatterySlot& slot);
  void check_inverter(std::size_t index, std::size_t device, const home::InverterSlot& slot);
  void check_dc_bus(std::size_t index, std::size_t device, const home::PlanSlot& slot);

  template <class DeviceSlot, class Device>
  void check_ids(std::size_t index, const char* list, const std::vector<DeviceSlot>& slots,
                 const std::vector<Device>& devices);

  const home::Case& home_;
  const home::Plan& plan_;
  Wiring wiring_;
  PlannedDevices devices_;
  std::vector<BatteryElement> batteries_;
  std::vector<Energy> soc_;  // of each battery, as its powers so far make it
  std::vector<std::string> lines_;
  std::size_t count_ = 0;
};

void PlanCheck::check_slot_count() {
  if (plan_.slots.size() == home_.slots.count()) return;
  ++count_;
  lines_.push_back(
      fmt::format("slots: {} slots for the case's {}", plan_.slots.size(), home_.slots.count()));
}

template <class DeviceSlot, class Device>
void PlanCheck::check_ids(std::size_t index, const char* list, const std::vector<DeviceSlot>& slots,
                          const std::vector<Device>& devices) {
  if (slots.size() != devices.size()) {
    add({index, nullptr, 0, list},
        fmt::format("{} for the case's {}", slots.size(), devices.size()));
    return;
  }
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].id == devices[i].id) continue;
    add({index, list, i, "id"},
        fmt::format("'{}' where the case has '{}'", slots[i].id, devices[i].id));
  }
}

void PlanCheck::check_shape(std::size_t index) {
  const home::PlanSlot& slot = plan_.slots[index];
  if (slot.start != home_.slots.start(index)) {
    add({index, nullptr, 0, "start"},
        fmt::format("{} where the case has {}", base::format_time(slot.start),
                    base::format_time(home_.slots.start(index))));
  }
  if (slot.duration != home_.slots.duration(index)) {
    add({index, nullptr, 0, "duration_s"},
        fmt::format("{} where the case has {}", slot.duration.count(),
                    home_.slots.duration(index).count()));
  }
  check_ids(index, "batteries", slot.batteries, home_.batteries);
  check_ids(index, "inverters", slot.inverters, home_.inverters);
  check_ids(index, "devices", slot.devices, devices_.all());
}

void PlanCheck::check_slot(std::size_t index) {
  const home::PlanSlot& slot = plan_.slots[index];
  const std::size_t count_before = count_;
  check_power({index, nullptr, 0, "load_kw"}, slot.load);
  check_power({index, nullptr, 0, "grid_import_kw"}, slot.grid_import);
  check_power({index, nullptr, 0, "grid_export_kw"}, slot.grid_export);
  check_pv({index, nullptr, 0, "pv_used_kw"}, home_.pv[index], slot.pv_used, slot.pv_curtailed);
  if (!home_.is_pv_curtailable && slot.pv_curtailed.value() > k_tolerance) {
    add({index, nullptr, 0, "pv_curtailed_kw"},
        fmt::format("{} is turned down, but pv_curtailable is false", slot.pv_curtailed.value()));
  }
  for (std::size_t i = 0; i < slot.batteries.size(); ++i)
    check_battery(index, i, slot.batteries[i]);
  for (std::size_t i = 0; i < slot.inverters.size(); ++i)
    check_inverter(index, i, slot.inverters[i]);
  for (std::size_t i = 0; i < slot.devices.size(); ++i) {
    if (std::isfinite(slot.devices[i].power.value())) continue;
    add({index, "devices", i, "power_kw"}, "is not a finite number");
  }
  // A wrong number puts the balances out too: it is the cause, they are only the consequence.
  if (count_ != count_before) return;
  for (std::size_t i = 0; i < slot.inverters.size(); ++i) check_dc_bus(index, i, slot);
  check_grid(index, slot);
  for (std::size_t i = 0; i < slot.batteries.size(); ++i) check_rules(index, i, slot);
}

// Whether each device can do what the plan says, and whether that makes the states it says.
void PlanCheck::check_devices() {
  if (devices_.is_empty() || count_ > 0) return;
  std::vector<Track> tracks = devices_.read(plan_);
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    for (std::size_t slot = 0; slot < tracks[i].state.size(); ++slot) {
      if (tracks[i].state[slot] >= 0) continue;
      add({slot, "devices", i, "state"},
          fmt::format("'{}' is not one of {}", plan_.slots[slot].devices[i].state,
                      fmt::join(devices_.device(i).states, ", ")));
    }
  }
  if (count_ > 0) return;
  devices_.complete(tracks);
  devices_.check(tracks, [this](std::size_t slot, std::size_t device, const char* field,
                                const std::string& message) {
    add({slot, "devices", device, field}, message);
  });
  for (std::size_t slot = 0; slot < plan_.slots.size(); ++slot) {
    for (std::size_t i = 0; i < tracks.size(); ++i)
      check_state(slot, i, plan_.slots[slot].devices[i], tracks[i]);
  }
}

void PlanCheck::check_state(std::size_t index, std::size_t device, const home::DeviceSlot& slot,
                            const Track& track) {
  const auto compare = [&](const auto& said, const std::vector<double>& made, const char* field) {
    if (!said) return;
    const double value = said->value();
    if (made.empty()) {
      add({index, "devices", device, field}, "the device has no such state");
    } else if (!is_equal(value, made[index])) {
      add({index, "devices", device, field},
          fmt::format("{} where the powers make {}", value, made[index]));
    }
  };
  compare(slot.soc, track.soc_kwh, "soc_kwh");
  compare(slot.temperature, track.temperature_c, "temperature_c");
  compare(slot.mass_temperature, track.mass_c, "mass_temperature_c");
  compare(slot.heat, track.heat_kw, "heat_kw");
  compare(slot.elsewhere, track.elsewhere_kwh, "elsewhere_kwh");
}

void PlanCheck::check_power(const Place& place, Power power, double limit_kw) {
  const double value = power.value();
  if (!std::isfinite(value)) {
    add(place, "is not a finite number");
  } else if (value < -k_tolerance) {
    add(place, fmt::format("{} is negative", value));
  } else if (value > limit_kw + k_tolerance) {
    add(place, fmt::format("{} is above the limit {}", value, limit_kw));
  }
}

void PlanCheck::check_opposite(const Place& place, Power one, Power other, const char* what) {
  if (one.value() > k_tolerance && other.value() > k_tolerance) {
    add(place, fmt::format("{} at once: {} and {}", what, one.value(), other.value()));
  }
}

void PlanCheck::check_grid(std::size_t index, const home::PlanSlot& slot) {
  const double load = (home_.load[index] + wiring_.standby).value();
  if (!is_equal(slot.load.value(), load)) {
    add({index, nullptr, 0, "load_kw"},
        fmt::format("{} where load and standby of the case are {}", slot.load.value(), load));
  }
  const double planned = (slot.grid_import - slot.grid_export).value();
  const double needed = net_import(wiring_, slot).value();
  if (!is_equal(planned, needed)) {
    add({index, nullptr, 0, ""},
        fmt::format("import less export is {} where load, PV, batteries and inverters make {}",
                    planned, needed));
  }
  if (home_.grid.is_exclusive) {
    check_opposite({index, nullptr, 0, ""}, slot.grid_import, slot.grid_export,
                   "imports and exports");
  }
}

void PlanCheck::check_pv(const Place& place, Power available, Power used, Power curtailed) {
  const std::size_t count_before = count_;
  check_power(place, used);
  check_power({place.slot, place.list, place.index, "pv_curtailed_kw"}, curtailed);
  if (count_ == count_before && !is_equal((used + curtailed).value(), available.value())) {
    add(place, fmt::format("{} used and {} turned down of {}", used.value(), curtailed.value(),
                           available.value()));
  }
}

void PlanCheck::check_battery(std::size_t index, std::size_t device,
                              const home::BatterySlot& slot) {
  const home::Battery& battery = home_.batteries[device];
  const std::size_t count_before = count_;
  check_power({index, "batteries", device, "charge_kw"}, slot.charge,
              batteries_[device].charge_kw_in(index));
  check_power({index, "batteries", device, "discharge_kw"}, slot.discharge,
              batteries_[device].discharge_kw_in(index));
  if (count_ == count_before && !battery.power_by_soc.empty()) check_lines(index, device, slot);
  if (battery.is_exclusive) {
    check_opposite({index, "batteries", device, ""}, slot.charge, slot.discharge,
                   "charges and discharges");
  }
  if (count_ == count_before) {
    soc_[device] =
        next_soc(battery, soc_[device], slot.charge, slot.discharge, home_.slots.hours(index));
    check_soc(index, device, slot);
  }
  // After a problem go on from what the plan says, so that one jump is one problem.
  if (count_ != count_before && std::isfinite(slot.soc.value())) soc_[device] = slot.soc;
}

// Limits by state of charge, at the start and at the end of the slot.
void PlanCheck::check_lines(std::size_t index, std::size_t device, const home::BatterySlot& slot) {
  const Energy before = soc_[device];
  const Energy after = next_soc(home_.batteries[device], before, slot.charge, slot.discharge,
                                home_.slots.hours(index));
  const auto check = [&](Power power, const std::vector<home::SocLine>& lines, const char* field) {
    if (power.value() <= k_tolerance) return;
    const double most = std::min(line_limit_kw(lines, before), line_limit_kw(lines, after));
    if (power.value() <= most + k_tolerance) return;
    add({index, "batteries", device, field},
        fmt::format("{} is above the limit {} between {} and {} kWh", power.value(), most,
                    before.value(), after.value()));
  };
  check(slot.charge, batteries_[device].charge_lines, "charge_kw");
  check(slot.discharge, batteries_[device].discharge_lines, "discharge_kw");
}

// What a battery may do with the grid, and the least it charges with.
void PlanCheck::check_rules(std::size_t index, std::size_t device, const home::PlanSlot& slot) {
  const BatteryElement& battery = batteries_[device];
  const home::BatterySlot& flows = slot.batteries[device];
  const Place place{index, "batteries", device, ""};
  if (!battery.can_charge_from_grid) {
    check_opposite(place, flows.charge, slot.grid_import, "charges while the home imports");
    for (std::size_t i = 0; i < batteries_.size(); ++i) {
      if (i == device || batteries_[i].can_discharge_to_grid) continue;
      check_opposite(place, flows.charge, slot.batteries[i].discharge,
                     "charges from a battery that may only serve the home");
    }
  }
  if (!battery.can_discharge_to_grid)
    check_opposite(place, flows.discharge, slot.grid_export, "discharges while the home exports");
  if (battery.may_charge(index, flows.charge.value(), soc_[device].value())) return;
  add({index, "batteries", device, "charge_kw"},
      fmt::format("{} is below min_charge_kw {}", flows.charge.value(), battery.min_charge_kw));
}

void PlanCheck::check_soc(std::size_t index, std::size_t device, const home::BatterySlot& slot) {
  const Place place{index, "batteries", device, "soc_kwh"};
  const double soc = slot.soc.value();
  const double capacity = home_.batteries[device].capacity.value();
  if (!is_equal(soc, soc_[device].value())) {
    add(place, fmt::format("{} where the powers make {}", soc, soc_[device].value()));
  } else if (soc < -k_tolerance) {
    add(place, fmt::format("{} is below empty", soc));
  } else if (soc > capacity + k_tolerance) {
    add(place, fmt::format("{} is above capacity_kwh {}", soc, capacity));
  }
}

void PlanCheck::check_inverter(std::size_t index, std::size_t device,
                               const home::InverterSlot& slot) {
  const home::Inverter& inverter = home_.inverters[device];
  check_power({index, "inverters", device, "dc_to_ac_kw"}, slot.dc_to_ac,
              inverter.ac_limit.value());
  check_power({index, "inverters", device, "ac_to_dc_kw"}, slot.ac_to_dc,
              home::effective_charge_limit(inverter).value());
  check_opposite({index, "inverters", device, ""}, slot.dc_to_ac, slot.ac_to_dc, "runs both ways");
  const Power available = inverter.pv.is_empty() ? Power{} : inverter.pv[index];
  check_pv({index, "inverters", device, "pv_used_kw"}, available, slot.pv_used, slot.pv_curtailed);
}

void PlanCheck::check_dc_bus(std::size_t index, std::size_t device, const home::PlanSlot& slot) {
  const home::InverterLegs legs{home_.inverters[device]};
  const home::InverterSlot& flows = slot.inverters[device];
  Power surplus = flows.pv_used + Power{legs.from_ac.inside_kw(flows.ac_to_dc.value())} -
                  Power{legs.to_ac.inside_kw(flows.dc_to_ac.value())};
  for (std::size_t i = 0; i < slot.batteries.size(); ++i) {
    if (wiring_.inverter_of[i] == device) {
      surplus += slot.batteries[i].discharge - slot.batteries[i].charge;
    }
  }
  if (!is_equal(surplus.value(), 0.0)) {
    add({index, "inverters", device, ""},
        fmt::format("its DC bus gets {} kW more than it gives", surplus.value()));
  }
}

}  // namespace

std::vector<std::string> find_plan_problems(const home::Case& home, const home::Plan& plan) {
  return PlanCheck{home, plan}.run();
}

}  // namespace ohmstead::plan
