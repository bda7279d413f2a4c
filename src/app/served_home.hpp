// The home that the service runs, replayed or real, and where it is from.
//
// Thread rule: one thread; its parts as they say.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "loaded_site.hpp"
#include "ohmstead/connect/home_assistant_discovery.hpp"
#include "ohmstead/ports/home_devices.hpp"
#include "ohmstead/ports/outlook_source.hpp"

namespace ohmstead::app {

class ServedHome {
 public:
  virtual ~ServedHome() = default;
  [[nodiscard]] virtual const home::Site& site() const = 0;
  [[nodiscard]] virtual const base::Zone& zone() const = 0;
  [[nodiscard]] virtual ports::HomeDevices& devices() = 0;
  [[nodiscard]] virtual ports::OutlookSource& outlooks() = 0;
  // What was measured before, to be replayed; null: nothing.
  [[nodiscard]] virtual const LoadedSite* past() const = 0;
  // Of the line that greets: "from 12:00 on, 60 times as fast as life", "live".
  [[nodiscard]] virtual std::string manner() const = 0;
  // Where it is shown in Home Assistant; nothing: nowhere.
  [[nodiscard]] virtual base::Result<std::optional<connect::DiscoveryOptions>> publishing() const {
    return std::nullopt;
  }
  // Lets go of all devices, after the engine has stopped and before the program ends.
  virtual void let_go() {}
};

class HomeMaker {
 public:
  virtual ~HomeMaker() = default;
  // A site file that was read and found good; makes the home. `before`: what it takes over from,
  // null at the start; it has been stopped.
  using Make =
      std::function<base::Result<std::unique_ptr<ServedHome>>(std::unique_ptr<ServedHome> before)>;
  [[nodiscard]] virtual base::Result<Make> load() = 0;
  // What load() would say of a file with this text.
  [[nodiscard]] virtual base::Result<void> check(const std::string& text) const = 0;
  // Seconds of the home in each second; nothing in a real home.
  [[nodiscard]] virtual std::optional<double> replay_speed() const = 0;
};

}  // namespace ohmstead::app
