// PV forecast of Solcast for a rooftop, with its band.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PvSource> make_solcast(const home::LivePv& live,
                                                     const Settings& settings);

}  // namespace ohmstead::connect
