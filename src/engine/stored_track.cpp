#include "stored_track.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::engine {
namespace {

constexpr base::Seconds k_believe{3600};
constexpr base::Seconds k_remember{4 * 3600};  // what was held before a jump
constexpr base::Seconds k_new_line{1800};
constexpr base::Seconds k_gap{60};      // longer: the flow in between is not known
constexpr double k_slack_share = 0.05;  // of the capacity, for coarse or late readings
constexpr double k_flow_share = 0.2;    // of what flowed, for losses and meters

}  // namespace

void StoredTrack::flow(Line& line, double flow_kw, base::Seconds passed) const {
  const double hours = base::hours(passed).value();
  if (passed > k_gap) {
    line.unsure_kwh += most_kw_ * hours;
  } else {
    line.flowed_kwh += flow_kw * hours;
    line.unsure_kwh += k_flow_share * std::abs(flow_kw) * hours;
  }
}

double StoredTrack::expected(const Line& line) const {
  return std::clamp(line.from_kwh + line.flowed_kwh, 0.0, capacity_kwh_);
}

bool StoredTrack::is_near(const Line& line, double told_kwh) const {
  return std::abs(told_kwh - expected(line)) <= line.unsure_kwh + k_slack_share * capacity_kwh_;
}

double StoredTrack::follow(double told_kwh, double flow_kw, base::Time now) {
  const Line anew{told_kwh, 0.0, 0.0, now};
  const base::Seconds passed = std::max(base::Seconds{0}, now - last_);
  const bool is_back_in_time = now < last_;
  last_ = now;
  const bool can_be = told_kwh >= -1e-6 && told_kwh <= capacity_kwh_ * (1.0 + k_slack_share);
  if (!line_) {
    if (can_be) line_ = anew;
    return std::clamp(told_kwh, 0.0, capacity_kwh_);
  }
  if (is_back_in_time) {
    line_->since = std::min(line_->since, now);
    if (jumped_at_) jumped_at_ = std::min(*jumped_at_, now);
  }
  flow(*line_, flow_kw, passed);
  if (before_) flow(*before_, flow_kw, passed);
  if (before_ && now - before_->since > k_remember) before_.reset();
  if (can_be && is_near(*line_, told_kwh)) {
    jumped_at_.reset();
    if (now - line_->since >= k_new_line) line_ = anew;
    return told_kwh;
  }
  if (can_be && before_ && is_near(*before_, told_kwh)) {
    line_ = anew;
    before_.reset();
    jumped_at_.reset();
    return told_kwh;
  }
  if (!jumped_at_) jumped_at_ = now;
  if (!can_be || now - *jumped_at_ < k_believe) return expected(*line_);
  before_ = Line{expected(*line_), 0.0, 0.0, now};
  line_ = anew;
  jumped_at_.reset();
  return told_kwh;
}

}  // namespace ohmstead::engine
