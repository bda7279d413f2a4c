#include "value_function.hpp"

#include <algorithm>
#include <cmath>

#include "best_change.hpp"
#include "end_cost.hpp"
#include "function_pool.hpp"
#include "ohmstead/base/clock.hpp"

namespace ohmstead::plan {
namespace {

// A home without a battery is one with a battery that can do nothing.
home::Battery no_battery() {
  home::Battery battery;
  battery.charge_efficiency = base::Ratio{1.0};
  battery.end_value = base::EnergyPrice{0.0};
  return battery;
}

struct ChangeRange {
  double lowest = 0.0;
  double highest = 0.0;
};

// Offers all changes at which the sum of both functions bends, the outermost included; `y` is the
// sum at the lowest change. Both are linear between breakpoints: walk the union of them.
template <class Offer>
void offer_changes(const Pwl& cost, const Pwl& worth, double soc, ChangeRange range, double y,
                   const Offer& offer) {
  double change = range.lowest;
  const auto stage_segments = cost.segments();
  const auto value_segments = worth.segments();
  std::size_t i = 0, j = 0;
  double stage_end = cost.low(), value_end = worth.low() - soc;
  offer(change, y);
  while (change < range.highest - 1e-13) {
    while (i < stage_segments.size() && stage_end + stage_segments[i].length <= change + 1e-13) {
      stage_end += stage_segments[i++].length;
    }
    while (j < value_segments.size() && value_end + value_segments[j].length <= change + 1e-13) {
      value_end += value_segments[j++].length;
    }
    if (i == stage_segments.size() || j == value_segments.size()) break;
    const double to = std::min({range.highest, stage_end + stage_segments[i].length,
                                value_end + value_segments[j].length});
    y += (to - change) * (stage_segments[i].slope + value_segments[j].slope);
    change = to;
    offer(change, y);
  }
}

}  // namespace

struct ValueFunction::Work {
  const home::Case* home = nullptr;
  home::Battery idle_battery = no_battery();
  std::optional<GridElement> grid;
  std::optional<BatteryElement> battery;
  std::optional<InverterElement> inverter;
  std::optional<Stage> stage;
  FunctionPool pool;
  Pwl next, here, dearer, deep;  // `deep`: `here` as discharging sees it, with wear by depth
  Pwl wished;                    // the slot's cost with what a wish counts that is not met
  std::size_t built = 0;         // slot of the stage
  std::vector<StateCost> state_costs;
  std::vector<Step> steps;
  double optimum = 0.0;

  void prepare(const home::Case& new_home);
  void build(std::size_t slot);
  bool sweep_back(double wall_s);  // false: not in time
  void step_back_by_depth();
  void step_back_by_wish();
  // The wish of the stage's slot; null: none.
  [[nodiscard]] const BatteryElement::Wish* wish() const;
  void add_wish(const BatteryElement::Wish& wish);
  [[nodiscard]] double wish_cost(double soc, double change) const;
  // False: not in time.
  bool walk_forward(std::size_t from, double soc, double wall_s = k_no_limit_s);
  Step choose(std::size_t slot, double soc);
  // Gives each change at which the cost of the slot bends, the outermost included, to `offer`.
  template <class Offer>
  void visit_changes(double soc, const Offer& offer);
  Step take(std::size_t slot, double soc, double change);
  [[nodiscard]] double cost_of(double soc, double change) const;
  [[nodiscard]] double soc_before(std::size_t slot) const;
  // Precondition: the stage is that of the slot.
  [[nodiscard]] double possible_change(double soc, double battery_kw) const;
};

void ValueFunction::Work::prepare(const home::Case& new_home) {
  home = &new_home;
  const home::Battery& owned = home->batteries.empty() ? idle_battery : home->batteries.front();
  grid.emplace(*home);
  battery.emplace(*home, owned);
  inverter.reset();
  if (!home->inverters.empty()) inverter.emplace(home->inverters.front());
  stage.emplace(*home, *grid, *battery, inverter ? &*inverter : nullptr, owned.standby.value());
}

void ValueFunction::Work::build(std::size_t slot) {
  built = slot;
  stage->build(slot);
}

const BatteryElement::Wish* ValueFunction::Work::wish() const {
  if (!battery->has_wishes()) return nullptr;
  const BatteryElement::Wish& found = battery->wish(built);
  return found.charge_kw > 0.0 || found.give_kw > 0.0 ? &found : nullptr;
}

bool ValueFunction::Work::sweep_back(double wall_s) {
  const base::Stopwatch watch;
  const std::size_t count = home->slots.count();
  pool.reset(count);
  next = end_cost(*battery);
  for (std::size_t slot = count; slot-- > 0;) {
    if (watch.elapsed_ms() > 1000.0 * wall_s) return false;
    battery->state_costs(slot, state_costs);
    for (const StateCost& cost : state_costs)
      next.add_kink(cost.edge_kwh, cost.below_per_kwh, cost.above_per_kwh);
    pool.store(slot, next);
    build(slot);
    if (wish() != nullptr) {
      step_back_by_wish();
    } else if (battery->depth_edges.empty()) {
      step_back(next, stage->cost(), battery->low_kwh, battery->high_kwh, here);
    } else {
      step_back_by_depth();
    }
    std::swap(next, here);
  }
  optimum = next.value(battery->soc_kwh);
  return true;
}

// Discharging from s to s' costs depth_wear = w(s) - w(s') more, with w(s) the sum of price *
// min(s, edge); charging does not. w(s) stays outside of the minimum over s'.
void ValueFunction::Work::step_back_by_depth() {
  Pwl down = stage->cost(), up = stage->cost();
  down.clip(down.low(), 0.0);
  up.clip(0.0, up.high());
  dearer = next;
  for (const DepthEdge& edge : battery->depth_edges)
    dearer.add_kink(edge.edge_kwh, edge.price_per_kwh, 0.0);
  step_back(dearer, down, battery->low_kwh, battery->high_kwh, deep);
  for (const DepthEdge& edge : battery->depth_edges)
    deep.add_kink(edge.edge_kwh, -edge.price_per_kwh, 0.0);
  step_back(next, up, battery->low_kwh, battery->high_kwh, here);
  here = smaller_of(here, deep);
}

// `wished` becomes the slot's cost and the price of what is not charged (given) of the wish.
void ValueFunction::Work::add_wish(const BatteryElement::Wish& wish) {
  wished = stage->cost();
  const double hours = home->slots.hours(built).value();
  const auto add = [&](double sign, double power_kw, const std::vector<LegStep>& pieces) {
    wished.add_constant(wish.price_per_kwh * power_kw * hours);
    double edge_kw = 0.0;
    for (const LegStep& step : pieces) {
      const double width_kw = std::min(step.width_kw, power_kw - edge_kw);
      if (width_kw <= 0.0) break;
      const double slope = wish.price_per_kwh / step.inside_per_kw;  // per kWh as stored
      const auto add_slope = [&](double at_kw, double more) {
        const double at = stage->change_of(sign * at_kw);
        wished.add_kink(at, sign < 0.0 ? more : 0.0, sign > 0.0 ? more : 0.0);
      };
      add_slope(edge_kw, -slope);
      add_slope(edge_kw + width_kw, slope);
      edge_kw += width_kw;
    }
  };
  if (wish.charge_kw > 0.0) add(1.0, wish.charge_kw, battery->charge_steps);
  if (wish.give_kw > 0.0) add(-1.0, wish.give_kw, battery->discharge_steps);
}

// Either the wish is met as far as its price says, or the slot ends where nothing is wished any
// more: beyond that edge each kWh counts so much that nobody falls short of it by choice.
void ValueFunction::Work::step_back_by_wish() {
  constexpr double k_beyond = 1e3;  // times the price of the wish
  const BatteryElement::Wish& wish = *this->wish();
  add_wish(wish);
  step_back(next, wished, battery->low_kwh, battery->high_kwh, here);
  const double price = k_beyond * std::max(1.0, wish.price_per_kwh);
  if (wish.charge_kw > 0.0) {
    dearer = next;
    dearer.add_kink(wish.full_kwh, price, 0.0);
    step_back(dearer, stage->cost(), battery->low_kwh, battery->high_kwh, deep);
    here = smaller_of(here, deep);
  }
  if (wish.give_kw > 0.0) {
    dearer = next;
    dearer.add_kink(wish.empty_kwh, 0.0, price);
    step_back(dearer, stage->cost(), battery->low_kwh, battery->high_kwh, deep);
    here = smaller_of(here, deep);
  }
}

double ValueFunction::Work::wish_cost(double soc, double change) const {
  const BatteryElement::Wish* asked = wish();
  if (asked == nullptr) return 0.0;
  const double power_kw = stage->power_of(change);
  const double missed_kw = battery->missed_charge_kw(built, std::max(0.0, power_kw), soc + change) +
                           battery->missed_give_kw(built, std::max(0.0, -power_kw), soc + change);
  return missed_kw * asked->price_per_kwh * home->slots.hours(built).value();
}

double ValueFunction::Work::cost_of(double soc, double change) const {
  return stage->cost().value(change) + here.value(soc + change) +
         battery->depth_wear(soc, soc + change) + wish_cost(soc, change);
}

double ValueFunction::Work::soc_before(std::size_t slot) const {
  return slot == 0 ? battery->soc_kwh : steps[slot - 1].soc_kwh;
}

double ValueFunction::Work::possible_change(double soc, double battery_kw) const {
  const double lowest = std::max(stage->cost().low(), battery->low_kwh - soc);
  const double highest = std::min(stage->cost().high(), battery->high_kwh - soc);
  return std::clamp(stage->change_of(battery_kw), std::min(lowest, highest), highest);
}

ValueFunction::Step ValueFunction::Work::take(std::size_t slot, double soc, double change) {
  Step step;
  step.change_kwh = change;
  step.soc_kwh = std::clamp(soc + change, battery->low_kwh, battery->high_kwh);
  step.stored = here.slopes(step.soc_kwh);
  step.powers = stage->powers(change);
  const bool has_more = step.soc_kwh > battery->low_kwh + 1e-9;
  step.home_value =
      stage->home_value(change, step.stored, battery->depth_price(step.soc_kwh), has_more);
  steps[slot] = step;
  return step;
}

// Precondition: stage and `here` are those of the slot.
template <class Offer>
void ValueFunction::Work::visit_changes(double soc, const Offer& offer) {
  const Pwl& cost = stage->cost();
  const double lowest = std::max(cost.low(), battery->low_kwh - soc);
  const double highest = std::min(cost.high(), battery->high_kwh - soc);
  if (const BatteryElement::Wish* asked = wish(); asked != nullptr) {
    add_wish(*asked);
    offer_changes(wished, here, soc, {lowest, highest},
                  wished.value(lowest) + here.value(soc + lowest), offer);
    const auto offer_beyond = [&](double from, double to) {
      if (from <= to)
        offer_changes(cost, here, soc, {from, to}, cost.value(from) + here.value(soc + from),
                      offer);
    };
    if (asked->charge_kw > 0.0) offer_beyond(std::max(lowest, asked->full_kwh - soc), highest);
    if (asked->give_kw > 0.0) offer_beyond(lowest, std::min(highest, asked->empty_kwh - soc));
  } else if (battery->depth_edges.empty()) {
    offer_changes(cost, here, soc, {lowest, highest}, cost_of(soc, lowest), offer);
  } else {
    deep = here;
    for (const DepthEdge& edge : battery->depth_edges)
      deep.add_kink(edge.edge_kwh, edge.price_per_kwh, 0.0);
    offer_changes(cost, deep, soc, {lowest, 0.0}, cost_of(soc, lowest), offer);
    offer_changes(cost, here, soc, {0.0, highest}, cost_of(soc, 0.0), offer);
  }
}

// Precondition: stage and `here` are those of `slot`.
ValueFunction::Step ValueFunction::Work::choose(std::size_t slot, double soc) {
  BestChange best;
  visit_changes(soc, [&](double change, double cost) { best.offer(change, cost); });
  return take(slot, soc, best.change(cost_of(soc, 0.0)));
}

bool ValueFunction::Work::walk_forward(std::size_t from, double soc, double wall_s) {
  const base::Stopwatch watch;
  steps.resize(home->slots.count());
  for (std::size_t slot = from; slot < steps.size(); ++slot) {
    if (watch.elapsed_ms() > 1000.0 * wall_s) return false;
    build(slot);
    pool.load(slot, here);
    soc = choose(slot, soc).soc_kwh;
  }
  return true;
}

ValueFunction::ValueFunction() : work_{std::make_unique<Work>()} {}
ValueFunction::~ValueFunction() = default;
ValueFunction::ValueFunction(ValueFunction&&) noexcept = default;
ValueFunction& ValueFunction::operator=(ValueFunction&&) noexcept = default;

bool ValueFunction::solve(const home::Case& home, double wall_s) {
  const base::Stopwatch watch;
  return solve_back(home, wall_s) &&
         work_->walk_forward(0, work_->battery->soc_kwh, wall_s - watch.elapsed_ms() / 1000.0);
}

bool ValueFunction::solve_back(const home::Case& home, double wall_s) {
  work_->prepare(home);
  return work_->sweep_back(wall_s);
}

std::vector<PwlPoint> ValueFunction::first_costs() {
  Work& w = *work_;
  w.build(0);
  w.pool.load(0, w.here);
  std::vector<PwlPoint> points;
  w.visit_changes(w.battery->soc_kwh, [&](double x, double y) { points.push_back({x, y}); });
  return points;
}

const Pwl& ValueFunction::after_first() {
  work_->pool.load(0, work_->here);
  return work_->here;
}

double ValueFunction::force_first(double change_kwh) {
  Work& w = *work_;
  w.build(0);
  w.pool.load(0, w.here);
  const double cost = w.cost_of(w.battery->soc_kwh, change_kwh);
  const double soc = w.take(0, w.battery->soc_kwh, change_kwh).soc_kwh;
  (void)w.walk_forward(1, soc);
  return cost - w.optimum;
}

// What each slot costs more than its best, the best future after it included, adds up.
double ValueFunction::follow(std::span<const double> changes_kwh) {
  Work& w = *work_;
  w.steps.resize(changes_kwh.size());
  double more = 0.0;
  for (std::size_t slot = 0; slot < changes_kwh.size(); ++slot) {
    const double soc = w.soc_before(slot);
    w.build(slot);
    w.pool.load(slot, w.here);
    const double lowest = std::max(w.stage->cost().low(), w.battery->low_kwh - soc);
    const double highest = std::min(w.stage->cost().high(), w.battery->high_kwh - soc);
    const double change = std::max(lowest, std::min(highest, changes_kwh[slot]));
    BestChange best;
    w.visit_changes(soc, [&](double offered, double cost) { best.offer(offered, cost); });
    more += w.cost_of(soc, change) - best.lowest();
    w.take(slot, soc, change);
  }
  return more;
}

std::span<const ValueFunction::Step> ValueFunction::steps() const { return work_->steps; }
double ValueFunction::bound() const { return work_->optimum; }

std::optional<double> ValueFunction::regret(std::size_t slot, double change_kwh) {
  Work& w = *work_;
  const double soc = w.soc_before(slot);
  w.build(slot);
  w.pool.load(slot, w.here);
  constexpr double k_rounding = 1e-9;
  const double end = soc + change_kwh;
  const bool is_possible = change_kwh >= w.stage->cost().low() - k_rounding &&
                           change_kwh <= w.stage->cost().high() + k_rounding &&
                           end >= w.battery->low_kwh - k_rounding &&
                           end <= w.battery->high_kwh + k_rounding;
  if (!is_possible) return std::nullopt;
  return w.cost_of(soc, change_kwh) - w.cost_of(soc, w.steps[slot].change_kwh);
}

double ValueFunction::possible_change(std::size_t slot, double battery_kw) {
  Work& w = *work_;
  w.build(slot);
  return w.possible_change(w.soc_before(slot), battery_kw);
}

ValueFunction::Instead ValueFunction::instead(std::size_t slot, double battery_kw) {
  Work& w = *work_;
  const double soc = w.soc_before(slot);
  w.build(slot);
  w.pool.load(slot, w.here);
  const double change = w.possible_change(soc, battery_kw);
  return {w.stage->power_of(change),
          w.cost_of(soc, change) - w.cost_of(soc, w.steps[slot].change_kwh)};
}

}  // namespace ohmstead::plan
