// The steps of a room's floor within a period: reading values of the next one, what a slot costs,
// and the heat that the room takes from its neighbours in it.
#include <algorithm>
#include <cmath>

#include "elements/above_kinks.hpp"
#include "room_floor.hpp"

namespace ohmstead::plan {
namespace {

// The first and the last point of the other axis that cells beside point i touch.
std::pair<std::size_t, std::size_t> touched(const SeenPoints& seen, std::size_t i) {
  const std::size_t last = seen.cell.size() - 1;
  return {seen.cell[i > 0 ? i - 1 : 0], seen.cell[std::min(i + 1, last)] + 1};
}

// How far straight lines in the cells beside point i of one axis may lie above: `bend(k)` is the
// highest second difference at point k of the other axis.
template <class Bend>
double above_beside(const SeenPoints& seen, std::size_t i, const Bend& bend) {
  double most = 0.0;
  for (std::size_t c = i > 0 ? i - 1 : 0; c <= i && c < seen.interval_count(); ++c) {
    double above = 0.0;
    for (const auto& [k, weight] : seen.in_interval(c)) above += weight * bend(k);
    most = std::max(most, above);
  }
  return most;
}

// Each value becomes the highest within so many rows and columns.
void spread(std::size_t rows, std::size_t columns, std::size_t by_rows, std::size_t by_columns,
            std::vector<double>& values, std::vector<double>& spare) {
  spare.resize(values.size());
  for (std::size_t done = 0; done < by_columns; ++done) {
    for (std::size_t i = 0; i < rows; ++i) {
      const double* from = &values[i * columns];
      double* to = &spare[i * columns];
      to[0] = std::max(from[0], from[1]);
      for (std::size_t j = 1; j + 1 < columns; ++j)
        to[j] = std::max(from[j], std::max(from[j - 1], from[j + 1]));
      to[columns - 1] = std::max(from[columns - 2], from[columns - 1]);
    }
    values.swap(spare);
  }
  for (std::size_t done = 0; done < by_rows; ++done) {
    for (std::size_t i = 0; i < rows; ++i) {
      const double* from = &values[i * columns];
      const double* before = i > 0 ? from - columns : from;
      const double* after = i + 1 < rows ? from + columns : from;
      double* to = &spare[i * columns];
      for (std::size_t j = 0; j < columns; ++j)
        to[j] = std::max(from[j], std::max(before[j], after[j]));
    }
    values.swap(spare);
  }
}

// What 0, 1, 2 ... steps of heat cost, taken from the neighbours where they are cheapest.
std::vector<double> prices_of_steps(std::span<const double> pulls, double step_kw,
                                    std::size_t most) {
  std::vector<double> prices{0.0};
  std::vector<double> taken(pulls.size(), 0.0);
  const auto next = [&](std::size_t k) { return pulls[k] * (taken[k] + 0.5) * step_kw * step_kw; };
  for (std::size_t l = 1; l <= most; ++l) {
    std::size_t cheapest = 0;
    for (std::size_t k = 1; k < pulls.size(); ++k) {
      if (next(k) < next(cheapest)) cheapest = k;
    }
    prices.push_back(prices.back() + next(cheapest));
    taken[cheapest] += 1.0;
  }
  return prices;
}

}  // namespace

void RoomFloor::carry(const Grid& from, const Grid& to, const Values& next, Values& values) {
  const auto see = [](const Axis& axis, const Axis& other) {
    return see_points(axis.count, axis.step / other.step, (axis.low - other.low) / other.step,
                      other.count);
  };
  const SeenPoints fast = see(from.fast, to.fast), slow = see(from.slow, to.slow);
  const std::size_t width = to.slow.count, columns = from.slow.count;
  const auto bend = [&](std::size_t at, std::size_t step) {
    return next[at - step] - 2.0 * next[at] + next[at + step];
  };
  for (std::size_t i = 0; i < from.fast.count; ++i) {
    const auto [first_row, last_row] = touched(fast, i);
    const double x = fast.part[i];
    for (std::size_t j = 0; j < columns; ++j) {
      const double* at = &next[fast.cell[i] * width + slow.cell[j]];
      const double y = slow.part[j];
      const double low = at[0] + y * (at[1] - at[0]);
      const double high = at[width] + y * (at[width + 1] - at[width]);
      const auto [first, last] = touched(slow, j);
      const double above_fast = above_beside(fast, i, [&](std::size_t k) {
        double most = 0.0;
        for (std::size_t m = first; m <= last; ++m)
          most = std::max(most, bend(k * width + m, width));
        return most;
      });
      const double above_slow =
          above_beside(slow, j, [&, a = first_row, b = last_row](std::size_t k) {
            double most = 0.0;
            for (std::size_t m = a; m <= b; ++m) most = std::max(most, bend(m * width + k, 1));
            return most;
          });
      values[i * columns + j] = low + x * (high - low) - above_fast - above_slow;
    }
  }
}

void RoomFloor::find_costs(std::size_t slot, const Grid& grid, const HeatTrade& trade,
                           Values& costs) const {
  costs.resize(grid.size());
  const Heating::Comfort& comfort = heating_->comfort(slot, zone_);
  const bool is_last = slot + 1 == heating_->slot_count();
  const double air_worth = is_last ? heating_->end_value_per_k(zone_) : 0.0;
  const double mass_worth = is_last && mass_ ? heating_->end_value_per_k(*mass_) : 0.0;
  // A cell spans this much air from corner to corner; the four beside a point begin at it, one step
  // of either axis before it, or both.
  const double range = grid.fast.step + grid.slow.step;
  const auto above = [&](double air_c, double edge_c, double price) {
    const double at = edge_c - air_c;
    if (!(std::abs(at) < range)) return 0.0;
    return price *
           std::max({above_kink(at, range), above_kink(at + grid.fast.step, range),
                     above_kink(at + grid.slow.step, range), above_kink(at + range, range)});
  };
  for (std::size_t i = 0; i < grid.fast.count; ++i) {
    const double fast_c = grid.fast.at(i);
    for (std::size_t j = 0; j < grid.slow.count; ++j) {
      const double slow_c = grid.slow.at(j);
      const double air_c = fast_c + slow_c;
      double cost = comfort.cost(air_c) + trade.cost(air_c) - air_worth * air_c -
                    mass_worth * (fast_mass_ * fast_c + slow_mass_ * slow_c);
      cost -= above(air_c, comfort.low_c, comfort.low_price_per_k) +
              above(air_c, comfort.high_c, comfort.high_price_per_k);
      costs[i * grid.slow.count + j] = cost;
    }
  }
}

// Kinks across the slow axis and how its slopes turn along the fast one, the highest nearby.
void RoomFloor::find_bends(const Grid& grid, std::size_t reach, const Values& values) {
  const std::size_t rows = grid.fast.count, columns = grid.slow.count;
  bends_.assign(values.size(), 0.0);
  turns_.assign(values.size(), 0.0);
  for (std::size_t i = 0; i < rows; ++i) {
    const double* here = &values[i * columns];
    const double* there = i + 1 < rows ? here + columns : here;
    for (std::size_t j = 0; j + 1 < columns; ++j) {
      if (j > 0) bends_[i * columns + j] = std::max(0.0, here[j - 1] - 2.0 * here[j] + here[j + 1]);
      turns_[i * columns + j] = std::abs(there[j + 1] - there[j] - here[j + 1] + here[j]);
    }
  }
  spread(rows, columns, 1, reach, bends_, spare_);
  spread(rows, columns, 1, reach, turns_, spare_);
}

// The cheapest heat to take in this slot. A step of it leads to the next point of the fast axis,
// and straight lines along that axis stay straight; along the slow axis it is a small part of a
// step, and what lines may lie above there is taken off.
void RoomFloor::take_heat(std::size_t slot, const Grid& grid, const HeatTrade& trade,
                          Values& values) {
  if (trade.pulls.empty()) return;
  const Pair& per_kw = slots_[slot].per_kw;
  const double step_kw = grid.fast.step / per_kw.fast;
  const double part = per_kw.slow * step_kw / grid.slow.step;
  const auto count = [&](double kw) {
    return static_cast<std::size_t>(std::ceil(std::max(0.0, kw) / step_kw));
  };
  const std::size_t up = count(trade.most_kw), down = count(-trade.least_kw);
  const std::vector<double> prices = prices_of_steps(trade.pulls, step_kw, std::max(up, down));
  const double furthest = part * static_cast<double>(std::max(up, down));
  find_bends(grid, static_cast<std::size_t>(std::ceil(furthest)) + 2, values);
  const std::size_t rows = grid.fast.count, columns = grid.slow.count;
  best_ = values;
  const auto take = [&](std::size_t l, double sign) {
    const double steps = sign * static_cast<double>(l);
    const double price = prices[l] - trade.value_per_kw * steps * step_kw;
    const double cell = std::floor(steps * part);
    const double rest = steps * part - cell;
    // Of the point itself, and of heat between this step and its neighbours.
    const double bent = rest * (1.0 - rest) + 0.25 * part * (1.0 + part), turned = 0.25 * part;
    const auto whole = static_cast<std::ptrdiff_t>(cell);
    const auto last = static_cast<std::ptrdiff_t>(columns) - 1;
    // Points whose heat stays within the slow axis; the others are beyond what can be reached.
    const auto first_inside = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(-whole, 0, last));
    const auto end_inside =
        static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(last - whole, 0, last + 1));
    const std::size_t first = sign > 0.0 ? 0 : l;
    const std::size_t end = sign > 0.0 ? rows - std::min(l, rows) : rows;
    for (std::size_t i = first; i < end; ++i) {
      const std::size_t k = sign > 0.0 ? i + l : i - l;
      const double* from = &values[k * columns];
      const double* bends = &bends_[k * columns];
      const double* turns = &turns_[k * columns];
      double* best = &best_[i * columns];
      for (std::size_t j = first_inside; j < end_inside; ++j) {
        const double* at = from + (static_cast<std::ptrdiff_t>(j) + whole);
        const double taken =
            price + (1.0 - rest) * at[0] + rest * at[1] - bent * bends[j] - turned * turns[j];
        best[j] = std::min(best[j], taken);
      }
    }
  };
  take(0, 1.0);
  for (std::size_t l = 1; l <= up; ++l) take(l, 1.0);
  for (std::size_t l = 1; l <= down; ++l) take(l, -1.0);
  values.swap(best_);
}

}  // namespace ohmstead::plan
