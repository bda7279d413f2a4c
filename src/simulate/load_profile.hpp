// The load to expect, from what was measured before: known_then.hpp states the rule.
// Each answer is computed afresh from the history (14 look-ups), so it depends on nothing but its
// arguments. Units: kW. Thread rule: all calls const.
//
//   const LoadProfile profile{history.load, raster};
//   double kw = profile.expected_kw(local_index, now_slot);
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "ohmstead/forecast/local_raster.hpp"
#include "ohmstead/simulate/history.hpp"

namespace ohmstead::simulate {

class LoadProfile {
 public:
  static constexpr std::int64_t k_days = 14;

  // Both must outlive it.
  LoadProfile(const PowerHistory& load, const forecast::LocalRaster& raster);

  // For the time of day of `index`, from slots before `now_slot`; nothing when none of them was
  // measured at that time of day.
  [[nodiscard]] std::optional<double> expected_kw(std::int64_t index, std::size_t now_slot) const;
  // Mean of all that was measured in the 14 days before `now_slot`.
  [[nodiscard]] std::optional<double> usual_kw(std::size_t now_slot) const;
  // By how much the last half-hour before `now_slot` was above the profile; 0 when not measured.
  [[nodiscard]] double surprise_kw(std::size_t now_slot) const;

 private:
  const PowerHistory& load_;
  const forecast::LocalRaster& raster_;
  std::array<double, k_days + 2> weight_of_age_{};  // by days
  std::vector<double> sum_kw_;                      // of the measured slots before each slot
  std::vector<std::uint32_t> count_;
};

}  // namespace ohmstead::simulate
