// A driver of a real system: what ports::DeviceDriver is, with a life of its own and a self-test.
//
// make_driver() (make_driver.hpp) makes one for each connection of a site.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/connect/live_devices.hpp"
#include "ohmstead/ports/device_driver.hpp"

namespace ohmstead::connect {

class LiveDriver : public ports::DeviceDriver {
 public:
  // Before start(): check() will be asked, and tells also whether what commands write can be
  // written.
  virtual void expect_check() {}
  virtual void start() = 0;
  virtual void stop() = 0;
  // Whether all that it reads has come at least once, or cannot come.
  [[nodiscard]] virtual bool is_complete() const = 0;
  // Whether all that was written is on its way.
  [[nodiscard]] virtual bool is_idle() const { return true; }
  // Every mapping as it is now; reads only.
  [[nodiscard]] virtual std::vector<LiveCheck> check() const = 0;
};

}  // namespace ohmstead::connect
