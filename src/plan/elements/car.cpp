#include "car.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ohmstead::plan {
namespace {

// Solvers keep bounds to about this.
constexpr double k_hair_kw = 5e-7;

Plug make_plug(const home::Charger& charger, const home::Vehicle& car, std::size_t kind) {
  Plug plug;
  plug.kind = kind;
  plug.most_kw = effective_max(charger).value();
  if (car.charge) plug.most_kw = std::min(plug.most_kw, car.charge->value());
  plug.least_kw = charger.min.value();
  plug.levels_kw = power_levels_kw(charger);
  const bool has_levels = !charger.steps.is_empty() || charger.currents.has_value();
  std::erase_if(plug.levels_kw, [&](double kw) { return kw > plug.most_kw + k_hair_kw; });
  if (!plug.levels_kw.empty()) {
    plug.least_kw = plug.levels_kw.front();
    plug.most_kw = plug.levels_kw.back();
  }
  // A car that takes less than the charger's least cannot charge there.
  if (plug.least_kw > plug.most_kw || (has_levels && plug.levels_kw.empty())) {
    plug.least_kw = plug.most_kw = 0.0;
    plug.levels_kw.clear();
  }
  plug.discharge_kw = charger.discharge.value();
  if (car.discharge) plug.discharge_kw = std::min(plug.discharge_kw, car.discharge->value());
  plug.charge_efficiency = charger.efficiency.value() * car.charge_efficiency.value();
  plug.discharge_efficiency =
      effective_discharge_efficiency(charger).value() * effective_discharge_efficiency(car).value();
  return plug;
}

std::vector<TaperLine> make_taper(const home::Vehicle& car) {
  std::vector<TaperLine> lines;
  const auto& points = car.power_by_soc;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i == 0) {
      lines.push_back({points[0].power.value(), 0.0});
      continue;
    }
    const double slope = (points[i].power - points[i - 1].power).value() /
                         (points[i].soc - points[i - 1].soc).value();
    if (slope < 0.0)
      lines.push_back({points[i].power.value() - slope * points[i].soc.value(), slope});
  }
  return lines;
}

void add_trips(const home::Case& home, Car& car) {
  const std::size_t count = home.slots.count();
  std::vector<double> away(count, 0.0);
  for (const home::Trip& trip : car.vehicle->trips) {
    const double all_s = static_cast<double>((trip.back - trip.leave).count());
    for (std::size_t t = 0; t < count; ++t) {
      const base::Time from = std::max(trip.leave, home.slots.start(t));
      const base::Time to = std::min(trip.back, home.slots.end(t));
      if (to <= from) continue;
      const auto both_s = static_cast<double>((to - from).count());
      away[t] += both_s / static_cast<double>(home.slots.duration(t).count());
      car.driven_kwh[t] += trip.energy.value() * both_s / all_s;
    }
  }
  constexpr double k_no_share = 1e-9;
  for (std::size_t t = 0; t < count; ++t) {
    car.share[t] *= std::max(0.0, 1.0 - away[t]);
    if (car.share[t] < k_no_share) car.share[t] = 0.0;
  }
}

// A target that lies beyond the horizon asks at its end for what cannot be charged afterwards.
void add_targets(const home::Case& home, Car& car) {
  const std::size_t last = home.slots.count() - 1;
  double fastest_kw = 0.0;
  for (const Plug& plug : car.plugs)
    fastest_kw = std::max(fastest_kw, plug.most_kw * plug.charge_efficiency);
  for (const home::SocTarget& wish : car.vehicle->targets) {
    if (wish.by <= home.slots.start(0)) continue;  // past: nothing can be done about it
    CarTarget target{last, wish.soc.value(),
                     wish.price ? wish.price->value() : car.violation_price};
    if (wish.by > home.slots.end(last)) {
      target.soc_kwh -= fastest_kw * base::hours(wish.by - home.slots.end(last)).value();
    } else {
      target.slot = 0;
      while (home.slots.end(target.slot) < wish.by) ++target.slot;
      // Within a slot: what the slot before leaves is sure.
      if (home.slots.end(target.slot) > wish.by && target.slot > 0) --target.slot;
    }
    if (target.soc_kwh > 0.0) car.targets.push_back(target);
  }
}

}  // namespace

double Plug::highest_below(double limit_kw, double share) const {
  const double limit = std::min(limit_kw, most_kw * share);
  if (levels_kw.empty()) {
    if (limit < least_kw * share - k_hair_kw) return 0.0;
    return std::max({limit, least_kw * share, 0.0});
  }
  double best = 0.0;
  for (const double level : levels_kw) {
    if (level * share <= limit + k_hair_kw) best = level * share;
  }
  return best;
}

double Plug::nearest_to(double wanted_kw, double share) const {
  if (levels_kw.empty()) {
    if (wanted_kw < 0.5 * least_kw * share || wanted_kw <= 0.0) return 0.0;
    return std::clamp(wanted_kw, least_kw * share, std::max(least_kw, most_kw) * share);
  }
  double best = 0.0;
  for (const double level : levels_kw) {
    if (std::abs(level * share - wanted_kw) < std::abs(best - wanted_kw)) best = level * share;
  }
  return best;
}

Car::Car(const home::Case& home, const home::Vehicle& car, const std::vector<ChargerKind>& kinds)
    : vehicle{&car},
      capacity_kwh{car.capacity.value()},
      soc_kwh{std::min(car.soc, car.capacity).value()},
      above_full_kwh{car.soc.value() - soc_kwh},
      share(home.slots.count(), 1.0),
      driven_kwh(home.slots.count(), 0.0),
      taper{make_taper(car)},
      violation_price{effective_violation_price(home).value()},
      public_price{car.public_price ? car.public_price->value() : violation_price} {
  if (!car.available.is_empty()) share = {car.available.raw().begin(), car.available.raw().end()};
  if (!car.trip.is_empty()) driven_kwh = {car.trip.raw().begin(), car.trip.raw().end()};
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    const home::Charger& charger = home.chargers[kinds[k].chargers.front()];
    if (can_use(car, charger)) plugs.push_back(make_plug(charger, car, k));
  }
  add_trips(home, *this);
  add_targets(home, *this);
  end_value = make_end_value(home, *this);
}

double Car::taper_kw(double soc) const {
  double power = std::numeric_limits<double>::infinity();
  for (const TaperLine& line : taper)
    power = std::min(power, line.at_empty_kw + line.per_kwh * std::min(soc, capacity_kwh));
  return std::max(0.0, power);
}

double Car::full_enough_kwh(double power_kw) const {
  double soc = capacity_kwh;
  for (const TaperLine& line : taper) {
    if (line.per_kwh < 0.0) soc = std::min(soc, (power_kw - line.at_empty_kw) / line.per_kwh);
  }
  return soc;
}

double Car::room_kw(const Plug& plug, std::size_t slot, double soc, double goal_kwh,
                    double slot_hours) const {
  const double stored_per_kw = plug.charge_efficiency * slot_hours;
  const double before = std::max(0.0, soc - driven_kwh[slot]);
  double power = std::max(0.0, goal_kwh - before) / stored_per_kw;
  for (const TaperLine& line : taper) {
    const double open = share[slot] * (line.at_empty_kw + line.per_kwh * before);
    power = std::min(power, open / (1.0 - share[slot] * line.per_kwh * stored_per_kw));
  }
  return std::max(0.0, power);
}

EndValue make_end_value(const home::Case& home, const Car& car) {
  const home::Vehicle& vehicle = *car.vehicle;
  const base::Energy capacity = vehicle.capacity;
  if (vehicle.end_value) return {{{capacity, *vehicle.end_value}}};
  if (!vehicle.end_value_steps.empty()) {
    EndValue given{vehicle.end_value_steps};
    base::Energy covered;
    for (const home::EndValueStep& step : given.steps) covered += step.energy;
    const base::EnergyPrice beyond = std::min(base::EnergyPrice{}, given.steps.back().value);
    if (covered < capacity) given.steps.push_back({capacity - covered, beyond});
    return given;
  }
  double efficiency = car.plugs.empty() ? vehicle.charge_efficiency.value() : 0.0;
  bool can_give = false;
  for (const Plug& plug : car.plugs) {
    efficiency = std::max(efficiency, plug.charge_efficiency);
    can_give = can_give || plug.discharge_kw > 0.0;
  }
  const auto import = home.prices.import.raw();
  const auto exported = home.prices.export_.raw();
  constexpr double k_caution = 0.99;  // as for batteries: never buy just to hold
  const double cheapest = *std::min_element(import.begin(), import.end());
  const base::EnergyPrice rebought{std::max(0.0, k_caution * cheapest / efficiency)};
  double left_kwh = car.soc_kwh;
  for (const double kwh : car.driven_kwh) left_kwh = std::max(0.0, left_kwh - kwh);
  if (!can_give || left_kwh <= 0.0) return {{{capacity, rebought}}};
  const double dearest = std::max(*std::max_element(import.begin(), import.end()),
                                  *std::max_element(exported.begin(), exported.end()));
  EndValue kept{{{base::Energy{left_kwh}, std::max(rebought, base::EnergyPrice{dearest})}}};
  if (left_kwh < capacity.value())
    kept.steps.push_back({capacity - base::Energy{left_kwh}, rebought});
  return kept;
}

}  // namespace ohmstead::plan
