#include "limits.hpp"

#include <gtest/gtest.h>

namespace ohmstead::api {
namespace {

using std::chrono::seconds;

const base::Time k_start = base::parse_time("2026-03-02T10:00:00Z").value();

TEST(RequestLimit, GivesABurstAndThenASteadyRate) {
  RequestLimit limit;
  for (int i = 0; i < 300; ++i) ASSERT_EQ(limit.wait_s("192.168.1.5", k_start), 0) << i;
  EXPECT_EQ(limit.wait_s("192.168.1.5", k_start), 1);
  EXPECT_EQ(limit.wait_s("192.168.1.6", k_start), 0) << "each address for itself";
  for (int i = 0; i < 60; ++i) ASSERT_EQ(limit.wait_s("192.168.1.5", k_start + seconds{1}), 0) << i;
  EXPECT_EQ(limit.wait_s("192.168.1.5", k_start + seconds{1}), 1);
  EXPECT_EQ(limit.wait_s("192.168.1.5", k_start - seconds{100}), 1) << "a clock set back";
}

TEST(RequestLimit, LeavesThisComputerAlone) {
  RequestLimit limit;
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_EQ(limit.wait_s("127.0.0.1", k_start), 0);
    ASSERT_EQ(limit.wait_s("::1", k_start), 0);
  }
}

TEST(RequestLimit, CountsTheAddressesOfOneNetworkTogether) {
  RequestLimit limit;
  for (int i = 0; i < 300; ++i)
    ASSERT_EQ(limit.wait_s("2001:db8::" + std::to_string(i), k_start), 0) << i;
  EXPECT_EQ(limit.wait_s("2001:db8::ffff:1", k_start), 1);
  EXPECT_EQ(limit.wait_s("2001:db8:0:1::1", k_start), 0);
}

TEST(RequestLimit, ForgetsAddressesRatherThanGrow) {
  RequestLimit limit;
  for (int i = 0; i < 5000; ++i)
    ASSERT_EQ(limit.wait_s("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250),
                           k_start + seconds{i}),
              0);
}

TEST(PasswordLimit, WaitsTwiceAsLongEachTime) {
  PasswordLimit limit;
  base::Time now = k_start;
  for (int i = 0; i < 4; ++i) limit.count_wrong("10.0.0.1", now);
  EXPECT_EQ(limit.wait_s("10.0.0.1", now), 0) << "anybody may mistype";
  int longest = 0;
  for (const int expected : {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
    limit.count_wrong("10.0.0.1", now);
    longest = limit.wait_s("10.0.0.1", now);
    EXPECT_EQ(longest, expected);
    EXPECT_EQ(limit.wait_s("10.0.0.1", now + seconds{expected - 1}), 1);
    EXPECT_EQ(limit.wait_s("10.0.0.1", now + seconds{expected}), 0);
    now += seconds{expected};
  }
  EXPECT_EQ(limit.wait_s("10.0.0.2", now), 0);
  limit.count_right("10.0.0.1", now);
  limit.count_wrong("10.0.0.1", now);
  EXPECT_EQ(limit.wait_s("10.0.0.1", now), 0) << "the right one forgives";
}

TEST(PasswordLimit, ForgivesAfterADay) {
  PasswordLimit limit;
  for (int i = 0; i < 20; ++i) limit.count_wrong("10.0.0.1", k_start);
  limit.count_wrong("10.0.0.1", k_start + std::chrono::hours{24});
  EXPECT_EQ(limit.wait_s("10.0.0.1", k_start + std::chrono::hours{24}), 0);
}

TEST(PasswordLimit, HoldsManyAddressesTogetherButNotTheOwners) {
  PasswordLimit limit;
  limit.count_right("192.168.1.5", k_start);
  for (int i = 0; i < 60; ++i) limit.count_wrong("10.0.0." + std::to_string(i), k_start);
  EXPECT_EQ(limit.wait_s("10.0.1.1", k_start), 10) << "never tried before";
  EXPECT_EQ(limit.wait_s("192.168.1.5", k_start), 0) << "has signed in before";
}

}  // namespace
}  // namespace ohmstead::api
