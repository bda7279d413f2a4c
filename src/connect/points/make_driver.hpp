// From a connection that a site names to who reaches it. Thread rule: one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/home/site.hpp"
#include "points/live_driver.hpp"

namespace ohmstead::connect {

// All must outlive what is made with it.
struct DriverContext {
  const home::Site& site;
  const std::vector<home::Secret>& secrets;
  const base::Clock& clock;
};

// The value of a secret, empty where `name` is. Errors: invalid_input.
[[nodiscard]] base::Result<std::string> secret_of(const DriverContext& context,
                                                  const std::string& name);

// Errors: invalid_input with all that is wrong, one line each.
[[nodiscard]] base::Result<std::unique_ptr<LiveDriver>> make_driver(const home::Connection& each,
                                                                    const DriverContext& context);

}  // namespace ohmstead::connect
