#include "ohmstead/describe/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace ohmstead::describe {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* k_head = "time,load_w,pv_w\n";

CsvTable parse(const std::string& text) { return parse_csv(text, "a.csv").value(); }

std::string error_of(const std::string& text) {
  const auto table = parse_csv(text, "a.csv");
  if (table) return "no error";
  EXPECT_EQ(table.error().kind, base::ErrorKind::invalid_input);
  return table.error().message;
}

void expect_two_rows(const CsvTable& table) {
  EXPECT_THAT(table.columns, ElementsAre("load_w", "pv_w"));
  ASSERT_EQ(table.times.size(), 2u);
  EXPECT_EQ(table.times[0], base::parse_time("2024-06-24T10:00:00Z").value());
  EXPECT_EQ(table.times[1], base::parse_time("2024-06-24T10:30:00Z").value());
  EXPECT_THAT(table.values[0], ElementsAre(400.0, -1.5));
  EXPECT_EQ(table.values[1][0], 1000.0);
  EXPECT_TRUE(std::isnan(table.values[1][1]));
}

TEST(ParseCsv, ReadsColumnsAndBlankCells) {
  const CsvTable table =
      parse("time,load_w,pv_w\n2024-06-24T10:00:00Z,400,1e3\n2024-06-24T12:30:00+02:00,-1.5,\n");
  expect_two_rows(table);
  EXPECT_EQ(table.find_column("pv_w"), 1u);
  EXPECT_EQ(table.find_column("time"), std::nullopt);
}

TEST(ParseCsv, TakesByteOrderMarksCarriageReturnsAndBlankLines) {
  expect_two_rows(
      parse("\xEF\xBB\xBFtime,load_w,pv_w\r\n2024-06-24T10:00:00Z,400,1000\r\n\r\n"
            "2024-06-24T10:30:00Z,-1.5,\r\n"));
  expect_two_rows(
      parse("time,load_w,pv_w\n2024-06-24T10:00:00Z,400,1000\n2024-06-24T10:30:00Z,-1.5,"));
}

TEST(ParseCsv, NamesEveryWrongLine) {
  EXPECT_EQ(error_of(std::string{k_head} + "2024-06-24T10:00:00Z,1,2\n"
                                           "2024-06-24T10:00:00Z,1,2\n"
                                           "2024-06-24T09:00:00Z,1,2\n"
                                           "2024-06-24T11:00:00Z,x,2 W\n"
                                           "2024-06-24T12:00:00Z,1\n"
                                           "2024-06-24T13:00:00Z,1,2,3\n"
                                           "yesterday,1,2\n"
                                           "2024-06-24T14:00:00Z,1000000001,nan\n"),
            "a.csv:3: the time 2024-06-24T10:00:00Z stands here twice\n"
            "a.csv:4: the time 2024-06-24T09:00:00Z is earlier than the line before\n"
            "a.csv:5: load_w: 'x' is not a number\n"
            "a.csv:5: pv_w: '2 W' is not a number\n"
            "a.csv:6: 2 cells where the first line names 3\n"
            "a.csv:7: 4 cells where the first line names 3\n"
            "a.csv:8: 'yesterday' is not a time like 2024-06-24T10:15:00Z\n"
            "a.csv:9: load_w: 1000000001 is too large a number; the limit is 1000000000\n"
            "a.csv:9: pv_w: 'nan' is not a number");
}

TEST(ParseCsv, TheLargestNumberIsAccepted) {
  EXPECT_EQ(parse(std::string{k_head} + "2024-06-24T10:00:00Z,1e9,-1e9\n").values[0][0], 1e9);
}

TEST(ParseCsv, StopsAfterTwentyProblems) {
  std::string text = k_head;
  for (int i = 0; i < 50; ++i) text += "x,1,2\n";
  const std::string message = error_of(text);
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 19);
  EXPECT_THAT(message, HasSubstr("a.csv:21: 'x' is not a time like 2024-06-24T10:15:00Z (reading "
                                 "stopped here)"));
}

TEST(ParseCsv, WantsAHeaderAndMeasurements) {
  EXPECT_EQ(error_of(""), "a.csv:1: the first line must name a time column and at least one more");
  EXPECT_EQ(error_of("time;load_w\n2024-06-24T10:00:00Z;1\n"),
            "a.csv:1: the first line must name a time column and at least one more; are the cells "
            "separated by commas?");
  EXPECT_THAT(error_of(k_head), HasSubstr("the file holds no measurements"));
}

}  // namespace
}  // namespace ohmstead::describe
