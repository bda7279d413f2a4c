#include "ohmstead/connect/live_devices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/shared_charger.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {
namespace {

constexpr std::chrono::milliseconds k_look_every{50};

void add_lines(std::string& all, const std::string& path, const std::string& lines) {
  std::size_t from = 0;
  while (from <= lines.size()) {
    const std::size_t end = std::min(lines.find('\n', from), lines.size());
    all += fmt::format("{}{}.{}", all.empty() ? "" : "\n", path, lines.substr(from, end - from));
    from = end + 1;
  }
}

}  // namespace

base::Result<std::unique_ptr<LiveDevices>> LiveDevices::make(
    const home::Site& given, const std::vector<home::Secret>& secrets, const base::Clock& clock) {
  std::unique_ptr<LiveDevices> devices{new LiveDevices{home::with_stand_ins(given)}};
  const home::Site& site = devices->site_;
  const DriverContext context{site, secrets, clock};
  std::string faults;
  for (std::size_t i = 0; i < site.connections.size(); ++i) {
    auto driver = make_driver(site.connections[i], context);
    if (driver)
      devices->drivers_.push_back(std::move(*driver));
    else
      add_lines(faults, describe::join_path("connections", i), driver.error().message);
  }
  if (!faults.empty()) return base::fail(base::ErrorKind::invalid_input, faults);
  return devices;
}

LiveDevices::LiveDevices(home::Site site) : site_{std::move(site)} {}
LiveDevices::~LiveDevices() { stop(); }

void LiveDevices::start() {
  for (const auto& driver : drivers_) driver->start();
}

void LiveDevices::start_for_check() {
  for (const auto& driver : drivers_) driver->expect_check();
  start();
}

void LiveDevices::stop() {
  for (const auto& driver : drivers_) driver->stop();
}

std::vector<ports::DeviceDriver*> LiveDevices::drivers() const {
  std::vector<ports::DeviceDriver*> all;
  all.reserve(drivers_.size());
  for (const auto& driver : drivers_) all.push_back(driver.get());
  return all;
}

bool LiveDevices::is_idle() const {
  return std::all_of(drivers_.begin(), drivers_.end(),
                     [](const auto& driver) { return driver->is_idle(); });
}

std::vector<LiveCheck> LiveDevices::check(std::chrono::milliseconds within,
                                          const std::stop_token& stop) const {
  const auto until = std::chrono::steady_clock::now() + within;
  const auto is_done = [this] {
    return std::all_of(drivers_.begin(), drivers_.end(),
                       [](const auto& driver) { return driver->is_complete(); });
  };
  while (!is_done() && !stop.stop_requested() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(k_look_every);
  std::vector<LiveCheck> all;
  for (const auto& driver : drivers_) {
    std::vector<LiveCheck> lines = driver->check();
    std::move(lines.begin(), lines.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace ohmstead::connect
