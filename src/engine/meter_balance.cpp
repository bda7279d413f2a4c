#include "meter_balance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ohmstead::engine {
namespace {

using base::Power;

constexpr base::Seconds k_lasts{30};
constexpr double k_most_kw = 200.0;  // of a house
constexpr double k_share_of_limit = 2.0;
constexpr double k_slack_kw = 0.5, k_slack_share = 0.2;

bool is_near(double a, double b) {
  return std::abs(a - b) <= k_slack_kw + k_slack_share * std::max(std::abs(a), std::abs(b));
}

}  // namespace

bool MeterBalance::lasts(bool is_so, base::Time now) {
  if (!is_so) {
    since_.reset();
    return false;
  }
  if (!since_ || now < *since_) since_ = now;
  return now - *since_ >= k_lasts;
}

std::string MeterBalance::check(ports::Measured& measured, Power others) {
  home::Readings& now = measured.now;
  if (!measured.has_grid) return {};
  const double net_kw = (now.grid_import - now.grid_export).value();
  const auto take = [&](double kw) {
    now.grid_import = Power{std::max(0.0, kw)};
    now.grid_export = Power{std::max(0.0, -kw)};
  };
  const bool is_whole = measured.has_load && measured.has_pv && measured.silent_powers.empty();
  const double sum_kw = (now.load + others - now.pv).value();
  const double most_kw = most_ ? k_share_of_limit * most_->value() : k_most_kw;
  if (!(std::abs(net_kw) <= most_kw)) {
    if (is_whole)
      take(sum_kw);
    else
      measured.has_grid = false;
    return fmt::format(
        "the grid meter tells {:.0f} kW, which cannot be: check its unit; it is not believed",
        net_kw);
  }
  if (!is_whole) return {};
  if (!lasts(!is_near(net_kw, sum_kw), now.at)) return {};
  take(sum_kw);
  return fmt::format(
      "the grid meter tells {:.1f} kW where the other meters make {:.1f} kW: check its {}; they "
      "are "
      "believed",
      net_kw, sum_kw, is_near(net_kw, -sum_kw) ? "direction, it is the wrong way round" : "unit");
}

}  // namespace ohmstead::engine
