#include "measured_column.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "ohmstead/base/result.hpp"

namespace ohmstead::simulate {
namespace {

using base::Seconds;
using base::Time;

constexpr double k_missing = std::numeric_limits<double>::quiet_NaN();
// So many equal distances in a row are a step of the file, not rows that are missing.
constexpr std::size_t k_steady_rows = 4;

Seconds most_frequent(const std::vector<Seconds>& distances) {
  std::map<Seconds, std::size_t> counts;
  for (const Seconds distance : distances) ++counts[distance];
  const auto by_count = [](const auto& a, const auto& b) { return a.second < b.second; };
  return std::max_element(counts.begin(), counts.end(), by_count)->first;
}

// How many equal distances stand together at each place.
std::vector<std::size_t> run_lengths(const std::vector<Seconds>& distances) {
  std::vector<std::size_t> lengths(distances.size());
  for (std::size_t first = 0; first < distances.size();) {
    std::size_t end = first + 1;
    while (end < distances.size() && distances[end] == distances[first]) ++end;
    std::fill(lengths.begin() + static_cast<std::ptrdiff_t>(first),
              lengths.begin() + static_cast<std::ptrdiff_t>(end), end - first);
    first = end;
  }
  return lengths;
}

}  // namespace

Rows make_rows(const std::vector<Time>& times) {
  Rows rows{times, {}};
  rows.ends.reserve(times.size());
  if (times.size() < 2) {
    for (const Time time : times) rows.ends.push_back(time + std::chrono::hours{1});
    return rows;
  }
  std::vector<Seconds> distances;
  for (std::size_t i = 1; i < times.size(); ++i) distances.push_back(times[i] - times[i - 1]);
  const Seconds typical = most_frequent(distances);
  const std::vector<std::size_t> lengths = run_lengths(distances);
  Seconds last = typical;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    const bool is_steady = distances[i] <= typical || lengths[i] >= k_steady_rows;
    last = is_steady ? distances[i] : std::min(last, distances[i]);
    rows.ends.push_back(times[i] + last);
  }
  rows.ends.push_back(times.back() + last);
  return rows;
}

std::vector<double> to_power_kw(const Rows& rows, const std::vector<double>& values,
                                std::string_view column) {
  const bool is_energy = column.ends_with("_wh") || column.ends_with("_kwh");
  const bool is_kilo = column.ends_with("_kw") || column.ends_with("_kwh");
  base::expect(is_energy || is_kilo || column.ends_with("_w"), "a power column ends with its unit");
  std::vector<double> power(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    power[i] = is_kilo ? values[i] : values[i] / 1000.0;
    if (is_energy) power[i] /= base::hours(rows.ends[i] - rows.starts[i]).value();
  }
  return power;
}

std::vector<double> to_price_per_kwh(const std::vector<double>& values, std::string_view column) {
  const bool is_per_mwh = column.ends_with("_per_mwh");
  base::expect(is_per_mwh || column.ends_with("_per_kwh"), "a price column ends with its unit");
  std::vector<double> prices = values;
  if (is_per_mwh) {
    for (double& price : prices) price /= 1000.0;
  }
  return prices;
}

OnSlots resample(const Rows& rows, const std::vector<double>& values, const base::SlotGrid& slots) {
  OnSlots result{std::vector<double>(slots.count(), k_missing), {}};
  result.known_at.reserve(slots.count());
  std::size_t first = 0;
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    while (first < values.size() && rows.ends[first] <= slots.start(slot)) ++first;
    double known_s = 0.0;
    double sum = 0.0;
    Time known_at = slots.end(slot);
    for (std::size_t i = first; i < values.size() && rows.starts[i] < slots.end(slot); ++i) {
      known_at = std::max(known_at, rows.ends[i]);
      if (std::isnan(values[i])) continue;
      const Time from = std::max(rows.starts[i], slots.start(slot));
      const Time to = std::min(rows.ends[i], slots.end(slot));
      const auto seconds = static_cast<double>((to - from).count());
      known_s += seconds;
      sum += seconds * values[i];
    }
    if (2.0 * known_s >= static_cast<double>(slots.duration(slot).count())) {
      result.values[slot] = sum / known_s;
    }
    result.known_at.push_back(known_at);
  }
  return result;
}

}  // namespace ohmstead::simulate
