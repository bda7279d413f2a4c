// A whole year of the example home. Its measured data cover March to October 2024, its prices all
// of 2024: January and February repeat the days of March, November and December those of October.
// This overstates the sun of winter, which matters for money and not for times. Thread rule: pure
// functions.
#pragma once

#include <filesystem>
#include <string_view>

#include "ohmstead/base/result.hpp"

namespace ohmstead::bench {

inline constexpr std::string_view k_year_rule =
    "examples/french-home; January and February repeat its March, November and December its "
    "October";
// 365 local days, the last one included: 35,040 quarter-hours.
inline constexpr std::string_view k_year_from = "2024-01-01";
inline constexpr std::string_view k_year_to = "2024-12-30";

// Writes site.yaml and its data into `folder`.
[[nodiscard]] base::Result<void> write_year_home(const std::filesystem::path& folder);

}  // namespace ohmstead::bench
