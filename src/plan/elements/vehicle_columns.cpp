#include "vehicle_columns.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "charger_queue.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_no_power_kw = 1e-7;
constexpr double k_tolerance = 1e-6;

double at(std::span<const double> values, solve::ColumnId column) {
  return column.index < 0 ? 0.0 : values[static_cast<std::size_t>(column.index)];
}

void set(std::span<double> values, solve::ColumnId column, double value) {
  if (column.index >= 0) values[static_cast<std::size_t>(column.index)] = value;
}

// What a solution wants of one car in one slot.
struct Wish {
  std::size_t plug = 0;
  double charge_kw = 0.0;  // at that plug; one of the two is 0
  double give_kw = 0.0;
  double change_kwh = 0.0;  // in the car, over all its plugs
};

class Rounding {
 public:
  Rounding(const VehicleElement& element, const VehicleColumns& columns,
           std::span<const double> values, std::span<Track> tracks)
      : element_{&element},
        columns_{&columns},
        values_{values},
        tracks_{tracks},
        owed_kwh_(element.cars().size(), 0.0),
        queue_{element} {
    for (const Car& car : element.cars()) soc_kwh_.push_back(car.soc_kwh);
  }

  void run() {
    std::vector<Wish> wishes(soc_kwh_.size());
    std::vector<std::size_t> order(soc_kwh_.size());
    for (std::size_t t = 0; t < element_->count(); ++t) {
      queue_.start_slot();
      for (std::size_t c = 0; c < wishes.size(); ++c) wishes[c] = wish(c, t);
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::abs(wishes[a].change_kwh) > std::abs(wishes[b].change_kwh);
      });
      for (const std::size_t c : order) act(c, t, wishes[c]);
    }
  }

 private:
  [[nodiscard]] Wish wish(std::size_t car, std::size_t slot) const;
  void act(std::size_t car, std::size_t slot, const Wish& wish);
  [[nodiscard]] double charge_kw(std::size_t car, std::size_t slot, const Wish& wish) const;
  [[nodiscard]] double give_kw(std::size_t car, std::size_t slot, const Wish& wish) const;

  const VehicleElement* element_;
  const VehicleColumns* columns_;
  std::span<const double> values_;
  std::span<Track> tracks_;
  std::vector<double> soc_kwh_;
  std::vector<double> owed_kwh_;  // wanted so far and not done
  ChargerQueue queue_;
};

// Charging and giving at once, which ties may leave, is the same change by the larger one alone.
Wish Rounding::wish(std::size_t car, std::size_t slot) const {
  Wish wish;
  double most = 0.0;
  const auto& plugs = element_->cars()[car].plugs;
  for (std::size_t p = 0; p < plugs.size(); ++p) {
    const PlugColumns& columns = columns_->plugs[car][p][slot];
    const double stored_per_kw = plugs[p].charge_efficiency * element_->hours(slot);
    const double lost_per_kw = element_->hours(slot) / plugs[p].discharge_efficiency;
    const double change =
        at(values_, columns.charge) * stored_per_kw - at(values_, columns.give) * lost_per_kw;
    wish.change_kwh += change;
    if (std::abs(change) <= most) continue;
    most = std::abs(change);
    wish.plug = p;
    const bool has_both = at(values_, columns.give) > 0.0 && at(values_, columns.charge) > 0.0;
    wish.charge_kw = has_both ? std::max(0.0, change / stored_per_kw)
                              : std::max(0.0, at(values_, columns.charge));
    wish.give_kw =
        has_both ? std::max(0.0, -change / lost_per_kw) : std::max(0.0, at(values_, columns.give));
  }
  return wish;
}

double Rounding::charge_kw(std::size_t car_index, std::size_t slot, const Wish& wish) const {
  const Car& car = element_->cars()[car_index];
  const Plug& plug = car.plugs[wish.plug];
  const double share = car.share[slot];
  const double possible = plug.nearest_to(wish.charge_kw, share);
  const bool is_exact = std::abs(owed_kwh_[car_index]) <= k_tolerance;
  if (is_exact && std::abs(possible - wish.charge_kw) <= k_tolerance) return possible;
  const double stored_per_kw = plug.charge_efficiency * element_->hours(slot);
  const double room =
      car.room_kw(plug, slot, soc_kwh_[car_index], car.capacity_kwh, element_->hours(slot));
  const double wanted =
      plug.nearest_to(wish.charge_kw + owed_kwh_[car_index] / stored_per_kw, share);
  return wanted <= room ? wanted : plug.highest_below(room, share);
}

double Rounding::give_kw(std::size_t car_index, std::size_t slot, const Wish& wish) const {
  const Car& car = element_->cars()[car_index];
  const Plug& plug = car.plugs[wish.plug];
  const double most = plug.discharge_kw * car.share[slot];
  if (std::abs(owed_kwh_[car_index]) <= k_tolerance) return std::min(wish.give_kw, most);
  const double held = std::max(0.0, soc_kwh_[car_index] - car.driven_kwh[slot]);
  return std::min({wish.give_kw, most, held * plug.discharge_efficiency / element_->hours(slot)});
}

void Rounding::act(std::size_t car_index, std::size_t slot, const Wish& wish) {
  const Car& car = element_->cars()[car_index];
  Track& track = tracks_[car_index];
  double change = 0.0;
  track.power_kw[slot] = 0.0;
  track.state[slot] = car.share[slot] > 0.0 ? VehicleElement::k_idle : VehicleElement::k_away;
  if (std::max(wish.charge_kw, wish.give_kw) > k_no_power_kw && car.share[slot] > 0.0) {
    const Plug& plug = car.plugs[wish.plug];
    const bool is_giving = wish.give_kw > wish.charge_kw;
    const double power =
        is_giving ? -give_kw(car_index, slot, wish) : charge_kw(car_index, slot, wish);
    const int state = power != 0.0 ? queue_.take(car_index, plug.kind) : VehicleElement::k_idle;
    if (state != VehicleElement::k_idle) {
      track.state[slot] = state;
      track.power_kw[slot] = power;
      change = element_->hours(slot) *
               (is_giving ? power / plug.discharge_efficiency : power * plug.charge_efficiency);
    }
  }
  owed_kwh_[car_index] += wish.change_kwh - change;
  soc_kwh_[car_index] = std::max(0.0, soc_kwh_[car_index] + change - car.driven_kwh[slot]);
}

// The number of the level nearest to the power.
std::size_t level_of(const Plug& plug, double power_kw) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < plug.levels_kw.size(); ++i) {
    if (std::abs(plug.levels_kw[i] - power_kw) < std::abs(plug.levels_kw[best] - power_kw))
      best = i;
  }
  return best;
}

void give_levels(const Plug& plug, const PlugColumns& columns, double power_kw,
                 std::span<double> values) {
  const std::vector<LevelRun> runs = level_runs(plug.levels_kw);
  auto left = static_cast<int>(level_of(plug, power_kw));
  const bool is_on = power_kw > 0.0;
  for (std::size_t r = 0; r < columns.runs.size(); ++r) {
    const bool is_open = is_on && left >= 0;
    set(values, columns.runs[r].opens, is_open ? 1.0 : 0.0);
    const int steps = is_open ? std::min(left, runs[r].steps) : 0;
    set(values, columns.runs[r].steps, steps);
    left -= runs[r].steps + 1;
  }
}

}  // namespace

std::vector<LevelRun> level_runs(std::span<const double> levels_kw) {
  std::vector<LevelRun> runs;
  double last = 0.0;
  for (const double level : levels_kw) {
    const double distance = level - last;
    last = level;
    const bool is_first = runs.empty();
    const bool fits = !is_first && (runs.back().steps == 0 ||
                                    std::abs(distance - runs.back().spacing_kw) <= 1e-9 * level);
    if (!fits) {
      runs.push_back({distance, 0.0, 0});
      continue;
    }
    runs.back().spacing_kw = distance;
    ++runs.back().steps;
  }
  return runs;
}

void take_tracks(const VehicleElement& element, const VehicleColumns& columns,
                 std::span<const double> values, std::span<Track> tracks) {
  Rounding{element, columns, values, tracks}.run();
}

void give_switches(const VehicleElement& element, const VehicleColumns& columns,
                   std::span<const Track> tracks, std::span<double> values) {
  for (std::size_t c = 0; c < columns.plugs.size(); ++c) {
    const Car& car = element.cars()[c];
    for (std::size_t p = 0; p < columns.plugs[c].size(); ++p) {
      for (std::size_t t = 0; t < element.count(); ++t) {
        const PlugColumns& plug = columns.plugs[c][p][t];
        const bool is_there = element.plug_of(c, tracks[c].state[t]) == &car.plugs[p];
        const double power = is_there ? tracks[c].power_kw[t] : 0.0;
        set(values, plug.charges, power > k_no_power_kw ? 1.0 : 0.0);
        set(values, plug.gives, power < -k_no_power_kw ? 1.0 : 0.0);
        if (!plug.runs.empty())
          give_levels(car.plugs[p], plug, std::max(0.0, power) / car.share[t], values);
      }
    }
  }
}

}  // namespace ohmstead::plan
