// The linear form of a load that may be interrupted. Columns are shares of its power, so that no
// power is too small or too large for a solver: `u_t` of what it draws, `on_t` where it is switched
// (for an on/off load they are one column), starts `s_t` where they count.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "linear_home.hpp"
#include "load.hpp"
#include "load_schedule.hpp"

namespace ohmstead::plan {
namespace {

// With more prices than this, slots of one price are too few to be worth counting.
constexpr std::size_t k_most_prices = 8;

class LoadColumns {
 public:
  LoadColumns(LinearHome& linear, const LoadDevice& load) : load_{&load} {
    if (load.is_switched) add_switches(linear);
    if (load.is_switched && !load.is_modulating) add_counts(linear);
    if (load.is_switched && load.has_starts) add_starts(linear);
    add_shares(linear);
    add_need(linear);
  }
  void take(std::span<const double> values, Track& track) const;
  void give(const Track& track, std::span<double> values) const {
    for (std::size_t i = 0; i < on_.size(); ++i)
      values[static_cast<std::size_t>(on_[i].index)] =
          track.state[load_->first + i] == 1 ? 1.0 : 0.0;
    for (const Count& each : counts_)
      values[static_cast<std::size_t>(each.column.index)] = static_cast<double>(
          std::ranges::count_if(each.slots, [&](std::size_t t) { return track.state[t] == 1; }));
  }

 private:
  using Column = LinearHome::Column;
  // How many of these slots, all of one price, it is on.
  struct Count {
    Column column;
    std::vector<std::size_t> slots;
  };
  [[nodiscard]] std::string name(const char* part) const {
    return fmt::format("appliance.{}[{}]", part, load_->id);
  }
  void add_switches(LinearHome& linear);
  void add_counts(LinearHome& linear);
  void add_starts(LinearHome& linear);
  void add_shares(LinearHome& linear);
  void add_need(LinearHome& linear);
  void round_states(std::span<const double> values, Track& track) const;

  const LoadDevice* load_;
  std::vector<Column> on_, start_, share_;  // of the slots of the window
  std::vector<Count> counts_;
};

void LoadColumns::add_switches(LinearHome& linear) {
  const auto on = linear.name(name("on"));
  for (std::size_t t = load_->first; t < load_->end; ++t) {
    on_.push_back(linear.add_column(on, t,
                                    {.lower = t < load_->bound_until ? 1.0 : 0.0,
                                     .upper = 1.0,
                                     .is_integer = linear.is_whole(t)}));
  }
}

// How often it is on at a price is whole too. From slot to slot of one price a run moves for
// nothing, so that deciding slots one by one closes little, and deciding how many much.
void LoadColumns::add_counts(LinearHome& linear) {
  const home::Prices& prices = linear.home().prices;
  std::map<std::pair<double, double>, std::vector<std::size_t>> slots_of;
  for (std::size_t t = load_->first; t < load_->end; ++t) {
    if (!linear.is_whole(t)) return;
    slots_of[{prices.import[t].value(), prices.export_[t].value()}].push_back(t);
  }
  if (slots_of.size() < 2 || slots_of.size() > k_most_prices) return;
  for (auto& [price, slots] : slots_of) {
    const auto often = linear.name(name(fmt::format("often_{}", counts_.size() + 1).c_str()));
    const Column column =
        linear.add_column(often, {.upper = static_cast<double>(slots.size()), .is_integer = true});
    const auto row = linear.add_row(often, {0.0, 0.0});
    linear.add(row, column, -1.0);
    for (const std::size_t t : slots) linear.add(row, on_[t - load_->first], 1.0);
    counts_.push_back({column, std::move(slots)});
  }
}

void LoadColumns::add_starts(LinearHome& linear) {
  const auto start = linear.name(name("start"));
  for (std::size_t t = load_->first; t < load_->end; ++t) {
    const std::size_t i = t - load_->first;
    start_.push_back(linear.add_column(
        start, t, {.upper = load_->on_until(t) ? 1.0 : 0.0, .cost = load_->start_cost}));
    const double before = i == 0 && load_->begins_on ? -1.0 : 0.0;
    const auto row = linear.add_row(start, t, {before, solve::k_infinity});
    linear.add(row, start_[i], 1.0);
    linear.add(row, on_[i], -1.0);
    if (i > 0) linear.add(row, on_[i - 1], 1.0);
  }
  // At most one start among those whose least run still lasts, and only while it runs.
  const auto min_on = linear.name(name("min_on"));
  for (std::size_t t = load_->first; t < load_->end; ++t) {
    const auto row = linear.add_row(min_on, t, {0.0, solve::k_infinity});
    linear.add(row, on_[t - load_->first], 1.0);
    for (std::size_t s = load_->first; s <= t; ++s) {
      if (load_->on_until(s).value_or(0) > t) linear.add(row, start_[s - load_->first], -1.0);
    }
  }
  if (!load_->most_starts || start_.empty()) return;
  const auto row = linear.add_row(linear.name(name("max_starts")),
                                  {-solve::k_infinity, static_cast<double>(*load_->most_starts)});
  for (const Column column : start_) linear.add(row, column, 1.0);
}

void LoadColumns::add_shares(LinearHome& linear) {
  const auto drawer = linear.drawer(load_->id);
  if (!load_->is_modulating) {
    share_ = on_;
  } else {
    const auto share = linear.name(name("share"));
    for (std::size_t t = load_->first; t < load_->end; ++t) {
      share_.push_back(linear.add_column(share, t, {.upper = 1.0}));
      if (!load_->is_switched) continue;
      const auto most = linear.add_row(share, t, {-solve::k_infinity, 0.0});
      linear.add(most, share_.back(), 1.0);
      linear.add(most, on_[t - load_->first], -1.0);
      const auto least = linear.add_row(linear.name(name("least")), t, {0.0, solve::k_infinity});
      linear.add(least, share_.back(), 1.0);
      linear.add(least, on_[t - load_->first], -load_->least_share);
    }
  }
  for (std::size_t i = 0; i < share_.size(); ++i)
    linear.draw(load_->first + i, drawer, share_[i], load_->power_kw);
}

// sum h_t u_t + missed >= wanted, sum h_t u_t <= most.
void LoadColumns::add_need(LinearHome& linear) {
  const auto energy = linear.name(name("energy"));
  if (load_->out_of_reach_h > 0.0) {
    linear.add_column(
        linear.name(name("out_of_reach")),
        {.lower = 1.0, .upper = 1.0, .cost = load_->out_of_reach_h * load_->price_per_h});
  }
  if (share_.empty()) return;
  const auto missed =
      linear.add_column(energy, {.upper = load_->wanted_h, .cost = load_->price_per_h});
  const auto least = linear.add_row(energy, {load_->wanted_h, solve::k_infinity});
  const auto most = linear.add_row(linear.name(name("most")), {-solve::k_infinity, load_->most_h});
  linear.add(least, missed, 1.0);
  for (std::size_t i = 0; i < share_.size(); ++i) {
    linear.add(least, share_[i], load_->hours[load_->first + i]);
    linear.add(most, share_[i], load_->hours[load_->first + i]);
  }
}

// The allowed schedule with as many hours that is closest to the shares of a relaxed solution.
void LoadColumns::round_states(std::span<const double> values, Track& track) const {
  std::vector<double> costs(track.state.size(), 0.0);
  LoadProgramme::Terms terms{0.0, 2.0, 1e-3};
  for (std::size_t i = 0; i < on_.size(); ++i) {
    const std::size_t t = load_->first + i;
    const double share = std::clamp(values[static_cast<std::size_t>(on_[i].index)], 0.0, 1.0);
    costs[t] = (1.0 - share) * load_->hours[t];
    terms.wanted_h += share * load_->hours[t];
  }
  track.state = LoadProgramme{*load_}.cheapest(costs, terms);
}

void LoadColumns::take(std::span<const double> values, Track& track) const {
  std::fill(track.power_kw.begin(), track.power_kw.end(), 0.0);
  if (load_->is_switched) round_states(values, track);
  double left_h = load_->most_h;
  for (std::size_t t = 0; t < load_->end && load_->is_switched; ++t)
    left_h -= track.state[t] == 1 ? load_->least_share * load_->hours[t] : 0.0;
  for (std::size_t i = 0; i < share_.size(); ++i) {
    const std::size_t t = load_->first + i;
    const bool is_off = load_->is_switched && track.state[t] != 1;
    const double least = is_off || !load_->is_switched ? 0.0 : load_->least_share;
    double share = is_off ? 0.0 : 1.0;
    if (load_->is_modulating && !is_off) {
      share = std::clamp(values[static_cast<std::size_t>(share_[i].index)], least, 1.0);
      share = std::min(share, least + std::max(0.0, left_h) / load_->hours[t]);
      left_h -= (share - least) * load_->hours[t];
    }
    track.power_kw[t] = share * load_->power_kw;
  }
}

}  // namespace

LinearPart LoadElement::add_to(LinearHome& linear) const {
  const LoadColumns columns{linear, load_};
  LinearPart part;
  part.has_switches = load_.is_switched && load_.end > load_.first;
  part.take = [columns](std::span<const double> values, std::span<Track> tracks) {
    columns.take(values, tracks[0]);
  };
  if (!load_.is_switched) return part;
  part.give = [columns](std::span<const Track> tracks, std::span<double> values) {
    columns.give(tracks[0], values);
  };
  return part;
}

}  // namespace ohmstead::plan
