#include "pv_opinions.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::forecast {
namespace {

constexpr double k_least_share = 0.05;  // of the peak, for a ratio to mean anything
constexpr double k_lowest_ratio = 0.2;
constexpr double k_highest_ratio = 2.5;
constexpr double k_nowcast_trust = 0.7;
constexpr double k_nowcast_half_life_h = 1.0;
constexpr double k_nowcast_end_h = 6.0;

// Measured by base over the last cells.
double ratio(const PvPast& past, const PvPhysics& physics, std::size_t known, double hours,
             double peak_kw) {
  const auto back = static_cast<std::int64_t>(std::max(1L, std::lround(hours / past.hours())));
  const auto end = static_cast<std::int64_t>(known);
  double measured = 0.0, expected = 0.0;
  for (std::int64_t cell = end - back; cell < end; ++cell) {
    const double came = past.kw(cell, known);
    if (cell < 0 || std::isnan(came)) continue;
    measured += came;
    expected += physics.base_kw(cell, static_cast<std::size_t>(end - back));
  }
  if (expected < k_least_share * peak_kw * static_cast<double>(back)) return 1.0;
  return std::clamp(measured / expected, k_lowest_ratio, k_highest_ratio);
}

// Mean around a cell, over three hours, of what `value` gives.
template <class Value>
double around(const PvPast& past, std::int64_t cell, const Value& value) {
  const std::int64_t wide = std::max<std::int64_t>(1, past.per_day() / 16);
  double sum = 0.0, count = 0.0;
  for (std::int64_t each = cell - wide; each <= cell + wide; ++each) {
    const double kw = value(each);
    if (std::isnan(kw)) continue;
    sum += kw;
    count += 1.0;
  }
  return count > 0.0 ? sum / count : std::nan("");
}

}  // namespace

PvView pv_view(const PvPast& past, const PvPhysics& physics, std::size_t known) {
  PvView view;
  view.known = known;
  view.peak_kw = std::max(0.01, past.peak_kw(known));
  view.last_hour = ratio(past, physics, known, 1.0, view.peak_kw);
  view.last_3_hours = ratio(past, physics, known, 3.0, view.peak_kw);
  view.last_24_hours = ratio(past, physics, known, 24.0, view.peak_kw / 4.0);
  return view;
}

std::array<float, k_pv_features> pv_features(const PvPast& past, const PvPhysics& physics,
                                             std::int64_t cell, const PvView& view) {
  const std::size_t known = view.known;
  const auto plain = [](double value) { return static_cast<float>(value); };
  const auto share = [&](double kw) { return static_cast<float>(kw / view.peak_kw); };
  const auto sun = physics.sun(cell);
  const double global = past.global(cell);
  const double clear = sun ? clear_global(*sun) : 0.0;
  const double days = past.days_kw(cell, known);
  const auto said = [&](std::int64_t each) { return past.said_kw(each); };
  const auto expected = [&](std::int64_t each) { return physics.physics_kw(each); };
  double day_before = std::nan("");
  for (std::int64_t back = 1; back <= 3 && std::isnan(day_before); ++back) {
    day_before = past.kw(cell - back * past.per_day(), known);
  }
  return {plain(static_cast<double>(cell - static_cast<std::int64_t>(known)) * past.hours()),
          plain(static_cast<double>((cell % past.per_day() + past.per_day()) % past.per_day()) *
                past.hours()),
          share(physics.base_kw(cell, known)),
          share(physics.physics_kw(cell)),
          share(past.said_kw(cell)),
          share(past.said_kw(cell - 1)),
          share(past.said_kw(cell + 1)),
          share(days),
          share(past.envelope_kw(cell, known)),
          share(day_before),
          plain(view.last_hour),
          plain(view.last_3_hours),
          plain(view.last_24_hours),
          plain(clear > 0.02 ? global / clear : std::nan("")),
          plain(past.outdoor_c(cell)),
          plain(sun ? 90.0 - sun->zenith_deg : std::nan("")),
          plain(sun ? sun->azimuth_deg : std::nan("")),
          share(past.spread_kw(cell, known, std::isnan(days) ? 0.0 : days)),
          share(past.has_said() ? around(past, cell, said) : std::nan("")),
          share(past.has_global() ? around(past, cell, expected) : std::nan("")),
          share(physics.physics_kw(cell - 1)),
          share(physics.physics_kw(cell + 1))};
}

std::vector<Opinions> ask_pv(const PvPast& past, const PvPhysics& physics, const PvTrees& trees,
                             const std::vector<std::int64_t>& cells, std::size_t known) {
  const PvView view = pv_view(past, physics, known);
  FeatureTable table{k_pv_features, {}};
  std::vector<std::size_t> lit;
  std::vector<Opinions> all(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Opinions& each = all[i];
    each.lead_h = static_cast<double>(cells[i] - static_cast<std::int64_t>(known)) * past.hours();
    if (physics.is_dark(cells[i], known)) continue;
    lit.push_back(i);
    double base = physics.base_kw(cells[i], known);
    const double days_mean = past.days_kw(cells[i], known);
    double days = std::isnan(days_mean) ? base : days_mean;
    each.spread_kw = 0.5 * past.spread_kw(cells[i], known, days) +
                     0.1 * past.envelope_kw(cells[i], known) + 0.01 * view.peak_kw;
    const double ahead_h = std::max(0.0, each.lead_h + 0.5 * past.hours());
    if (ahead_h < k_nowcast_end_h) {
      const double trust = k_nowcast_trust * std::exp2(-ahead_h / k_nowcast_half_life_h);
      base *= 1.0 + (view.last_hour - 1.0) * trust;
      days *= 1.0 + (view.last_hour - 1.0) * trust;
    }
    each.mean_kw = each.middle_kw = {base, days, base};
    if (!trees.is_ready()) continue;
    const auto row = pv_features(past, physics, cells[i], view);
    table.values.insert(table.values.end(), row.begin(), row.end());
  }
  if (!trees.is_ready()) return all;
  const std::vector<float> means = trees.mean->predict(table);
  const std::vector<float> medians = trees.median->predict(table);
  const std::vector<float> lowest = trees.p10->predict(table);
  const std::vector<float> highest = trees.p90->predict(table);
  for (std::size_t row = 0; row < lit.size(); ++row) {
    const double base = physics.base_kw(cells[lit[row]], known);
    const auto total = [&](float residual) {
      return std::max(0.0, base + static_cast<double>(residual) * view.peak_kw);
    };
    all[lit[row]].mean_kw[k_tree_opinion] = total(means[row]);
    all[lit[row]].middle_kw[k_tree_opinion] = total(medians[row]);
    all[lit[row]].tree_p10_kw = total(lowest[row]);
    all[lit[row]].tree_p90_kw = total(highest[row]);
  }
  return all;
}

}  // namespace ohmstead::forecast
