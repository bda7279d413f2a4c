#include "ohmstead/forecast/identify_pv.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ohmstead::forecast {
namespace {

constexpr double k_least_elevation_deg = 5.0;
constexpr std::size_t k_most_samples = 4000;
constexpr std::int64_t k_most_days = 400;
constexpr std::int64_t k_least_days = 10;
constexpr std::int64_t k_days_around = 7;
constexpr double k_assumed_outdoor_c = 15.0;
constexpr int k_rounds_without_outliers = 2;
constexpr double k_outlier = 3.0;  // times the usual error

struct Sample {
  Air air;
  SunPosition sun;
  double kw = 0.0;
  bool is_used = true;
};

struct Fit {
  Facing facing;
  double peak_kw = 0.0;
  double error = HUGE_VAL;  // sum of squares
};

Fit fit_peak(const std::vector<Sample>& samples, const Facing& facing) {
  double yields = 0.0, product = 0.0, powers = 0.0;
  for (const Sample& sample : samples) {
    if (!sample.is_used) continue;
    const double yield = plane_yield(sample.air, sample.sun, facing, SkyModel::hay_davies);
    yields += yield * yield;
    product += yield * sample.kw;
    powers += sample.kw * sample.kw;
  }
  if (yields <= 0.0 || product <= 0.0) return {facing, 0.0, powers};
  return {facing, product / yields, powers - product * product / yields};
}

Fit search(const std::vector<Sample>& samples) {
  Fit best;
  const auto offer = [&](double tilt_deg, double azimuth_deg) {
    const double turned = std::fmod(azimuth_deg + 720.0, 360.0);
    const Fit fit = fit_peak(samples, {std::clamp(tilt_deg, 0.0, 90.0), turned});
    if (fit.error < best.error) best = fit;
  };
  for (double tilt = 5.0; tilt <= 90.0; tilt += 17.0) {
    for (double azimuth = 0.0; azimuth < 360.0; azimuth += 30.0) offer(tilt, azimuth);
  }
  for (double step = 10.0; step >= 0.4; step /= 2.0) {
    for (int round = 0; round < 4; ++round) {
      const Facing middle = best.facing;
      for (const double tilt : {-step, 0.0, step}) {
        for (const double azimuth : {-2.0 * step, 0.0, 2.0 * step}) {
          offer(middle.tilt_deg + tilt, middle.azimuth_deg + azimuth);
        }
      }
      if (middle.tilt_deg == best.facing.tilt_deg &&
          middle.azimuth_deg == best.facing.azimuth_deg) {
        break;
      }
    }
  }
  return best;
}

// Snow, outages and a shaded hour must not turn the roof.
void leave_out_outliers(std::vector<Sample>& samples, const Fit& fit) {
  std::vector<double> errors;
  errors.reserve(samples.size());
  const auto error_of = [&](const Sample& sample) {
    return std::abs(sample.kw - fit.peak_kw * plane_yield(sample.air, sample.sun, fit.facing,
                                                          SkyModel::hay_davies));
  };
  for (const Sample& sample : samples) errors.push_back(error_of(sample));
  const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
  std::nth_element(errors.begin(), middle, errors.end());
  const double limit = k_outlier * *middle + 0.02 * fit.peak_kw;
  for (Sample& sample : samples) sample.is_used = error_of(sample) <= limit;
}

std::size_t first_cell(const PvPast& past, std::size_t known) {
  const auto most = static_cast<std::size_t>(k_most_days * past.per_day());
  return known > most ? known - most : 0;
}

// Every cell with light and power; of long histories some, evenly.
std::vector<Sample> samples_in_light(const PvPast& past, std::size_t known) {
  std::vector<Sample> all;
  const auto limit = past.inverter_limit();
  for (std::size_t cell = first_cell(past, known); cell < known; ++cell) {
    const auto place = static_cast<std::int64_t>(cell);
    const double kw = past.kw(place, known), global = past.global(place);
    if (std::isnan(kw) || std::isnan(global)) continue;
    if (limit && kw > 0.97 * limit->value()) continue;
    const SunPosition sun = *past.sun(place);
    if (sun.zenith_deg > 90.0 - k_least_elevation_deg) continue;
    const double outdoor = past.outdoor_c(place);
    all.push_back(
        {{decompose(global, sun), std::isnan(outdoor) ? k_assumed_outdoor_c : outdoor}, sun, kw});
  }
  const std::size_t apart = all.size() / k_most_samples + 1;
  std::vector<Sample> some;
  for (std::size_t i = 0; i < all.size(); i += apart) some.push_back(all[i]);
  return some;
}

// The best power of the days around, where it is certain to have been clear: the sky of Haurwitz.
std::vector<Sample> samples_of_clear_sky(const PvPast& past, std::size_t known) {
  std::vector<Sample> all;
  const auto count = static_cast<std::int64_t>(known);
  const auto limit = past.inverter_limit();
  for (auto cell = static_cast<std::int64_t>(first_cell(past, known)); cell < count; ++cell) {
    if (cell / past.per_day() % (k_days_around + 1) != 0) continue;
    const SunPosition sun = *past.sun(cell);
    if (sun.zenith_deg > 90.0 - 2.0 * k_least_elevation_deg) continue;
    double highest = 0.0;
    SunPosition then = sun;
    for (std::int64_t days = -k_days_around; days <= k_days_around; ++days) {
      const std::int64_t place = cell + days * past.per_day();
      const double kw = place < 0 ? 0.0 : past.kw(place, known);
      if (!(kw > highest)) continue;
      highest = kw;
      then = *past.sun(place);
    }
    if (highest <= 0.0 || (limit && highest > 0.97 * limit->value())) continue;
    all.push_back({{decompose(clear_global(then), then), k_assumed_outdoor_c}, then, highest});
  }
  return all;
}

}  // namespace

std::optional<IdentifiedPlane> identify_pv(const PvPast& past, std::size_t known) {
  const auto least = static_cast<std::size_t>(k_least_days * past.per_day());
  if (!past.location() || known < least || past.peak_kw(known) <= 0.0) return std::nullopt;
  IdentifiedPlane result;
  std::vector<Sample> samples;
  if (past.has_global()) samples = samples_in_light(past, known);
  result.is_from_irradiance = samples.size() >= least / 4;
  if (!result.is_from_irradiance) samples = samples_of_clear_sky(past, known);
  if (samples.size() < 20) return std::nullopt;
  Fit best = search(samples);
  for (int round = 0; round < k_rounds_without_outliers; ++round) {
    leave_out_outliers(samples, best);
    best = search(samples);
  }
  double powers = 0.0, mean = 0.0, count = 0.0;
  for (const Sample& sample : samples) {
    if (!sample.is_used) continue;
    powers += sample.kw * sample.kw;
    mean += sample.kw;
    count += 1.0;
  }
  const double variance = powers - mean * mean / std::max(1.0, count);
  if (variance <= 0.0 || best.peak_kw <= 0.0) return std::nullopt;
  double off = HUGE_VAL;
  for (const auto& [tilt, azimuth] : std::array<std::array<double, 2>, 4>{
           {{15.0, 0.0}, {-15.0, 0.0}, {0.0, 15.0}, {0.0, -15.0}}}) {
    const Facing turned{best.facing.tilt_deg + tilt, best.facing.azimuth_deg + azimuth};
    off = std::min(off, fit_peak(samples, turned).error);
  }
  result.plane = {base::Power{best.peak_kw}, best.facing.tilt_deg, best.facing.azimuth_deg};
  result.explained = 1.0 - best.error / variance;
  result.certainty = (off - best.error) / variance;
  return result;
}

}  // namespace ohmstead::forecast
