// The case that a site has at an instant: what was known then, what is stored, which plan is
// followed.
//
// Thread rule: pure functions over plain values.
//
//   Result<SiteCase> moment = make_site_case(loaded, now, {}, nullptr);
#pragma once

#include <string>
#include <vector>

#include "loaded_site.hpp"
#include "ohmstead/home/outlook.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/simulate/known_then.hpp"

namespace ohmstead::app {

struct SiteCase {
  home::Outlook outlook;  // its notes belong into the plan too
  home::Case home;
};

// One state of charge per battery, in kWh; fails with invalid_input when they do not fit the site.
[[nodiscard]] base::Result<std::vector<base::Energy>> check_stored(
    const home::Site& site, const std::vector<double>& soc_kwh);

// What the site file assumes where nothing measured is known.
[[nodiscard]] std::vector<base::Energy> assumed_stored(const home::Site& site);

// `last_plan` is the plan that is followed now, or nullptr.
[[nodiscard]] base::Result<SiteCase> make_site_case(const LoadedSite& loaded, base::Time now,
                                                    const std::vector<base::Energy>& soc,
                                                    const home::Plan* last_plan);

// RFC 3339, or a local day such as 2024-06-24, which stands for its start. `option` names its
// source.
[[nodiscard]] base::Result<base::Time> read_moment(const std::string& text, const base::Zone& zone,
                                                   std::string_view option);

// The outlook as a JSON document for the store.
[[nodiscard]] std::string write_outlook(const home::Outlook& outlook);

}  // namespace ohmstead::app
