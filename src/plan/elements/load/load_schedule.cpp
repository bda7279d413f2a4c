#include "load_schedule.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ohmstead::plan {
namespace {

constexpr double k_never = std::numeric_limits<double>::infinity();

}  // namespace

LoadProgramme::LoadProgramme(const LoadDevice& load) : load_{&load}, count_{load.hours.size()} {
  // More than every second slot cannot be a start.
  levels_ = load.most_starts ? std::min(*load.most_starts, count_ / 2 + 1) + 1 : 1;
  // Of a load that modulates, the time at its lowest power.
  const double longest_h =
      load.least_share > 0.0 ? load.most_h / load.least_share : std::numeric_limits<double>::max();
  constexpr double k_most_h = 1e9;
  most_s_ = std::llround(std::min(longest_h, k_most_h) * 3600.0);
}

void LoadProgramme::keep_best(Labels& labels) {
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
    return a.used_s != b.used_s ? a.used_s < b.used_s : a.cost < b.cost;
  });
  const auto last = std::unique(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
    return a.used_s == b.used_s;
  });
  labels.erase(last, labels.end());
  if (labels.size() <= k_most_labels) return;
  // The cheapest of each part of the range.
  const std::int64_t width =
      labels.back().used_s / static_cast<std::int64_t>(k_most_labels) + std::int64_t{1};
  std::size_t kept = 0;
  for (const Label& label : labels) {
    const bool is_new = kept == 0 || label.used_s / width != labels[kept - 1].used_s / width;
    if (is_new) {
      labels[kept++] = label;
    } else if (label.cost < labels[kept - 1].cost) {
      labels[kept - 1] = label;
    }
  }
  labels.resize(kept);
}

// Being on in the slots from `slot` until `until`.
void LoadProgramme::run(const Label& label, std::size_t slot, std::size_t until,
                        std::size_t starts) {
  Label next{label.used_s, label.cost, followed_.size() - 1, slot, true};
  for (std::size_t t = slot; t < until; ++t) {
    next.used_s += load_->seconds[t];
    next.cost += on_costs_[t];
  }
  if (next.used_s > most_s_ || next.cost == k_never) return;
  labels(until, true, starts).push_back(next);
}

void LoadProgramme::expand(std::size_t slot, bool is_on, std::size_t starts) {
  Labels& here = labels(slot, is_on, starts);
  keep_best(here);
  for (const Label& label : here) {
    followed_.push_back(label);
    labels(slot + 1, false, starts)
        .push_back({label.used_s, label.cost, followed_.size() - 1, slot, false});
    if (!load_->is_in_window(slot)) continue;
    if (is_on) {
      run(label, slot, slot + 1, starts);
      continue;
    }
    const auto until = load_->on_until(slot);
    if (!until || (load_->most_starts && starts + 1 >= levels_)) continue;
    Label started = label;
    started.cost += start_cost_ + k_start_hair;
    run(started, slot, *until, load_->most_starts ? starts + 1 : 0);
  }
  here.clear();
}

std::vector<int> LoadProgramme::trace(const Label& last) const {
  std::vector<int> states(count_, 0);
  Label label = last;
  for (std::size_t end = count_; end > 0;) {
    std::fill(states.begin() + static_cast<std::ptrdiff_t>(label.begin),
              states.begin() + static_cast<std::ptrdiff_t>(end), label.is_on ? 1 : 0);
    end = label.begin;
    label = followed_[label.parent];
  }
  return states;
}

std::vector<int> LoadProgramme::cheapest(std::span<const double> on_costs, const Terms& terms) {
  on_costs_ = on_costs;
  start_cost_ = terms.start_cost;
  states_.resize((count_ + 1) * 2 * levels_);
  // What binds from before the first slot is one move; its parent is label 0.
  followed_.assign(1, Label{});
  Label first;
  first.is_on = load_->begins_on;
  for (std::size_t t = 0; t < load_->bound_until; ++t) first.used_s += load_->seconds[t];
  labels(load_->bound_until, load_->begins_on, 0).push_back(first);
  for (std::size_t t = load_->bound_until; t < count_; ++t) {
    for (std::size_t k = 0; k < levels_; ++k) {
      expand(t, false, k);
      expand(t, true, k);
    }
  }
  Label best;
  double lowest = k_never;
  for (std::size_t i = 0; i < 2 * levels_; ++i) {
    Labels& last = labels(count_, i >= levels_, i % levels_);
    for (const Label& label : last) {
      const double missing_h = terms.wanted_h - static_cast<double>(label.used_s) / 3600.0;
      const double cost = label.cost + terms.price_per_h * std::max(0.0, missing_h);
      if (cost >= lowest) continue;
      lowest = cost;
      best = label;
    }
    last.clear();
  }
  return trace(best);
}

}  // namespace ohmstead::plan
