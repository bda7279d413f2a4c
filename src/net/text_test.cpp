#include "text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ohmstead::net {
namespace {

using testing::ElementsAre;

TEST(TextTest, compares_letters_in_any_case_and_nothing_else) {
  EXPECT_TRUE(equals_ignoring_case("Content-Type", "content-TYPE"));
  EXPECT_FALSE(equals_ignoring_case("a[", "a{")) << "these differ by the same bit";
  EXPECT_FALSE(equals_ignoring_case("a", "ab"));
  EXPECT_EQ(to_lower("ÄB"), "Äb") << "bytes beyond ASCII stay";
}

TEST(TextTest, splits_and_trims) {
  EXPECT_THAT(split("a,,b", ','), ElementsAre("a", "", "b"));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_EQ(trimmed(" \t a b\t"), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
}

TEST(TextTest, knows_utf8_from_what_only_looks_like_it) {
  EXPECT_TRUE(is_utf8("Küche \xe2\x82\xac \xf0\x9f\x94\x8b \xf4\x8f\xbf\xbf"));
  for (const char* bad :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x80\xaf", "\xed\xa0\x80",
        "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x82"}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
}

TEST(TextTest, knows_tokens) {
  EXPECT_TRUE(is_token("X-Name_1"));
  for (const char* bad : {"", "a b", "a:b", "a\r\n", "\xc3\xa4", "a/b", "a\"b"}) {
    EXPECT_FALSE(is_token(bad)) << bad;
  }
}

TEST(TextTest, quotes_for_json) {
  EXPECT_EQ(quoted_json("a\"b\\c\n\x01ü"), "\"a\\\"b\\\\c\\u000a\\u0001ü\"");
  EXPECT_EQ(quoted_json("x\xff"), "\"x\xEF\xBF\xBD\"");
  EXPECT_EQ(quoted_json(std::string_view{"\0", 1}), "\"\\u0000\"");
}

}  // namespace
}  // namespace ohmstead::net
