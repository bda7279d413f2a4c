// A time axis that grows coarser with distance: fewer decisions where little is certain anyway.
//
// The first 6 h stay as they are, up to 24 h blocks are half an hour long, then an hour. Blocks
// begin and end on the local clock's raster and wherever a price changes, so prices stay exact;
// load and PV become means, so energy does too. Thread rule: pure functions.
#pragma once

#include "ohmstead/plan/make_case.hpp"

namespace ohmstead::plan {

// The outlook on the coarser axis; its scenarios as well.
[[nodiscard]] home::Outlook coarse_tail(const home::Outlook& outlook, const TariffRule& tariff);

}  // namespace ohmstead::plan
