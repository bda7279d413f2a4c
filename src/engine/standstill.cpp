#include "standstill.hpp"

#include <algorithm>

namespace ohmstead::engine {
namespace {

constexpr base::Seconds k_least{45};
constexpr base::Seconds k_longest_look{120};  // of a longer one nobody knows what flowed
constexpr std::int64_t k_known_after = 20;    // changes
constexpr double k_times_usual = 3.0;
constexpr double k_forget = 0.98;      // of the slowest, at each change
constexpr double k_most_growth = 2.0;  // one standstill does not teach that they are usual

}  // namespace

void Standstill::learn() {
  const bool is_known = ++changes_ > k_known_after;
  const base::Energy seen = is_known ? std::min(flowed_, usual_ * k_most_growth) : flowed_;
  usual_ = std::max(seen, usual_ * k_forget);
}

bool Standstill::look(const Told& told, base::Power flow, base::Time now) {
  const base::Seconds passed = told_ ? now - looked_at_ : base::Seconds{0};
  looked_at_ = now;
  since_ = std::min(since_, now);  // a clock that was set back
  if (passed > base::Seconds{0} && passed <= k_longest_look)
    flowed_ += std::max(flow, base::Power{} - flow) * base::hours(passed);
  if (told_ != told) {
    if (told_) learn();
    told_ = told;
    since_ = now;
    flowed_ = {};
    return false;
  }
  return changes_ > k_known_after && now - since_ >= k_least && flowed_ > usual_ * k_times_usual;
}

}  // namespace ohmstead::engine
