#include "heating.hpp"

#include <algorithm>

namespace ohmstead::plan {
namespace {

// What M without the row and column of `node` makes of `right`; N is the inverse of the whole M:
// (N - (column of N) (row of N) / N_node,node) right.
void multiply_without(std::span<const double> inverse, std::size_t node,
                      std::span<const double> right, std::span<double> result) {
  const std::size_t n = right.size();
  const auto product = [&](std::size_t row) {
    double sum = 0.0;
    for (std::size_t j = 0; j < n; ++j) {
      if (j != node) sum += inverse[row * n + j] * right[j];
    }
    return sum;
  };
  const double at_node = product(node) / inverse[node * n + node];
  for (std::size_t i = 0; i < n; ++i)
    result[i] = i == node ? 0.0 : product(i) - inverse[i * n + node] * at_node;
}

// `per_kw` summed over what one K in `zone` sends to each neighbour.
double flow_to_others(const HeatNetwork& network, std::size_t zone,
                      std::span<const double> per_kw) {
  double sum = 0.0;
  for (const HeatNetwork::Link& link : network.links()) {
    if (link.a != zone && link.b != zone) continue;
    const std::size_t other = link.a == zone ? link.b : link.a;
    if (network.mass_node(zone) != other) sum += link.kw_per_k * per_kw[other];
  }
  return sum;
}

}  // namespace

Heater::Heater(const home::Case& home, const home::HeatSource& source)
    : id{source.id},
      power_kw{source.power.value()},
      least_kw{source.is_modulating ? source.min_power.value() : source.power.value()},
      is_modulating{source.is_modulating},
      is_switched{home::is_switched(source)},
      rules{home, source} {
  for (std::size_t t = 0; t < home.slots.count(); ++t)
    cop.push_back(effective_cop(source, home.outdoor, t));
  for (const home::ZoneShare& share : effective_shares(source)) {
    for (std::size_t z = 0; z < home.zones.size(); ++z) {
      if (home.zones[z].id == share.zone) shares.push_back({z, share.share.value()});
    }
  }
}

Heating::Heating(const home::Case& home) : home_{&home}, network_{home} {
  for (const home::HeatSource& source : home.heat_sources) heaters_.emplace_back(home, source);
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    for (const home::ThermalZone& zone : home.zones) {
      Comfort comfort;
      if (!zone.low.is_empty()) comfort.low_c = zone.low.raw()[t];
      if (!zone.high.is_empty()) comfort.high_c = zone.high.raw()[t];
      comfort.low_price_per_k = zone.low_price_per_k_h * hours(t);
      comfort.high_price_per_k = zone.high_price_per_k_h * hours(t);
      comfort_.push_back(comfort);
    }
  }
  end_value_per_k_.assign(network_.node_count(), 0.0);
  for (std::size_t z = 0; z < home.zones.size(); ++z) {
    const double per_kwh = effective_end_value(home, home.zones[z]).value();
    end_value_per_k_[z] = per_kwh * network_.capacity_kwh_per_k(z);
    const auto mass = network_.mass_node(z);
    if (mass) end_value_per_k_[*mass] = per_kwh * network_.capacity_kwh_per_k(*mass);
  }
}

void Heating::simulate(std::span<const Track> heaters, std::vector<double>& temperatures_c,
                       std::size_t from) const {
  const std::size_t n = network_.node_count();
  temperatures_c.resize(slot_count() * n);
  std::vector<double> heat_kw(network_.zone_count());
  std::span<const double> before = network_.start_c();
  if (from > 0) before = std::span{temperatures_c}.subspan((from - 1) * n, n);
  for (std::size_t t = from; t < slot_count(); ++t) {
    std::fill(heat_kw.begin(), heat_kw.end(), 0.0);
    for (std::size_t i = 0; i < heaters_.size(); ++i) {
      const double kw = heaters_[i].heat_kw(t, heaters[i].power_kw[t]);
      for (const Heater::Share& share : heaters_[i].shares) heat_kw[share.zone] += share.ratio * kw;
    }
    const std::span<double> after = std::span{temperatures_c}.subspan(t * n, n);
    network_.advance(t, before, heat_kw, after);
    before = after;
  }
}

double Heating::comfort_cost(std::span<const double> temperatures_c) const {
  double sum = 0.0;
  for (std::size_t t = 0; t < slot_count(); ++t) sum += comfort_cost(temperatures_c, t);
  return sum;
}

double Heating::comfort_cost(std::span<const double> temperatures_c, std::size_t slot) const {
  const double* air_c = &temperatures_c[slot * network_.node_count()];
  double sum = 0.0;
  for (std::size_t z = 0; z < network_.zone_count(); ++z) sum += comfort(slot, z).cost(air_c[z]);
  return sum;
}

double Heating::worth(std::span<const double> nodes_c) const {
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes_c.size(); ++i) sum += end_value_per_k_[i] * nodes_c[i];
  return sum;
}

double Heating::worth_gained(std::span<const double> temperatures_c) const {
  return worth(temperatures_c.last(network_.node_count())) - worth(network_.start_c());
}

double Heating::cost(std::span<const double> temperatures_c) const {
  return comfort_cost(temperatures_c) - worth_gained(temperatures_c);
}

// Backwards in time, with the air of `zone` held: lambda is the change of the others' costs by one
// kW more into each node.
void Heating::find_slope_of_others(std::size_t zone, std::span<const double> temperatures_c,
                                   std::span<double> slopes) const {
  const std::size_t n = network_.node_count();
  std::vector<double> gradient(n), lambda(n, 0.0);
  for (std::size_t t = slot_count(); t-- > 0;) {
    const bool is_last = t + 1 == slot_count();
    for (std::size_t i = 0; i < n; ++i) {
      gradient[i] =
          is_last ? -end_value_per_k_[i] : network_.step(t + 1).hold_kw_per_k[i] * lambda[i];
      if (i < network_.zone_count()) gradient[i] += comfort(t, i).slope(temperatures_c[t * n + i]);
    }
    multiply_without(network_.step(t).inverse, zone, gradient, lambda);
    slopes[t] = flow_to_others(network_, zone, lambda);
  }
}

}  // namespace ohmstead::plan
