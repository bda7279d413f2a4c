#include "ohmstead/forecast/load_past.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "zone_country.hpp"

namespace ohmstead::forecast {
namespace {

using base::Seconds;

constexpr Seconds k_cell{1800};
constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t k_profile_days = 14;
constexpr double k_weight_per_day = 0.8;
constexpr double k_weight_of_other_kind = 0.4;
constexpr std::int64_t k_weeks = 8;
constexpr double k_weight_per_week = 0.85;
constexpr double k_weight_beside = 0.5;

Measured on_cells(const Measured& fine) {
  if (fine.is_empty() || fine.step >= k_cell) return fine;
  return on_coarser_slots(fine, k_cell);
}

// The mean temperature of each of so many cells from the first of the load on.
Measured beside(const Measured& load, const Measured& outdoor, std::size_t cells) {
  Measured result{load.start, load.step, {}, {}};
  if (outdoor.is_empty()) return result;
  result.values.reserve(cells);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const base::Time from = load.slot_start(cell);
    result.values.push_back(outdoor.mean(from, from + load.step, outdoor.size()));
  }
  return result;
}

// How many cells of the load it takes up to the end of `other`.
std::size_t cells_until(const Measured& load, const Measured& other) {
  if (other.is_empty()) return 0;
  const base::Time end = other.slot_start(other.size());
  return end <= load.start ? 0 : static_cast<std::size_t>((end - load.start) / load.step);
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

}  // namespace

void LoadPast::Sums::lay(const std::vector<double>& from) {
  values.assign(1, 0.0);
  counts.assign(1, 0);
  for (const double value : from) {
    const bool is_known = !std::isnan(value);
    values.push_back(values.back() + (is_known ? value : 0.0));
    counts.push_back(counts.back() + (is_known ? 1U : 0U));
  }
}

double LoadPast::Sums::mean(std::int64_t first, std::int64_t end, std::size_t known) const {
  const auto last = static_cast<std::int64_t>(std::min(known, values.size() - 1));
  const auto from = static_cast<std::size_t>(std::clamp<std::int64_t>(first, 0, last));
  const auto to = static_cast<std::size_t>(std::clamp<std::int64_t>(end, 0, last));
  if (from >= to || counts[to] == counts[from]) return k_nothing;
  return (values[to] - values[from]) / static_cast<double>(counts[to] - counts[from]);
}

LoadPast::LoadPast(const Measured& load, const Measured& outdoor, const base::Zone& zone,
                   const Measured& foretold)
    : zone_{zone},
      measured_{load},
      load_{on_cells(load)},
      outdoor_{beside(load_, outdoor, load_.size())},
      foretold_{beside(load_, foretold, cells_until(load_, foretold))},
      raster_{base::SlotGrid::uniform(load_.start, load_.step, load_.size()), zone} {
  load_sums_.lay(load_.values);
  outdoor_sums_.lay(outdoor_.values);
  foretold_sums_.lay(foretold_.values);
  // Days around what was measured, so that forecasts know the days to come.
  first_day_ = floor_div(index(0), per_day()) - 1;
  const auto count = static_cast<std::int64_t>(load_.size()) / per_day() + 32;
  for (std::int64_t each = 0; each < count; ++each) {
    const std::chrono::sys_days date{std::chrono::days{first_day_ + each}};
    const std::chrono::weekday weekday{date};
    is_free_day_.push_back(weekday == std::chrono::Saturday || weekday == std::chrono::Sunday ||
                           is_holiday_of(base::Date{date}, zone.name()));
  }
}

std::span<const double> LoadPast::slots_of(std::size_t cell) const {
  const auto place = [&](base::Time time) {
    const std::int64_t slot = (time - measured_.start) / measured_.step;
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>(slot, 0, static_cast<std::int64_t>(measured_.size())));
  };
  const std::size_t first = place(start(cell));
  return std::span{measured_.values}.subspan(first, place(start(cell) + step()) - first);
}

std::int64_t LoadPast::cell_at(base::Time time) const {
  return (base::floor_to(time, load_.step) - base::floor_to(load_.start, load_.step)) / load_.step;
}

std::int64_t LoadPast::index(std::int64_t cell) const {
  if (cell >= 0 && cell < static_cast<std::int64_t>(cells())) {
    return raster_.index(static_cast<std::size_t>(cell));
  }
  return raster_.index_at(time_of(cell));
}

int LoadPast::weekday(std::int64_t index) const {
  const std::chrono::sys_days date{std::chrono::days{floor_div(index, per_day())}};
  return static_cast<int>(std::chrono::weekday{date}.iso_encoding()) - 1;
}

bool LoadPast::is_free_day(std::int64_t index) const {
  const std::int64_t day = floor_div(index, per_day()) - first_day_;
  if (day < 0 || day >= static_cast<std::int64_t>(is_free_day_.size())) return weekday(index) >= 5;
  return is_free_day_[static_cast<std::size_t>(day)];
}

double LoadPast::kw_before(std::int64_t index, std::int64_t days, std::size_t known) const {
  const auto cell = raster_.find(index - days * per_day());
  return cell && *cell < known ? load_.values[*cell] : k_nothing;
}

double LoadPast::outdoor_before(std::int64_t index, std::int64_t days, std::size_t known) const {
  if (outdoor_.is_empty()) return k_nothing;
  const auto cell = raster_.find(index - days * per_day());
  return cell && *cell < known ? outdoor_.values[*cell] : k_nothing;
}

double LoadPast::outdoor_c(std::int64_t cell) const {
  if (cell < 0 || cell >= static_cast<std::int64_t>(outdoor_.size())) return k_nothing;
  return outdoor_.values[static_cast<std::size_t>(cell)];
}

double LoadPast::mean_kw(std::int64_t first, std::int64_t end, std::size_t known) const {
  return load_sums_.mean(first, end, known);
}

double LoadPast::mean_foretold_c(std::int64_t first, std::int64_t end) const {
  return foretold_sums_.mean(first, end, foretold_.size());
}

double LoadPast::mean_outdoor_c(std::int64_t first, std::int64_t end, std::size_t known) const {
  return outdoor_sums_.mean(first, end, known);
}

double LoadPast::profile_kw(std::int64_t index, std::size_t known) const {
  const bool is_free = is_free_day(index);
  double sum = 0.0, weights = 0.0, weight = 1.0;
  for (std::int64_t days = 1; days <= k_profile_days + 2; ++days, weight *= k_weight_per_day) {
    const double kw = kw_before(index, days, known);
    if (std::isnan(kw)) continue;
    const bool is_other = is_free_day(index - days * per_day()) != is_free;
    const double share = is_other ? weight * k_weight_of_other_kind : weight;
    sum += share * kw;
    weights += share;
  }
  return weights > 0.0 ? sum / weights : k_nothing;
}

double LoadPast::week_kw(std::int64_t index, std::size_t known) const {
  const bool is_free = is_free_day(index);
  const std::int64_t around = per_day() / 24;
  double sum = 0.0, weights = 0.0, weight = 1.0;
  for (std::int64_t week = 1; week <= k_weeks; ++week, weight *= k_weight_per_week) {
    if (is_free_day(index - 7 * week * per_day()) != is_free) continue;
    for (std::int64_t beside = -around; beside <= around; ++beside) {
      const double kw = kw_before(index + beside, 7 * week, known);
      if (std::isnan(kw)) continue;
      const double share = beside == 0 ? weight : weight * k_weight_beside;
      sum += share * kw;
      weights += share;
    }
  }
  return weights > 0.0 ? sum / weights : k_nothing;
}

}  // namespace ohmstead::forecast
