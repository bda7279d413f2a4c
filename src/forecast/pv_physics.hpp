// What physics and other systems expect of a roof, cell by cell, corrected by how they did before.
//
// With a plane and light the physics of pv_plant.hpp, times what the sun's place taught: per sector
// of 15 degrees of azimuth and 5 of height the measured energy by the expected (a horizon, a tree,
// a chimney), times the same for all of the last 7 days. Else the forecast of another system, times
// measured by forecast around that time of day in the last 14 days. Units: kW. Thread rule: const
// calls from any thread.
//
//   const PvPhysics physics{past, plant, map, first, end};
//   double kw = physics.base_kw(cell, known);
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/forecast/pv_past.hpp"

namespace ohmstead::forecast {

class SunMap {
 public:
  [[nodiscard]] double factor(const SunPosition& sun) const;
  void learn(const SunPosition& sun, double measured_kwh, double expected_kwh);
  [[nodiscard]] std::vector<double> numbers() const;
  [[nodiscard]] bool set_numbers(const std::vector<double>& numbers);

 private:
  static constexpr std::size_t k_sectors = 24;
  static constexpr std::size_t k_heights = 18;
  [[nodiscard]] static std::size_t place(const SunPosition& sun);

  std::array<double, k_sectors * k_heights> measured_{};
  std::array<double, k_sectors * k_heights> expected_{};
};

class PvPhysics {
 public:
  // For the cells [first, end), which may lie ahead. `plant` absent: no physics.
  PvPhysics(const PvPast& past, const std::optional<PvPlant>& plant, const SunMap& map,
            std::int64_t first, std::int64_t end);

  [[nodiscard]] bool is_dark(std::int64_t cell, std::size_t known) const;
  // NaN where the light is not known, or without a plant.
  [[nodiscard]] double physics_kw(std::int64_t cell) const;
  // The best that is known without learning: physics, else what was said, else the mean of the
  // days.
  [[nodiscard]] double base_kw(std::int64_t cell, std::size_t known) const;
  [[nodiscard]] std::optional<SunPosition> sun(std::int64_t cell) const;

 private:
  [[nodiscard]] double physics_correction(std::size_t known) const;
  [[nodiscard]] double said_correction(std::int64_t cell, std::size_t known) const;
  [[nodiscard]] bool holds(std::int64_t cell) const {
    return cell >= first_ && cell - first_ < static_cast<std::int64_t>(kw_.size());
  }

  const PvPast& past_;
  std::int64_t first_;
  std::vector<double> kw_;
  std::vector<SunPosition> suns_;                          // empty without a location
  std::vector<double> measured_before_, expected_before_;  // sums where both are known
};

}  // namespace ohmstead::forecast
