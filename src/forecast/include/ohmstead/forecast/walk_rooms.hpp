// How good room temperatures would have been foretold: a walk through the past, looking ahead only.
//
// Several times a day the next 24 h are foretold from what was known then. What drives the rooms
// (outdoor air, sun, heat, gains) is either given as it came, which judges the rooms' model, or
// taken as on the day before, which judges everything. Yardstick: the temperature stays as it is.
// Units: K, h. Thread rule: the calling thread.
//
//   std::vector<RoomWalk> found = walk_rooms(past, {.from = from, .to = to});
#pragma once

#include <functional>
#include <stop_token>

#include "ohmstead/forecast/rooms.hpp"

namespace ohmstead::forecast {

struct RoomWalkOptions {
  base::Time from{};
  base::Time to{};
  std::int64_t forecasts_a_day = 4;
  std::int64_t days_between_training = 7;
  bool is_driven_as_it_came = true;
  std::function<void(std::int64_t done, std::int64_t total)> progress = {};  // in days
  std::stop_token stop = {};
};

struct RoomWalk {
  std::string name;
  std::int64_t count = 0;
  double mae_k = 0.0;         // of all leads up to 24 h
  double mae_at_24h_k = 0.0;  // of the last hour
  double rmse_k = 0.0;
  double bias_k = 0.0;
  double stays_mae_k = 0.0;
  double stays_mae_at_24h_k = 0.0;
  double coverage_pct = 0.0;  // of p10 to p90
  double training_s = 0.0;    // longest, of the clock, all rooms
  RoomFit fit;                // the last
};

[[nodiscard]] std::vector<RoomWalk> walk_rooms(const RoomsPast& past,
                                               const RoomWalkOptions& options);

}  // namespace ohmstead::forecast
