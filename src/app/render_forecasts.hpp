// The judgement of forecasts as table, JSON document `ohmstead.forecast-test/1` and page.
//
// The page needs nothing from elsewhere. Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/forecast/walk_forward.hpp"
#include "style.hpp"

namespace ohmstead::app {

struct ForecastTest {
  std::string site;
  std::string timezone;
  std::int64_t retrain_days = 0;
  bool is_weather_known = false;
  bool has_trees = false;  // built in
  std::vector<forecast::WalkResult> forecasts;
  std::vector<std::string> notes;
};

[[nodiscard]] std::string render_forecast_test(const ForecastTest& test, const Style& style);
[[nodiscard]] std::string write_forecast_test(const ForecastTest& test);
[[nodiscard]] std::string forecast_test_page(const ForecastTest& test);

}  // namespace ohmstead::app
