#include "load_features.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::forecast {
namespace {

constexpr std::int64_t k_spread_days = 14;

double lead_h(const LoadPast& past, std::int64_t cell, std::size_t known) {
  const auto cells = cell - static_cast<std::int64_t>(known);
  return static_cast<double>(cells) * base::hours(past.step()).value();
}

// The `nth` value (from 1) that is known at the time of day of `index`, a day apart.
double recent_kw(const LoadPast& past, std::int64_t index, int nth, std::size_t known) {
  for (std::int64_t days = 1; days <= 9; ++days) {
    const double kw = past.kw_before(index, days, known);
    if (!std::isnan(kw) && --nth == 0) return kw;
  }
  return std::nan("");
}

double recent_outdoor_c(const LoadPast& past, std::int64_t index, std::size_t known) {
  for (std::int64_t days = 1; days <= 3; ++days) {
    const double c = past.outdoor_before(index, days, known);
    if (!std::isnan(c)) return c;
  }
  return std::nan("");
}

}  // namespace

std::optional<double> level_kw(const LoadPast& past, std::size_t known) {
  const auto now = static_cast<std::int64_t>(known);
  double level = past.mean_kw(now - 7 * past.per_day(), now, known);
  if (std::isnan(level)) level = past.mean_kw(0, now, known);
  if (std::isnan(level)) return std::nullopt;
  return std::max(0.001, level);
}

double spread_kw(const LoadPast& past, std::int64_t index, std::size_t known, double middle_kw,
                 double level_kw) {
  double sum = 0.0;
  std::size_t count = 0;
  for (std::int64_t days = 1; days <= k_spread_days; ++days) {
    for (std::int64_t beside = -1; beside <= 1; ++beside) {
      const double kw = past.kw_before(index + beside, days, known);
      if (std::isnan(kw)) continue;
      sum += std::abs(kw - middle_kw);
      ++count;
    }
  }
  const double here = count == 0 ? level_kw : sum / static_cast<double>(count);
  return 0.75 * here + 0.1 * level_kw;
}

double surprise_kw(const LoadPast& past, std::size_t known) {
  const auto window = static_cast<std::size_t>(std::max<std::int64_t>(1, past.per_day() / 24));
  double sum = 0.0;
  std::size_t count = 0;
  for (std::size_t back = 1; back <= std::min(window, known); ++back) {
    const std::size_t cell = known - back;
    if (std::isnan(past.kw(cell))) continue;
    const double usual = past.profile_kw(past.index(static_cast<std::int64_t>(cell)), cell);
    if (std::isnan(usual)) continue;
    sum += past.kw(cell) - usual;
    ++count;
  }
  return count == 0 ? 0.0 : sum / static_cast<double>(count);
}

std::array<float, k_load_features> load_features(const LoadPast& past, std::int64_t cell,
                                                 std::size_t known, double level_kw,
                                                 double surprise_kw) {
  const std::int64_t index = past.index(cell);
  const auto now = static_cast<std::int64_t>(known);
  const std::int64_t per_hour = std::max<std::int64_t>(1, past.per_day() / 24);
  const std::int64_t day = past.per_day();
  const double profile = past.profile_kw(index, known);
  const double middle = std::isnan(profile) ? level_kw : profile;
  const auto share = [&](double kw) { return static_cast<float>(kw / level_kw); };
  const auto plain = [](double value) { return static_cast<float>(value); };
  return {plain(lead_h(past, cell, known)),
          plain(static_cast<double>(index % day) * 24.0 / static_cast<double>(day)),
          static_cast<float>(past.weekday(index)),
          past.is_free_day(index) ? 1.0F : 0.0F,
          share(profile),
          share(past.week_kw(index, known)),
          share(recent_kw(past, index, 1, known)),
          share(recent_kw(past, index, 2, known)),
          share(past.kw_before(index, 7, known)),
          share(past.kw_before(index, 14, known)),
          share(past.mean_kw(now - per_hour, now, known)),
          share(past.mean_kw(now - 3 * per_hour, now, known)),
          share(past.mean_kw(now - day, now, known)),
          share(surprise_kw),
          plain(past.mean_outdoor_c(now - day, now, known)),
          plain(recent_outdoor_c(past, index, known)),
          past.is_free_day(index - day) ? 1.0F : 0.0F,
          share(spread_kw(past, index, known, middle, level_kw)),
          plain(past.mean_foretold_c(cell, cell + 1)),
          plain(past.mean_foretold_c(cell - day + 1, cell + 1))};
}

}  // namespace ohmstead::forecast
