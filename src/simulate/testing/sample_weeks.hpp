// Four measured weeks of a home with a battery, from 20 March 2024. Thread rule: one thread.
//
//   const SampleWeeks sample; run_backtest(sample.site, sample.history, ...);
#pragma once

#include <algorithm>
#include <limits>

#include "testing/sample_home.hpp"

namespace ohmstead::simulate::testing {

constexpr std::size_t k_hours_per_day = 24;
constexpr double k_blank = std::numeric_limits<double>::quiet_NaN();

// Load with an evening peak, sun, a forecast that errs.
inline double home_value(std::size_t row, std::size_t column) {
  const double hour = static_cast<double>(row % 48) / 2.0;
  const double sun = std::max(0.0, 3.0 * std::sin((hour - 6.0) / 12.0 * 3.14159));
  if (column == 0) return (hour >= 17.0 && hour < 22.0 ? 1.8 : 0.4) + 0.4 * noise(row);
  if (sun <= 0.0) return k_blank;
  return sun * (column == 1 ? noise(row / 48) + 0.1 : 0.6);
}

// With a dip at noon that falls below zero at times.
inline double price_value(std::size_t row, std::size_t) {
  const double hour = static_cast<double>(row % 24);
  return 0.12 + 0.10 * std::cos((hour - 19.0) / 12.0 * 3.14159) - 0.10 * noise(row / 24);
}

struct SampleWeeks {
  home::Site site = make_site();
  FakeFiles files;
  History history;

  explicit SampleWeeks(const std::function<double(std::size_t, std::size_t)>& price = price_value) {
    site.tariff.import.markup = base::EnergyPrice{0.08};
    add_battery(site);
    const base::Time start = at("2024-03-20T00:00:00Z");
    files.add("home.csv", make_csv({"load_kw", "pv_kw", "pv_forecast_kw"}, start,
                                   base::Seconds{1800}, 28 * k_rows_per_day, home_value));
    files.add("prices.csv", make_csv({"spot_per_kwh"}, start - base::Seconds{24 * 3600},
                                     base::Seconds{3600}, 30 * k_hours_per_day, price));
    load();
  }
  void load() { history = load_history(site, files.reader()).value(); }
};

}  // namespace ohmstead::simulate::testing
