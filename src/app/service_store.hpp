// The database as the service uses it: cycles, and what it remembers over restarts.
//
// Thread rule: any thread; calls wait for one another.
#pragma once

#include <filesystem>
#include <memory>

#include "ohmstead/ports/cycle_log.hpp"
#include "ohmstead/ports/memory.hpp"

namespace ohmstead::app {

struct ServiceStore : ports::CycleLog, ports::Memory {};

[[nodiscard]] base::Result<std::unique_ptr<ServiceStore>> open_service_store(
    const std::filesystem::path& path);

}  // namespace ohmstead::app
