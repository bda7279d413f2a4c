#include "ohmstead/forecast/clean_meter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ohmstead::forecast {
namespace {

constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double k_spike = 20.0;           // times what is rarely exceeded
constexpr double k_catch_up = 3.0;         // the same, after intervals without anything
constexpr std::size_t k_least_silent = 2;  // intervals before a catch-up
constexpr std::size_t k_least_high = 4;    // values of a stretch in W
constexpr std::size_t k_least_low = 24;    // values of a stretch in MW or of kW / 1000
constexpr double k_wrong_unit = 1000.0;
constexpr double k_far_above = 50.0, k_far_below = 0.01;  // of the usual value
constexpr std::size_t k_least_values = 48;                // to know what is usual
constexpr base::Seconds k_flat_load = std::chrono::hours{24};
constexpr base::Seconds k_flat_pv = std::chrono::hours{12};
constexpr std::size_t k_least_flat = 12;  // values

struct Usual {
  double middle = 0.0;  // of the values above 0
  double rare = 0.0;    // 1 of 100 is above
};

// Nothing with too few values. Of values a thousand times too high, fewer than a fourth leave both
// quantiles alone; the rest cannot be told from a large home.
Usual usual_of(const std::vector<double>& kw) {
  std::vector<double> sorted;
  for (const double value : kw) {
    if (value > 0.0) sorted.push_back(value);
  }
  if (sorted.size() < k_least_values) return {};
  std::sort(sorted.begin(), sorted.end());
  const double middle = sorted[sorted.size() / 2];
  // What is in the wrong unit does not count.
  std::erase_if(sorted, [&](double value) { return value > k_far_above * middle; });
  return {middle, sorted[sorted.size() * 99 / 100]};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Multiplies the stretches of at least `least` values for which `is_off` and whose middle is then a
// usual one. Missing values and zeros neither end a stretch nor count.
template <class IsOff>
std::size_t mend_unit(std::vector<double>& kw, const Usual& usual, double factor, std::size_t least,
                      const IsOff& is_off) {
  std::size_t mended = 0;
  for (std::size_t first = 0; first < kw.size(); ++first) {
    if (!is_off(kw[first])) continue;
    std::vector<double> stretch;
    std::size_t end = first;
    for (; end < kw.size() && (!(kw[end] > 0.0) || is_off(kw[end])); ++end) {
      if (kw[end] > 0.0) stretch.push_back(kw[end]);
    }
    const double middle = stretch.empty() ? 0.0 : median(stretch) * factor / usual.middle;
    if (stretch.size() >= least && middle > 0.05 && middle < 20.0) {
      mended += stretch.size();
      for (std::size_t i = first; i < end; ++i) kw[i] *= factor;
    }
    first = end;
  }
  return mended;
}

void mend_spikes(std::vector<double>& kw, const Usual& usual, MeterRepairs& repairs) {
  std::size_t silent = 0;
  for (std::size_t i = 0; i < kw.size(); ++i) {
    if (!(kw[i] > 0.0)) {
      ++silent;
      continue;
    }
    const double each = kw[i] / static_cast<double>(silent + 1);
    if (silent >= k_least_silent && kw[i] > k_catch_up * usual.rare && each <= usual.rare) {
      std::fill(kw.begin() + static_cast<std::ptrdiff_t>(i - silent),
                kw.begin() + static_cast<std::ptrdiff_t>(i + 1), each);
      ++repairs.catch_ups;
    } else if (kw[i] > k_spike * usual.rare) {
      kw[i] = k_nothing;
      ++repairs.spikes;
    }
    silent = 0;
  }
}

}  // namespace

CleanedMeter clean_power(std::vector<double> kw, MeterKind kind) {
  CleanedMeter cleaned{std::move(kw), {}};
  std::vector<double>& values = cleaned.values;
  const Usual usual = usual_of(values);
  if (usual.rare > 0.0) {
    const auto is_high = [&](double value) { return value > k_far_above * usual.middle; };
    const auto is_low = [&](double value) {
      return value > 0.0 && value < k_far_below * usual.middle;
    };
    cleaned.repairs.unit_mistakes =
        mend_unit(values, usual, 1.0 / k_wrong_unit, k_least_high, is_high);
    if (kind == MeterKind::load)
      cleaned.repairs.unit_mistakes += mend_unit(values, usual, k_wrong_unit, k_least_low, is_low);
    mend_spikes(values, usual, cleaned.repairs);
  }
  cleaned.repairs.missing = static_cast<std::size_t>(
      std::count_if(values.begin(), values.end(), [](double value) { return std::isnan(value); }));
  return cleaned;
}

// A home with something in it never draws exactly the same for a day. Missing values neither end a
// stretch nor count; a roof that gives nothing may do so for weeks.
CleanedMeter take_out_flat(std::vector<double> kw, MeterKind kind, base::Seconds step) {
  CleanedMeter cleaned{std::move(kw), {}};
  std::vector<double>& values = cleaned.values;
  const base::Seconds longest = kind == MeterKind::load ? k_flat_load : k_flat_pv;
  const auto least = static_cast<std::size_t>(longest / step);
  for (std::size_t first = 0; first < values.size();) {
    const double value = values[first];
    std::size_t end = first, count = 0;
    for (; end < values.size() && (std::isnan(values[end]) || values[end] == value); ++end)
      count += std::isnan(values[end]) ? 0 : 1;
    const bool may_stand = kind == MeterKind::pv && value == 0.0;
    if (!std::isnan(value) && !may_stand && count >= std::max(least, k_least_flat)) {
      std::fill(values.begin() + static_cast<std::ptrdiff_t>(first),
                values.begin() + static_cast<std::ptrdiff_t>(end), k_nothing);
      ++cleaned.repairs.flat_stretches;
      cleaned.repairs.is_flat_now = end == values.size();
    }
    first = std::max(end, first + 1);
  }
  return cleaned;
}

CleanedMeter counter_to_energy(const std::vector<double>& readings_kwh) {
  CleanedMeter cleaned{std::vector<double>(readings_kwh.size(), k_nothing), {}};
  double before = k_nothing;
  std::size_t waiting = 0;  // readings that were missed
  for (std::size_t i = 0; i < readings_kwh.size(); ++i) {
    const double reading = readings_kwh[i];
    if (std::isnan(reading)) {
      ++waiting;
      continue;
    }
    if (!std::isnan(before)) {
      double energy = reading - before;
      if (energy < 0.0) {
        ++cleaned.repairs.resets;
        energy = std::max(0.0, reading);
      }
      if (waiting > 0) ++cleaned.repairs.spread_differences;
      for (std::size_t k = i - waiting; k <= i; ++k)
        cleaned.values[k] = energy / static_cast<double>(waiting + 1);
    }
    before = reading;
    waiting = 0;
  }
  cleaned.repairs.missing =
      static_cast<std::size_t>(std::count_if(cleaned.values.begin(), cleaned.values.end(),
                                             [](double value) { return std::isnan(value); }));
  return cleaned;
}

std::vector<std::string> notes_of(std::string_view meter, const MeterRepairs& repairs) {
  std::vector<std::string> notes;
  const auto add = [&](std::size_t count, std::string_view one, std::string_view several) {
    if (count > 0)
      notes.push_back(fmt::format("{}: {} {}", meter, count, count == 1 ? one : several));
  };
  add(repairs.resets, "reset of its counter; what it showed then counts as used since",
      "resets of its counter; what it showed then counts as used since");
  add(repairs.spread_differences, "gap whose energy was known at its end was spread evenly",
      "gaps whose energy was known at their end were spread evenly");
  add(repairs.catch_ups, "value that caught up on intervals without any was spread over them",
      "values that caught up on intervals without any were spread over them");
  add(repairs.spikes, "value that no home draws was taken out",
      "values that no home draws were taken out");
  add(repairs.unit_mistakes, "value was in the wrong unit, a thousand times off",
      "values were in the wrong unit, a thousand times off");
  add(repairs.flat_stretches, "time when its sensor stood still was taken out",
      "times when its sensor stood still were taken out");
  return notes;
}

}  // namespace ohmstead::forecast
