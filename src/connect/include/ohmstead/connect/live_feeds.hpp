// All services that a site names, asked in the background while the home runs.
//
// Each is asked at once at the start, then by its own rule; what they told survives restarts in the
// cache folder. Thread rule: make() and the destructor from one thread; now() from any.
// start() begins one thread that alone talks to the network.
//
//   auto feeds = LiveFeeds::make(site, secrets, clock, {.cache_folder =
//   "/var/lib/ohmstead/feeds"});
//   (*feeds)->start();
//   auto known = (*feeds)->now();   // never waits
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/net/web_client.hpp"
#include "ohmstead/ports/feeds.hpp"

namespace ohmstead::connect {

struct LiveFeedsOptions {
  std::filesystem::path cache_folder = {};  // made when it is missing; empty: nothing is kept
  std::filesystem::path site_folder = {};   // what file names of the site are relative to
  std::string user_agent = "ohmstead";
  // Instead of the network, for tests.
  std::function<base::Result<net::WebAnswer>(const net::WebRequest&, const std::stop_token&)>
      fetch = {};
  // Called on the thread that asks, after a round that changed what is known or how a source does.
  std::function<void(const ports::FeedsSnapshot&)> on_change = {};
};

// What the check of a site file does not know of its services: areas and formulas. Every problem
// with its key, one line each.
[[nodiscard]] base::Result<void> check_live_sources(const home::Site& site);

class LiveFeeds final : public ports::Feeds {
 public:
  // Errors: invalid_input (as check_live_sources, a secret that is named is not in `secrets`, a
  // zone), unavailable (the cache folder). `clock` must outlive this object.
  [[nodiscard]] static base::Result<std::unique_ptr<LiveFeeds>> make(
      const home::Site& site, const std::vector<home::Secret>& secrets, const base::Clock& clock,
      LiveFeedsOptions options);
  ~LiveFeeds() override;
  LiveFeeds(const LiveFeeds&) = delete;
  LiveFeeds& operator=(const LiveFeeds&) = delete;

  [[nodiscard]] std::shared_ptr<const ports::FeedsSnapshot> now() const override;
  [[nodiscard]] bool is_empty() const;  // the site names no service

  // Asks those that are due, in this thread, and publishes. Not beside start().
  void ask_due(const std::stop_token& stop = {});
  // When the next one is due.
  [[nodiscard]] base::Time next() const;
  void start();
  // Gives up what is under way, at once.
  void stop();

 private:
  struct State;
  explicit LiveFeeds(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ohmstead::connect
