// forecast-test --rooms: how good the temperatures of rooms would have been foretold.
//
// Prints a table, or JSON document `ohmstead.room-test/1`. Thread rule: main thread.
#pragma once

#include "commands.hpp"

namespace ohmstead::app {

[[nodiscard]] base::Result<void> judge_rooms(const ForecastTestRequest& request);

}  // namespace ohmstead::app
