// What the load's trees look at, for one cell seen from one instant.
//
// All powers are shares of the home's level (mean of the last 7 days), so that trees learned in one
// season fit the next. Thread rule: pure functions.
//
//   std::array<float, k_load_features> row = load_features(past, cell, known, level_kw(past,
//   known));
#pragma once

#include <array>
#include <string_view>

#include "ohmstead/forecast/load_past.hpp"

namespace ohmstead::forecast {

inline constexpr std::array<std::string_view, 20> k_load_feature_names{
    "lead_h",          "hour",           "weekday",        "free_day",
    "profile",         "week_profile",   "day_before",     "days_before_2",
    "week_before",     "weeks_before_2", "last_hour",      "last_3_hours",
    "last_24_hours",   "surprise",       "outdoor_24_h_c", "outdoor_then_c",
    "free_day_before", "spread",         "foretold_c",     "foretold_24_h_c"};
inline constexpr std::size_t k_load_features = k_load_feature_names.size();

// Mean of the last 7 days before cell `known`, at least a watt; nothing when none was measured.
[[nodiscard]] std::optional<double> level_kw(const LoadPast& past, std::size_t known);

// How far days differ from each other at that time of day: mean distance of the last 14 days to
// `middle_kw`, half of it over all times of day.
[[nodiscard]] double spread_kw(const LoadPast& past, std::int64_t index, std::size_t known,
                               double middle_kw, double level_kw);

// By how much the last hour before cell `known` was above the profile; 0 when not measured.
[[nodiscard]] double surprise_kw(const LoadPast& past, std::size_t known);

// `cell` may lie after the end of what was measured.
[[nodiscard]] std::array<float, k_load_features> load_features(const LoadPast& past,
                                                               std::int64_t cell, std::size_t known,
                                                               double level_kw, double surprise_kw);

}  // namespace ohmstead::forecast
