// A site with its measured history, read from its files or from what travels inside the program.
//
// Thread rule: plain values; reading happens in the calling thread.
//
//   Result<LoadedSite> home = load_site("site.yaml");
#pragma once

#include <filesystem>
#include <string>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/simulate/history.hpp"

namespace ohmstead::app {

struct LoadedSite {
  std::string file;  // for messages
  home::Site site;
  base::Zone zone = base::Zone::utc();
  simulate::History history;
};

// Of the text of a site file, checked; `folder` is where the files lie that it names.
[[nodiscard]] base::Result<home::Site> read_checked_site(const std::string& text,
                                                         const std::string& name,
                                                         const std::filesystem::path& folder);

// The site file alone, checked, with its secrets file where it names one. "-" is standard input;
// the files that it names are then looked for in the current folder.
[[nodiscard]] base::Result<home::Site> load_site_file(const std::string& path);

// The history that a site from the file `path` names.
[[nodiscard]] base::Result<LoadedSite> load_history_of(home::Site site, const std::string& path);

[[nodiscard]] base::Result<LoadedSite> load_site(const std::string& path);

// When the example begins: the day before the lowest prices of 2024 (12 May, -135 EUR/MWh), an hour
// after they were published.
inline constexpr const char* k_example_moment = "2024-05-11T12:00:00Z";

// A file of the example home that the program carries.
[[nodiscard]] base::Result<std::string> read_example_file(const std::string& name);

// The example home that the program carries.
[[nodiscard]] base::Result<LoadedSite> load_example_site(const std::string& file = "site.yaml");

}  // namespace ohmstead::app
