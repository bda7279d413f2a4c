// A whole home of family D's devices living a year by a turned clock: each hour the service's
// engine plans from what is measured, and simulated devices do as they are told. Time and memory
// are measured from outside, so it runs as a process of its own.
//
//   ohmstead_bench --whole-year FOLDER 365
#pragma once

#include <string>

namespace ohmstead::bench {

// Of the home in `folder`; where there is none it is written first: the French home's year (see
// year_home.hpp) with made-up weather. 0 where all hours were planned.
int run_whole_year(const std::string& folder, const std::string& days);

}  // namespace ohmstead::bench
