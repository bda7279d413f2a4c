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

constexpr base::Seconds k_stopped_after{45};
constexpr double k_flows_kw = 0.05;  // a battery that follows the home keeps the grid at nothing
constexpr double k_other_kw = 0.5;

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

double MeterBalance::stopped_kw(const ports::Measured& measured, double net_kw, double others_kw) {
  const base::Time now = measured.now.at;
  // An inverter that gives no more than it may keeps the grid where it is: its power must be known.
  const bool can_be_seen = measured.silent_powers.empty() && std::abs(net_kw) > k_flows_kw &&
                           (net_kw > 0.0 || measured.has_pv);
  if (!can_be_seen || !told_ || told_->net_kw != net_kw || now < told_->at) {
    told_ = Told{net_kw, others_kw, now, 0.0};
    return 0.0;
  }
  told_->change_kw = std::max(told_->change_kw, std::abs(others_kw - told_->others_kw));
  const bool is_stopped = now - told_->at >= k_stopped_after && told_->change_kw > k_other_kw;
  return is_stopped ? told_->change_kw : 0.0;
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
  if (const double change_kw = stopped_kw(measured, net_kw, (others - now.pv).value());
      change_kw > 0.0 && !is_whole) {
    measured.has_grid = false;
    measured.silent_powers.emplace_back("grid");
    return fmt::format(
        "the grid meter tells {:.1f} kW again and again while the other meters change by {:.1f} "
        "kW: "
        "restart its gateway; the home is taken to draw what it did",
        net_kw, change_kw);
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
