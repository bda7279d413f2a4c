#include "room_program.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::plan {
namespace {

constexpr double k_air_step_c = 0.4;
constexpr double k_mass_step_c = 0.3;
// How far beyond the comfort band the grid reaches; beyond it values go on straight.
constexpr double k_beyond_band_c = 3.0;
// Points of all tables together: keeps long horizons of short periods within some 20 MB.
constexpr double k_most_values = 4e6;
// More starts a day than this are not told apart; the path keeps the limit all the same.
constexpr std::int64_t k_most_counts = 6;

}  // namespace

RoomProgram::RoomProgram(const Heating& heating, std::size_t heater)
    : heating_{&heating},
      heater_{&heating.heaters()[heater]},
      zone_{heater_->shares.front().zone},
      mass_{heating.network().mass_node(zone_)},
      share_{heater_->shares.front().ratio} {
  start_.air_c = heating.network().start_c()[zone_];
  if (mass_) start_.mass_c = heating.network().start_c()[*mass_];
  const auto most = heater_->rules.most_starts();
  if (most && *most <= k_most_counts) counts_ = static_cast<std::size_t>(*most) + 1;
  const double tables = 2.0 * static_cast<double>(counts_ * heater_->rules.period_count());
  most_points_ = static_cast<std::size_t>(
      std::clamp(std::sqrt(k_most_values / tables), 8.0, static_cast<double>(most_points_)));
}

std::vector<char> RoomProgram::cheapest(std::span<const double> prices,
                                        std::span<const char> blocked,
                                        std::span<const Track> heaters,
                                        std::span<const double> temperatures_c,
                                        std::optional<Window> window) {
  set_surroundings(heaters, temperatures_c);
  const SwitchRules& rules = heater_->rules;
  window_ = window.value_or(Window{0, rules.period_count(), {}});
  std::vector<double> on_costs(rules.period_count(), 0.0);
  for (std::size_t p = 0; p < on_costs.size(); ++p) {
    for (std::size_t t = rules.first_slot(p); t < rules.end_slot(p); ++t)
      on_costs[p] += prices[t] * heater_->power_kw * heating_->hours(t);
  }
  sweep(on_costs, blocked);
  return follow(on_costs, blocked);
}

// What flows into the room's air whatever its source does, and what its warmth is worth to others.
void RoomProgram::set_surroundings(std::span<const Track> heaters,
                                   std::span<const double> temperatures_c) {
  const HeatNetwork& network = heating_->network();
  const std::size_t n = network.node_count();
  std::vector<double> ambient(heating_->slot_count());
  for (std::size_t t = 0; t < ambient.size(); ++t) {
    ambient[t] = network.forced_kw(t)[zone_];
    for (std::size_t i = 0; i < heaters.size(); ++i) {
      const Heater& other = heating_->heaters()[i];
      if (&other == heater_) continue;
      for (const Heater::Share& share : other.shares) {
        if (share.zone == zone_)
          ambient[t] += share.ratio * other.heat_kw(t, heaters[i].power_kw[t]);
      }
    }
    for (const HeatNetwork::Link& link : network.links()) {
      if (link.a != zone_ && link.b != zone_) continue;
      const std::size_t other = link.a == zone_ ? link.b : link.a;
      if (mass_ != other) ambient[t] += link.kw_per_k * temperatures_c[t * n + other];
    }
  }
  std::vector<double> slopes(heating_->slot_count());
  heating_->find_slope_of_others(zone_, temperatures_c, slopes);
  if (ambient == ambient_kw_ && slopes == slopes_) return;
  ambient_kw_ = std::move(ambient);
  slopes_ = std::move(slopes);
  make_maps();
  make_grids();
  make_tables();
}

void RoomProgram::make_maps() {
  const HeatNetwork& network = heating_->network();
  double to_mass = 0.0, to_others = 0.0;
  for (const HeatNetwork::Link& link : network.links()) {
    if (link.a != zone_ && link.b != zone_) continue;
    const std::size_t other = link.a == zone_ ? link.b : link.a;
    (mass_ == other ? to_mass : to_others) += link.kw_per_k;
  }
  maps_.clear();
  for (std::size_t t = 0; t < heating_->slot_count(); ++t) {
    const auto& hold = network.step(t).hold_kw_per_k;
    const double hold_air = hold[zone_];
    // Without a mass its place is taken by one that nothing flows to.
    const double hold_mass = mass_ ? hold[*mass_] : 1.0;
    const double loss_mass = mass_ ? network.loss_kw_per_k(*mass_) : 0.0;
    const double forced_mass = mass_ ? network.forced_kw(t)[*mass_] : 0.0;
    const std::vector<double> inverse =
        invert({0.0, to_mass, to_mass, 0.0},
               {hold_air + network.loss_kw_per_k(zone_) + to_others, hold_mass + loss_mass});
    const double heat = share_ * heater_->heat_kw(t, heater_->power_kw);
    SlotMap map;
    map.air = {inverse[0] * hold_air, inverse[1] * hold_mass,
               inverse[0] * ambient_kw_[t] + inverse[1] * forced_mass};
    map.mass = {inverse[2] * hold_air, inverse[3] * hold_mass,
                inverse[2] * ambient_kw_[t] + inverse[3] * forced_mass};
    map.air_rise_c = inverse[0] * heat;
    map.mass_rise_c = inverse[2] * heat;
    maps_.push_back(map);
  }
}

// The grid of each period spans what can be reached, as far as it is near the comfort band.
void RoomProgram::make_grids() {
  const SwitchRules& rules = heater_->rules;
  State coldest = start_, hottest = start_;
  grids_.clear();
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    Grid grid;
    grid.air = make_axis(coldest.air_c, hottest.air_c, k_air_step_c, true);
    grid.mass = make_axis(coldest.mass_c, hottest.mass_c, k_mass_step_c, mass_.has_value());
    grids_.push_back(grid);
    for (std::size_t t = rules.first_slot(p); t < rules.end_slot(p); ++t) {
      const SlotMap& map = maps_[t];
      coldest = {map.air.at(coldest), map.mass.at(coldest)};
      hottest = {map.air.at(hottest) + map.air_rise_c, map.mass.at(hottest) + map.mass_rise_c};
    }
  }
}

RoomProgram::Axis RoomProgram::make_axis(double coldest_c, double hottest_c, double step_c,
                                         bool is_clipped) const {
  double low_c = std::numeric_limits<double>::infinity();
  double high_c = -low_c;
  for (std::size_t t = 0; is_clipped && t < heating_->slot_count(); ++t) {
    const Heating::Comfort& comfort = heating_->comfort(t, zone_);
    if (std::isfinite(comfort.low_c)) {
      low_c = std::min(low_c, comfort.low_c - k_beyond_band_c);
      if (!std::isfinite(comfort.high_c))
        high_c = std::max(high_c, comfort.low_c + 2.0 * k_beyond_band_c);
    }
    if (std::isfinite(comfort.high_c)) {
      high_c = std::max(high_c, comfort.high_c + k_beyond_band_c);
      if (!std::isfinite(comfort.low_c))
        low_c = std::min(low_c, comfort.high_c - 2.0 * k_beyond_band_c);
    }
  }
  double from = coldest_c, to = hottest_c;
  if (low_c < high_c && coldest_c > high_c) {
    to = std::min(hottest_c, coldest_c + k_beyond_band_c);
  } else if (low_c < high_c && hottest_c < low_c) {
    from = std::max(coldest_c, hottest_c - 2.0 * k_beyond_band_c);
  } else if (low_c < high_c) {
    from = std::max(coldest_c, low_c);
    to = std::min(hottest_c, high_c);
  }
  Axis axis;
  axis.low = from;
  const double cells =
      std::clamp(std::ceil((to - from) / step_c), 1.0, static_cast<double>(most_points_ - 1));
  axis.count = static_cast<std::size_t>(cells) + 1;
  axis.step = std::max((to - from) / cells, 1e-6 * (1.0 + std::abs(from)));
  return axis;
}

RoomProgram::Stretch RoomProgram::make_stretch(std::size_t period, std::size_t until,
                                               bool on) const {
  const SwitchRules& rules = heater_->rules;
  Stretch stretch;
  stretch.until = until;
  stretch.is_on = on;
  stretch.first_slot = rules.first_slot(period);
  stretch.air = {1.0, 0.0, 0.0};
  stretch.mass = {0.0, 1.0, 0.0};
  const auto add = [](const Plane& plane, double factor, Plane& into) {
    into.air += factor * plane.air;
    into.mass += factor * plane.mass;
    into.constant += factor * plane.constant;
  };
  for (std::size_t t = stretch.first_slot; t < rules.first_slot(until); ++t) {
    const SlotMap& map = maps_[t];
    Plane air{0.0, 0.0, map.air.constant + (on ? map.air_rise_c : 0.0)};
    Plane mass{0.0, 0.0, map.mass.constant + (on ? map.mass_rise_c : 0.0)};
    add(stretch.air, map.air.air, air);
    add(stretch.mass, map.air.mass, air);
    add(stretch.air, map.mass.air, mass);
    add(stretch.mass, map.mass.mass, mass);
    stretch.air = air;
    stretch.mass = mass;
    stretch.slots.push_back(air);
    add(air, slopes_[t], stretch.slope_cost);
  }
  if (until == rules.period_count()) {
    add(stretch.air, -heating_->end_value_per_k(zone_), stretch.slope_cost);
    if (mass_) add(stretch.mass, -heating_->end_value_per_k(*mass_), stretch.slope_cost);
  }
  return stretch;
}

void RoomProgram::make_tables() {
  const SwitchRules& rules = heater_->rules;
  stretches_.assign(rules.period_count(), {});
  for (std::size_t p = 0; p < rules.period_count(); ++p) {
    auto& moves = stretches_[p];
    moves[k_stay_off] = make_stretch(p, p + 1, false);
    moves[k_stay_on] = make_stretch(p, p + 1, true);
    // Where a switch binds for one period only it is the same as staying.
    if (rules.on_until(p) > p + 1) moves[k_start] = make_stretch(p, rules.on_until(p), true);
    if (rules.off_until(p) > p + 1) moves[k_stop] = make_stretch(p, rules.off_until(p), false);
  }
}

// Along a row of the grid the mass alone changes, so what is linear in it is summed up first.
void RoomProgram::fill_costs(Stretch& stretch, const Grid& grid) const {
  stretch.costs.assign(grid.size(), 0.0F);
  const double steps = static_cast<double>(grid.mass.count - 1);
  for (std::size_t i = 0; i < grid.air.count; ++i) {
    float* row = &stretch.costs[i * grid.mass.count];
    const State first{grid.air.at(i), grid.mass.low};
    double at_start = stretch.slope_cost.at(first);
    double per_point = stretch.slope_cost.mass * grid.mass.step;
    for (std::size_t k = 0; k < stretch.slots.size(); ++k) {
      const Heating::Comfort& comfort = heating_->comfort(stretch.first_slot + k, zone_);
      const double coldest = stretch.slots[k].at(first);
      const double rise = stretch.slots[k].mass * grid.mass.step;  // never negative
      const double hottest = coldest + rise * steps;
      const bool is_one_piece = hottest <= comfort.low_c || coldest >= comfort.high_c ||
                                (coldest >= comfort.low_c && hottest <= comfort.high_c);
      if (is_one_piece) {
        at_start += comfort.cost(coldest);
        per_point += comfort.slope(coldest < comfort.low_c ? coldest : hottest) * rise;
        continue;
      }
      for (std::size_t j = 0; j < grid.mass.count; ++j)
        row[j] += static_cast<float>(comfort.cost(coldest + rise * static_cast<double>(j)));
    }
    for (std::size_t j = 0; j < grid.mass.count; ++j)
      row[j] += static_cast<float>(at_start + per_point * static_cast<double>(j));
  }
}

}  // namespace ohmstead::plan
