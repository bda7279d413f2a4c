#include "feed/fetch_plan.hpp"

#include <gtest/gtest.h>

#include <array>

#include "testing/texts.hpp"

namespace ohmstead::connect {
namespace {

using base::Seconds;
using base::Time;
using std::chrono::hours;
using std::chrono::minutes;

FetchRule daily(const std::string& zone_name = "Europe/Oslo") {
  FetchRule rule;
  rule.published_at = hours{13};
  rule.zone = zone(zone_name);
  return rule;
}

FetchRule hourly() {
  FetchRule rule;
  rule.every = hours{1};
  rule.shortest_gap = minutes{10};
  return rule;
}

const Time k_morning = at("2025-06-10T06:00:00Z");  // 08:00 in Oslo

TEST(FetchPlanTest, asks_at_once_at_the_start_unless_it_was_told_to_wait) {
  EXPECT_EQ(next_fetch(daily(), {}, 1, k_morning), k_morning);
  FetchState state;
  state.not_before = k_morning + minutes{7};
  EXPECT_EQ(next_fetch(daily(), state, 1, k_morning), k_morning + minutes{7});
}

TEST(FetchPlanTest, prices_are_out_until_midnight_and_then_until_the_next) {
  EXPECT_EQ(published_until(daily(), k_morning), at("2025-06-10T22:00:00Z"));
  EXPECT_EQ(published_until(daily(), at("2025-06-10T10:59:59Z")), at("2025-06-10T22:00:00Z"));
  EXPECT_EQ(published_until(daily(), at("2025-06-10T11:00:00Z")), at("2025-06-11T22:00:00Z"));
}

TEST(FetchPlanTest, days_of_23_and_25_hours_end_at_midnight) {
  struct Case {
    const char* zone;
    const char* noon_before;  // 14:00 by the local clock
    const char* until;
  };
  for (const Case& each :
       {Case{"Europe/Paris", "2025-03-29T13:00:00Z", "2025-03-30T22:00:00Z"},
        Case{"Europe/Paris", "2025-10-25T12:00:00Z", "2025-10-26T23:00:00Z"},
        Case{"Europe/London", "2025-10-25T13:00:00Z", "2025-10-27T00:00:00Z"},
        Case{"America/Los_Angeles", "2025-03-08T22:00:00Z", "2025-03-10T07:00:00Z"}}) {
    EXPECT_EQ(published_until(daily(each.zone), at(each.noon_before)), at(each.until)) << each.zone;
    EXPECT_EQ(span_to_ask(daily(each.zone), at(each.noon_before)).to, at(each.until)) << each.zone;
  }
}

TEST(FetchPlanTest, waits_for_the_publication_when_all_is_known) {
  FetchState state{
      .last_try = k_morning, .last_good = k_morning, .known_until = at("2025-06-10T22:00:00Z")};
  const Time next = next_fetch(daily(), state, 1, k_morning);
  EXPECT_GE(next, at("2025-06-10T11:00:00Z"));
  EXPECT_LE(next, at("2025-06-10T11:03:00Z"));
  EXPECT_NE(next_fetch(daily(), state, 2, k_morning), next) << "homes do not ask all at once";
}

TEST(FetchPlanTest, looks_every_few_minutes_until_the_next_day_is_out) {
  const Time asked = at("2025-06-10T11:02:00Z");
  FetchState state{
      .last_try = asked, .last_good = asked, .known_until = at("2025-06-10T22:00:00Z")};
  Time next = next_fetch(daily(), state, 1, asked);
  EXPECT_GE(next, asked + minutes{5});
  EXPECT_LE(next, asked + minutes{7});
  const Time late = at("2025-06-10T18:00:00Z");
  state.last_try = state.last_good = late;
  next = next_fetch(daily(), state, 1, late);
  EXPECT_GE(next, late + minutes{30});
  state.known_until = at("2025-06-11T21:00:00Z");  // some suppliers' days end at 23:00
  EXPECT_TRUE(has_all(daily(), state, late));
  next = next_fetch(daily(), state, 1, late);
  EXPECT_EQ(next, late + hours{12}) << "twice a day for corrections";
}

TEST(FetchPlanTest, asks_by_its_interval_otherwise) {
  FetchState state{.last_try = k_morning, .last_good = k_morning, .known_until = k_morning};
  const Time next = next_fetch(hourly(), state, 1, k_morning);
  EXPECT_GE(next, k_morning + hours{1});
  EXPECT_LE(next, k_morning + minutes{63});
  EXPECT_EQ(span_to_ask(hourly(), k_morning).from, at("2025-06-10T00:00:00Z"));
  EXPECT_EQ(span_to_ask(hourly(), k_morning).to, k_morning + hours{48});
}

TEST(FetchPlanTest, waits_longer_after_each_failure_and_keeps_the_providers_gap) {
  Seconds last{0};
  for (int failures = 1; failures < 8; ++failures) {
    FetchState state{.last_try = k_morning, .failures = failures};
    const Seconds wait = next_fetch(daily(), state, 1, k_morning) - k_morning;
    EXPECT_GE(wait, std::min(Seconds{hours{1}}, Seconds{minutes{1}} * (1 << (failures - 1))));
    EXPECT_LE(wait, minutes{75});
    if (failures < 7) {
      EXPECT_GT(wait, last);
    }
    last = wait;
    EXPECT_GE(next_fetch(hourly(), state, 1, k_morning), k_morning + minutes{10});
  }
  FetchState hopeless{.last_try = k_morning, .failures = 1'000'000};
  EXPECT_LE(next_fetch(daily(), hopeless, 1, k_morning), k_morning + minutes{75});
}

TEST(FetchPlanTest, obeys_retry_after_and_survives_a_clock_that_is_set_back) {
  FetchState state{.last_try = k_morning, .not_before = k_morning + hours{5}, .failures = 1};
  EXPECT_EQ(next_fetch(hourly(), state, 1, k_morning), k_morning + hours{5});
  FetchState future{.last_try = k_morning + hours{24 * 400}};
  EXPECT_EQ(next_fetch(hourly(), future, 1, k_morning), k_morning);
}

}  // namespace
}  // namespace ohmstead::connect
