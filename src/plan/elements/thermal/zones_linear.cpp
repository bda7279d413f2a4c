#include "zones_linear.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "linear_home.hpp"

namespace ohmstead::plan {
namespace {

using Column = LinearHome::Column;
using Row = LinearHome::Row;

double at(std::span<const double> values, Column column) {
  return values[static_cast<std::size_t>(column.index)];
}

// One heat source: its power of a slot is `power[t]` in kW, or, where that is empty,
// `on[period]` times its whole power.
struct HeaterColumns {
  std::vector<Column> power;  // [slot]
  std::vector<Column> on;     // [period]
};

class HeatingWriter {
 public:
  HeatingWriter(const Heating& heating, LinearHome& linear)
      : heating_{heating}, network_{heating.network()}, linear_{linear} {}

  LinearPart write();

 private:
  void find_bounds();
  void add_temperatures();
  void add_heat_rows();
  void add_comfort(std::size_t zone);
  void add_edge(std::size_t slot, std::size_t zone, solve::NameId name, double sign);
  void add_heater(const Heater& heater);
  void add_states(const Heater& heater, HeaterColumns& columns);
  void add_powers(const Heater& heater, HeaterColumns& columns);
  void add_starts(const Heater& heater, const HeaterColumns& columns);
  void add_stop_rows(const Heater& heater, const HeaterColumns& columns,
                     const std::vector<Column>& starts);
  void add_day_rows(const Heater& heater, const std::vector<Column>& starts);
  [[nodiscard]] std::string node_name(const char* what, std::size_t node) const;

  [[nodiscard]] Column temperature(std::size_t slot, std::size_t node) const {
    return temperatures_[slot * network_.node_count() + node];
  }

  const Heating& heating_;
  const HeatNetwork& network_;
  LinearHome& linear_;
  std::vector<double> coldest_c_, hottest_c_;  // reachable, [slot][node]
  std::vector<Column> temperatures_;
  std::vector<Row> heat_rows_;
  std::vector<double> flow_kw_per_k_;  // M's diagonal, [slot][node]
  std::vector<HeaterColumns> heaters_;
};

LinearPart HeatingWriter::write() {
  find_bounds();
  add_temperatures();
  add_heat_rows();
  for (std::size_t z = 0; z < network_.zone_count(); ++z) add_comfort(z);
  LinearPart part;
  for (const Heater& heater : heating_.heaters()) {
    add_heater(heater);
    part.has_switches = part.has_switches || heater.is_switched;
  }
  const Heating* heating = &heating_;
  // Of relaxed decisions: the allowed schedule that is nearest to the shares.
  part.take = [heating, columns = heaters_](std::span<const double> values,
                                            std::span<Track> tracks) {
    const auto sources = tracks.subspan(heating->network().zone_count());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Heater& heater = heating->heaters()[i];
      std::vector<double> on_costs;
      for (const Column on : columns[i].on) on_costs.push_back(1.0 - 2.0 * at(values, on));
      std::vector<char> on(heater.rules.period_count(), 1);
      if (heater.is_switched) on = heater.rules.cheapest(on_costs);
      for (std::size_t p = 0; p < on.size(); ++p) {
        for (std::size_t t = heater.rules.first_slot(p); t < heater.rules.end_slot(p); ++t) {
          double kw = heater.power_kw;
          if (!columns[i].power.empty()) {
            kw = std::clamp(at(values, columns[i].power[t]),
                            heater.is_switched ? heater.least_kw : 0.0, heater.power_kw);
          }
          sources[i].power_kw[t] = on[p] != 0 && kw > 1e-9 ? kw : 0.0;
          sources[i].state[t] = heater.is_switched ? on[p] : 0;
        }
      }
    }
  };
  part.give = [heating, columns = heaters_](std::span<const Track> tracks,
                                            std::span<double> values) {
    const auto sources = tracks.subspan(heating->network().zone_count());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      for (std::size_t p = 0; p < columns[i].on.size(); ++p) {
        const std::size_t first = heating->heaters()[i].rules.first_slot(p);
        values[static_cast<std::size_t>(columns[i].on[p].index)] = sources[i].state[first];
      }
    }
  };
  return part;
}

// All off and all on: as heat never cools, everything else lies between.
void HeatingWriter::find_bounds() {
  std::vector<Track> tracks(heating_.heaters().size(), Track{heating_.slot_count()});
  heating_.simulate(tracks, coldest_c_);
  for (std::size_t i = 0; i < tracks.size(); ++i)
    std::fill(tracks[i].power_kw.begin(), tracks[i].power_kw.end(), heating_.heaters()[i].power_kw);
  heating_.simulate(tracks, hottest_c_);
  // Room for rounding.
  constexpr double k_room = 1e-6;
  for (double& c : coldest_c_) c -= k_room * (1.0 + std::abs(c));
  for (double& c : hottest_c_) c += k_room * (1.0 + std::abs(c));
}

std::string HeatingWriter::node_name(const char* what, std::size_t node) const {
  const auto& zones = heating_.home().zones;
  for (std::size_t z = 0; z < zones.size(); ++z) {
    if (network_.mass_node(z) == node) return fmt::format("zone.mass_{}[{}]", what, zones[z].id);
  }
  return fmt::format("zone.{}[{}]", what, zones[node].id);
}

void HeatingWriter::add_temperatures() {
  const std::size_t n = network_.node_count();
  std::vector<solve::NameId> names(n);
  for (std::size_t i = 0; i < n; ++i) names[i] = linear_.name(node_name("temperature", i));
  for (std::size_t t = 0; t < heating_.slot_count(); ++t) {
    const bool is_last = t + 1 == heating_.slot_count();
    for (std::size_t i = 0; i < n; ++i) {
      temperatures_.push_back(
          linear_.add_column(names[i], t,
                             {.lower = coldest_c_[t * n + i],
                              .upper = hottest_c_[t * n + i],
                              .cost = is_last ? -heating_.end_value_per_k(i) : 0.0}));
    }
  }
}

// The balance of heat of each node, divided by what flows per K of it, so that all numbers are near
// one: T'_i - sum of U_ij / M_ii T'_j - hold_i / M_ii T_i - heat / M_ii = forced / M_ii.
void HeatingWriter::add_heat_rows() {
  const std::size_t n = network_.node_count();
  std::vector<solve::NameId> names(n);
  for (std::size_t i = 0; i < n; ++i) names[i] = linear_.name(node_name("heat", i));
  for (std::size_t t = 0; t < heating_.slot_count(); ++t) {
    std::vector<double> flow = network_.step(t).hold_kw_per_k;
    for (std::size_t i = 0; i < n; ++i) flow[i] += network_.loss_kw_per_k(i);
    for (const HeatNetwork::Link& link : network_.links()) {
      flow[link.a] += link.kw_per_k;
      flow[link.b] += link.kw_per_k;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const double held = network_.step(t).hold_kw_per_k[i] / flow[i];
      double right = network_.forced_kw(t)[i] / flow[i];
      if (t == 0) right += held * network_.start_c()[i];
      heat_rows_.push_back(linear_.add_row(names[i], t, {right, right}));
      linear_.add(heat_rows_.back(), temperature(t, i), 1.0);
      if (t > 0) linear_.add(heat_rows_.back(), temperature(t - 1, i), -held);
    }
    for (const HeatNetwork::Link& link : network_.links()) {
      linear_.add(heat_rows_[t * n + link.a], temperature(t, link.b),
                  -link.kw_per_k / flow[link.a]);
      linear_.add(heat_rows_[t * n + link.b], temperature(t, link.a),
                  -link.kw_per_k / flow[link.b]);
    }
    flow_kw_per_k_.insert(flow_kw_per_k_.end(), flow.begin(), flow.end());
  }
}

void HeatingWriter::add_comfort(std::size_t zone) {
  const std::string& id = heating_.home().zones[zone].id;
  const auto below = linear_.name(fmt::format("zone.below[{}]", id));
  const auto above = linear_.name(fmt::format("zone.above[{}]", id));
  for (std::size_t t = 0; t < heating_.slot_count(); ++t) {
    add_edge(t, zone, below, 1.0);
    add_edge(t, zone, above, -1.0);
  }
}

// beyond >= sign * (edge - T'), where that can be above 0 at all.
void HeatingWriter::add_edge(std::size_t slot, std::size_t zone, solve::NameId name, double sign) {
  const Heating::Comfort& comfort = heating_.comfort(slot, zone);
  const std::size_t node = slot * network_.node_count() + zone;
  const double most =
      sign > 0.0 ? comfort.low_c - coldest_c_[node] : hottest_c_[node] - comfort.high_c;
  const double price = sign > 0.0 ? comfort.low_price_per_k : comfort.high_price_per_k;
  if (most <= 0.0 || price <= 0.0) return;
  const double edge = sign > 0.0 ? comfort.low_c : comfort.high_c;
  const Column beyond = linear_.add_column(name, slot, {.upper = most, .cost = price});
  const Row row = linear_.add_row(name, slot, {sign * edge, solve::k_infinity});
  linear_.add(row, beyond, 1.0);
  linear_.add(row, temperature(slot, zone), sign);
}

void HeatingWriter::add_heater(const Heater& heater) {
  HeaterColumns columns;
  const LinearHome::Drawer drawer = linear_.drawer(heater.id);
  if (heater.is_switched) add_states(heater, columns);
  if (heater.is_modulating) add_powers(heater, columns);
  for (std::size_t p = 0; p < heater.rules.period_count(); ++p) {
    for (std::size_t t = heater.rules.first_slot(p); t < heater.rules.end_slot(p); ++t) {
      const Column column = heater.is_modulating ? columns.power[t] : columns.on[p];
      const double kw = heater.is_modulating ? 1.0 : heater.power_kw;
      linear_.draw(t, drawer, column, kw);
      for (const Heater::Share& share : heater.shares) {
        const std::size_t node = t * network_.node_count() + share.zone;
        linear_.add(heat_rows_[node], column,
                    -share.ratio * heater.heat_kw(t, kw) / flow_kw_per_k_[node]);
      }
    }
  }
  heaters_.push_back(std::move(columns));
}

void HeatingWriter::add_states(const Heater& heater, HeaterColumns& columns) {
  const SwitchRules& rules = heater.rules;
  const auto name = linear_.name(fmt::format("heat.on[{}]", heater.id));
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    const bool is_bound = p < rules.start().bound_until;
    const double lower = is_bound && rules.start().is_on ? 1.0 : 0.0;
    const double upper = is_bound && !rules.start().is_on ? 0.0 : 1.0;
    columns.on.push_back(linear_.add_column(
        name, rules.first_slot(p),
        {.lower = lower, .upper = upper, .is_integer = linear_.is_whole(rules.first_slot(p))}));
  }
  bool has_rules = rules.most_starts().has_value();
  for (std::size_t p = 0; p < rules.period_count(); ++p)
    has_rules = has_rules || rules.on_until(p) > p + 1 || rules.off_until(p) > p + 1;
  if (has_rules) add_starts(heater, columns);
}

// Between the least power and the whole one when on, else 0.
void HeatingWriter::add_powers(const Heater& heater, HeaterColumns& columns) {
  const auto name = linear_.name(fmt::format("heat.power[{}]", heater.id));
  const auto most = linear_.name(fmt::format("heat.most[{}]", heater.id));
  const auto least = linear_.name(fmt::format("heat.least[{}]", heater.id));
  for (std::size_t p = 0; p < heater.rules.period_count(); ++p) {
    for (std::size_t t = heater.rules.first_slot(p); t < heater.rules.end_slot(p); ++t) {
      columns.power.push_back(linear_.add_column(name, t, {.upper = heater.power_kw}));
      if (!heater.is_switched) continue;
      const Row below = linear_.add_row(most, t, {-solve::k_infinity, 0.0});
      linear_.add(below, columns.power[t], 1.0);
      linear_.add(below, columns.on[p], -heater.power_kw);
      if (heater.least_kw <= 0.0) continue;
      const Row above = linear_.add_row(least, t, {0.0, solve::k_infinity});
      linear_.add(above, columns.power[t], 1.0);
      linear_.add(above, columns.on[p], -heater.least_kw);
    }
  }
}

// start_p >= on_p - on_(p-1); the starts whose run still binds in p add up to at most on_p. With
// whole on_p the starts are whole by themselves.
void HeatingWriter::add_starts(const Heater& heater, const HeaterColumns& columns) {
  const SwitchRules& rules = heater.rules;
  const auto name = linear_.name(fmt::format("heat.start[{}]", heater.id));
  const auto run = linear_.name(fmt::format("heat.run[{}]", heater.id));
  std::vector<Column> starts;
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    starts.push_back(linear_.add_column(name, rules.first_slot(p), {.upper = 1.0}));
    const double before = p == 0 && rules.start().is_on ? 1.0 : 0.0;
    const Row row = linear_.add_row(name, rules.first_slot(p), {-before, solve::k_infinity});
    linear_.add(row, starts[p], 1.0);
    linear_.add(row, columns.on[p], -1.0);
    if (p > 0) linear_.add(row, columns.on[p - 1], 1.0);
  }
  std::size_t oldest = 0;  // on_until never falls
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    while (rules.on_until(oldest) <= p) ++oldest;
    const Row row = linear_.add_row(run, rules.first_slot(p), {-solve::k_infinity, 0.0});
    for (std::size_t k = oldest; k <= p; ++k) linear_.add(row, starts[k], 1.0);
    linear_.add(row, columns.on[p], -1.0);
  }
  if (rules.has_min_off()) add_stop_rows(heater, columns, starts);
  if (rules.most_starts()) add_day_rows(heater, starts);
}

// The same for stops, stop_k = start_k - on_k + on_(k-1): those that still bind in p add up to at
// most 1 - on_p.
void HeatingWriter::add_stop_rows(const Heater& heater, const HeaterColumns& columns,
                                  const std::vector<Column>& starts) {
  const SwitchRules& rules = heater.rules;
  const auto pause = linear_.name(fmt::format("heat.pause[{}]", heater.id));
  std::size_t oldest = 0;
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    while (rules.off_until(oldest) <= p) ++oldest;
    const double before = oldest == 0 && rules.start().is_on ? 1.0 : 0.0;
    const Row row = linear_.add_row(pause, rules.first_slot(p), {-solve::k_infinity, 1.0 - before});
    for (std::size_t k = oldest; k <= p; ++k) {
      linear_.add(row, starts[k], 1.0);
      linear_.add(row, columns.on[k], -1.0);
      if (k > 0) linear_.add(row, columns.on[k - 1], 1.0);
    }
    linear_.add(row, columns.on[p], 1.0);
  }
}

void HeatingWriter::add_day_rows(const Heater& heater, const std::vector<Column>& starts) {
  const SwitchRules& rules = heater.rules;
  const auto name = linear_.name(fmt::format("heat.day[{}]", heater.id));
  Row row;
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    if (p == 0 || rules.day(p) != rules.day(p - 1)) {
      const std::int64_t left = *rules.most_starts() - rules.starts_in_day(rules.start(), p);
      const double most = static_cast<double>(std::max<std::int64_t>(0, left));
      row = linear_.add_row(name, rules.first_slot(p), {-solve::k_infinity, most});
    }
    linear_.add(row, starts[p], 1.0);
  }
}

}  // namespace

LinearPart add_heating(const Heating& heating, LinearHome& linear) {
  return HeatingWriter{heating, linear}.write();
}

}  // namespace ohmstead::plan
