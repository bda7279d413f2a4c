#include "style.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace ohmstead::app {
namespace {

// Sets variables of the environment for one test.
class Environment : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) ::unsetenv(name);
  }
  static bool is_unicode() { return find_style().is_unicode; }
};

TEST_F(Environment, TheStrongestLocaleVariableDecides) {
  EXPECT_FALSE(is_unicode());
  ::setenv("LANG", "de_DE.UTF-8", 1);
  EXPECT_TRUE(is_unicode());
  ::setenv("LC_ALL", "C", 1);
  EXPECT_FALSE(is_unicode());
  ::setenv("LC_ALL", "", 1);
  EXPECT_TRUE(is_unicode()) << "an empty variable counts as unset";
  ::setenv("LC_CTYPE", "en_GB.utf8", 1);
  ::setenv("LANG", "C", 1);
  EXPECT_TRUE(is_unicode());
}

TEST_F(Environment, NoColourWithoutTerminal) {
  // The tests' standard output may be a terminal, so only the switched-off case is certain.
  ::setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(find_style().is_coloured);
  ::unsetenv("NO_COLOR");
}

TEST(Paint, OnlyWhenColoured) {
  EXPECT_EQ(paint("a", Ink::bold, {.is_coloured = false}), "a");
  EXPECT_EQ(paint("a", Ink::bold, {.is_coloured = true}), "\x1b[1ma\x1b[0m");
  EXPECT_EQ(paint("a", Ink::plain, {.is_coloured = true}), "a");
  EXPECT_EQ(paint("", Ink::bold, {.is_coloured = true}), "");
}

TEST(Numbers, NeverShowMinusZero) {
  EXPECT_EQ(number_text(-0.001, 2), "0.00");
  EXPECT_EQ(number_text(-0.005001, 2), "-0.01");
  EXPECT_EQ(number_text(0.0, 1, true), "0.0");
  EXPECT_EQ(number_text(1.25, 1, true), "+1.2");
}

TEST(Numbers, GiveUpDecimalsBeforeTheyBreakTheColumn) {
  EXPECT_EQ(number_cell(1.5, 7, 2), "   1.50");
  EXPECT_EQ(number_cell(123456.7, 7, 2), " 123457");
}

TEST(Fold, KeepsLinesShort) {
  EXPECT_EQ(fold("one two three", 80, 4), "one two three");
  EXPECT_EQ(fold("one two three", 12, 4), "one two\n    three");
  EXPECT_EQ(fold("averylongword b", 8, 4), "averylongword\n    b");
  EXPECT_EQ(fold("", 8, 4), "");
}

TEST(Printable, DropsWhatCouldPlayTricks) {
  EXPECT_EQ(printable("a\x1b[31mb\x7f\tc\nd"), "a?[31mb??c\nd");
  EXPECT_EQ(printable("Zürich"), "Zürich");
}

}  // namespace
}  // namespace ohmstead::app
