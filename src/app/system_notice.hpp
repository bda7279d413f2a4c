// Tells systemd that the service is ready, still lives, reloads or stops, by the protocol of
// sd_notify(3). Does nothing where the program was not started by a unit of Type=notify.
//
// Thread rule: any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace ohmstead::app {

// "READY=1", "WATCHDOG=1", "RELOADING=1", "STOPPING=1", "STATUS=..."
void tell_system(std::string_view state);
// How often systemd wants a sign of life at the latest; nothing when it does not watch us.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdog_time();

}  // namespace ohmstead::app
