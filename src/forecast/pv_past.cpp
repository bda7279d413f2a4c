#include "ohmstead/forecast/pv_past.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ohmstead::forecast {
namespace {

using base::Seconds;

constexpr Seconds k_cell{1800};
constexpr Seconds k_day = std::chrono::days{1};
constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t k_envelope_days = 15;
constexpr std::int64_t k_mean_days = 10;
constexpr double k_weight_per_day = 0.8;
constexpr double k_dark_kw = 0.020;
constexpr double k_above_peak = 1.05;        // of the highest power that was measured
constexpr std::int64_t k_days_to_know = 14;  // measured, until the roof has shown what it can do

Measured on_cells(const Measured& fine) {
  if (fine.is_empty() || fine.step >= k_cell) return fine;
  return on_coarser_slots(fine, k_cell);
}

// Means over the cells of `pv`, as far as the other series reaches.
Measured beside(const Measured& pv, const Measured& other) {
  if (other.is_empty()) return {};
  Measured result{pv.start, pv.step, {}, {}};
  const base::Time end = other.slot_start(other.size());
  for (base::Time from = pv.start; from < end; from += pv.step) {
    result.values.push_back(other.mean(from, from + pv.step, other.size()));
  }
  return result;
}

}  // namespace

PvPast::PvPast(const PvSources& sources)
    : per_day_{0},
      pv_{on_cells(sources.pv)},
      said_{beside(pv_, sources.said)},
      global_{beside(pv_, sources.global)},
      outdoor_{beside(pv_, sources.outdoor)},
      location_{sources.location},
      planes_{sources.planes},
      inverter_limit_{sources.inverter_limit} {
  base::expect(k_day % pv_.step == Seconds{0}, "cells must divide a day");
  per_day_ = k_day / pv_.step;
  highest_kw_.push_back(0.0);
  measured_.push_back(0);
  for (const double each : pv_.values) {
    highest_kw_.push_back(std::max(highest_kw_.back(), std::isnan(each) ? 0.0 : each));
    measured_.push_back(measured_.back() + (std::isnan(each) ? 0 : 1));
  }
  for (const double each : said_.values) {
    if (each > highest_said_kw_) highest_said_kw_ = each;
  }
}

std::int64_t PvPast::cell_at(base::Time time) const {
  const Seconds since = time - pv_.start;
  return since / pv_.step - (since % pv_.step < Seconds{0} ? 1 : 0);
}

double PvPast::value(const Measured& series, std::int64_t cell) {
  if (cell < 0 || cell >= static_cast<std::int64_t>(series.size())) return k_nothing;
  return series.values[static_cast<std::size_t>(cell)];
}

double PvPast::kw(std::int64_t cell, std::size_t known) const {
  return cell < static_cast<std::int64_t>(known) ? value(pv_, cell) : k_nothing;
}

std::optional<SunPosition> PvPast::sun(std::int64_t cell) const {
  if (!location_) return std::nullopt;
  return sun_position(middle(cell), location_->latitude_deg, location_->longitude_deg);
}

double PvPast::peak_kw(std::size_t known) const { return highest_kw_[std::min(known, pv_.size())]; }

double PvPast::most_kw(std::size_t known) const {
  const double done_kw = peak_kw(known) * k_above_peak;
  double planes_kw = 0.0;
  for (const home::PvPlane& plane : planes_) planes_kw += plane.peak.value();
  if (!planes_.empty()) return std::max(done_kw, planes_kw);
  // Nights may be blank: half a day of cells is a day.
  const bool has_shown = 2 * measured_[std::min(known, pv_.size())] >= k_days_to_know * per_day_;
  return has_shown && done_kw > 0.0 ? done_kw : std::max(done_kw, highest_said_kw_);
}

double PvPast::envelope_kw(std::int64_t cell, std::size_t known) const {
  double highest = 0.0;
  for (std::int64_t days = 1; days <= k_envelope_days + 2; ++days) {
    const double here = kw(cell - days * per_day_, known);
    if (here > highest) highest = here;
  }
  return highest;
}

double PvPast::days_kw(std::int64_t cell, std::size_t known) const {
  double sum = 0.0, weights = 0.0, weight = 1.0;
  for (std::int64_t days = 1; days <= k_mean_days + 2; ++days, weight *= k_weight_per_day) {
    const double here = kw(cell - days * per_day_, known);
    if (std::isnan(here)) continue;
    sum += weight * here;
    weights += weight;
  }
  return weights > 0.0 ? sum / weights : k_nothing;
}

double PvPast::spread_kw(std::int64_t cell, std::size_t known, double middle_kw) const {
  double sum = 0.0;
  std::int64_t count = 0;
  for (std::int64_t days = 1; days <= k_envelope_days + 2; ++days) {
    const double here = kw(cell - days * per_day_, known);
    if (std::isnan(here)) continue;
    sum += std::abs(here - middle_kw);
    ++count;
  }
  return count == 0 ? 0.0 : sum / static_cast<double>(count);
}

bool PvPast::is_dark(std::int64_t cell, std::size_t known) const {
  if (location_) {
    const auto is_down = [&](base::Time time) {
      return sun_position(time, location_->latitude_deg, location_->longitude_deg).zenith_deg >
             90.8;
    };
    return is_down(middle(cell) - pv_.step / 2) && is_down(middle(cell) + pv_.step / 2);
  }
  if (std::isnan(days_kw(cell, known)) && said_kw(cell) > k_dark_kw) return false;
  // Blank cells are night as well, where there was sun at all.
  return peak_kw(known) > k_dark_kw && envelope_kw(cell, known) <= k_dark_kw &&
         envelope_kw(cell - 1, known) <= k_dark_kw && envelope_kw(cell + 1, known) <= k_dark_kw;
}

}  // namespace ohmstead::forecast
