#include "target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#ifdef OHMSTEAD_HAS_RAPIDCHECK
#include <rapidcheck/gtest.h>
#endif

#include "text.hpp"

namespace ohmstead::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::string problem_of(std::string_view text) {
  const auto target = parse_target(text);
  return target ? "none" : target.error().message;
}

TEST(TargetTest, decodes_path_and_query) {
  const auto target = parse_target("/k%C3%BCche/a+b%20c?x=1%262&y=a+b&z&=e&&u=v=w");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/küche/a+b c") << "a plus sign is a blank in queries alone";
  EXPECT_THAT(target->query, ElementsAre(Pair("", "e"), Pair("u", "v=w"), Pair("x", "1&2"),
                                         Pair("y", "a b"), Pair("z", "")));
  EXPECT_EQ(parse_target("/")->path, "/");
  EXPECT_EQ(parse_target("/a//b/")->path, "/a//b/");
  EXPECT_EQ(parse_target("/..a/b../...")->path, "/..a/b../...");
  EXPECT_EQ(parse_target("/?")->query.size(), 0U);
}

TEST(TargetTest, tells_what_is_wrong) {
  EXPECT_THAT(problem_of(""), HasSubstr("does not start with a slash"));
  EXPECT_THAT(problem_of("a/b"), HasSubstr("does not start with a slash"));
  for (const char* text : {"/%", "/%4", "/%4g", "/% 4", "/%-1", "/?%", "/?a=%x"}) {
    EXPECT_THAT(problem_of(text), HasSubstr("hexadecimal")) << text;
  }
  EXPECT_THAT(problem_of("/%e4"), HasSubstr("UTF-8"));
  EXPECT_THAT(problem_of("/a/%2e%2E"), HasSubstr("dots"));
  EXPECT_THAT(problem_of("/a%2fb"), HasSubstr("hidden slash"));
  EXPECT_THAT(problem_of("/a\\b"), HasSubstr("backslash"));
  EXPECT_THAT(problem_of("/a%0ab"), HasSubstr("control character"));
  EXPECT_THAT(problem_of("/?a%00=1"), HasSubstr("control character"));
  EXPECT_THAT(problem_of("/?a=%00"), HasSubstr("zero byte"));
  EXPECT_THAT(problem_of("/?a=1&b=2&%61=3"), HasSubstr("'a' is given twice"));
  EXPECT_THAT(problem_of("/#a"), HasSubstr("fragment"));
}

#ifdef OHMSTEAD_HAS_RAPIDCHECK
RC_GTEST_PROP(TargetProperty, takes_any_bytes_and_keeps_its_promises, ()) {
  const auto tail = *rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::element('%', '.', '/', '2', 'e', 'E', 'F', '?', '&', '=', '\\', '5'),
                     rc::gen::arbitrary<char>()));
  const auto target = parse_target("/" + tail);
  if (!target) return;
  const bool is_text = is_utf8(target->path) && !has_control_character(target->path);
  RC_ASSERT(is_text);
  for (const std::string_view part : split(target->path, '/')) {
    const bool is_dots = part == "." || part == "..";
    RC_ASSERT(!is_dots);
  }
  RC_ASSERT(target->path.find('\\') == std::string::npos);
}

RC_GTEST_PROP(TargetProperty, reads_back_what_was_encoded, ()) {
  const auto value = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127)) + "ü€";
  std::string text = "/?key=";
  for (const char letter : value) {
    constexpr std::string_view k_digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(letter);
    text += {'%', k_digits[byte / 16], k_digits[byte % 16]};
  }
  RC_ASSERT(parse_target(text)->query.at("key") == value);
}
#endif

}  // namespace
}  // namespace ohmstead::net
