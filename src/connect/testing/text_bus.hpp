// A driver of points over a system that a test holds in its hands: what its addresses say and what
// was written there. Thread rule: any thread may write; the rest from the test's.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <thread>

#include "ohmstead/base/turned_clock.hpp"
#include "points/point_driver.hpp"

namespace ohmstead::connect {

inline constexpr base::Time k_now{std::chrono::seconds{1'750'000'000}};

class Texts final : public PointBus {
 public:
  void watch(const std::string& address) override { watched.push_back(address); }
  void start() override {}
  void stop() override {}
  std::optional<Told> told(const std::string& address) const override {
    const std::scoped_lock lock{mutex};
    const auto found = texts.find(address);
    return found == texts.end() ? std::nullopt : std::optional{found->second};
  }
  base::Result<void> write(const std::string& address, const std::string& text) override {
    const std::scoped_lock lock{mutex};
    if (!down.empty()) return base::fail(base::ErrorKind::unavailable, down);
    written.push_back(address + "=" + text);
    texts[address] = {text, k_now};
    return {};
  }
  std::string fault() const override { return down; }
  std::string fault_of(const std::string& address, bool) const override {
    if (const auto found = unreadable.find(address); found != unreadable.end())
      return found->second;
    return address.empty() ? "must not be empty" : "";
  }

  void try_write(const std::string& address, const std::string& text) override {
    tried.push_back(address + "=" + text);
  }
  std::optional<std::string> fault_of_write(const std::string& address,
                                            const std::string& text) const override {
    const auto found = unwritable.find(address + "=" + text);
    return found == unwritable.end() ? std::string{} : found->second;
  }

  // Waits for what is written in the background.
  std::vector<std::string> wait_for(std::size_t count) const {
    for (int i = 0; i < 5000; ++i) {
      {
        const std::scoped_lock lock{mutex};
        if (written.size() >= count) return written;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return {};
  }

  mutable std::mutex mutex;
  std::map<std::string, Told> texts;
  std::vector<std::string> watched;
  std::vector<std::string> written;
  std::string down;
  std::map<std::string, std::string> unreadable;
  std::vector<std::string> tried;
  std::map<std::string, std::optional<std::string>> unwritable;
};

inline home::Site a_home() {
  home::Site site;
  auto& battery = site.batteries.emplace_back();
  battery.capacity = base::Energy{10.0};
  battery.charge = base::Power{4.0};
  auto& car = site.vehicles.emplace_back();
  car.id = "car";
  car.capacity = base::Energy{60.0};
  return site;
}

struct Driven {
  home::Site site;
  std::vector<home::Secret> secrets;
  base::TurnedClock clock{k_now};
  Texts* bus = nullptr;
  std::unique_ptr<LiveDriver> driver;

  explicit Driven(home::Connection connection, home::Site of = a_home()) : site{std::move(of)} {
    auto texts = std::make_unique<Texts>();
    bus = texts.get();
    auto made = PointDriver::make(std::move(connection), std::move(texts), {site, secrets, clock});
    EXPECT_TRUE(made) << made.error().message;
    if (made) driver = std::move(*made);
  }
};

inline home::PointReading point(const std::string& of, home::PointValue value,
                                const std::string& at, std::optional<home::PointUnit> unit = {}) {
  home::PointReading reading;
  reading.of = of;
  reading.value = value;
  reading.at = at;
  reading.unit = unit;
  return reading;
}

inline home::PointCommands battery_words() {
  home::PointCommands words;
  words.device = "battery";
  home::PointVerb own{home::Verb::self_use, {{"mode", "Self Use"}}, {{"mode", {}, "self use"}}, {}};
  home::PointVerb charge{home::Verb::charge,
                         {{"power", "{x * 1000}"}, {"mode", "Force Charge"}},
                         {{"mode", {}, "Force Charge"}},
                         home::PointPower{"power", {}, "x / 1000"}};
  words.verbs = {own, charge};
  return words;
}

}  // namespace ohmstead::connect
