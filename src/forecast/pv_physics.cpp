#include "pv_physics.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::forecast {
namespace {

constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double k_assumed_outdoor_c = 15.0;
constexpr double k_map_trust_kwh_per_kw = 4.0;  // what a sector is believed before it is measured
constexpr std::int64_t k_correction_days = 7;
constexpr std::int64_t k_said_days = 14;
constexpr double k_trust_kwh = 0.5;
constexpr double k_lowest = 0.5;
constexpr double k_highest = 2.0;

}  // namespace

std::size_t SunMap::place(const SunPosition& sun) {
  const auto sector = static_cast<std::size_t>(std::clamp(sun.azimuth_deg / 15.0, 0.0, 23.0));
  const auto height =
      static_cast<std::size_t>(std::clamp((90.0 - sun.zenith_deg) / 5.0, 0.0, 17.0));
  return sector * k_heights + height;
}

double SunMap::factor(const SunPosition& sun) const {
  const std::size_t at = place(sun);
  return std::clamp(
      (measured_[at] + k_map_trust_kwh_per_kw) / (expected_[at] + k_map_trust_kwh_per_kw), 0.0,
      1.5);
}

void SunMap::learn(const SunPosition& sun, double measured_kwh, double expected_kwh) {
  measured_[place(sun)] += measured_kwh;
  expected_[place(sun)] += expected_kwh;
}

std::vector<double> SunMap::numbers() const {
  std::vector<double> all{measured_.begin(), measured_.end()};
  all.insert(all.end(), expected_.begin(), expected_.end());
  return all;
}

bool SunMap::set_numbers(const std::vector<double>& numbers) {
  if (numbers.size() != 2 * measured_.size()) return false;
  std::copy_n(numbers.begin(), measured_.size(), measured_.begin());
  std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(measured_.size()), expected_.size(),
              expected_.begin());
  return true;
}

PvPhysics::PvPhysics(const PvPast& past, const std::optional<PvPlant>& plant, const SunMap& map,
                     std::int64_t first, std::int64_t end)
    : past_{past}, first_{std::max<std::int64_t>(0, first)} {
  measured_before_.push_back(0.0);
  expected_before_.push_back(0.0);
  for (std::int64_t cell = first_; cell < end; ++cell) {
    double kw = k_nothing;
    if (const auto sun = past.sun(cell)) {
      suns_.push_back(*sun);
      const double global = past.global(cell);
      if (plant && !std::isnan(global)) {
        const double outdoor = past.outdoor_c(cell);
        const Air air{decompose(global, *sun), std::isnan(outdoor) ? k_assumed_outdoor_c : outdoor};
        kw = plant->power(air, *sun).value() * map.factor(*sun);
      }
    }
    kw_.push_back(kw);
    const double came = past.kw(cell, past.cells());
    const bool is_compared = !std::isnan(kw) && !std::isnan(came);
    measured_before_.push_back(measured_before_.back() + (is_compared ? came : 0.0));
    expected_before_.push_back(expected_before_.back() + (is_compared ? kw : 0.0));
  }
}

std::optional<SunPosition> PvPhysics::sun(std::int64_t cell) const {
  if (suns_.empty() || !holds(cell)) return past_.sun(cell);
  return suns_[static_cast<std::size_t>(cell - first_)];
}

bool PvPhysics::is_dark(std::int64_t cell, std::size_t known) const {
  if (!suns_.empty() && holds(cell)) {
    const double zenith = suns_[static_cast<std::size_t>(cell - first_)].zenith_deg;
    if (zenith < 90.0) return false;
    if (zenith > 95.0) return true;
  }
  return past_.is_dark(cell, known);
}

double PvPhysics::physics_kw(std::int64_t cell) const {
  return holds(cell) ? kw_[static_cast<std::size_t>(cell - first_)] : k_nothing;
}

double PvPhysics::physics_correction(std::size_t known) const {
  const std::int64_t last = static_cast<std::int64_t>(known) - first_;
  const auto end = static_cast<std::size_t>(
      std::clamp<std::int64_t>(last, 0, static_cast<std::int64_t>(kw_.size())));
  const auto days = static_cast<std::size_t>(k_correction_days * past_.per_day());
  const std::size_t from = end > days ? end - days : 0;
  const double trust_kw = k_trust_kwh / past_.hours();
  return std::clamp((measured_before_[end] - measured_before_[from] + trust_kw) /
                        (expected_before_[end] - expected_before_[from] + trust_kw),
                    k_lowest, k_highest);
}

double PvPhysics::said_correction(std::int64_t cell, std::size_t known) const {
  const std::int64_t around = std::max<std::int64_t>(1, past_.per_day() / 24);
  double measured = k_trust_kwh / past_.hours(), said = measured;
  for (std::int64_t days = 1; days <= k_said_days + 2; ++days) {
    for (std::int64_t beside = -around; beside <= around; ++beside) {
      const std::int64_t then = cell - days * past_.per_day() + beside;
      const double came = past_.kw(then, known), expected = past_.said_kw(then);
      if (std::isnan(came) || std::isnan(expected)) continue;
      measured += came;
      said += std::max(0.0, expected);
    }
  }
  return std::clamp(measured / said, k_lowest, k_highest);
}

double PvPhysics::base_kw(std::int64_t cell, std::size_t known) const {
  if (is_dark(cell, known)) return 0.0;
  const double physics = physics_kw(cell);
  if (!std::isnan(physics)) return physics * physics_correction(known);
  const double said = past_.said_kw(cell);
  if (!std::isnan(said)) return std::max(0.0, said) * said_correction(cell, known);
  const double days = past_.days_kw(cell, known);
  return std::isnan(days) ? 0.0 : days;
}

}  // namespace ohmstead::forecast
