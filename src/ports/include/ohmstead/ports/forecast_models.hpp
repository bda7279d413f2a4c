// Which models a home's forecasts are made by, and the way to another one.
//
// Thread rule: any thread. Errors: not_found (no such kind or version, nothing to go back to).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::ports {

struct ForecastModel {
  std::string kind;  // "load", "pv"
  int version = 0;
  std::string status;  // "champion", "candidate", "retired"
  base::Time trained_at{};
  base::Time data_from{};
  base::Time data_to{};
  std::size_t samples = 0;
  double training_s = 0.0;
  std::uint64_t data_fingerprint = 0;
  std::vector<std::pair<std::string, double>> metrics;  // names end with their unit
};

class ForecastModels {
 public:
  virtual ~ForecastModels() = default;
  // By kind, oldest first.
  [[nodiscard]] virtual std::vector<ForecastModel> list() const = 0;
  // That version forecasts from the next cycle on.
  [[nodiscard]] virtual base::Result<void> promote(const std::string& kind, int version) = 0;
  // The champion before the present one.
  [[nodiscard]] virtual base::Result<void> roll_back(const std::string& kind) = 0;
};

}  // namespace ohmstead::ports
