#include "sessions.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace ohmstead::api {
namespace {

using std::chrono::seconds;

const base::Time k_start = base::parse_time("2026-03-02T10:00:00Z").value();

TEST(Sessions, KnowsWhoSignedIn) {
  Sessions sessions;
  const auto first = sessions.open(k_start);
  const auto second = sessions.open(k_start);
  EXPECT_NE(first.id, second.id);
  EXPECT_NE(first.csrf, second.csrf);
  EXPECT_NE(first.id, first.csrf);
  EXPECT_EQ(sessions.find(first.id, k_start), first.csrf);
  EXPECT_EQ(sessions.find(second.id, k_start), second.csrf);
  EXPECT_FALSE(sessions.find("", k_start));
  EXPECT_FALSE(sessions.find(first.csrf, k_start));
  EXPECT_TRUE(sessions.end(first.id));
  EXPECT_FALSE(sessions.end(first.id));
  EXPECT_FALSE(sessions.find(first.id, k_start));
  EXPECT_TRUE(sessions.find(second.id, k_start));
}

TEST(Sessions, EndsAfterSilence) {
  Sessions sessions;
  const auto opened = sessions.open(k_start);
  EXPECT_TRUE(sessions.find(opened.id, k_start + k_session_idle - seconds{1}));
  EXPECT_TRUE(sessions.find(opened.id, k_start + 2 * k_session_idle - seconds{2}));
  EXPECT_FALSE(sessions.find(opened.id, k_start + 3 * k_session_idle - seconds{2}));
  EXPECT_EQ(sessions.count(), 0U);
}

TEST(Sessions, EndsInAnyCase) {
  Sessions sessions;
  const auto opened = sessions.open(k_start);
  for (base::Time now = k_start; now < k_start + k_session_life; now += std::chrono::hours{1})
    ASSERT_TRUE(sessions.find(opened.id, now));
  EXPECT_FALSE(sessions.find(opened.id, k_start + k_session_life));
}

TEST(Sessions, OneTooManyEndsTheMostSilent) {
  Sessions sessions;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < k_sessions_max; ++i)
    ids.push_back(sessions.open(k_start + seconds{static_cast<long>(i)}).id);
  const base::Time later = k_start + std::chrono::hours{1};
  EXPECT_TRUE(sessions.find(ids[0], later));
  ids.push_back(sessions.open(later).id);
  EXPECT_EQ(sessions.count(), k_sessions_max);
  EXPECT_TRUE(sessions.find(ids[0], later));
  EXPECT_FALSE(sessions.find(ids[1], later));
  EXPECT_TRUE(sessions.find(ids.back(), later));
}

}  // namespace
}  // namespace ohmstead::api
