#include "stage.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::plan {
namespace {

// The smallest k in [0, width] for which f(x + k) is lowest.
double best_extra(const Pwl& f, double x, double width) {
  double best_k = 0.0, best = f.value(std::clamp(x, f.low(), f.high()));
  if (x < f.low()) best_k = f.low() - x;
  double at = f.low();
  const auto try_at = [&](double k) {
    const double value = f.value(x + k);
    if (value < best - 1e-12) {
      best = value;
      best_k = k;
    }
  };
  for (const Segment& segment : f.segments()) {
    at += segment.length;
    const double k = at - x;
    if (k > 0.0 && k < width) try_at(k);
  }
  if (width > 0.0 && x + width <= f.high() + 1e-9) try_at(width);
  return best_k;
}

double wear_of(const std::vector<LegStep>& steps, double power_kw) {
  double cost = 0.0;
  for (const LegStep& step : steps) {
    const double used = std::min(step.width_kw, power_kw);
    if (used <= 0.0) break;
    cost += used * step.price_per_kwh;
    power_kw -= used;
  }
  return cost;
}

// As Pwl::stretch() wants them.
std::vector<Segment> stretch_pieces(const home::Leg& leg) {
  std::vector<Segment> pieces;
  pieces.reserve(leg.pieces().size());
  for (const home::Leg::Piece& piece : leg.pieces())
    pieces.push_back({piece.width_kw, piece.inside_per_kw});
  return pieces;
}

std::vector<double> edges_of(const std::vector<LegStep>& steps) {
  std::vector<double> edges{0.0};
  for (const LegStep& step : steps) edges.push_back(edges.back() + step.width_kw);
  return edges;
}

}  // namespace

Stage::Stage(const home::Case& home, const GridElement& grid, const BatteryElement& battery,
             const InverterElement* inverter, double standby_kw)
    : home_{&home}, grid_{&grid}, battery_{&battery}, inverter_{inverter}, standby_kw_{standby_kw} {
  charge_pieces_ = stretch_pieces(battery.charge_leg);
  discharge_pieces_ = stretch_pieces(battery.discharge_leg);
  if (inverter == nullptr) return;
  to_ac_pieces_ = stretch_pieces(inverter->legs.to_ac);
  from_ac_pieces_ = stretch_pieces(inverter->legs.from_ac);
}

void Stage::build(std::size_t slot) {
  if (slot == slot_) return;
  slot_ = slot;
  load_kw_ = home_->load.raw()[slot] + standby_kw_;
  pv_kw_ = home_->pv.raw()[slot];
  hours_ = home_->slots.hours(slot).value();
  lowest_b_kw_ = -battery_->discharge_kw_in(slot);
  highest_b_kw_ = battery_->charge_kw_in(slot);
  const double lowest_draw = inverter_ != nullptr ? -inverter_->legs.to_ac_limit_kw : lowest_b_kw_;
  const double highest_draw =
      inverter_ != nullptr ? inverter_->legs.from_ac_limit_kw : highest_b_kw_;
  const double free_pv_kw = home_->is_pv_curtailable ? pv_kw_ : 0.0;
  grid_->make_cost(slot, net_load_kw() + lowest_draw, net_load_kw() + highest_draw + free_pv_kw,
                   grid_cost_);
  home_cost_ = grid_cost_;
  home_cost_.window_min(free_pv_kw);
  home_cost_.shift(-net_load_kw());
  if (inverter_ != nullptr) add_inverter(slot);
  flow_points_.clear();
  const Pwl& seen = inverter_ != nullptr ? bus_cost_ : home_cost_;
  if (!battery_->is_exclusive && pays_to_burn(seen)) {
    add_free_battery();
  } else {
    add_battery();
  }
}

void Stage::add_inverter(std::size_t slot) {
  dc_pv_kw_ = inverter_->pv_kw(slot);
  bus_cost_ = home_cost_;
  bus_cost_.stretch(to_ac_pieces_, from_ac_pieces_);  // from AC draw to net DC demand
  if (dc_pv_kw_ > 0.0) {
    Pwl with_pv;
    step_back(bus_cost_, Pwl{0.0, 0.0, {{dc_pv_kw_, 0.0}}},
              inverter_->lowest_demand_kw() - dc_pv_kw_, inverter_->highest_demand_kw(), with_pv);
    with_pv.shift(dc_pv_kw_);
    lowest_b_kw_ = std::max(lowest_b_kw_, inverter_->lowest_demand_kw());
    highest_b_kw_ = std::min(highest_b_kw_, inverter_->highest_demand_kw() + dc_pv_kw_);
    with_pv.clip(lowest_b_kw_, highest_b_kw_);
    bus_cost_ = std::move(with_pv);
    return;
  }
  lowest_b_kw_ = std::max(lowest_b_kw_, inverter_->lowest_demand_kw());
  highest_b_kw_ = std::min(highest_b_kw_, inverter_->highest_demand_kw());
  bus_cost_.clip(lowest_b_kw_, highest_b_kw_);
}

void Stage::add_battery() {
  cost_ = inverter_ != nullptr ? bus_cost_ : home_cost_;
  if (battery_->export_fee_per_kwh > 0.0) {
    const double to_home = battery_to_home();
    cost_.add_kink(-load_kw_ / to_home, battery_->export_fee_per_kwh * to_home, 0.0);
  }
  double edge = 0.0, price = 0.0;
  for (const LegStep& step : battery_->charge_steps) {
    if (step.price_per_kwh != price && edge < highest_b_kw_)
      cost_.add_kink(edge, 0.0, step.price_per_kwh - price);
    price = step.price_per_kwh;
    edge += step.width_kw;
  }
  edge = price = 0.0;
  for (const LegStep& step : battery_->discharge_steps) {
    if (step.price_per_kwh != price && -edge > lowest_b_kw_)
      cost_.add_kink(-edge, step.price_per_kwh - price, 0.0);
    price = step.price_per_kwh;
    edge += step.width_kw;
  }
  cost_.stretch(discharge_pieces_, charge_pieces_);
  cost_.scale(hours_);
}

// Whether charging and discharging at once can pay: a kWh more of charging and as much discharging
// as keeps the stored energy draw (1 - both efficiencies) kWh from the home. Where even the
// steepest price for that does not exceed the least wear, the exclusive flows are the best ones.
bool Stage::pays_to_burn(const Pwl& seen) const {
  double steepest = 0.0;
  for (const Segment& segment : seen.segments()) steepest = std::min(steepest, segment.slope);
  const double kept = battery_->stored_kw(1.0) / battery_->taken_kw(1.0);
  const double wear = battery_->charge_steps.front().price_per_kwh +
                      kept * battery_->discharge_steps.front().price_per_kwh;
  return steepest * (1.0 - kept) + wear < -1e-12;
}

// The cost of (charge, discharge) is convex piecewise linear on a polygon; seen as a function of
// the change of stored energy alone it is the lower hull of the polygon's projected vertices.
void Stage::add_free_battery() {
  collect_flow_points(inverter_ != nullptr ? bus_cost_ : home_cost_);
  keep_lower_hull(flow_points_);
  connect(flow_points_, cost_);
}

void Stage::collect_flow_points(const Pwl& seen) {
  charge_edges_ = edges_of(battery_->charge_steps);
  charge_edges_.push_back(battery_->charge_kw_in(slot_));
  discharge_edges_ = edges_of(battery_->discharge_steps);
  discharge_edges_.push_back(battery_->discharge_kw_in(slot_));
  if (battery_->export_fee_per_kwh > 0.0) discharge_edges_.push_back(load_kw_ / battery_to_home());
  kinks_.assign(1, seen.low());
  for (const Segment& segment : seen.segments()) kinks_.push_back(kinks_.back() + segment.length);
  const double low = seen.low() - 1e-12, high = kinks_.back() + 1e-12;
  const auto add = [&](double charge, double discharge) {
    const bool is_inside = charge >= -1e-12 && charge <= battery_->charge_kw_in(slot_) + 1e-12 &&
                           discharge >= -1e-12 &&
                           discharge <= battery_->discharge_kw_in(slot_) + 1e-12 &&
                           charge - discharge >= low && charge - discharge <= high;
    if (!is_inside) return;
    const double change = hours_ * (battery_->stored_kw(charge) - battery_->taken_kw(discharge));
    const double fee =
        battery_->export_fee_per_kwh * std::max(0.0, discharge * battery_to_home() - load_kw_);
    const double rate = seen.value(charge - discharge) + fee +
                        wear_of(battery_->charge_steps, charge) +
                        wear_of(battery_->discharge_steps, discharge);
    flow_points_.push_back({{change, hours_ * rate}, charge, discharge});
  };
  for (const double charge : charge_edges_) {
    for (const double discharge : discharge_edges_) add(charge, discharge);
    for (const double kink : kinks_) add(charge, charge - kink);
  }
  for (const double discharge : discharge_edges_) {
    for (const double kink : kinks_) add(discharge + kink, discharge);
  }
}

double Stage::change_of(double battery_kw) const {
  return battery_kw > 0.0 ? battery_->stored_kw(battery_kw) * hours_
                          : -battery_->taken_kw(-battery_kw) * hours_;
}

double Stage::power_of(double change_kwh) const {
  return change_kwh > 0.0 ? battery_->charge_leg.outside_kw(change_kwh / hours_)
                          : -battery_->discharge_leg.outside_kw(-change_kwh / hours_);
}

SlotPowers Stage::powers(double change_kwh) const {
  SlotPowers powers;
  if (flow_points_.empty()) {
    const double battery_kw = power_of(change_kwh) + 0.0;  // not minus zero
    powers.charge_kw = std::clamp(battery_kw, 0.0, battery_->charge_kw_in(slot_));
    powers.discharge_kw = std::clamp(-battery_kw, 0.0, battery_->discharge_kw_in(slot_));
  } else {
    std::size_t i = 1;
    while (i + 1 < flow_points_.size() && flow_points_[i].x < change_kwh) ++i;
    const FlowPoint& a = flow_points_[i - 1];
    const FlowPoint& b = flow_points_[std::min(i, flow_points_.size() - 1)];
    const double width = b.x - a.x;
    const double share = width > 0.0 ? std::clamp((change_kwh - a.x) / width, 0.0, 1.0) : 0.0;
    powers.charge_kw = a.charge_kw + share * (b.charge_kw - a.charge_kw);
    powers.discharge_kw = a.discharge_kw + share * (b.discharge_kw - a.discharge_kw);
  }
  double draw_kw = powers.charge_kw - powers.discharge_kw;
  if (inverter_ != nullptr) {
    Pwl ac_cost = home_cost_;
    ac_cost.stretch(to_ac_pieces_, from_ac_pieces_);
    const double demand_kw = draw_kw - dc_pv_kw_;
    const double curtailed = best_extra(ac_cost, demand_kw, dc_pv_kw_);
    powers.inverter_pv_used_kw = dc_pv_kw_ - curtailed;
    draw_kw = inverter_->ac_demand_kw(demand_kw + curtailed);
  }
  const double free_pv_kw = home_->is_pv_curtailable ? pv_kw_ : 0.0;
  powers.pv_used_kw = pv_kw_ - best_extra(grid_cost_, net_load_kw() + draw_kw, free_pv_kw);
  return powers;
}

double Stage::price_of_more(double draw_kw) const {
  if (draw_kw < home_cost_.high() - 1e-9) return home_cost_.slopes(draw_kw).right;
  // At the end of what the battery can draw: look a little further.
  constexpr double k_more_kw = 1.0;
  const double free_pv_kw = home_->is_pv_curtailable ? pv_kw_ : 0.0;
  const double net_kw = net_load_kw() + draw_kw;
  Pwl cost;
  grid_->make_cost(slot_, net_kw, net_kw + k_more_kw + free_pv_kw, cost);
  cost.window_min(free_pv_kw);
  return cost.slopes(net_kw).right;
}

double Stage::home_value(double change_kwh, Pwl::Slopes stored, double depth_price,
                         bool can_take_more) const {
  const SlotPowers now = powers(change_kwh);
  const double battery_kw = now.charge_kw - now.discharge_kw;
  double draw_kw = battery_kw;
  if (inverter_ != nullptr) draw_kw = inverter_->ac_demand_kw(battery_kw - now.inverter_pv_used_kw);
  // One more kWh from the grid, or from PV that is turned down now.
  const double value = price_of_more(draw_kw);
  if (inverter_ == nullptr && !can_take_more) return value;
  double from_store = 0.0;
  if (battery_kw > 1e-9) {
    const LegStep& step = step_below(battery_->charge_steps, battery_kw);
    from_store = -stored.left * step.inside_per_kw - step.price_per_kwh;
  } else if (can_take_more && battery_kw > lowest_b_kw_ + 1e-9) {
    const LegStep& step = step_above(battery_->discharge_steps, -battery_kw);
    from_store = (depth_price - stored.left) * step.inside_per_kw + step.price_per_kwh;
  } else {
    return value;
  }
  if (inverter_ != nullptr) {
    const bool is_at_limit = draw_kw <= -inverter_->legs.to_ac_limit_kw + 1e-9;
    if (is_at_limit) return value;
    from_store *= inverter_->marginal_dc(draw_kw);
  }
  return std::min(value, from_store);
}

}  // namespace ohmstead::plan
