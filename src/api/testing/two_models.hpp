// Models of a home that learns, without any learning.
#pragma once

#include "ohmstead/ports/forecast_models.hpp"

namespace ohmstead::api::testing {

inline base::Time at(const char* text) { return base::parse_time(text).value(); }

// Two that were learned; the second one forecasts.
struct TwoModels final : ports::ForecastModels {
  int champion = 2;
  [[nodiscard]] std::vector<ports::ForecastModel> list() const override {
    const auto model = [&](int version) {
      return ports::ForecastModel{"load",
                                  version,
                                  version == champion ? "champion" : "retired",
                                  at("2026-02-01T00:00:00Z") + std::chrono::days{version},
                                  at("2026-01-01T00:00:00Z"),
                                  at("2026-02-01T00:00:00Z"),
                                  2976,
                                  0.5,
                                  0xfedcba9876543210ULL,
                                  {{"mae_kw", 0.25}}};
    };
    return {model(1), model(2)};
  }
  base::Result<void> promote(const std::string& kind, int version) override {
    if (kind != "load" || version < 1 || version > 2)
      return base::fail(base::ErrorKind::not_found, "there is no such model");
    champion = version;
    return {};
  }
  base::Result<void> roll_back(const std::string& kind) override { return promote(kind, 1); }
};

}  // namespace ohmstead::api::testing
