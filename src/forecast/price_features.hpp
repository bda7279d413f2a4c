// What a price forecast sees of an hour to come: only what was published by then.
//
// Prices are told relative to the level and spread of the last weeks, so that what was learned in a
// dear year fits a cheap one. Thread rule: const calls from any thread.
#pragma once

#include <array>

#include "ohmstead/forecast/price_model.hpp"

namespace ohmstead::forecast {

// The weather's come after them, two for each series.
inline constexpr std::array k_price_feature_names{"hours_on",
                                                  "hour",
                                                  "weekday",
                                                  "yearday",
                                                  "is_free",
                                                  "before_free",
                                                  "profile",
                                                  "day_before",
                                                  "two_days_before",
                                                  "week_before",
                                                  "two_weeks_before",
                                                  "last_3h",
                                                  "last_day",
                                                  "day_before_last",
                                                  "third_last_day",
                                                  "last_28_days",
                                                  "that_day_a_week_before",
                                                  "level",
                                                  "spread"};
inline constexpr std::size_t k_price_features = k_price_feature_names.size();

struct PriceScale {
  double level = 0.0;   // mean of the last 7 days
  double spread = 0.0;  // mean distance from it in the last 28
};

class PriceSight {
 public:
  explicit PriceSight(const PricePast& past);

  [[nodiscard]] std::size_t features() const { return k_price_features + past_.weather.size() * 2; }
  // NaN level without any price in the last days.
  [[nodiscard]] PriceScale scale(std::size_t known) const;
  // Of the last 21 days at that time of day, on days of the same kind more, drawn to the last day's
  // level as far as the past says that levels last.
  [[nodiscard]] double profile(std::int64_t hour, std::size_t known) const;
  // Appends one row.
  void add_row(std::int64_t hour, std::size_t known, const PriceScale& scale,
               std::vector<float>& row) const;
  [[nodiscard]] double price(std::int64_t hour, std::size_t known) const;

 private:
  [[nodiscard]] double mean(std::int64_t from, std::int64_t to, std::size_t known) const;
  [[nodiscard]] bool is_free(std::int64_t hour) const;

  const PricePast& past_;
  struct Calendar {
    float hour = 0.0F, weekday = 0.0F, yearday = 0.0F;
    bool is_free = false;
  };
  [[nodiscard]] Calendar calendar(std::int64_t hour) const;
  std::vector<Calendar> calendar_;  // of the hours of the past, and two weeks on
  std::vector<double> sums_;
  std::vector<std::uint32_t> counts_;
};

}  // namespace ohmstead::forecast
