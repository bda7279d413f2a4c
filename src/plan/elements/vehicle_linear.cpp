// Cars as a linear problem, and the way from its solutions to what cars do.
#include <fmt/format.h>

#include <algorithm>

#include "linear_home.hpp"
#include "vehicle.hpp"
#include "vehicle_columns.hpp"

namespace ohmstead::plan {
namespace {

// Writes one element's cars into the model, slot by slot.
class VehicleModel {
 public:
  VehicleModel(const VehicleElement& element, LinearHome& linear, VehicleColumns& columns)
      : element_{&element}, linear_{&linear}, columns_{&columns} {}

  void add() {
    const auto& cars = element_->cars();
    columns_->plugs.resize(cars.size());
    for (std::size_t c = 0; c < cars.size(); ++c) add_car(c);
    add_sharing();
  }

 private:
  [[nodiscard]] bool may_burn(const Car& car, std::size_t slot) const;
  [[nodiscard]] std::size_t users(std::size_t kind, std::size_t slot) const;
  [[nodiscard]] std::size_t choices(const Car& car, std::size_t slot) const;
  [[nodiscard]] std::string named(const char* what, const Car& car) const {
    return fmt::format("vehicle.{}[{}]", what, car.vehicle->id);
  }
  void add_car(std::size_t index);
  void add_plug(std::size_t car, std::size_t plug, std::size_t slot, LinearHome::Row dynamics);
  void add_levels(const Car& car, const Plug& plug, std::size_t slot, PlugColumns& columns);
  void add_taper(std::size_t car, std::size_t slot, LinearHome::Column soc);
  void add_wishes(const Car& car, const std::vector<LinearHome::Column>& soc);
  void add_end_value(const Car& car, LinearHome::Column soc);
  void add_sharing();

  const VehicleElement* element_;
  LinearHome* linear_;
  VehicleColumns* columns_;
};

// Whether charging and giving at once could ever pay, or cost nothing. It only loses energy and
// wears the car, so it pays only where the home would rather have less: where a price is negative,
// where energy cannot leave, or where it makes the load look larger that a battery's fee is counted
// from.
bool VehicleModel::may_burn(const Car& car, std::size_t slot) const {
  const home::Case& home = linear_->home();
  if (car.vehicle->wear <= base::EnergyPrice{}) return true;
  const base::EnergyPrice bought = home.prices.import[slot] + import_weight(home, slot);
  const base::EnergyPrice sold = home.prices.export_[slot] - export_weight(home, slot);
  if (std::min(bought, sold) < base::EnergyPrice{}) return true;
  if (std::any_of(home.grid.peaks.begin(), home.grid.peaks.end(),
                  [](const auto& peak) { return peak.direction == home::GridDirection::export_; }))
    return true;
  if (!home.is_pv_curtailable) return true;
  if (car.end_value.steps.back().value < base::EnergyPrice{}) return true;
  const auto has_fee = [](const home::Battery& battery) {
    return battery.export_fee > base::EnergyPrice{};
  };
  if (std::any_of(home.batteries.begin(), home.batteries.end(), has_fee)) return true;
  // A battery that has to be emptied may find no other way out.
  return effective_export_limit(home.grid, slot) && !home.batteries.empty();
}

std::size_t VehicleModel::users(std::size_t kind, std::size_t slot) const {
  std::size_t sum = 0;
  for (const Car& car : element_->cars()) {
    if (car.share[slot] <= 0.0) continue;
    sum += static_cast<std::size_t>(
        std::count_if(car.plugs.begin(), car.plugs.end(),
                      [&](const Plug& plug) { return plug.kind == kind && is_useful(plug); }));
  }
  return sum;
}

std::size_t VehicleModel::choices(const Car& car, std::size_t slot) const {
  if (car.share[slot] <= 0.0) return 0;
  return static_cast<std::size_t>(std::count_if(car.plugs.begin(), car.plugs.end(), is_useful));
}

void VehicleModel::add_car(std::size_t index) {
  const Car& car = element_->cars()[index];
  const auto soc_name = linear_->name(named("soc", car));
  const auto dynamics_name = linear_->name(named("dynamics", car));
  const auto elsewhere_name = linear_->name(named("elsewhere", car));
  auto& plugs = columns_->plugs[index];
  plugs.assign(car.plugs.size(), std::vector<PlugColumns>(linear_->count()));
  std::vector<LinearHome::Column> soc;
  for (std::size_t t = 0; t < linear_->count(); ++t) {
    soc.push_back(linear_->add_column(soc_name, t, {.upper = car.capacity_kwh}));
    const double change = (t == 0 ? car.soc_kwh : 0.0) - car.driven_kwh[t];
    const auto row = linear_->add_row(dynamics_name, t, {change, change});
    linear_->add(row, soc[t], 1.0);
    if (t > 0) linear_->add(row, soc[t - 1], -1.0);
    if (car.driven_kwh[t] > 0.0) {
      const auto bought = linear_->add_column(
          elsewhere_name, t,
          {.upper = car.driven_kwh[t] + car.capacity_kwh, .cost = car.public_price});
      linear_->add(row, bought, -1.0);
    }
    for (std::size_t p = 0; p < plugs.size(); ++p) add_plug(index, p, t, row);
    add_taper(index, t, soc[t]);
  }
  add_wishes(car, soc);
  add_end_value(car, soc.back());
}

void VehicleModel::add_plug(std::size_t car_index, std::size_t plug_index, std::size_t slot,
                            LinearHome::Row dynamics) {
  const Car& car = element_->cars()[car_index];
  const Plug& plug = car.plugs[plug_index];
  const double share = car.share[slot];
  if (share <= 0.0 || !is_useful(plug)) return;
  PlugColumns& columns = columns_->plugs[car_index][plug_index][slot];
  const double h = linear_->hours(slot);
  const auto at = [&](const char* what) {
    return linear_->name(fmt::format("vehicle.{}_{}[{}]", what, plug_index + 1, car.vehicle->id));
  };
  const auto drawer = linear_->drawer(car.vehicle->id);
  const bool can_charge = plug.most_kw > 0.0;
  const bool can_give = plug.discharge_kw > 0.0;
  if (can_charge) {
    columns.charge = linear_->add_column(at("charge"), slot, {.upper = plug.most_kw * share});
    linear_->draw(slot, drawer, columns.charge, 1.0);
    linear_->add(dynamics, columns.charge, -h * plug.charge_efficiency);
  }
  if (can_give) {
    columns.give = linear_->add_column(
        at("give"), slot,
        {.upper = plug.discharge_kw * share, .cost = h * car.vehicle->wear.value()});
    linear_->draw(slot, drawer, columns.give, -1.0);
    linear_->add(dynamics, columns.give, h / plug.discharge_efficiency);
  }
  const bool is_chosen = users(plug.kind, slot) > element_->kinds()[plug.kind].chargers.size() ||
                         choices(car, slot) > 1;
  const bool is_apart = can_charge && can_give && (plug.has_gap() || may_burn(car, slot));
  const bool is_whole = linear_->is_whole(slot);
  if (can_charge && (is_chosen || is_apart || plug.has_gap())) {
    columns_->has_switches = true;
    columns.charges =
        linear_->add_column(at("charges"), slot, {.upper = 1.0, .is_integer = is_whole});
    const auto most = linear_->add_row(at("charge_most"), slot, {-solve::k_infinity, 0.0});
    linear_->add(most, columns.charge, 1.0);
    linear_->add(most, columns.charges, -plug.most_kw * share);
    if (plug.has_gap() && plug.levels_kw.empty()) {
      const auto least = linear_->add_row(at("charge_least"), slot, {0.0, solve::k_infinity});
      linear_->add(least, columns.charge, 1.0);
      linear_->add(least, columns.charges, -plug.least_kw * share);
    }
    if (!plug.levels_kw.empty()) add_levels(car, plug, slot, columns);
  }
  if (can_give && (is_chosen || is_apart)) {
    columns_->has_switches = true;
    columns.gives = linear_->add_column(at("gives"), slot, {.upper = 1.0, .is_integer = is_whole});
    const auto most = linear_->add_row(at("give_most"), slot, {-solve::k_infinity, 0.0});
    linear_->add(most, columns.give, 1.0);
    linear_->add(most, columns.gives, -plug.discharge_kw * share);
  }
}

// The levels one after another: `charges` is the first; a run of equal distances is one whole
// number; the next run opens when the one before is full.
void VehicleModel::add_levels(const Car& car, const Plug& plug, std::size_t slot,
                              PlugColumns& columns) {
  const double share = car.share[slot];
  const bool is_whole = linear_->is_whole(slot);
  const auto name = [&](const char* what, std::size_t run) {
    return linear_->name(
        fmt::format("vehicle.{}_{}_{}[{}]", what, plug.kind + 1, run + 1, car.vehicle->id));
  };
  const auto power = linear_->add_row(name("level", 0), slot, {0.0, 0.0});
  linear_->add(power, columns.charge, 1.0);
  const std::vector<LevelRun> runs = level_runs(plug.levels_kw);
  for (std::size_t r = 0; r < runs.size(); ++r) {
    RunColumns& run = columns.runs.emplace_back();
    run.opens = r == 0 ? columns.charges
                       : linear_->add_column(name("opens", r), slot,
                                             {.upper = 1.0, .is_integer = is_whole});
    linear_->add(power, run.opens, -runs[r].jump_kw * share);
    if (r > 0) {
      // Open only when the run before is open and full.
      const RunColumns& before = columns.runs[r - 1];
      const auto row = linear_->add_row(name("after", r), slot, {0.0, solve::k_infinity});
      const bool has_steps = runs[r - 1].steps > 0;
      linear_->add(row, has_steps ? before.steps : before.opens, 1.0);
      linear_->add(row, run.opens, has_steps ? -static_cast<double>(runs[r - 1].steps) : -1.0);
    }
    if (runs[r].steps == 0) continue;
    const auto most = static_cast<double>(runs[r].steps);
    run.steps =
        linear_->add_column(name("steps", r), slot, {.upper = most, .is_integer = is_whole});
    linear_->add(power, run.steps, -runs[r].spacing_kw * share);
    const auto row = linear_->add_row(name("within", r), slot, {-solve::k_infinity, 0.0});
    linear_->add(row, run.steps, 1.0);
    linear_->add(row, run.opens, -most);
  }
}

void VehicleModel::add_taper(std::size_t car_index, std::size_t slot, LinearHome::Column soc) {
  const Car& car = element_->cars()[car_index];
  const double share = car.share[slot];
  if (share <= 0.0) return;
  for (std::size_t k = 0; k < car.taper.size(); ++k) {
    const TaperLine& line = car.taper[k];
    const auto row =
        linear_->add_row(linear_->name(fmt::format("vehicle.taper_{}[{}]", k + 1, car.vehicle->id)),
                         slot, {-solve::k_infinity, share * line.at_empty_kw});
    linear_->add(row, soc, -share * line.per_kwh);
    for (const auto& plug : columns_->plugs[car_index]) {
      if (plug[slot].charge.index >= 0) linear_->add(row, plug[slot].charge, 1.0);
    }
  }
}

void VehicleModel::add_wishes(const Car& car, const std::vector<LinearHome::Column>& soc) {
  const auto add = [&](const std::string& what, std::size_t slot, double wanted, double price) {
    if (price <= 0.0 || wanted <= 0.0) return;
    const auto name = linear_->name(fmt::format("vehicle.{}[{}]", what, car.vehicle->id));
    const auto missing = linear_->add_column(name, slot, {.upper = wanted, .cost = price});
    const auto row = linear_->add_row(name, slot, {wanted, solve::k_infinity});
    linear_->add(row, missing, 1.0);
    linear_->add(row, soc[slot], 1.0);
  };
  for (std::size_t t = 0; t < soc.size(); ++t)
    add("below", t, car.vehicle->min_soc.value(), car.violation_price);
  for (std::size_t k = 0; k < car.targets.size(); ++k) {
    const CarTarget& target = car.targets[k];
    add(fmt::format("target_{}", k + 1), target.slot, target.soc_kwh, target.price);
  }
}

void VehicleModel::add_end_value(const Car& car, LinearHome::Column soc) {
  const auto row = linear_->add_row(linear_->name(named("end", car)), {0.0, 0.0});
  linear_->add(row, soc, -1.0);
  double left = car.capacity_kwh;
  const auto& steps = car.end_value.steps;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    const double width = k + 1 == steps.size() ? left : std::min(left, steps[k].energy.value());
    const auto part = linear_->add_column(
        linear_->name(fmt::format("vehicle.end_{}[{}]", k + 1, car.vehicle->id)),
        {.upper = width, .cost = -steps[k].value.value()});
    linear_->add(row, part, 1.0);
    left -= width;
  }
}

// One car per charger, one charger per car, and either charging or giving.
void VehicleModel::add_sharing() {
  const auto& cars = element_->cars();
  const auto add_uses = [&](LinearHome::Row row, const PlugColumns& plug) {
    if (plug.charges.index >= 0) linear_->add(row, plug.charges, 1.0);
    if (plug.gives.index >= 0) linear_->add(row, plug.gives, 1.0);
  };
  for (std::size_t t = 0; t < linear_->count(); ++t) {
    for (std::size_t c = 0; c < cars.size(); ++c) {
      const auto& plugs = columns_->plugs[c];
      const bool is_apart = std::any_of(plugs.begin(), plugs.end(),
                                        [&](const auto& plug) { return plug[t].gives.index >= 0; });
      if (!is_apart && choices(cars[c], t) <= 1) continue;
      const auto row =
          linear_->add_row(linear_->name(named("one_use", cars[c])), t, {-solve::k_infinity, 1.0});
      for (const auto& plug : plugs) add_uses(row, plug[t]);
    }
    for (std::size_t k = 0; k < element_->kinds().size(); ++k) {
      const std::size_t chargers = element_->kinds()[k].chargers.size();
      if (users(k, t) <= chargers) continue;
      const auto row =
          linear_->add_row(linear_->name(fmt::format("charger.users[{}]", columns_->kind_names[k])),
                           t, {-solve::k_infinity, static_cast<double>(chargers)});
      for (std::size_t c = 0; c < cars.size(); ++c) {
        for (std::size_t p = 0; p < cars[c].plugs.size(); ++p) {
          if (cars[c].plugs[p].kind == k) add_uses(row, columns_->plugs[c][p][t]);
        }
      }
    }
  }
}

}  // namespace

LinearPart VehicleElement::add_to(LinearHome& linear) const {
  auto columns = std::make_shared<VehicleColumns>();
  for (const ChargerKind& kind : kinds_)
    columns->kind_names.push_back(home_->chargers[kind.chargers.front()].id);
  VehicleModel{*this, linear, *columns}.add();
  LinearPart part;
  part.has_switches = columns->has_switches;
  part.take = [this, columns](std::span<const double> values, std::span<Track> tracks) {
    take_tracks(*this, *columns, values, tracks);
  };
  part.give = [this, columns](std::span<const Track> tracks, std::span<double> values) {
    give_switches(*this, *columns, tracks, values);
  };
  return part;
}

}  // namespace ohmstead::plan
