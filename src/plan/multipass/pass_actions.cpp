#include <algorithm>
#include <limits>

#include "need.hpp"
#include "passes.hpp"

namespace ohmstead::plan::multipass {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();
// The gap-based floor of sales keeps this much more than the gaps need.
constexpr double k_protection = 1.1;
// A sale is one when at least this share of the power leaves the home.
constexpr double k_smallest_sale = 0.05;

// Goes through the slots with what is stored and what that has cost on average.
class Walk {
 public:
  explicit Walk(State& state)
      : state_{state}, storage_{state.storage}, stored_kwh_{state.storage.start_kwh} {
    const double share = 1.0 - state.settings.export_.peak_percentile / 100.0;
    if (state.settings.export_.is_peak_only)
      peak_price_ = quantile(state.export_, state.hours, share);
  }

  void run() {
    for (std::size_t t = 0; t < state_.count(); ++t) {
      state_.stored_kwh[t] = stored_kwh_;
      state_.actions[t] = state_.manual[t] ? obey(t, *state_.manual[t]) : choose(t);
    }
    state_.stored_kwh[state_.count()] = stored_kwh_;
  }

 private:
  Action obey(std::size_t t, const home::ManualBlock& block);
  Action choose(std::size_t t);
  [[nodiscard]] double sale_kw(std::size_t t) const;
  [[nodiscard]] bool is_worth_using(std::size_t t) const;
  [[nodiscard]] double kept_for_gaps_kwh(std::size_t t) const;
  [[nodiscard]] double worth_kept(std::size_t t) const;
  [[nodiscard]] double usable_kwh() const { return std::max(0.0, stored_kwh_ - storage_.min_kwh); }
  [[nodiscard]] double mean_cost() const { return stored_kwh_ > 0.0 ? cost_ / stored_kwh_ : 0.0; }

  void store_surplus(std::size_t t, double top_kwh);
  void buy(std::size_t t, double grid_kw, double top_kwh);
  void give(double stored_kwh);

  State& state_;
  const Storage& storage_;
  double stored_kwh_;
  double cost_ = 0.0;  // of what is stored; that of the start is sunk
  double peak_price_ = -k_infinity;
};

void Walk::store_surplus(std::size_t t, double top_kwh) {
  stored_kwh_ = std::max(stored_kwh_, std::min(top_kwh, stored_kwh_ + state_.refill_kwh(t)));
}

void Walk::buy(std::size_t t, double grid_kw, double top_kwh) {
  const double wish_kwh = grid_kw * state_.hours[t] * storage_.charge_efficiency;
  const double bought_kwh = std::clamp(wish_kwh, 0.0, std::max(0.0, top_kwh - stored_kwh_));
  stored_kwh_ += bought_kwh;
  cost_ += bought_kwh / storage_.charge_efficiency * state_.import[t];
}

void Walk::give(double stored_kwh) {
  const double given_kwh = std::min(stored_kwh, usable_kwh());
  cost_ -= given_kwh * mean_cost();
  stored_kwh_ -= given_kwh;
}

Action Walk::obey(std::size_t t, const home::ManualBlock& block) {
  const home::MultipassManual& manual = state_.settings.manual;
  const double per_pct = storage_.capacity_kwh / 100.0;
  switch (block.kind) {
    case home::ManualKind::charge: {
      const double target = block.target_soc_pct.value_or(manual.charge_target_pct) * per_pct;
      store_surplus(t, std::min(target, storage_.max_kwh));
      buy(t, std::min(storage_.charge_kw, state_.room_kw[t] - state_.net_kw(t)),
          std::min(target, storage_.max_kwh));
      return Action::charge;
    }
    case home::ManualKind::export_: {
      const double target = block.target_soc_pct.value_or(manual.export_target_pct) * per_pct;
      const double wish = storage_.discharge_kw * state_.hours[t] / storage_.discharge_efficiency;
      give(std::clamp(stored_kwh_ - target, 0.0, wish));
      return Action::sell;
    }
    case home::ManualKind::self_use:
      if (state_.surplus_kw(t) > 0.0) {
        store_surplus(t, storage_.max_kwh);
      } else {
        give(state_.taken_kwh(t));
      }
      return Action::follow;
    default:
      break;
  }
  store_surplus(t, storage_.max_kwh);
  return Action::hold;
}

Action Walk::choose(std::size_t t) {
  if (state_.bought_kw[t] > 0.0) {
    store_surplus(t, storage_.max_kwh);
    buy(t, state_.bought_kw[t], storage_.max_kwh);
    return Action::charge;
  }
  state_.given_kw[t] = sale_kw(t);
  if (state_.given_kw[t] > 0.0) {
    give(state_.given_kw[t] * state_.hours[t] / storage_.discharge_efficiency);
    return Action::sell;
  }
  if (state_.surplus_kw(t) > 0.0) {
    store_surplus(t, storage_.max_kwh);
    return Action::follow;
  }
  if (!is_worth_using(t)) return Action::hold;
  give(state_.taken_kwh(t));
  return Action::follow;
}

// What the gaps ahead save more with than a sale now earns, and better sales.
double Walk::kept_for_gaps_kwh(std::size_t t) const {
  const home::MultipassExport& settings = state_.settings.export_;
  const double earned = state_.export_[t] - storage_.export_fee;
  const double need = need_after(state_, t, earned + settings.future_guard_buffer.value());
  const double sales = need_after(state_, t, k_infinity, state_.export_[t]);
  double kept = settings.has_future_guard ? need : 0.0;
  if (settings.protective == home::ProtectiveMode::gap_based) {
    kept = std::max(kept, k_protection * need);
  } else {
    const double fixed = settings.fixed_protective_soc_pct / 100.0 * storage_.capacity_kwh;
    kept = std::max(kept, fixed - storage_.min_kwh);
  }
  return storage_.min_kwh + std::max(kept, sales);
}

// Per stored kWh: what it brings when nobody uses it now.
double Walk::worth_kept(std::size_t t) const {
  if (const auto spilled = spilled_price(state_, t, stored_kwh_))
    return *spilled / storage_.charge_efficiency;
  return storage_.end_value;
}

// Gates of a sale; the power that the storage gives, or 0.
double Walk::sale_kw(std::size_t t) const {
  const home::MultipassExport& settings = state_.settings.export_;
  if (!settings.is_enabled || state_.is_banned_sale[t] != 0 || usable_kwh() <= 0.0) return 0.0;
  if (state_.export_[t] < peak_price_ || state_.import[t] < 0.0) return 0.0;
  const double earned = state_.export_[t] - storage_.export_fee - storage_.wear;
  const double cost = std::max(mean_cost(), worth_kept(t)) / storage_.discharge_efficiency;
  if (earned <= cost + state_.export_margin()) return 0.0;
  const double free_kwh = stored_kwh_ - kept_for_gaps_kwh(t);
  const double power_kw =
      std::min(storage_.discharge_kw, free_kwh * storage_.discharge_efficiency / state_.hours[t]);
  const double sold_kw = power_kw - state_.deficit_kw(t);
  return sold_kw > k_smallest_sale * storage_.discharge_kw ? power_kw : 0.0;
}

// Whether stored energy covers the load of a slot. That none is left is no reason to hold: with the
// margins taken off there is more.
bool Walk::is_worth_using(std::size_t t) const {
  if (state_.is_banned_follow[t] != 0) return false;
  if (state_.settings.manual.is_exclusive && !state_.home->manual_blocks.empty()) return true;
  if (state_.deficit_kw(t) > state_.room_kw[t]) return true;  // help, as far as there is something
  const double saved = state_.import[t] - storage_.wear;
  const double kept = worth_kept(t) / storage_.discharge_efficiency;
  const double cost = mean_cost() / storage_.discharge_efficiency;
  if (saved <= kept || saved <= cost + state_.use_margin()) return false;
  const bool is_held = state_.is_cheap[t] != 0 && state_.settings.holds_in_cheap_windows;
  if (is_held && !spilled_price(state_, t, stored_kwh_)) return false;
  // Dearer slots come first; half a slot more or less is a matter of rounding.
  const double need = need_after(state_, t, state_.import[t]);
  return need <= 0.0 || usable_kwh() - need >= 0.5 * state_.taken_kwh(t);
}

}  // namespace

void choose_actions(State& state) { Walk{state}.run(); }

}  // namespace ohmstead::plan::multipass
