#include "ohmstead/forecast/site_analysis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "zone_country.hpp"

namespace ohmstead::forecast {
namespace {

using base::Time;

constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t k_most_gaps = 10;
constexpr double k_least_share_of_day = 0.9;
constexpr double k_dark_share = 0.02;  // of the middle of the days around
constexpr std::size_t k_days_around = 7;
constexpr std::array k_seasons{"winter", "spring", "summer", "autumn"};

std::size_t season_of(base::Date date) { return static_cast<unsigned>(date.month()) % 12 / 3; }

// Sums that know how much they have seen.
struct Mean {
  double sum = 0.0;
  std::size_t count = 0;
  void add(double value) {
    if (std::isnan(value)) return;
    sum += value;
    ++count;
  }
  [[nodiscard]] double value() const {
    return count == 0 ? k_nothing : sum / static_cast<double>(count);
  }
};

struct Range {
  std::size_t first = 0;
  std::size_t end = 0;
};

Range range_of(const Measured& series, const SiteMeasured& measured) {
  const auto place = [&](Time time) {
    const std::int64_t slots = (time - series.start + series.step - base::Seconds{1}) / series.step;
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>(slots, 0, static_cast<std::int64_t>(series.size())));
  };
  return {place(measured.from), place(measured.to)};
}

SeriesQuality quality_of(const char* name, const Measured& series, const SiteMeasured& measured) {
  const Range range = range_of(series, measured);
  SeriesQuality quality;
  quality.name = name;
  quality.records = range.end - range.first;
  std::vector<Gap> gaps;
  for (std::size_t slot = range.first; slot < range.end; ++slot) {
    if (!std::isnan(series.values[slot])) {
      if (quality.first == Time{}) quality.first = series.slot_start(slot);
      quality.last = series.slot_start(slot + 1);
      continue;
    }
    ++quality.missing;
    if (!gaps.empty() && gaps.back().to == series.slot_start(slot)) {
      gaps.back().to = series.slot_start(slot + 1);
    } else {
      gaps.push_back({series.slot_start(slot), series.slot_start(slot + 1)});
    }
  }
  quality.gap_count = gaps.size();
  std::stable_sort(gaps.begin(), gaps.end(), [](const Gap& left, const Gap& right) {
    return left.to - left.from > right.to - right.from;
  });
  if (gaps.size() > k_most_gaps) gaps.resize(k_most_gaps);
  quality.longest_gaps = std::move(gaps);
  return quality;
}

std::optional<double> correlation(const std::vector<double>& x, const std::vector<double>& y) {
  double sum_x = 0.0, sum_y = 0.0, count = 0.0;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    if (std::isnan(x[i] + y[i])) continue;
    sum_x += x[i], sum_y += y[i], count += 1.0;
  }
  if (count < 10.0) return std::nullopt;
  double xx = 0.0, yy = 0.0, xy = 0.0;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    if (std::isnan(x[i] + y[i])) continue;
    const double a = x[i] - sum_x / count, b = y[i] - sum_y / count;
    xx += a * a, yy += b * b, xy += a * b;
  }
  // Rounding is no change.
  const double least = 1e-12 * count;
  if (!(xx > least && yy > least)) return std::nullopt;
  return xy / std::sqrt(xx * yy);
}

// The 10 % quantile of the week around each day, for the slots of the day.
std::vector<double> base_load(const Measured& load, const Range& range) {
  const auto day = static_cast<std::size_t>(base::Seconds{86400} / load.step);
  std::vector<double> base(range.end - range.first, k_nothing);
  for (std::size_t start = 0; start < base.size(); start += day) {
    const std::size_t from = start > 3 * day ? start - 3 * day : 0;
    const std::size_t to = std::min(base.size(), start + 4 * day);
    std::vector<double> around;
    around.reserve(to - from);
    for (std::size_t i = from; i < to; ++i) {
      const double value = load.values[range.first + i];
      if (!std::isnan(value)) around.push_back(value);
    }
    if (around.empty()) continue;
    const auto tenth = around.begin() + static_cast<std::ptrdiff_t>(around.size() / 10);
    std::nth_element(around.begin(), tenth, around.end());
    for (std::size_t i = start; i < std::min(base.size(), start + day); ++i) base[i] = *tenth;
  }
  return base;
}

class Analyst {
 public:
  explicit Analyst(const SiteMeasured& measured) : measured_{measured} {}
  SiteAnalysis run();

 private:
  void shapes();
  void days();
  void figures();
  [[nodiscard]] double at(const Measured& series, Time time) const;

  const SiteMeasured& measured_;
  SiteAnalysis found_;
};

double Analyst::at(const Measured& series, Time time) const {
  if (series.is_empty() || time < series.start) return k_nothing;
  const auto slot = static_cast<std::size_t>((time - series.start) / series.step);
  return slot < series.size() ? series.values[slot] : k_nothing;
}

void Analyst::shapes() {
  std::array<std::array<Mean, 24>, 8> load{};
  std::array<std::array<Mean, 24>, 4> pv{};
  std::array<std::size_t, 8> load_days{};
  std::array<std::size_t, 4> pv_days{};
  base::Date last{};
  const Range range = range_of(measured_.load, measured_);
  for (std::size_t slot = range.first; slot < range.end; ++slot) {
    const Time time = measured_.load.slot_start(slot);
    const auto clock = measured_.zone.wall_clock(time);
    const bool is_free = clock.weekday == std::chrono::Saturday ||
                         clock.weekday == std::chrono::Sunday ||
                         is_holiday_of(clock.date, measured_.zone.name());
    const std::size_t season = season_of(clock.date);
    const std::size_t kind = 2 * season + (is_free ? 1 : 0);
    const auto hour = static_cast<std::size_t>(clock.hour);
    load[kind][hour].add(measured_.load.values[slot]);
    pv[season][hour].add(at(measured_.pv, time));
    if (clock.date == last) continue;
    last = clock.date;
    ++load_days[kind];
    ++pv_days[season];
  }
  const auto shape = [](std::string name, std::size_t count, const std::array<Mean, 24>& hours) {
    DayShape found{std::move(name), count, {}};
    for (std::size_t hour = 0; hour < 24; ++hour) found.kw[hour] = hours[hour].value();
    return found;
  };
  for (std::size_t kind = 0; kind < load.size(); ++kind) {
    if (load_days[kind] == 0) continue;
    const std::string name =
        std::string{k_seasons[kind / 2]} + (kind % 2 == 0 ? " workdays" : " free days");
    found_.load_shapes.push_back(shape(name, load_days[kind], load[kind]));
  }
  for (std::size_t season = 0; season < 4 && !measured_.pv.is_empty(); ++season) {
    if (pv_days[season] > 0)
      found_.pv_shapes.push_back(shape(k_seasons[season], pv_days[season], pv[season]));
  }
}

void Analyst::days() {
  const double hours = base::hours(measured_.load.step).value();
  const Range range = range_of(measured_.load, measured_);
  for (Time day = measured_.from; day < measured_.to;) {
    const Time next = measured_.zone.next_day_start(day);
    Mean load, pv, base, outdoor;
    std::size_t slots = 0;
    for (Time time = day; time < next; time += measured_.load.step, ++slots) {
      load.add(at(measured_.load, time));
      pv.add(at(measured_.pv, time));
      outdoor.add(at(measured_.outdoor, time));
      const std::int64_t slot = (time - measured_.load.start) / measured_.load.step -
                                static_cast<std::int64_t>(range.first);
      if (slot >= 0 && slot < static_cast<std::int64_t>(found_.base_kw.size()))
        base.add(found_.base_kw[static_cast<std::size_t>(slot)]);
    }
    const auto energy = [&](const Mean& mean) {
      const double share = static_cast<double>(mean.count) / static_cast<double>(slots);
      return share < k_least_share_of_day ? k_nothing
                                          : mean.value() * hours * static_cast<double>(slots);
    };
    found_.days.push_back({day, energy(load), energy(pv), base.value(), outdoor.value()});
    day = next;
  }
}

void Analyst::figures() {
  std::vector<double> load, pv, outdoor;
  for (const DayFigures& day : found_.days) {
    load.push_back(day.load_kwh);
    pv.push_back(day.pv_kwh);
    outdoor.push_back(day.outdoor_c);
  }
  found_.load_outdoor_correlation = correlation(load, outdoor);
  Mean mean, base;
  const Range range = range_of(measured_.load, measured_);
  for (std::size_t i = 0; i < found_.base_kw.size(); ++i) {
    const double value = measured_.load.values[range.first + i];
    if (std::isnan(value)) continue;
    mean.add(value);
    base.add(std::min(value, found_.base_kw[i]));
  }
  found_.load_mean_kw = mean.value();
  found_.base_share_pct = mean.sum > 0.0 ? 100.0 * base.sum / mean.sum : 0.0;
  if (measured_.pv.is_empty()) return;
  PvFigures figures;
  const Range roof = range_of(measured_.pv, measured_);
  std::vector<double> power, sun;
  for (std::size_t slot = roof.first; slot < roof.end; ++slot) {
    const double value = measured_.pv.values[slot];
    power.push_back(value);
    sun.push_back(at(measured_.sun, measured_.pv.slot_start(slot)));
    if (std::isnan(value)) continue;
    figures.peak_kw = std::max(figures.peak_kw, value);
    figures.energy_kwh += value * base::hours(measured_.pv.step).value();
  }
  figures.sun_correlation = correlation(power, sun);
  figures.outdoor_correlation = correlation(pv, outdoor);
  for (std::size_t day = 0; day < pv.size(); ++day) {
    std::vector<double> around;
    for (std::size_t other = day > k_days_around ? day - k_days_around : 0;
         other < std::min(pv.size(), day + k_days_around + 1); ++other) {
      if (!std::isnan(pv[other])) around.push_back(pv[other]);
    }
    if (around.size() < k_days_around || std::isnan(pv[day])) continue;
    std::nth_element(around.begin(),
                     around.begin() + static_cast<std::ptrdiff_t>(around.size() / 2), around.end());
    if (pv[day] < k_dark_share * around[around.size() / 2]) ++figures.dark_days;
  }
  found_.pv = figures;
}

SiteAnalysis Analyst::run() {
  found_.quality.push_back(quality_of("load", measured_.load, measured_));
  if (!measured_.pv.is_empty()) found_.quality.push_back(quality_of("pv", measured_.pv, measured_));
  if (!measured_.outdoor.is_empty())
    found_.quality.push_back(quality_of("outdoor", measured_.outdoor, measured_));
  if (!measured_.sun.is_empty())
    found_.quality.push_back(quality_of("irradiance", measured_.sun, measured_));
  found_.base_kw = base_load(measured_.load, range_of(measured_.load, measured_));
  shapes();
  days();
  figures();
  return std::move(found_);
}

}  // namespace

double SeriesQuality::missing_pct() const {
  return records == 0 ? 0.0 : 100.0 * static_cast<double>(missing) / static_cast<double>(records);
}

SiteAnalysis analyze_site(const SiteMeasured& measured) { return Analyst{measured}.run(); }

}  // namespace ohmstead::forecast
