#include "ohmstead/control/soc_estimate.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::control {
namespace {

using base::Energy;
using base::Power;

constexpr base::Seconds k_longest_gap{600};  // what flowed in a longer one is not known by powers
constexpr double k_same_pct = 0.05;
constexpr double k_stale_pct = 1.5;  // so much may flow before a number that stands still is old

}  // namespace

Energy SocEstimate::flowed(const home::VehicleReading& reading, const SocFacts& facts,
                           base::Time now) const {
  if (!last_ || now <= last_->at) return {};
  const Energy net = reading.charged - reading.discharged;
  Energy at_home;
  // Counters that stand still while power flows are none.
  if (std::abs((net - last_->net).value()) > 1e-9)
    at_home = net - last_->net;
  else if (now - last_->at <= k_longest_gap)
    at_home = (reading.power + last_->power) * 0.5 * base::hours(now - last_->at);
  if (std::abs(at_home.value()) > facts.capacity.value()) return {};  // a counter began anew
  return at_home > Energy{} ? at_home * facts.charge_efficiency
                            : at_home / std::max(0.01, facts.discharge_efficiency);
}

void SocEstimate::complete(home::VehicleReading& reading, const SocFacts& facts, base::Time now) {
  const Energy flow = flowed(reading, facts, now);
  const bool is_back = last_ && !last_->is_connected && reading.is_connected;
  if (before_) assumed_ += flow;
  last_ = Last{reading.power, reading.charged - reading.discharged, reading.is_connected, now};
  const Energy same = facts.capacity * (k_same_pct / 100.0);
  const bool is_news =
      reading.soc &&
      (!known_.told || std::abs((*reading.soc - *known_.told).value()) > same.value());
  if (is_news) {
    known_.told = known_.soc = reading.soc;
    known_.told_at = reading.soc_at.value_or(now);
    known_.is_by_hand = false;
    known_.since = {};
  } else if (known_.soc) {
    if (is_back && !reading.soc) known_.soc = std::max(Energy{}, *known_.soc - facts.trip);
    known_.soc = std::clamp(*known_.soc + flow, Energy{}, facts.capacity);
    known_.since += flow;
  }
  // On the road the plan knows better what is left.
  if (!known_.soc || (!reading.is_connected && !reading.soc)) return;
  const bool stands_still =
      std::abs(known_.since.value()) > facts.capacity.value() * (k_stale_pct / 100.0);
  if (reading.soc && !stands_still && !known_.is_by_hand) {
    if (!reading.soc_at) known_.told_at = now;
    reading.soc_at = known_.told_at =
        std::max(known_.told_at, reading.soc_at.value_or(known_.told_at));
    return;
  }
  reading.soc = known_.soc;
  reading.soc_at = known_.told_at;
  reading.is_soc_estimated = true;
}

void SocEstimate::tell(Energy soc, base::Time now) {
  known_.soc = soc;
  known_.told_at = now;
  known_.is_by_hand = true;
  known_.since = {};
  if (before_) before_ = known_;
}

std::optional<SocEstimate::State> SocEstimate::state() const {
  if (!known_.soc) return std::nullopt;
  return State{*known_.soc, known_.told_at};
}

void SocEstimate::restore(const State& state) {
  known_.soc = state.soc;
  known_.told_at = state.told_at;
}

void SocEstimate::assume() {
  if (before_) return;
  before_ = known_;
  assumed_ = {};
}

Energy SocEstimate::take_back() {
  if (!before_) return {};
  known_ = *before_;
  before_.reset();
  return assumed_;
}

void SocEstimate::give(Energy flowed) {
  if (known_.soc) known_.soc = std::max(Energy{}, *known_.soc + flowed);
  known_.since += flowed;
}

}  // namespace ohmstead::control
