#include "ohmstead/control/window_watch.hpp"

#include <algorithm>

namespace ohmstead::control {
namespace {

base::Seconds of_minutes(double minutes) {
  return base::Seconds{static_cast<std::int64_t>(60.0 * minutes)};
}

}  // namespace

bool WindowWatch::is_open(const home::OpenWindow& rule, std::optional<base::Celsius> temperature,
                          base::Time now) {
  if (until_ && now >= *until_) {
    until_.reset();
    seen_.clear();  // the cold that it left is no second window
  }
  if (!temperature) return until_.has_value();
  const double c = temperature->value();
  if (until_) {
    coldest_c_ = std::min(coldest_c_, c);
    if (c < coldest_c_ + 0.5 * rule.drop_k) return true;
    until_.reset();
    seen_.clear();
  }
  while (!seen_.empty() &&
         (now - seen_.front().at > of_minutes(rule.within_min) || seen_.front().at > now))
    seen_.pop_front();
  // Of several at once the last counts; a minute is fine enough.
  if (seen_.empty() || now - seen_.back().at >= base::Seconds{60}) seen_.push_back({now, c});
  const auto warmest = std::max_element(seen_.begin(), seen_.end(),
                                        [](const Seen& a, const Seen& b) { return a.c < b.c; });
  if (warmest->c - c < rule.drop_k) return false;
  until_ = now + of_minutes(rule.pause_min);
  coldest_c_ = c;
  return true;
}

}  // namespace ohmstead::control
