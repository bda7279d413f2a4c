#include "tank_need.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "elements/account.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_infinite = std::numeric_limits<double>::infinity();
constexpr double k_usual_ambient_c = 20.0;
constexpr double k_reserve_share = 0.1;  // of the price of a K below the lower bound
constexpr double k_hair_less = 0.99;     // so that nothing is bought for the end alone

double celsius(const std::optional<base::Celsius>& value, double absent) {
  return value ? value->value() : absent;
}

double reserve_c(const home::WaterTank& tank, std::size_t slot) {
  if (!tank.min || tank.reserve.is_empty()) return -k_infinite;
  const double reserve_kwh = tank.reserve.raw()[slot];
  if (reserve_kwh <= 0.0) return -k_infinite;
  return std::min(tank.min->value() + reserve_kwh / effective_capacity(tank),
                  celsius(tank.max, k_infinite));
}

// What a kWh of heat costs at least; 0 where none can be made.
double cheapest_heat(const home::Case& home, const WaterDevice& device) {
  double cheapest = k_infinite;
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    if (device.cop[t] > 0.0)
      cheapest = std::min(cheapest, home.prices.import.raw()[t] / device.cop[t]);
  }
  return cheapest == k_infinite ? 0.0 : std::max(0.0, cheapest);
}

}  // namespace

TankNeed::TankNeed(const home::Case& home, const home::WaterHeater& heater,
                   const WaterDevice& device)
    : id_{heater.id} {
  const home::WaterTank& tank = *heater.tank;
  const double capacity = effective_capacity(tank);
  loss_kw_per_k_ = tank.loss_w_per_k / 1000.0;
  start_c_ = tank.temperature.value();
  low_c_ = celsius(tank.min, -k_infinite);
  high_c_ = celsius(tank.max, k_infinite);
  comfort_c_ = celsius(tank.comfort, -k_infinite);
  bound_price_per_k_ = effective_violation_price(home).value() * capacity;
  comfort_price_per_k_h_ = tank.comfort_price_per_k_h;
  hysteresis_k_ = tank.hysteresis_k;
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    Step step;
    step.hours = device.hours[t];
    step.reserve_c = reserve_c(tank, t);
    const double ambient = tank.ambient.is_empty() ? k_usual_ambient_c : tank.ambient.raw()[t];
    const double draw = tank.draw.is_empty() ? 0.0 : tank.draw.raw()[t];
    step.hold_kw_per_k = capacity / step.hours;
    step.keep = capacity / (capacity + step.hours * loss_kw_per_k_);
    step.rise_k = step.hours / (capacity + step.hours * loss_kw_per_k_);
    step.forced_kw = loss_kw_per_k_ * ambient - draw;
    steps_.push_back(step);
  }
  std::vector<double> most(steps_.size());
  for (std::size_t t = 0; t < most.size(); ++t) most[t] = device.cop[t] * device.power_kw;
  const std::vector<double> hottest = temperatures(most);
  most_heat_c_ = std::max(start_c_, *std::max_element(hottest.begin(), hottest.end()));
  set_end(home, tank, device);
}

void TankNeed::set_end(const home::Case& home, const home::WaterTank& tank,
                       const WaterDevice& device) {
  end_low_c_ = celsius(tank.end_min, -k_infinite);
  end_from_c_ = celsius(tank.end_from, celsius(tank.comfort, celsius(tank.min, 0.0)));
  end_span_k_ = tank.end_span_k.value_or(std::max(0.0, high_c_ - end_from_c_));
  const double per_kwh =
      tank.end_value ? tank.end_value->value() : k_hair_less * cheapest_heat(home, device);
  end_worth_per_k_ = per_kwh * effective_capacity(tank);
}

// Also below `end_from_c_`, where it is negative: a colder tank is worth less.
double TankNeed::worth(double end_c) const {
  return end_worth_per_k_ * std::min(end_span_k_, end_c - end_from_c_);
}

double TankNeed::slot_cost(std::size_t slot, double end_c, double slack_k) const {
  double cost = 0.0;
  if (end_c < comfort_c_)
    cost += comfort_price_per_k_h_ * steps_[slot].hours * (comfort_c_ - end_c);
  cost += reserve_cost(slot, end_c);
  const auto beyond = [&](double kelvin) {
    if (kelvin > slack_k) cost += bound_price_per_k_ * (kelvin - slack_k);
  };
  beyond(low_c_ - end_c);
  beyond(end_c - high_c_);
  if (slot + 1 < steps_.size()) return cost;
  beyond(end_low_c_ - end_c);
  return cost - worth(end_c);
}

double TankNeed::reserve_cost(std::size_t slot, double end_c) const {
  return k_reserve_share * bound_price_per_k_ * std::max(0.0, steps_[slot].reserve_c - end_c);
}

std::vector<double> TankNeed::temperatures(std::span<const double> heat_kw) const {
  std::vector<double> all(steps_.size());
  double now = start_c_;
  for (std::size_t t = 0; t < all.size(); ++t) all[t] = now = after(t, now, heat_kw[t]);
  return all;
}

double TankNeed::most_useful_c() const {
  return std::min(most_heat_c_, std::max({high_c_, start_c_, end_low_c_}));
}

double TankNeed::cost(std::span<const double> heat_kw) const {
  double sum = worth(start_c_);
  double now = start_c_;
  for (std::size_t t = 0; t < steps_.size(); ++t) {
    now = after(t, now, heat_kw[t]);
    sum += slot_cost(t, now);
  }
  return sum;
}

void TankNeed::complete(std::span<const double> heat_kw, Track& track) const {
  track.temperature_c = temperatures(heat_kw);
}

void TankNeed::bill(std::span<const double> heat_kw, Account& account) const {
  const std::vector<double> all = temperatures(heat_kw);
  const auto miss = [&](std::size_t slot, const char* what, double kelvin) {
    if (kelvin <= 0.0) return;
    account.add_missed(slot, fmt::format("{}[{}]", what, id_), kelvin, "K",
                       bound_price_per_k_ * kelvin);
  };
  for (std::size_t t = 0; t < all.size(); ++t) {
    account.add_comfort(comfort_price_per_k_h_ * steps_[t].hours *
                            std::max(0.0, comfort_c_ - all[t]) +
                        reserve_cost(t, all[t]));
    miss(t, "water.min", low_c_ - all[t]);
    miss(t, "water.max", all[t] - high_c_);
  }
  miss(all.size() - 1, "water.end", end_low_c_ - all.back());
  account.add_stored_change(worth(all.back()) - worth(start_c_));
}

double TankNeed::wish_kw(std::span<const double> heat_kw, std::size_t slot,
                         bool was_heating) const {
  double now = start_c_;
  for (std::size_t t = 0; t < slot; ++t) now = after(t, now, heat_kw[t]);
  const double on_below_c = std::max(comfort_c_, low_c_);
  const double off_from_c = std::min(on_below_c + hysteresis_k_, high_c_);
  const bool is_cold = was_heating ? now < off_from_c : now < on_below_c;
  if (!is_cold) return 0.0;
  const Step& step = steps_[slot];
  return std::max(0.0, (off_from_c - after(slot, now, 0.0)) / step.rise_k);
}

void TankNeed::add_to(LinearHome& linear, std::span<const HeatColumn> heat) const {
  std::vector<double> coldest = temperatures(std::vector<double>(steps_.size(), 0.0));
  std::vector<double> most(steps_.size());
  for (std::size_t t = 0; t < most.size(); ++t) most[t] = heat[t].most_kw;
  std::vector<double> hottest = temperatures(most);
  // Rounding must not cut off what can just be reached.
  for (std::size_t t = 0; t < steps_.size(); ++t) {
    const double hair = 1e-6 * (1.0 + std::abs(coldest[t]) + std::abs(hottest[t]));
    coldest[t] -= hair;
    hottest[t] += hair;
  }
  const auto name = linear.name(fmt::format("water.temperature[{}]", id_));
  const auto heating = linear.name(fmt::format("water.heat[{}]", id_));
  std::vector<LinearHome::Column> temperature;
  for (std::size_t t = 0; t < steps_.size(); ++t) {
    const Step& step = steps_[t];
    temperature.push_back(linear.add_column(name, t, {.lower = coldest[t], .upper = hottest[t]}));
    const double before = t == 0 ? step.hold_kw_per_k * start_c_ : 0.0;
    const double forced = step.forced_kw + before;
    const auto row = linear.add_row(heating, t, {forced, forced});
    linear.add(row, temperature[t], step.hold_kw_per_k + loss_kw_per_k_);
    if (t > 0) linear.add(row, temperature[t - 1], -step.hold_kw_per_k);
    linear.add(row, heat[t].column, -heat[t].kw);
  }
  add_bounds(linear, temperature, coldest, hottest);
  add_end(linear, temperature.back(), coldest.back(), hottest.back());
}

void TankNeed::add_bounds(LinearHome& linear, std::span<const LinearHome::Column> temperature,
                          std::span<const double> coldest, std::span<const double> hottest) const {
  // K by which the temperature passes `edge`, upwards or downwards, from slot `first` on.
  const auto add = [&](const char* what, std::size_t first, const auto& edge_at, bool is_upper,
                       double price_per_slot, double price_per_hour) {
    const auto name = linear.name(fmt::format("{}[{}]", what, id_));
    for (std::size_t t = first; t < steps_.size(); ++t) {
      const double edge = edge_at(t);
      const double most = is_upper ? hottest[t] - edge : edge - coldest[t];
      const double price = price_per_slot + price_per_hour * steps_[t].hours;
      if (most <= 0.0 || price <= 0.0) continue;
      const auto beyond = linear.add_column(name, t, {.upper = most, .cost = price});
      const auto row = linear.add_row(name, t,
                                      is_upper ? solve::Bounds{-solve::k_infinity, edge}
                                               : solve::Bounds{edge, solve::k_infinity});
      linear.add(row, temperature[t], 1.0);
      linear.add(row, beyond, is_upper ? -1.0 : 1.0);
    }
  };
  const auto always = [](double edge) { return [edge](std::size_t) { return edge; }; };
  add("water.comfort", 0, always(comfort_c_), false, 0.0, comfort_price_per_k_h_);
  add(
      "water.reserve", 0, [&](std::size_t t) { return steps_[t].reserve_c; }, false,
      k_reserve_share * bound_price_per_k_, 0.0);
  add("water.min", 0, always(low_c_), false, bound_price_per_k_, 0.0);
  add("water.max", 0, always(high_c_), true, bound_price_per_k_, 0.0);
  add("water.end", steps_.size() - 1, always(end_low_c_), false, bound_price_per_k_, 0.0);
}

void TankNeed::add_end(LinearHome& linear, LinearHome::Column temperature, double coldest,
                       double hottest) const {
  if (end_worth_per_k_ == 0.0) return;
  const double upper = std::min(end_span_k_, hottest - end_from_c_);
  const auto name = linear.name(fmt::format("water.kept[{}]", id_));
  const auto kept = linear.add_column(
      name,
      {.lower = std::min(coldest - end_from_c_, upper), .upper = upper, .cost = -end_worth_per_k_});
  const auto row = linear.add_row(name, solve::Bounds{end_from_c_, solve::k_infinity});
  linear.add(row, temperature, 1.0);
  linear.add(row, kept, -1.0);
}

}  // namespace ohmstead::plan
