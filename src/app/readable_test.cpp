#include "readable.hpp"

#include <gtest/gtest.h>

namespace ohmstead::app {
namespace {

TEST(Readable, WritesLettersInAsciiWhereTheTerminalHasNoOthers) {
  const Style ascii{.is_unicode = false}, unicode{};
  EXPECT_EQ(readable("Lädt für 12,30 €: gemäß Öre, kör", ascii),
            "Laedt fuer 12,30 EUR: gemaess Oere, koer");
  EXPECT_EQ(readable("12\u202f345 på 5 °C", ascii), "12 345 paa 5 C");
  EXPECT_EQ(readable("日本 ok \xff", ascii), "?? ok ?");
  EXPECT_EQ(readable("Lädt", unicode), "Lädt");
}

TEST(Readable, CountsColumnsNotBytes) {
  EXPECT_EQ(columns_of(""), 0U);
  EXPECT_EQ(columns_of("mån 24 juni"), 11U);
  EXPECT_EQ(columns_of("5 €"), 3U);
}

}  // namespace
}  // namespace ohmstead::app
