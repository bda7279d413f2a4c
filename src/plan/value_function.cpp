#include "value_function.hpp"

#include <algorithm>
#include <cmath>

#include "best_change.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/plan/planner.hpp"

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

// The stored value functions of all slots, one behind the other. Function t is what a state at the
// end of slot t is worth, the state's own cost included.
class FunctionPool {
 public:
  void reset(std::size_t count) {
    segments_.clear();
    places_.assign(count, {});
  }
  void store(std::size_t slot, const Pwl& f) {
    places_[slot] = {segments_.size(), f.segments().size(), f.low(), f.low_value()};
    segments_.insert(segments_.end(), f.segments().begin(), f.segments().end());
  }
  void load(std::size_t slot, Pwl& f) const {
    const Place& place = places_[slot];
    f.assign(place.low, place.low_value, std::span{segments_}.subspan(place.first, place.count));
  }

 private:
  struct Place {
    std::size_t first = 0;
    std::size_t count = 0;
    double low = 0.0;
    double low_value = 0.0;
  };
  std::vector<Segment> segments_;
  std::vector<Place> places_;
};

// Whether some slot's prices make the house's cost non-convex as a battery sees it.
bool has_other_exclusive_flows(const home::Case& home) {
  const GridElement grid{home};
  const bool has_lossy_inverter =
      std::any_of(home.inverters.begin(), home.inverters.end(),
                  [](const auto& inverter) { return home::InverterLegs{inverter}.has_losses(); });
  for (std::size_t slot = 0; slot < home.slots.count(); ++slot) {
    const double bought = grid.import_price_per_kwh(slot), sold = grid.export_price_per_kwh(slot);
    if (home.grid.is_exclusive && sold > bought) return true;
    const bool pays_to_burn = bought < 0.0 || (sold < 0.0 && !home.is_pv_curtailable) ||
                              effective_export_limit(home.grid, slot).has_value();
    if (has_lossy_inverter && pays_to_burn) return true;
  }
  return false;
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
  std::vector<StateCost> state_costs;
  std::vector<Step> steps;
  double optimum = 0.0;

  void prepare(const home::Case& new_home);
  bool sweep_back(double wall_s);  // false: not in time
  void step_back_by_depth();
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

bool ValueFunction::Work::sweep_back(double wall_s) {
  const base::Stopwatch watch;
  const std::size_t count = home->slots.count();
  pool.reset(count);
  next.reset(battery->low_kwh, -battery->end_value.at(base::Energy{battery->low_kwh}).value());
  double edge = 0.0;
  for (const home::EndValueStep& step : battery->end_value.steps) {
    const double from = std::max(edge, battery->low_kwh);
    edge += step.energy.value();
    next.append(std::min(edge, battery->high_kwh) - from, -step.value.value());
  }
  const double missing = battery->high_kwh - next.high();
  if (missing > 0.0) next.append(missing, -battery->end_value.steps.back().value.value());
  for (std::size_t slot = count; slot-- > 0;) {
    if (watch.elapsed_ms() > 1000.0 * wall_s) return false;
    battery->state_costs(slot, state_costs);
    for (const StateCost& cost : state_costs)
      next.add_kink(cost.edge_kwh, cost.below_per_kwh, cost.above_per_kwh);
    pool.store(slot, next);
    stage->build(slot);
    if (battery->depth_edges.empty()) {
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

double ValueFunction::Work::cost_of(double soc, double change) const {
  return stage->cost().value(change) + here.value(soc + change) +
         battery->depth_wear(soc, soc + change);
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
  if (battery->depth_edges.empty()) {
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
    stage->build(slot);
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
  w.stage->build(0);
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
  w.stage->build(0);
  w.pool.load(0, w.here);
  const double cost = w.cost_of(w.battery->soc_kwh, change_kwh);
  const double soc = w.take(0, w.battery->soc_kwh, change_kwh).soc_kwh;
  (void)w.walk_forward(1, soc);
  return cost - w.optimum;
}

std::span<const ValueFunction::Step> ValueFunction::steps() const { return work_->steps; }
double ValueFunction::bound() const { return work_->optimum; }

std::optional<double> ValueFunction::regret(std::size_t slot, double change_kwh) {
  Work& w = *work_;
  const double soc = w.soc_before(slot);
  w.stage->build(slot);
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
  w.stage->build(slot);
  return w.possible_change(w.soc_before(slot), battery_kw);
}

ValueFunction::Instead ValueFunction::instead(std::size_t slot, double battery_kw) {
  Work& w = *work_;
  const double soc = w.soc_before(slot);
  w.stage->build(slot);
  w.pool.load(slot, w.here);
  const double change = w.possible_change(soc, battery_kw);
  return {w.stage->power_of(change),
          w.cost_of(soc, change) - w.cost_of(soc, w.steps[slot].change_kwh)};
}

namespace {

// Rules of charging that are not piecewise linear in the change of stored energy.
const char* why_no_battery(const std::vector<home::Battery>& batteries) {
  if (batteries.empty()) return nullptr;
  const home::Battery& battery = batteries.front();
  if (!battery.can_charge_from_grid) return "the battery may not charge while the home imports";
  if (!battery.can_discharge_to_grid) return "the battery may not discharge while the home exports";
  if (battery.min_charge > base::Power{}) return "the battery charges with a least power or not";
  if (!battery.demand.is_empty()) return "what is demanded depends on whether the battery is full";
  if (!battery.power_by_soc.empty()) return "what the battery can do depends on what it holds";
  if (battery.tie_break) return "there are preferences among plans of the same cost";
  return nullptr;
}

}  // namespace

std::string_view why_no_value_function(const home::Case& home) {
  if (has_planned_devices(home)) return "the home has devices to plan";
  if (!home.power_limits.empty()) return "a limit ties several devices together";
  if (home.batteries.size() > 1) return "the home has more than one battery";
  if (home.objective.tie_break) return "there are preferences among plans of the same cost";
  if (const char* why_not = why_no_battery(home.batteries); why_not != nullptr) return why_not;
  if (!peaks_of(home.grid).empty() || home.objective.peak_shaving_weight > home::PowerPrice{})
    return "a charge on the highest import ties the slots together";
  if (home.grid.phases) return "the phases of the grid have limits of their own";
  if (home.inverters.size() > 1) return "the home has more than one inverter";
  const bool is_battery_on_ac = home.batteries.empty() || home.batteries.front().inverter.empty();
  if (!home.inverters.empty() && is_battery_on_ac) return "the inverter is not the battery's";
  const bool is_free_battery = !home.batteries.empty() && !home.batteries.front().is_exclusive;
  if (is_free_battery && !home.inverters.empty() &&
      home::InverterLegs{home.inverters.front()}.has_curves()) {
    return "charging and discharging at once is allowed while losses of the inverter differ by "
           "power";
  }
  if (is_free_battery && has_other_exclusive_flows(home)) {
    return "charging and discharging at once is allowed while other flows exclude each other";
  }
  return {};
}

}  // namespace ohmstead::plan
