// A site whose measurements are replayed, with all that simulates it.
//
// Thread rule: one thread; its parts as they say.
#pragma once

#include <memory>
#include <optional>

#include "loaded_site.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/simulate/simulated_home.hpp"

namespace ohmstead::app {

inline constexpr const char* k_served_example = "with-car.yaml";  // all that the dashboard can show

struct ReplayedHome {
  LoadedSite loaded;
  std::optional<simulate::KnownThen> known = {};
  std::optional<simulate::SimulatedHome> house = {};
  std::optional<simulate::KnownOutlook> outlooks = {};
};

// The site file, or the example home with a car and a tank where there is none.
[[nodiscard]] base::Result<LoadedSite> load_replayed_site(const std::string& site_file);

// `clock` must outlive it.
[[nodiscard]] base::Result<std::unique_ptr<ReplayedHome>> make_replayed_home(
    LoadedSite loaded, base::Time start, const base::Clock& clock);

}  // namespace ohmstead::app
