#include "feed/feed.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include "feed/cache.hpp"
#include "feed/plausible.hpp"
#include "ohmstead/base/file.hpp"
#include "testing/texts.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Time;
using ports::FeedState;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;
using ::testing::Not;

const Time k_noon = at("2025-06-10T10:00:00Z");  // 12:00 in Stockholm

// A market day of Nord Pool; prices in EUR/MWh by `price(hour)`.
std::string day_of(std::string_view first_hour, int count, const std::function<double(int)>& price,
                   std::string_view currency = "EUR") {
  std::string rows;
  for (int hour = 0; hour < count; ++hour) {
    const Time from = at(first_hour) + hours{hour};
    rows +=
        fmt::format(R"({}{{"deliveryStart":"{}","deliveryEnd":"{}","entryPerArea":{{"SE3":{}}}}})",
                    hour == 0 ? "" : ",", base::format_time(from),
                    base::format_time(from + hours{1}), price(hour));
  }
  return fmt::format(
      R"({{"currency":"{}","areaStates":[{{"state":"Final","areas":["SE3"]}}],"multiAreaEntries":[{}]}})",
      currency, rows);
}

double rising(int hour) { return 10.0 * hour + 1.0; }

constexpr const char* k_today = "2025-06-09T22:00:00Z";
constexpr const char* k_tomorrow = "2025-06-10T22:00:00Z";

struct Test : ::testing::Test {
  FeedOptions options;
  // What the service says to a date in its address.
  std::map<std::string, base::Result<net::WebAnswer>> answers;
  std::vector<net::WebRequest> asked;

  Test() {
    options.what = "prices";
    options.zone = zone("Europe/Stockholm");
    options.currency = "EUR";
    options.digest = "x";
    say("2025-06-10", 200, day_of(k_today, 24, rising));
    say("2025-06-11", 204, "");
  }

  void say(const std::string& date, int status, std::string body, net::HttpHeaders headers = {}) {
    net::WebAnswer answer;
    answer.status = status;
    answer.body = std::move(body);
    answer.headers = std::move(headers);
    answers.insert_or_assign(date, std::move(answer));
  }
  void fail(const std::string& date, ErrorKind kind) {
    answers.insert_or_assign(date, base::fail(kind, "nordpool.example: no answer in time"));
  }

  Feed<home::PriceCurve> make() const {
    home::LivePrices live;
    live.area = "SE3";
    return {make_source(live, settings_in("Europe/Stockholm")), options};
  }

  bool fetch(Feed<home::PriceCurve>& feed, Time now) {
    return feed.fetch(now,
                      [&](const net::WebRequest& request, const std::stop_token&) {
                        asked.push_back(request);
                        const std::size_t begin = request.url.find("date=") + 5;
                        return answers.at(request.url.substr(begin, 10));
                      },
                      {});
  }
};

using FeedTest = Test;

TEST_F(FeedTest, knows_nothing_then_today_then_tomorrow) {
  auto feed = make();
  EXPECT_EQ(feed.next(k_noon), k_noon);
  EXPECT_EQ(feed.health(k_noon).state, FeedState::missing);
  EXPECT_TRUE(fetch(feed, k_noon));
  EXPECT_EQ(feed.known().slots.size(), 24U);
  EXPECT_EQ(feed.health(k_noon).state, FeedState::good);
  EXPECT_EQ(feed.health(k_noon).sentence,
            "known until Wed 11 Jun 00:00; last told Tue 10 Jun 12:00");
  const Time due = feed.next(k_noon);
  EXPECT_GE(due, at("2025-06-10T10:45:00Z"));
  EXPECT_FALSE(fetch(feed, due)) << "tomorrow is not out yet";
  EXPECT_EQ(feed.health(due).state, FeedState::waiting);
  EXPECT_THAT(feed.health(due).sentence, HasSubstr("the next day is not out yet"));
  say("2025-06-11", 200, day_of(k_tomorrow, 24, rising));
  EXPECT_TRUE(fetch(feed, due + minutes{5}));
  EXPECT_EQ(feed.known().slots.size(), 48U);
  EXPECT_EQ(feed.health(due).known_until, at("2025-06-11T22:00:00Z"));
}

TEST_F(FeedTest, keeps_what_it_knows_when_the_source_fails_and_says_so) {
  auto feed = make();
  fetch(feed, k_noon);
  fail("2025-06-10", ErrorKind::timed_out);
  const Time later = k_noon + minutes{10};
  EXPECT_FALSE(fetch(feed, later));
  EXPECT_EQ(feed.known().slots.size(), 24U);
  const auto health = feed.health(later);
  EXPECT_EQ(health.state, FeedState::failing);
  EXPECT_EQ(health.last_good, k_noon);
  EXPECT_THAT(health.sentence,
              HasSubstr("known until Wed 11 Jun 00:00; last told Tue 10 Jun 12:00; "
                        "nordpool.example: no answer in time; next try"));
  EXPECT_GE(health.next_try, later + minutes{1});
  const Time much_later = k_noon + hours{20};
  EXPECT_EQ(feed.health(much_later).state, FeedState::missing) << "no price is invented";
}

TEST_F(FeedTest, a_day_that_fails_takes_nothing_from_the_other) {
  auto feed = make();
  const Time afternoon = k_noon + hours{2};
  say("2025-06-11", 500, "oops");
  EXPECT_TRUE(fetch(feed, afternoon));
  EXPECT_EQ(feed.known().slots.size(), 24U);
  EXPECT_EQ(feed.health(afternoon).state, FeedState::stale) << "it never answered wholly well";
  EXPECT_THAT(feed.health(afternoon).sentence, HasSubstr("500 Internal Server Error"));
}

TEST_F(FeedTest, refuses_wrong_answers_whatever_they_are) {
  auto feed = make();
  fetch(feed, k_noon);
  const std::string good = day_of(k_today, 24, rising);
  const std::vector<std::string> bad{"",
                                     "<html>",
                                     "{}",
                                     "[]",
                                     "null",
                                     good.substr(0, good.size() / 2),
                                     "\xff\xfe",
                                     day_of(k_today, 24, rising, "NOK"),
                                     day_of(k_tomorrow, 24, rising),
                                     day_of(k_today, 24, [](int hour) { return 1e6 * hour; })};
  for (const std::string& text : bad) {
    say("2025-06-10", 200, text);
    EXPECT_FALSE(fetch(feed, k_noon + minutes{1})) << text.substr(0, 60);
    EXPECT_EQ(feed.known().slots.size(), 24U) << text.substr(0, 60);
    EXPECT_EQ(feed.known().slots[3].price, base::EnergyPrice{0.031}) << text.substr(0, 60);
    EXPECT_EQ(feed.health(k_noon).state, FeedState::failing) << text.substr(0, 60);
  }
}

TEST_F(FeedTest, refuses_prices_that_are_the_known_ones_moved) {
  auto feed = make();
  fetch(feed, k_noon);
  say("2025-06-10", 200, day_of(k_today, 24, [](int hour) { return rising(hour - 1); }));
  EXPECT_FALSE(fetch(feed, k_noon + minutes{1}));
  EXPECT_THAT(feed.health(k_noon).sentence, HasSubstr("moved by 1 h: not taken"));
  say("2025-06-10", 200, day_of(k_today, 24, [](int hour) { return 3.0 * rising(hour); }));
  EXPECT_TRUE(fetch(feed, k_noon + minutes{2})) << "other prices are a correction";
}

TEST_F(FeedTest, waits_as_long_as_it_is_asked_to) {
  auto feed = make();
  net::WebAnswer answer;
  answer.status = 429;
  answer.retry_after = std::chrono::hours{2};
  answers.insert_or_assign("2025-06-10", answer);
  fetch(feed, k_noon);
  EXPECT_GE(feed.next(k_noon), k_noon + hours{2});
  answer.retry_after.reset();
  answers.insert_or_assign("2025-06-10", answer);
  auto other = make();
  fetch(other, k_noon);
  EXPECT_GE(other.next(k_noon), k_noon + minutes{15}) << "also when it does not say how long";
  answer.status = 401;
  answers.insert_or_assign("2025-06-10", answer);
  auto third = make();
  fetch(third, k_noon);
  EXPECT_GE(third.next(k_noon), k_noon + hours{1});
}

TEST_F(FeedTest, asks_on_condition_and_takes_304_for_what_it_was) {
  auto feed = make();
  say("2025-06-10", 200, day_of(k_today, 24, rising), {{"ETag", "\"7\""}});
  fetch(feed, k_noon);
  say("2025-06-10", 304, "");
  EXPECT_FALSE(fetch(feed, k_noon + minutes{10}));
  EXPECT_EQ(asked.back().headers.at(0),
            (std::pair<std::string, std::string>{"If-None-Match", "\"7\""}));
  EXPECT_EQ(feed.health(k_noon).state, FeedState::good);
  EXPECT_EQ(feed.health(k_noon).last_good, k_noon + minutes{10});
}

TEST_F(FeedTest, being_stopped_is_no_failure) {
  auto feed = make();
  fail("2025-06-10", ErrorKind::cancelled);
  EXPECT_FALSE(fetch(feed, k_noon));
  EXPECT_EQ(feed.next(k_noon), k_noon);
}

TEST_F(FeedTest, converts_by_the_stated_rate) {
  options.currency = "SEK";
  options.rate = 11.5;
  auto feed = make();
  fetch(feed, k_noon);
  EXPECT_EQ(feed.known().currency, "SEK");
  EXPECT_DOUBLE_EQ(feed.known().slots[1].price.value(), 0.011 * 11.5);
}

TEST_F(FeedTest, survives_a_restart_by_its_cache) {
  options.cache_file =
      std::filesystem::temp_directory_path() / fmt::format("ohmstead_feed_{}.json", ::getpid());
  std::filesystem::remove(options.cache_file);
  {
    auto feed = make();
    fetch(feed, k_noon);
  }
  auto again = make();
  EXPECT_EQ(again.known().slots.size(), 24U);
  EXPECT_EQ(again.known().slots[5].price, base::EnergyPrice{0.051});
  EXPECT_EQ(again.health(k_noon).last_good, k_noon);
  EXPECT_GT(again.next(k_noon + minutes{1}), k_noon + minutes{30}) << "it was asked just now";
  options.digest = "another area";
  EXPECT_TRUE(make().known().slots.empty()) << "what another source told is not taken";
  options.digest = "x";
  for (const char* broken : {"", "{", R"({"schema":"ohmstead.feed/2"})"}) {
    ASSERT_TRUE(base::write_file(options.cache_file, broken));
    EXPECT_TRUE(make().known().slots.empty()) << broken;
  }
  std::filesystem::remove(options.cache_file);
}

TEST_F(FeedTest, tells_no_secret) {
  home::LivePrices live;
  live.service = home::PriceService::entsoe;
  live.area = "FR";
  Feed<home::PriceCurve> feed{make_source(live, settings_in("Europe/Paris")), options};
  feed.fetch(
      k_noon,
      [&](const net::WebRequest& request, const std::stop_token&) -> base::Result<net::WebAnswer> {
        EXPECT_THAT(request.url, HasSubstr("hush"));
        net::WebAnswer answer;
        answer.status = 403;
        return answer;
      },
      {});
  EXPECT_THAT(feed.health(k_noon).sentence,
              HasSubstr("web-api.tp.entsoe.eu: it does not let us in"));
  EXPECT_THAT(feed.health(k_noon).sentence, Not(HasSubstr("hush")));
}

TEST(CacheTest, weather_reads_back_exactly_and_disorder_is_refused) {
  Cached<home::Weather> cached;
  cached.source = "x";
  cached.fetched_at = k_noon;
  cached.told.source = "Open-Meteo";
  cached.told.issued_at = k_noon - hours{1};
  home::WeatherSlot slot;
  slot.from = k_noon;
  slot.to = k_noon + hours{1};
  slot.outdoor = base::Celsius{-1.0 / 3.0};
  slot.global = base::Power{0.1};
  cached.told.slots.push_back(slot);
  Cached<home::Weather> read;
  ASSERT_TRUE(read_cache(write_cache(cached), "x", read));
  ASSERT_EQ(read.told.slots.size(), 1U);
  EXPECT_EQ(read.told.slots[0].outdoor, slot.outdoor);
  EXPECT_EQ(read.told.slots[0].clouds, std::nullopt);
  EXPECT_EQ(read.told.issued_at, cached.told.issued_at);
  cached.told.slots.push_back(slot);
  EXPECT_FALSE(read_cache(write_cache(cached), "x", read));
  Cached<home::PvForecast> other;
  EXPECT_FALSE(read_cache(write_cache(cached), "x", other)) << "another kind of slots";
}

TEST(FindShiftTest, flat_prices_and_few_of_them_prove_nothing) {
  const auto curve = [](const std::function<double(int)>& price, int count) {
    home::PriceCurve made;
    for (int hour = 0; hour < count; ++hour)
      made.slots.push_back(
          {k_noon + hours{hour}, k_noon + hours{hour + 1}, base::EnergyPrice{price(hour)}});
    return made;
  };
  const auto flat = [](int) { return 0.1; };
  const auto shifted = [](int hour) { return rising(hour + 1); };
  EXPECT_EQ(find_shift(curve(flat, 24), curve(flat, 24)), "");
  EXPECT_EQ(find_shift(curve(rising, 24), curve(rising, 24)), "");
  EXPECT_EQ(find_shift(curve(rising, 3), curve(shifted, 3)), "");
  EXPECT_NE(find_shift(curve(rising, 24), curve(shifted, 24)), "");
}

}  // namespace
}  // namespace ohmstead::connect
