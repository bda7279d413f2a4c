#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "entsoe/areas.hpp"
#include "ohmstead/connect/live_feeds.hpp"
#include "parts/formula.hpp"

namespace ohmstead::connect {
namespace {

using home::PriceService;

// Empty when the area is one.
std::string find_area_fault(const home::LivePrices& live) {
  const auto is_one_of = [&](const auto& areas) {
    return std::find(areas.begin(), areas.end(), live.area) != areas.end();
  };
  static constexpr std::array<std::string_view, 2> k_awattar{"AT", "DE"};
  static constexpr std::array<std::string_view, 4> k_elering{"ee", "fi", "lt", "lv"};
  if (live.service == PriceService::entsoe && !find_eic(live.area))
    return fmt::format("'{}' is no bidding zone like DE-LU, FR or SE3, and no EIC code", live.area);
  if (live.service == PriceService::awattar && !is_one_of(k_awattar))
    return fmt::format("'{}' is neither AT nor DE", live.area);
  if (live.service == PriceService::elering && !is_one_of(k_elering))
    return fmt::format("'{}' is none of {}", live.area, fmt::join(k_elering, ", "));
  const bool is_region = live.area.size() == 1 && live.area[0] >= 'A' && live.area[0] <= 'P';
  if (live.service == PriceService::octopus && !is_region)
    return fmt::format("'{}' is no region of Great Britain, A to P", live.area);
  return {};
}

void check(const std::vector<home::LivePrices>& all, std::string_view list, std::string& faults) {
  const auto add = [&](std::size_t i, std::string_view key, const std::string& fault) {
    if (fault.empty()) return;
    faults += fmt::format("{}sources.live.{}[{}].{}: {}", faults.empty() ? "" : "\n", list, i, key,
                          fault);
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    add(i, "area", find_area_fault(all[i]));
    if (all[i].formula.empty()) continue;
    if (const auto formula = Formula::parse(all[i].formula); !formula)
      add(i, "formula", formula.error().message);
  }
}

}  // namespace

base::Result<void> check_live_sources(const home::Site& site) {
  std::string faults;
  if (site.sources.live) {
    check(site.sources.live->prices, "prices", faults);
    check(site.sources.live->export_prices, "export_prices", faults);
    check(site.sources.live->price_forecasts, "price_forecasts", faults);
  }
  if (!faults.empty()) return base::fail(base::ErrorKind::invalid_input, faults);
  return {};
}

}  // namespace ohmstead::connect
