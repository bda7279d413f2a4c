#include "network.hpp"

#include <algorithm>

namespace ohmstead::plan {

std::size_t index_of(const home::Case& home, const std::string& id) {
  const auto found = std::find_if(home.zones.begin(), home.zones.end(),
                                  [&](const home::ThermalZone& zone) { return zone.id == id; });
  return static_cast<std::size_t>(found - home.zones.begin());
}

HeatNetwork::HeatNetwork(const home::Case& home) : zone_count_{home.zones.size()} {
  add_nodes(home);
  add_links(home);
  add_forced(home);
  std::vector<base::Seconds> lengths;
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    const base::Seconds length = home.slots.duration(t);
    const auto found = std::find(lengths.begin(), lengths.end(), length);
    step_of_.push_back(static_cast<std::size_t>(found - lengths.begin()));
    if (found != lengths.end()) continue;
    lengths.push_back(length);
    steps_.push_back(make_step(home.slots.hours(t).value()));
  }
}

void HeatNetwork::add_nodes(const home::Case& home) {
  for (const home::ThermalZone& zone : home.zones) {
    start_c_.push_back(zone.temperature.value());
    capacity_.push_back(zone.capacity_kwh_per_k);
    loss_.push_back(zone.loss_kw_per_k);
  }
  for (std::size_t z = 0; z < zone_count_; ++z) {
    mass_nodes_.emplace_back();
    if (!home.zones[z].mass) continue;
    const home::ThermalMass& mass = *home.zones[z].mass;
    mass_nodes_[z] = start_c_.size();
    links_.push_back({z, start_c_.size(), mass.coupling_kw_per_k});
    start_c_.push_back(mass.temperature.value());
    capacity_.push_back(mass.capacity_kwh_per_k);
    loss_.push_back(mass.loss_kw_per_k);
  }
}

void HeatNetwork::add_links(const home::Case& home) {
  for (std::size_t z = 0; z < zone_count_; ++z) {
    for (const home::ZoneCoupling& coupling : home.zones[z].couplings)
      links_.push_back({z, index_of(home, coupling.zone), coupling.kw_per_k});
  }
}

void HeatNetwork::add_forced(const home::Case& home) {
  forced_kw_.assign(home.slots.count() * node_count(), 0.0);
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    double* forced = &forced_kw_[t * node_count()];
    for (std::size_t i = 0; i < node_count(); ++i) forced[i] = loss_[i] * home.outdoor.raw()[t];
    for (std::size_t z = 0; z < zone_count_; ++z) {
      const home::ThermalZone& zone = home.zones[z];
      if (!zone.gain.is_empty()) forced[z] += zone.gain.raw()[t];
      if (zone.solar_aperture_m2 > 0.0)
        forced[z] += zone.solar_aperture_m2 * home.irradiance.raw()[t];
    }
  }
}

HeatNetwork::Step HeatNetwork::make_step(double hours) const {
  const std::size_t n = node_count();
  Step step;
  std::vector<double> excess;
  for (std::size_t i = 0; i < n; ++i) {
    step.hold_kw_per_k.push_back(capacity_[i] / hours);
    excess.push_back(step.hold_kw_per_k[i] + loss_[i]);
  }
  std::vector<double> flows(n * n, 0.0);
  for (const Link& link : links_) {
    flows[link.a * n + link.b] += link.kw_per_k;
    flows[link.b * n + link.a] += link.kw_per_k;
  }
  step.inverse = invert(std::move(flows), std::move(excess));
  return step;
}

void HeatNetwork::advance(std::size_t slot, std::span<const double> before_c,
                          std::span<const double> heat_kw, std::span<double> after_c) const {
  const std::size_t n = node_count();
  const Step& now = step(slot);
  const auto forced = forced_kw(slot);
  std::fill(after_c.begin(), after_c.end(), 0.0);
  for (std::size_t j = 0; j < n; ++j) {
    const double flow =
        now.hold_kw_per_k[j] * before_c[j] + forced[j] + (j < zone_count_ ? heat_kw[j] : 0.0);
    const double* column = &now.inverse[j * n];  // symmetric: the row is the column
    for (std::size_t i = 0; i < n; ++i) after_c[i] += column[i] * flow;
  }
}

// The elimination keeps flows and excess apart: what is left of a row is again of the same kind.
std::vector<double> invert(std::vector<double> flows, std::vector<double> excess) {
  const std::size_t n = excess.size();
  const auto flow = [&](std::size_t i, std::size_t j) -> double& { return flows[i * n + j]; };
  std::vector<double> pivot(n, 0.0);
  for (std::size_t k = 0; k < n; ++k) {
    pivot[k] = excess[k];
    for (std::size_t j = k + 1; j < n; ++j) pivot[k] += flow(k, j);
    for (std::size_t i = k + 1; i < n; ++i) {
      const double share = flow(i, k) / pivot[k];
      excess[i] += share * excess[k];
      for (std::size_t j = k + 1; j < n; ++j) flow(i, j) += share * flow(k, j);
      flow(i, k) = share;
    }
  }
  std::vector<double> inverse(n * n, 0.0);
  std::vector<double> x(n);
  for (std::size_t column = 0; column < n; ++column) {
    for (std::size_t i = 0; i < n; ++i) {
      x[i] = i == column ? 1.0 : 0.0;
      for (std::size_t j = 0; j < i; ++j) x[i] += flow(i, j) * x[j];
    }
    for (std::size_t i = n; i-- > 0;) {
      for (std::size_t j = i + 1; j < n; ++j) x[i] += flow(i, j) * x[j];
      x[i] /= pivot[i];
    }
    for (std::size_t i = 0; i < n; ++i) inverse[i * n + column] = x[i];
  }
  return inverse;
}

}  // namespace ohmstead::plan
