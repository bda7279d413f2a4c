#include "ohmstead/home/battery_physics.hpp"

#include <algorithm>
#include <limits>

#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::home {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

std::vector<SocLine> make_lines(const Battery& battery, std::optional<Power> SocLimit::* power) {
  std::vector<double> soc, kw;
  for (const SocLimit& limit : battery.power_by_soc) {
    if (!(limit.*power)) continue;
    soc.push_back(effective_soc(battery, limit).value());
    kw.push_back((limit.*power)->value());
  }
  std::vector<SocLine> lines;
  if (soc.empty()) return lines;
  const std::size_t last = soc.size() - 1;
  const auto slope = [&](std::size_t i) { return (kw[i] - kw[i - 1]) / (soc[i] - soc[i - 1]); };
  for (std::size_t i = 1; i <= last; ++i) lines.push_back({kw[i] - slope(i) * soc[i], slope(i)});
  // Flat outside, where the curve does not end at an edge of the battery.
  if (last == 0 || slope(1) < 0.0) lines.push_back({kw.front(), 0.0});
  if (last > 0 && slope(last) > 0.0) lines.push_back({kw.back(), 0.0});
  return lines;
}

TemperatureShare share_at(const std::vector<TemperatureShare>& points, base::Celsius temperature) {
  const auto above = std::find_if(points.begin(), points.end(), [&](const TemperatureShare& point) {
    return point.temperature > temperature;
  });
  if (above == points.begin()) return points.front();
  if (above == points.end()) return points.back();
  const TemperatureShare& from = *(above - 1);
  const double part = (temperature - from.temperature) / (above->temperature - from.temperature);
  return {temperature, from.charge + (above->charge - from.charge) * part,
          from.discharge + (above->discharge - from.discharge) * part};
}

}  // namespace

Leg charge_leg(const Battery& battery) { return inward_leg(battery.charge_efficiency); }
Leg discharge_leg(const Battery& battery) { return outward_leg(discharge_curve(battery)); }

Energy next_soc(const Battery& battery, Energy soc, Power charge, Power discharge,
                base::Hours time) {
  const Efficiency& charging = battery.charge_efficiency;
  const Efficiency& discharging = discharge_curve(battery);
  const double in_kw = charging.has_points() ? charge_leg(battery).inside_kw(charge.value())
                                             : charge.value() * charging.number().value();
  const double out_kw = discharging.has_points()
                            ? discharge_leg(battery).inside_kw(discharge.value())
                            : discharge.value() / discharging.number().value();
  return soc + Power{in_kw} * time - Power{out_kw} * time;
}

std::vector<SocLine> charge_lines(const Battery& battery) {
  return make_lines(battery, &SocLimit::charge);
}

std::vector<SocLine> discharge_lines(const Battery& battery) {
  return make_lines(battery, &SocLimit::discharge);
}

double line_limit_kw(std::span<const SocLine> lines, Energy soc) {
  double most = k_infinity;
  for (const SocLine& line : lines)
    most = std::min(most, std::max(0.0, line.at_empty_kw + line.per_kwh * soc.value()));
  return most;
}

// Where the limit falls on the way, the end of the slot decides, else its start.
Power most_charge(const Case& home, const Battery& battery, std::size_t slot, Energy soc,
                  Energy goal) {
  const double hours = home.slots.hours(slot).value();
  const Leg leg = charge_leg(battery);
  double most = std::min(power_limits(home, battery, slot).charge.value(),
                         leg.outside_kw(std::max(0.0, (goal - soc).value()) / hours));
  for (const SocLine& line : charge_lines(battery)) {
    const double open_kw = line.at_empty_kw + line.per_kwh * soc.value();
    most = std::min(most, leg.highest_kw(open_kw, Ratio{std::max(0.0, -line.per_kwh) * hours}));
  }
  return Power{std::max(0.0, most)};
}

Power most_discharge(const Case& home, const Battery& battery, std::size_t slot, Energy soc,
                     Energy floor) {
  const double hours = home.slots.hours(slot).value();
  const Leg leg = discharge_leg(battery);
  double most = std::min(power_limits(home, battery, slot).discharge.value(),
                         leg.outside_kw(std::max(0.0, (soc - floor).value()) / hours));
  for (const SocLine& line : discharge_lines(battery)) {
    const double open_kw = line.at_empty_kw + line.per_kwh * soc.value();
    most = std::min(most, leg.highest_kw(open_kw, Ratio{std::max(0.0, line.per_kwh) * hours}));
  }
  return Power{std::max(0.0, most)};
}

PowerLimits power_limits(const Case& home, const Battery& battery, std::size_t slot) {
  PowerLimits most{battery.charge, effective_discharge(battery)};
  if (!battery.temperature_derating.empty()) {
    const auto& temperature = battery.temperature.is_empty() ? home.outdoor : battery.temperature;
    const TemperatureShare share = share_at(battery.temperature_derating, temperature[slot]);
    most = {most.charge * share.charge, most.discharge * share.discharge};
  }
  if (home.manual_blocks.empty()) return most;
  const BatteryWish wish = battery_wish(home, battery, slot);
  return {std::min(most.charge, wish.most_charge.value_or(most.charge)),
          std::min(most.discharge, wish.most_discharge.value_or(most.discharge))};
}

Money depth_wear(const Battery& battery, Energy from, Energy to) {
  Money cost;
  Energy low;
  for (const DepthStep& step : battery.wear.points()) {
    const Energy taken = std::clamp(from, low, step.below) - std::clamp(to, low, step.below);
    if (taken > Energy{}) cost += taken * step.price;
    low = step.below;
  }
  return cost;
}

EnergyPrice next_wear(const Battery& battery, Energy soc) {
  if (!battery.wear.has_points()) return battery.wear.number();
  for (const DepthStep& step : battery.wear.points()) {
    if (soc <= step.below) return step.price / effective_discharge_efficiency(battery).value();
  }
  return {};
}

EnergyPrice mean_wear(const Battery& battery) {
  if (!battery.wear.has_points()) return battery.wear.number();
  const Energy top = effective_max_soc(battery);
  const Energy span = top - battery.min_soc;
  if (span <= Energy{}) return battery.wear.points().front().price;
  const EnergyPrice stored = depth_wear(battery, top, battery.min_soc) / span;
  return stored / effective_discharge_efficiency(battery).value();
}

}  // namespace ohmstead::home
