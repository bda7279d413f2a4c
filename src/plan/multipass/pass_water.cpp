#include <algorithm>
#include <cmath>
#include <numeric>

#include "ohmstead/base/zone.hpp"
#include "passes.hpp"

namespace ohmstead::plan::multipass {
namespace {

constexpr double k_tolerance_kwh = 1e-9;

// Slots [begin, end) that are heated.
struct Block {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Chooses the slots of one task and day.
class WaterDay {
 public:
  // `is_on` are slots that manual blocks heat; they count, and stay.
  WaterDay(const State& state, const WaterTask& task, std::vector<std::size_t> slots,
           std::vector<char> is_on)
      : state_{state}, task_{task}, slots_{std::move(slots)}, is_on_{std::move(is_on)} {}

  // Slots with heat, as few blocks as allowed, at least `energy_kwh` where that fits.
  std::vector<char> choose(double energy_kwh) {
    take_cheapest(energy_kwh - total_kwh());
    join_blocks();
    trim(energy_kwh);
    return is_on_;
  }

 private:
  [[nodiscard]] double energy_kwh(std::size_t t) const { return task_.power_kw * state_.hours[t]; }
  // PV that would be sold costs its export price, the rest what the grid takes.
  [[nodiscard]] double price(std::size_t t) const {
    const double free_kw = std::min(state_.surplus_kw(t), task_.power_kw);
    return (free_kw * state_.export_[t] + (task_.power_kw - free_kw) * state_.import[t]) /
           task_.power_kw;
  }
  [[nodiscard]] std::vector<Block> blocks() const;
  [[nodiscard]] double total_kwh() const;
  void take_cheapest(double wanted_kwh);
  void join_blocks();
  void trim(double wanted_kwh);

  const State& state_;
  const WaterTask& task_;
  std::vector<std::size_t> slots_;  // that may be heated, in order of time
  std::vector<char> is_on_;
};

std::vector<Block> WaterDay::blocks() const {
  std::vector<Block> result;
  for (std::size_t t = 0; t < is_on_.size(); ++t) {
    if (is_on_[t] == 0) continue;
    if (result.empty() || result.back().end != t) result.push_back({t, t});
    result.back().end = t + 1;
  }
  return result;
}

double WaterDay::total_kwh() const {
  double sum = 0.0;
  for (std::size_t t = 0; t < is_on_.size(); ++t) {
    if (is_on_[t] != 0) sum += energy_kwh(t);
  }
  return sum;
}

// Cheap slots and slots with sun enough first; the others only when those do not suffice.
void WaterDay::take_cheapest(double wanted_kwh) {
  const auto is_second = [&](std::size_t t) {
    return state_.is_cheap[t] == 0 && state_.surplus_kw(t) < task_.power_kw;
  };
  std::vector<std::size_t> order = slots_;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (is_second(a) != is_second(b)) return is_second(b);
    return price(a) < price(b);
  });
  double left_kwh = wanted_kwh;
  for (const std::size_t t : order) {
    if (left_kwh <= k_tolerance_kwh) return;
    is_on_[t] = 1;
    left_kwh -= energy_kwh(t);
  }
}

// Joins the two neighbours whose gap is cheapest to heat, by heating it, until they are few enough.
void WaterDay::join_blocks() {
  for (auto all = blocks(); static_cast<std::int64_t>(all.size()) > task_.max_blocks;
       all = blocks()) {
    const auto gap_cost = [&](std::size_t i) {
      double cost = 0.0;
      for (std::size_t t = all[i].end; t < all[i + 1].begin; ++t) cost += price(t) * energy_kwh(t);
      return cost;
    };
    std::size_t best = 0;
    for (std::size_t i = 1; i + 1 < all.size(); ++i) {
      if (gap_cost(i) < gap_cost(best)) best = i;
    }
    for (std::size_t t = all[best].end; t < all[best + 1].begin; ++t) is_on_[t] = 1;
  }
}

// Gives the dearest ends of blocks up while the rest suffices.
void WaterDay::trim(double wanted_kwh) {
  while (true) {
    const double spare_kwh = total_kwh() - wanted_kwh;
    std::size_t dearest = is_on_.size();
    for (const Block& block : blocks()) {
      for (const std::size_t t : {block.end - 1, block.begin}) {
        if (energy_kwh(t) > spare_kwh + k_tolerance_kwh || state_.is_water_wanted[t] != 0) continue;
        if (dearest == is_on_.size() || price(t) > price(dearest)) dearest = t;
      }
    }
    if (dearest == is_on_.size()) return;
    is_on_[dearest] = 0;
  }
}

// Slots of [from, to) that no one has heated yet.
std::vector<std::size_t> slots_between(const State& state, base::Time from, base::Time to,
                                       const std::vector<double>& row_kw) {
  std::vector<std::size_t> slots;
  const base::SlotGrid& grid = state.home->slots;
  for (std::size_t t = 0; t < state.count(); ++t) {
    if (grid.start(t) >= from && grid.end(t) <= to && row_kw[t] == 0.0) slots.push_back(t);
  }
  return slots;
}

void heat(State& state, const WaterTask& task, const std::vector<char>& is_on,
          std::vector<double>& row_kw) {
  for (std::size_t t = 0; t < state.count(); ++t) {
    if (is_on[t] == 0 || row_kw[t] > 0.0) continue;
    row_kw[t] = task.power_kw;
    state.water_kw[t] += task.power_kw;
  }
}

// Each local day that the horizon covers to its end: today and, once its prices are known, the
// others. A day's heating may end `deferral_h` after midnight.
std::vector<double> place_task(State& state, const WaterTask& task, const base::Zone& zone) {
  std::vector<double> row_kw(state.count(), 0.0);
  if (!(task.power_kw > 0.0)) return row_kw;
  heat(state, task, state.is_water_wanted, row_kw);
  if (state.settings.manual.is_exclusive && !state.home->manual_blocks.empty()) return row_kw;
  const base::SlotGrid& grid = state.home->slots;
  const base::Time first = grid.start(0), last = grid.end(state.count() - 1);
  base::Time day = zone.day_start(zone.date(first));
  for (bool is_today = true; day < last; is_today = false) {
    const base::Time end = zone.next_day_start(day);
    if (!is_today && end > last) break;
    const base::Time until = end + base::Seconds{std::llround(3600.0 * task.deferral_h)};
    const double wanted_kwh = task.energy_per_day_kwh - (is_today ? task.used_today_kwh : 0.0);
    std::vector<char> is_on(state.count(), 0);
    for (std::size_t t = 0; t < state.count(); ++t) {
      if (grid.start(t) >= day && grid.start(t) < end) is_on[t] = state.is_water_wanted[t];
    }
    if (wanted_kwh > k_tolerance_kwh) {
      WaterDay water{state, task, slots_between(state, day, std::min(until, last), row_kw),
                     std::move(is_on)};
      heat(state, task, water.choose(wanted_kwh), row_kw);
    }
    day = end;
  }
  return row_kw;
}

}  // namespace

std::vector<std::vector<double>> place_water(State& state, std::span<const WaterTask> tasks) {
  const auto zone = base::Zone::load(state.home->timezone);
  std::vector<std::vector<double>> rows;
  for (const WaterTask& task : tasks)
    rows.push_back(place_task(state, task, zone.value_or(base::Zone::utc())));
  return rows;
}

}  // namespace ohmstead::plan::multipass
