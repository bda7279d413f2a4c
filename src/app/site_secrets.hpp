// The secrets that a site file names. Thread rule: reads in the calling thread.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::app {

// Empty where it names no file. `site_file`: beside which that lies.
[[nodiscard]] base::Result<std::vector<home::Secret>> secrets_of(const home::Site& site,
                                                                 const std::string& site_file);

}  // namespace ohmstead::app
