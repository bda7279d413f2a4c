#include "need.hpp"

#include <algorithm>

namespace ohmstead::plan::multipass {
namespace {

constexpr double k_look_ahead_h = 36.0;

}  // namespace

double need_after(const State& state, std::size_t slot, double import_price, double export_price) {
  const Storage& storage = state.storage;
  const double brim = storage.usable_kwh();
  double sum = 0.0, peak = 0.0, passed_h = 0.0;
  for (std::size_t t = slot + 1; t < state.count() && passed_h < k_look_ahead_h; ++t) {
    passed_h += state.hours[t];
    if (state.export_[t] > export_price) {
      sum += storage.discharge_kw * state.hours[t] / storage.discharge_efficiency;
    } else if (state.import[t] > import_price) {
      sum += state.taken_kwh(t);
    }
    sum -= state.refill_kwh(t) + state.bought_kw[t] * state.hours[t] * storage.charge_efficiency;
    peak = std::max(peak, sum);
    if (peak >= brim) return brim;
    if (peak - sum >= brim) break;  // full again in between
  }
  return peak;
}

std::optional<double> spilled_price(const State& state, std::size_t slot, double stored_kwh) {
  const double brim = state.storage.max_kwh;
  double level = stored_kwh, passed_h = 0.0;
  double highest = -std::numeric_limits<double>::infinity();
  for (std::size_t t = slot + 1; t < state.count() && passed_h < k_look_ahead_h; ++t) {
    passed_h += state.hours[t];
    if (state.surplus_kw(t) > 0.0) highest = std::max(highest, state.export_[t]);
    if (state.is_cheap[t] == 0) level -= state.taken_kwh(t);
    level = std::max(level, state.storage.min_kwh) + state.refill_kwh(t) +
            state.bought_kw[t] * state.hours[t] * state.storage.charge_efficiency;
    if (level >= brim && state.surplus_kw(t) > 0.0) {
      return state.home->is_pv_curtailable ? std::max(0.0, highest) : highest;
    }
  }
  return std::nullopt;
}

}  // namespace ohmstead::plan::multipass
