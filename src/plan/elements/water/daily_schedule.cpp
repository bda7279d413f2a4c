// The programme of the heat of each day: labels of open heat and cost, forwards in time. A label
// with no less heat open and no lower cost than another one is dropped; the rest are exact.
#include <algorithm>
#include <limits>

#include "water_schedule.hpp"

namespace ohmstead::plan {
namespace {

// Labels of one state. More than there are slots in two days, which is what one power and COP can
// make; beyond that only the cheapest of each part of the range stays.
constexpr std::size_t k_most_labels = 400;
constexpr std::size_t k_first = std::numeric_limits<std::size_t>::max();

class DailyProgramme final : public WaterProgramme {
 public:
  DailyProgramme(const WaterDevice& heater, const DailyNeed& daily)
      : heater_{&heater},
        daily_{&daily},
        count_{heater.cop.size()},
        levels_{heater.rules.level_count()} {}
  [[nodiscard]] std::vector<int> cheapest(std::span<const double> on_costs) override;

 private:
  struct Label {
    double open_kwh = 0.0;
    double cost = 0.0;
    std::size_t parent = k_first;
    std::size_t begin = 0;  // of the move that led here
    bool is_on = false;     // in it
  };
  using Labels = std::vector<Label>;

  [[nodiscard]] Labels& labels(std::size_t slot, bool is_on, std::size_t left) {
    return states_[(slot * 2 + (is_on ? 1 : 0)) * levels_ + left];
  }
  static void keep_best(Labels& labels);
  void push(std::size_t parent, const Label& from, std::size_t slot, WaterRules::Move move, bool on,
            double money);
  void expand(std::size_t slot, bool is_on, std::size_t left);

  const WaterDevice* heater_;
  const DailyNeed* daily_;
  std::size_t count_, levels_;
  std::vector<double> sums_;
  std::vector<Labels> states_;
  Labels settled_;
};

// Sorted by open heat, costs falling.
void DailyProgramme::keep_best(Labels& labels) {
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
    return a.open_kwh != b.open_kwh ? a.open_kwh < b.open_kwh : a.cost < b.cost;
  });
  std::size_t kept = 0;
  for (const Label& label : labels) {
    if (kept == 0 || label.cost < labels[kept - 1].cost) labels[kept++] = label;
  }
  labels.resize(kept);
  if (kept <= k_most_labels) return;
  // Costs fall: the last of a part is its cheapest.
  const double width = labels.back().open_kwh / static_cast<double>(k_most_labels);
  std::size_t thin = 0;
  for (std::size_t i = 0; i < kept; ++i) {
    const bool is_last_of_part =
        i + 1 == kept || labels[i + 1].open_kwh >= static_cast<double>(thin + 1) * width;
    if (is_last_of_part || i == 0) labels[thin++] = labels[i];
  }
  labels.resize(thin);
}

void DailyProgramme::push(std::size_t parent, const Label& from, std::size_t slot,
                          WaterRules::Move move, bool on, double money) {
  Label next{from.open_kwh, from.cost + money, parent, slot, on};
  for (std::size_t t = slot; t < move.end; ++t) {
    const DailyNeed::Step& step = daily_->step(t);
    const double heat_kwh = on ? heater_->cop[t] * heater_->power_kw * heater_->hours[t] : 0.0;
    next.open_kwh = std::max(0.0, next.open_kwh + step.asked_kwh - heat_kwh);
    if (!step.is_deadline || next.open_kwh <= step.latest_kwh) continue;
    next.cost += daily_->price_per_kwh() * (next.open_kwh - step.latest_kwh);
    next.open_kwh = step.latest_kwh;
  }
  labels(move.end, on, move.left).push_back(next);
}

void DailyProgramme::expand(std::size_t slot, bool is_on, std::size_t left) {
  Labels& here = labels(slot, is_on, left);
  keep_best(here);
  for (const Label& label : here) {
    settled_.push_back(label);
    for (const bool on : {false, true}) {
      const auto move = heater_->rules.move(slot, is_on, left, on);
      if (!move) continue;
      const double money = on ? sums_[move->end] - sums_[slot] + (is_on ? 0.0 : k_start_hair) : 0.0;
      push(settled_.size() - 1, label, slot, *move, on, money);
    }
  }
  here.clear();
}

std::vector<int> DailyProgramme::cheapest(std::span<const double> on_costs) {
  const WaterRules& rules = heater_->rules;
  sums_.assign(1, 0.0);
  for (const double cost : on_costs) sums_.push_back(sums_.back() + cost);
  states_.resize((count_ + 1) * 2 * levels_);
  settled_.assign(1, Label{});
  // What binds from before the first slot is one move.
  WaterRules::Mode mode = rules.start();
  const bool is_on = mode.is_on;
  const std::size_t begin = mode.bound_until;
  for (std::size_t t = 0; t < begin; ++t) mode = rules.after(mode, t, is_on);
  push(0, Label{}, 0, {begin, mode.left}, is_on, is_on ? sums_[begin] : 0.0);
  for (std::size_t t = begin; t < count_; ++t) {
    for (std::size_t left = 0; left < levels_; ++left) {
      expand(t, false, left);
      expand(t, true, left);
    }
  }
  Label best{0.0, std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i < 2 * levels_; ++i) {
    Labels& last = labels(count_, i >= levels_, i % levels_);
    for (const Label& label : last) {
      if (label.cost < best.cost) best = label;
    }
    last.clear();
  }
  std::vector<int> states(count_, 0);
  for (std::size_t end = count_;;) {
    std::fill(states.begin() + static_cast<std::ptrdiff_t>(best.begin),
              states.begin() + static_cast<std::ptrdiff_t>(end), best.is_on ? 1 : 0);
    if (best.parent == k_first || best.parent == 0) return states;
    end = best.begin;
    best = settled_[best.parent];
  }
}

}  // namespace

std::unique_ptr<WaterProgramme> make_daily_programme(const WaterDevice& heater,
                                                     const DailyNeed& daily) {
  return std::make_unique<DailyProgramme>(heater, daily);
}

}  // namespace ohmstead::plan
