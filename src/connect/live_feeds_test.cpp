#include "ohmstead/connect/live_feeds.hpp"
#include "ohmstead/base/turned_clock.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include "ohmstead/base/file.hpp"
#include "ohmstead/net/server.hpp"
#include "testing/texts.hpp"

namespace ohmstead::connect {
namespace {

using base::Time;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;

const Time k_now = at("2025-06-10T10:00:00Z");

std::string json_prices(int first_h, int count, double price) {
  std::string rows;
  for (int hour = first_h; hour < first_h + count; ++hour)
    rows += fmt::format(R"({}{{"t":"2025-06-10T{:02}:00:00Z","p":{}}})", rows.empty() ? "" : ",",
                        hour, price);
  return R"({"rows":[)" + rows + "]}";
}

home::LivePrices json_source(const std::string& url) {
  home::LivePrices live;
  live.service = home::PriceService::json;
  live.url = url;
  live.json = {"/rows", "/t", std::nullopt, "/p"};
  return live;
}

home::Site site_with(home::LiveSources live) {
  home::Site site;
  site.timezone = "Europe/Berlin";
  site.location = home::SiteLocation{52.5, 13.4, 34.0};
  site.sources.live = std::move(live);
  return site;
}

using Told = std::map<std::string, std::string>;

LiveFeedsOptions saying(const Told& told, int& count) {
  LiveFeedsOptions options;
  options.fetch = [&](const net::WebRequest& request,
                      const std::stop_token&) -> base::Result<net::WebAnswer> {
    ++count;
    const auto found = told.find(net::host_of(request.url));
    if (found == told.end()) return base::fail(base::ErrorKind::unavailable, "nobody there");
    return net::WebAnswer{.status = 200, .body = found->second};
  };
  return options;
}

TEST(LiveFeedsTest, the_first_source_counts_and_the_next_fills_its_holes) {
  home::LiveSources live;
  live.prices = {json_source("http://a.example/"), json_source("http://b.example/")};
  Told told{{"a.example", json_prices(10, 2, 0.1)}, {"b.example", json_prices(9, 6, 0.2)}};
  int count = 0;
  base::TurnedClock clock{k_now};
  auto feeds = LiveFeeds::make(site_with(live), {}, clock, saying(told, count)).value();
  EXPECT_EQ(feeds->now()->version, 1);
  EXPECT_EQ(feeds->now()->health.size(), 2U);
  feeds->ask_due();
  const auto known = feeds->now();
  EXPECT_EQ(known->version, 3);
  ASSERT_EQ(known->prices.slots.size(), 6U);
  EXPECT_EQ(known->prices.slots[0].price, base::EnergyPrice{0.2});
  EXPECT_EQ(known->prices.slots[1].price, base::EnergyPrice{0.1});
  EXPECT_EQ(known->prices.slots[3].price, base::EnergyPrice{0.2});
  EXPECT_EQ(known->prices.source, "a.example, b.example");
  EXPECT_EQ(known->prices.currency, "EUR");
  EXPECT_EQ(count, 2);
  feeds->ask_due();
  EXPECT_EQ(count, 2) << "none is due";
  EXPECT_GE(feeds->next(), k_now + minutes{59});
  clock.time = feeds->next() + minutes{5};
  feeds->ask_due();
  EXPECT_EQ(count, 4);
  EXPECT_EQ(feeds->now()->version, 3) << "the same prices are no news";
}

TEST(LiveFeedsTest, what_others_expect_of_prices_stands_beside_the_prices) {
  home::LiveSources live;
  live.prices = {json_source("http://a.example/")};
  live.price_forecasts = {json_source("http://b.example/")};
  Told told{{"a.example", json_prices(9, 3, 0.1)}, {"b.example", json_prices(9, 12, 0.2)}};
  int count = 0;
  base::TurnedClock clock{k_now};
  auto feeds = LiveFeeds::make(site_with(live), {}, clock, saying(told, count)).value();
  feeds->ask_due();
  const auto known = feeds->now();
  EXPECT_EQ(known->prices.slots.size(), 3U);
  ASSERT_EQ(known->price_forecasts.slots.size(), 12U);
  EXPECT_EQ(known->price_forecasts.slots[11].price, base::EnergyPrice{0.2});
  EXPECT_EQ(known->health.at(1).what, "price_forecasts");
}

TEST(LiveFeedsTest, one_source_that_fails_does_not_trouble_the_others) {
  home::LiveSources live;
  live.prices = {json_source("http://a.example/"), json_source("http://gone.example/")};
  live.weather.emplace_back();
  Told told{{"a.example", json_prices(10, 4, 0.1)}};
  int count = 0;
  base::TurnedClock clock{k_now};
  auto feeds = LiveFeeds::make(site_with(live), {}, clock, saying(told, count)).value();
  feeds->ask_due();
  const auto known = feeds->now();
  EXPECT_EQ(known->prices.slots.size(), 4U);
  EXPECT_TRUE(known->weather.slots.empty());
  EXPECT_EQ(known->health[0].state, ports::FeedState::good);
  EXPECT_EQ(known->health[1].state, ports::FeedState::missing);
  EXPECT_THAT(known->health[1].sentence, ::testing::StartsWith("nobody there; next try"));
  EXPECT_EQ(known->health[2].what, "weather");
}

TEST(LiveFeedsTest, survives_a_restart_without_the_network) {
  home::LiveSources live;
  live.prices = {json_source("http://a.example/")};
  Told told{{"a.example", json_prices(10, 4, 0.1)}};
  int count = 0;
  base::TurnedClock clock{k_now};
  LiveFeedsOptions options = saying(told, count);
  options.cache_folder =
      std::filesystem::temp_directory_path() / fmt::format("ohmstead_feeds_{}", ::getpid());
  LiveFeeds::make(site_with(live), {}, clock, options).value()->ask_due();
  told.clear();
  const auto again = LiveFeeds::make(site_with(live), {}, clock, options).value();
  EXPECT_EQ(again->now()->prices.slots.size(), 4U);
  EXPECT_EQ(again->now()->health[0].last_good, k_now);
  std::filesystem::remove_all(options.cache_folder);
}

TEST(LiveFeedsTest, takes_secrets_by_name) {
  home::LiveSources live;
  live.prices = {json_source("http://a.example/")};
  live.prices[0].token = "shop";
  base::TurnedClock clock{k_now};
  std::string header;
  LiveFeedsOptions options;
  options.fetch = [&](const net::WebRequest& request,
                      const std::stop_token&) -> base::Result<net::WebAnswer> {
    header = request.headers.back().second;
    return net::WebAnswer{.status = 200, .body = json_prices(10, 4, 0.1)};
  };
  const auto missing = LiveFeeds::make(site_with(live), {{"else", "x"}}, clock, options);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message,
            "sources.live.prices[0].token: the secrets file has no 'shop'");
  LiveFeeds::make(site_with(live), {{"shop", "hush"}}, clock, options).value()->ask_due();
  EXPECT_EQ(header, "Bearer hush");
}

TEST(LiveFeedsTest, reads_files_beside_the_site) {
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("ohmstead_csv_{}", ::getpid());
  std::filesystem::create_directories(folder);
  ASSERT_TRUE(base::write_file(folder / "p.csv",
                               "time_utc,p_per_mwh\n2025-06-10T09:00:00Z,50\n"
                               "2025-06-10T10:00:00Z,100\n2025-06-10T11:00:00Z,200\n"));
  home::LiveSources live;
  live.prices.emplace_back();
  live.prices[0].service = home::PriceService::csv;
  live.prices[0].file = "p.csv";
  live.prices[0].column = "p_per_mwh";
  base::TurnedClock clock{k_now};
  LiveFeedsOptions options;
  options.site_folder = folder;
  auto feeds = LiveFeeds::make(site_with(live), {}, clock, options).value();
  feeds->ask_due();
  EXPECT_EQ(feeds->now()->prices.slots.size(), 3U);
  std::filesystem::remove_all(folder);
  clock.time += minutes{10};
  feeds->ask_due();
  EXPECT_EQ(feeds->now()->prices.slots.size(), 3U) << "what was read once counts on";
  EXPECT_EQ(feeds->now()->health[0].state, ports::FeedState::failing);
}

TEST(LiveFeedsTest, asks_over_the_network_in_the_background_and_stops_at_once) {
  std::mutex mutex;
  std::condition_variable changed;
  net::Reply held;
  int count = 0;
  auto server = net::HttpServer::open({}, [&](const net::HttpRequest& request, net::Reply reply) {
                  if (request.path == "/prices") return reply({.body = json_prices(10, 4, 0.1)});
                  const std::scoped_lock lock{mutex};
                  held = std::move(reply);  // never answered
                  ++count;
                  changed.notify_all();
                }).value();
  home::LiveSources live;
  const std::string address = fmt::format("http://localhost:{}", server->port());
  live.prices = {json_source(address + "/prices"), json_source(address + "/silent")};
  base::TurnedClock clock{k_now};
  auto feeds = LiveFeeds::make(site_with(live), {}, clock, {}).value();
  feeds->start();
  {
    std::unique_lock lock{mutex};
    changed.wait(lock, [&] { return count > 0; });
  }
  feeds->stop();  // would take half a minute if it waited for the silent one
  EXPECT_EQ(feeds->now()->prices.slots.size(), 4U) << "the silent one holds nothing back";
  feeds.reset();
  held = {};
}

TEST(LiveFeedsTest, tells_of_changes_on_its_thread) {
  std::mutex mutex;
  std::condition_variable changed;
  std::int64_t version = 0;
  home::LiveSources live;
  live.prices = {json_source("http://a.example/")};
  Told told{{"a.example", json_prices(10, 4, 0.1)}};
  int count = 0;
  base::TurnedClock clock{k_now};
  LiveFeedsOptions options = saying(told, count);
  options.on_change = [&](const ports::FeedsSnapshot& now) {
    const std::scoped_lock lock{mutex};
    version = now.version;
    changed.notify_all();
  };
  auto feeds = LiveFeeds::make(site_with(live), {}, clock, options).value();
  feeds->start();
  std::unique_lock lock{mutex};
  changed.wait(lock, [&] { return version > 0; });
  EXPECT_EQ(version, 2);
  EXPECT_EQ(feeds->now()->prices.slots.size(), 4U);
  lock.unlock();
  feeds->stop();
}

}  // namespace
}  // namespace ohmstead::connect
