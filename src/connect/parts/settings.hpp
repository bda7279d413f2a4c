// What the services need to know of a site besides their own keys. Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::connect {

struct Settings {
  base::Zone zone = base::Zone::utc();  // of the site
  std::string currency;                 // of the site
  std::string token;                    // the secret itself; empty when none is named
  home::SiteLocation location;
  std::vector<home::PvPlane> planes;
  std::string folder;  // of the site file; ends with a slash unless empty
};

// The currency that a source is asked for.
[[nodiscard]] inline const std::string& currency_of(const home::LivePrices& live,
                                                    const Settings& settings) {
  return live.currency.empty() ? settings.currency : live.currency;
}

// `live.url` without a slash at its end, or the address the service has.
[[nodiscard]] inline std::string address_of(const std::string& url, const char* usual) {
  std::string address = url.empty() ? usual : url;
  while (!address.empty() && address.back() == '/') address.pop_back();
  return address;
}

}  // namespace ohmstead::connect
