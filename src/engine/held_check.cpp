#include "held_check.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::engine {
namespace {

constexpr base::Seconds k_believe{3600};
constexpr base::Seconds k_remember{4 * 3600};  // what was held before a jump
constexpr double k_slack_share = 0.05;         // of a capacity, for coarse or late readings

}  // namespace

bool HeldCheck::may_hold(const std::string& id, double soc_kwh, double capacity_kwh, double most_kw,
                         base::Time now) {
  if (!(soc_kwh >= -1e-6 && soc_kwh <= capacity_kwh * (1.0 + k_slack_share))) return false;
  const Held told{soc_kwh, now};
  Stored& last = stored_.try_emplace(id, Stored{told, {}, {}}).first->second;
  last.held.at = std::min(last.held.at, now);  // a clock that was set back
  const auto is_near = [&](const Held& held) {
    const double hours = base::hours(std::max(base::Seconds{0}, now - held.at)).value();
    return std::abs(soc_kwh - held.kwh) <= most_kw * hours + k_slack_share * capacity_kwh;
  };
  if (last.before_jump && now - last.before_jump->at > k_remember) last.before_jump.reset();
  const bool is_back = last.before_jump && is_near(*last.before_jump);
  if (!is_near(last.held) && !is_back) {
    if (!last.jumped_at || *last.jumped_at > now) last.jumped_at = now;
    if (now - *last.jumped_at < k_believe) return false;
  }
  if (last.jumped_at) last.before_jump = last.held;
  last.held = told;
  last.jumped_at.reset();
  return true;
}

}  // namespace ohmstead::engine
