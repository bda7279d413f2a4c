// An on/off load as the search over schedules sees it (search/switched.hpp).
// Thread rule: one thread; the element must outlive what is made of it.
#pragma once

#include <memory>

#include "load.hpp"
#include "load_schedule.hpp"
#include "search/switched.hpp"

namespace ohmstead::plan {

[[nodiscard]] std::unique_ptr<SwitchedDevice> make_switched_load(const LoadElement& element);

// The cheapest schedule when a kWh drawn in slot t costs prices[t], not drawing where `blocked`
// says so (empty: nowhere).
[[nodiscard]] Track best_schedule(const LoadDevice& load, LoadProgramme& programme,
                                  std::span<const double> prices, std::span<const char> blocked);

}  // namespace ohmstead::plan
