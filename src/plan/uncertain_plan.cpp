#include "uncertain_plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include "best_change.hpp"
#include "end_cost.hpp"
#include "level_chain.hpp"
#include "pwl_mean.hpp"
#include "stage.hpp"

namespace ohmstead::plan {
namespace {

constexpr std::size_t k_levels = 5;
constexpr std::size_t k_most_pieces = 64;
// Of errors of load and sun: so long until a third of one is left.
constexpr double k_persistence_h = 6.0;
// The 90 % rank of a normal distribution, in standard deviations.
constexpr double k_rank_90 = 1.2816;

// Half a band, in standard deviations.
double deviation(double expected_kw, double end_kw) {
  return std::abs(end_kw - expected_kw) / k_rank_90;
}

// The end of a band on this side of what is expected.
double end_of(const base::Series<base::Power>& low, const base::Series<base::Power>& high,
              std::size_t slot, double expected_kw, bool is_high) {
  if (low.is_empty()) return expected_kw;
  return is_high ? std::max(expected_kw, high[slot].value())
                 : std::min(expected_kw, low[slot].value());
}

// Of all roofs: those of the home, and those behind its inverter.
double pv_kw(const home::Case& home, std::size_t slot) {
  double sum = home.pv[slot].value();
  for (const home::Inverter& inverter : home.inverters)
    if (!inverter.pv.is_empty()) sum += inverter.pv[slot].value();
  return sum;
}

// Each roof gets its share of what all give; where nothing is expected, one gets it all, that
// behind the inverter if there is one.
void set_pv(home::Case& home, std::size_t slot, double kw) {
  const double expected = pv_kw(home, slot);
  const auto share = [&](base::Series<base::Power>& pv, double otherwise) {
    const double part = expected > 0.0 ? pv[slot].value() / expected : otherwise;
    pv.set(slot, base::Power{part * kw});
  };
  const bool is_on_dc = !home.inverters.empty() && !home.inverters.front().pv.is_empty();
  share(home.pv, is_on_dc ? 0.0 : 1.0);
  if (is_on_dc) share(home.inverters.front().pv, 1.0);
}

// The home on a level: load and sun err independently, so that both together are off by the root
// of the sum of squares, of which each has its part.
home::Case on_level(const home::Case& home, double level) {
  home::Case there = home;
  const home::PowerBands& bands = *home.bands;
  const bool is_high = level > 0.0;  // draws more than expected
  for (std::size_t t = 1; t < home.slots.count() && level != 0.0; ++t) {
    const double load = home.load[t].value(), pv = pv_kw(home, t);
    const double of_load =
        deviation(load, end_of(bands.load_p10, bands.load_p90, t, load, is_high));
    const double of_pv = deviation(pv, end_of(bands.pv_p10, bands.pv_p90, t, pv, !is_high));
    const double both = std::hypot(of_load, of_pv);
    if (both <= 0.0) continue;
    there.load.set(t, base::Power{std::max(0.0, load + level * of_load * of_load / both)});
    set_pv(there, t, std::max(0.0, pv - level * of_pv * of_pv / both));
  }
  return there;
}

std::optional<InverterElement> inverter_of(const home::Case& home) {
  return home.inverters.empty() ? std::nullopt
                                : std::optional{InverterElement{home.inverters.front()}};
}

struct Level {
  home::Case home;
  GridElement grid;
  BatteryElement battery;
  std::optional<InverterElement> inverter;
  Stage stage;
  Pwl worth;  // from the slot after on, on this level in it
  Pwl mean;   // the same, on this level now

  Level(const home::Case& expected, double level)
      : home{on_level(expected, level)},
        grid{home},
        battery{home, home.batteries.front()},
        inverter{inverter_of(home)},
        stage{home, grid, battery, inverter ? &*inverter : nullptr,
              home.batteries.front().standby.value()},
        worth{end_cost(battery)} {}
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;
};

}  // namespace

class UncertainPlan::Programme {
 public:
  explicit Programme(const home::Case& home) : home_{&home} {
    for (const double level : chain_levels(k_levels))
      levels_.push_back(std::make_unique<Level>(home, level));
    after_.resize(home.slots.count());
    for (std::size_t slot = home.slots.count(); slot-- > 0;) {
      look_ahead(slot);
      after_[slot] = middle().mean;
      if (slot > 0) step_back_from(slot);
    }
  }

  void walk(std::optional<double> first_kwh) {
    changes_.clear();
    states_.assign(1, middle().battery.soc_kwh);
    for (std::size_t slot = 0; slot < after_.size(); ++slot) {
      const double wanted = slot == 0 && first_kwh ? *first_kwh : best(slot);
      changes_.push_back(clip(slot, wanted));
      const Pwl& after = after_[slot];
      states_.push_back(std::clamp(states_.back() + changes_.back(), after.low(), after.high()));
    }
  }

  [[nodiscard]] std::span<const double> changes() const { return changes_; }
  [[nodiscard]] Pwl::Slopes stored(std::size_t slot) const {
    return after_[slot].slopes(states_[slot + 1]);
  }
  [[nodiscard]] double cost(std::size_t slot, double change_kwh) {
    middle().stage.build(slot);
    const double change = clip(slot, change_kwh);
    return middle().stage.cost().value(change) + after_[slot].value(states_[slot] + change);
  }

 private:
  [[nodiscard]] Level& middle() { return *levels_[k_levels / 2]; }

  void look_ahead(std::size_t slot) {
    const double hours = home_->slots.hours(slot).value();
    const auto steps = chain_steps(k_levels, std::exp(-hours / k_persistence_h));
    std::array<WeighedPwl, k_levels> parts;
    for (std::size_t l = 0; l < k_levels; ++l) {
      for (std::size_t m = 0; m < k_levels; ++m) parts[m] = {steps[l][m], &levels_[m]->worth};
      mean_of(parts, k_most_pieces, levels_[l]->mean);
      levels_[l]->battery.state_costs(slot, costs_);
      for (const StateCost& cost : costs_)
        levels_[l]->mean.add_kink(cost.edge_kwh, cost.below_per_kwh, cost.above_per_kwh);
    }
  }

  void step_back_from(std::size_t slot) {
    for (const auto& level : levels_) {
      level->stage.build(slot);
      step_back(level->mean, level->stage.cost(), level->battery.low_kwh, level->battery.high_kwh,
                level->worth);
    }
  }

  [[nodiscard]] double clip(std::size_t slot, double change_kwh) {
    middle().stage.build(slot);
    const Pwl &now = middle().stage.cost(), &after = after_[slot];
    const double low = std::max(now.low(), after.low() - states_[slot]);
    const double high = std::min(now.high(), after.high() - states_[slot]);
    return std::max(low, std::min(high, change_kwh));
  }

  [[nodiscard]] double best(std::size_t slot) {
    middle().stage.build(slot);
    const Pwl& now = middle().stage.cost();
    BestChange best;
    const auto offer = [&](double change) { best.offer(clip(slot, change), cost(slot, change)); };
    offer(0.0);
    double change = now.low();
    offer(change);
    for (const Segment& segment : now.segments()) offer(change += segment.length);
    // What the grid gives or takes is as much as is worth it; what the home does, all or nothing.
    const double follow = middle().stage.change_of(following_kw(slot));
    change = after_[slot].low() - states_[slot];
    for (const Segment& segment : after_[slot].segments()) {
      change += segment.length;
      if (change > std::max(0.0, follow) || change < std::min(0.0, follow)) offer(change);
    }
    return best.change(cost(slot, 0.0));
  }

  // The battery's power that leaves nothing to the grid.
  [[nodiscard]] double following_kw(std::size_t slot) {
    const double left_kw =
        (home_->pv[slot] - home_->load[slot]).value() - home_->batteries.front().standby.value();
    const auto& inverter = middle().inverter;
    if (!inverter) return left_kw;
    const home::InverterLegs& legs = inverter->legs;
    return inverter->pv_kw(slot) +
           legs.dc_kw(std::clamp(left_kw, -legs.to_ac_limit_kw, legs.from_ac_limit_kw));
  }

  const home::Case* home_;
  std::vector<std::unique_ptr<Level>> levels_;
  std::vector<StateCost> costs_;
  std::vector<Pwl> after_;       // of each slot: what the store is expected to cost after it
  std::vector<double> changes_;  // of the path
  std::vector<double> states_;   // at the start of each slot, and at the end
};

bool has_uncertain_plan(const home::Case& home) {
  if (!home.bands || home.batteries.empty()) return false;
  const BatteryElement battery{home, home.batteries.front()};
  return !battery.has_wishes() && battery.depth_edges.empty();
}

UncertainPlan::UncertainPlan(const home::Case& home)
    : programme_{std::make_unique<Programme>(home)} {
  programme_->walk({});
}
UncertainPlan::~UncertainPlan() = default;

void UncertainPlan::walk(std::optional<double> first_kwh) { programme_->walk(first_kwh); }
std::span<const double> UncertainPlan::changes() const { return programme_->changes(); }
Pwl::Slopes UncertainPlan::stored(std::size_t slot) const { return programme_->stored(slot); }
double UncertainPlan::cost(std::size_t slot, double change_kwh) {
  return programme_->cost(slot, change_kwh);
}

}  // namespace ohmstead::plan
