#include "ohmstead/base/result.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

namespace ohmstead::base {
namespace {

TEST(Result, ExitCodesTellTheUsersFaultFromTheRest) {
  for (const auto& [kind, code] : {std::pair{ErrorKind::invalid_input, 2},
                                   {ErrorKind::not_found, 2},
                                   {ErrorKind::refused, 2},
                                   {ErrorKind::conflict, 2},
                                   {ErrorKind::unavailable, 3},
                                   {ErrorKind::timed_out, 3},
                                   {ErrorKind::infeasible, 3},
                                   {ErrorKind::cancelled, 3},
                                   {ErrorKind::internal, 3}}) {
    EXPECT_EQ(exit_code(kind), code) << static_cast<int>(kind);
  }
}

TEST(Result, FailMakesAnError) {
  const Result<int> result = fail(ErrorKind::not_found, "no such plan");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::not_found);
  EXPECT_EQ(result.error().message, "no such plan");
  EXPECT_FALSE(result.error().position);
}

TEST(Result, ContextGoesBeforeTheMessage) {
  const Error error =
      in_context("home.csv", {ErrorKind::refused, "is locked", SourcePos{"home.csv", 3, 1}});
  EXPECT_EQ(error.message, "home.csv: is locked");
  EXPECT_EQ(error.kind, ErrorKind::refused);
  ASSERT_TRUE(error.position);
  EXPECT_EQ(error.position->line, 3);
}

TEST(Expect, ThrowsOnMisuseOnly) {
  EXPECT_NO_THROW(expect(true, "fine"));
  try {
    expect(false, "a slot must have a length");
    FAIL() << "did not throw";
  } catch (const std::logic_error& error) {
    EXPECT_STREQ(error.what(), "a slot must have a length");
  }
}

}  // namespace
}  // namespace ohmstead::base
