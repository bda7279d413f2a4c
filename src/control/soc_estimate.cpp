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
  last_ = Last{reading.power, reading.charged - reading.discharged, reading.is_connected, now};
  const Energy same = facts.capacity * (k_same_pct / 100.0);
  const bool is_news =
      reading.soc && (!told_ || std::abs((*reading.soc - *told_).value()) > same.value());
  if (is_news) {
    told_ = soc_ = reading.soc;
    told_at_ = reading.soc_at.value_or(now);
    is_by_hand_ = false;
    since_ = {};
  } else if (soc_) {
    if (is_back && !reading.soc) soc_ = std::max(Energy{}, *soc_ - facts.trip);
    soc_ = std::clamp(*soc_ + flow, Energy{}, facts.capacity);
    since_ += flow;
  }
  // On the road the plan knows better what is left.
  if (!soc_ || (!reading.is_connected && !reading.soc)) return;
  const bool stands_still =
      std::abs(since_.value()) > facts.capacity.value() * (k_stale_pct / 100.0);
  if (reading.soc && !stands_still && !is_by_hand_) {
    if (!reading.soc_at) told_at_ = now;
    reading.soc_at = told_at_ = std::max(told_at_, reading.soc_at.value_or(told_at_));
    return;
  }
  reading.soc = soc_;
  reading.soc_at = told_at_;
  reading.is_soc_estimated = true;
}

void SocEstimate::tell(Energy soc, base::Time now) {
  soc_ = soc;
  told_at_ = now;
  is_by_hand_ = true;
  since_ = {};
}

std::optional<SocEstimate::State> SocEstimate::state() const {
  if (!soc_) return std::nullopt;
  return State{*soc_, told_at_};
}

void SocEstimate::restore(const State& state) {
  soc_ = state.soc;
  told_at_ = state.told_at;
}

}  // namespace ohmstead::control
