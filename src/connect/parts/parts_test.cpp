#include <fmt/format.h>
#include <gmock/gmock.h>

#include "parts/fill_gaps.hpp"
#include "parts/formula.hpp"
#include "parts/local_times.hpp"
#include "parts/price_rows.hpp"
#include "parts/pv_rows.hpp"
#include "parts/reading.hpp"
#include "parts/weather_points.hpp"
#include "testing/texts.hpp"

namespace ohmstead::connect {
namespace {

using base::EnergyPrice;
using base::Power;
using base::Time;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Time k_noon = at("2025-06-01T12:00:00Z");
constexpr base::Seconds k_hour = std::chrono::hours{1};
constexpr base::Seconds k_quarter = std::chrono::minutes{15};

TEST(ReadInstantTest, takes_the_forms_that_services_write) {
  EXPECT_EQ(read_instant("2024-10-07T22:00Z"), at("2024-10-07T22:00:00Z"));
  EXPECT_EQ(read_instant("2026-01-14 12:00:00+1100"), at("2026-01-14T01:00:00Z"));
  EXPECT_EQ(read_instant("2024-12-26T17:30:00.0000000Z"), at("2024-12-26T17:30:00Z"));
  EXPECT_EQ(read_instant("2024-10-26T00:00:00+02:00"), at("2024-10-25T22:00:00Z"));
  EXPECT_EQ(read_instant("2024-10-07T22:00"), std::nullopt) << "no offset: no instant";
  EXPECT_EQ(read_instant("2024-02-30T22:00Z"), std::nullopt);
  EXPECT_EQ(read_instant(""), std::nullopt);
}

TEST(FindPointerTest, walks_maps_and_lists) {
  const auto tree = describe::parse_json(R"({"a/b":[{"~":1},2],"":3})", "x").value();
  EXPECT_EQ(find_pointer(tree, "/a~1b/0/~0")->text, "1");
  EXPECT_EQ(find_pointer(tree, "/a~1b/1")->text, "2");
  EXPECT_EQ(find_pointer(tree, "/")->text, "3");
  EXPECT_EQ(find_pointer(tree, ""), &tree);
  EXPECT_EQ(find_pointer(tree, "/a~1b/2"), nullptr);
  EXPECT_EQ(find_pointer(tree, "/a~1b/x"), nullptr);
  EXPECT_EQ(find_pointer(tree, "a"), nullptr);
}

std::vector<std::string> local_times(const std::string& zone_name,
                                     const std::vector<std::string>& texts) {
  LocalTimes times{zone(zone_name)};
  std::vector<std::string> read;
  for (const std::string& text : texts) {
    const auto next = times.next(text);
    read.push_back(next.verdict == LocalTimes::Verdict::time      ? base::format_time(next.time)
                   : next.verdict == LocalTimes::Verdict::skipped ? "skipped"
                                                                  : "bad");
  }
  return read;
}

TEST(LocalTimesTest, an_hour_that_happens_twice_is_told_by_the_order) {
  EXPECT_THAT(
      local_times("Europe/Paris", {"2025-10-26T01:30", "2025-10-26T02:00", "2025-10-26T02:30",
                                   "2025-10-26T02:00", "2025-10-26T02:30", "2025-10-26T03:00"}),
      ElementsAre("2025-10-25T23:30:00Z", "2025-10-26T00:00:00Z", "2025-10-26T00:30:00Z",
                  "2025-10-26T01:00:00Z", "2025-10-26T01:30:00Z", "2025-10-26T02:00:00Z"));
  EXPECT_THAT(local_times("Europe/London", {"2025-10-26T01:00:00", "2025-10-26T01:00:00"}),
              ElementsAre("2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z"));
  EXPECT_THAT(local_times("America/Los_Angeles", {"2025-11-02 01:00", "2025-11-02 01:00"}),
              ElementsAre("2025-11-02T08:00:00Z", "2025-11-02T09:00:00Z"));
  EXPECT_THAT(local_times("Australia/Lord_Howe", {"2025-04-06T01:30", "2025-04-06T01:30"}),
              ElementsAre("2025-04-05T14:30:00Z", "2025-04-05T15:00:00Z"))
      << "half an hour back";
}

TEST(LocalTimesTest, an_hour_that_is_skipped_is_left_out_and_shifts_nothing) {
  for (const auto& [name, day] :
       {std::pair{"Europe/Paris", "2025-03-30"}, std::pair{"America/Los_Angeles", "2025-03-09"}}) {
    const std::string date{day};
    EXPECT_THAT(local_times(name, {date + "T01:00", date + "T02:00", date + "T03:00"}),
                ElementsAre(::testing::StartsWith(date), "skipped", ::testing::StartsWith(date)));
  }
  EXPECT_THAT(
      local_times("Europe/London", {"2025-03-30T00:00", "2025-03-30T01:00", "2025-03-30T02:00"}),
      ElementsAre("2025-03-30T00:00:00Z", "skipped", "2025-03-30T01:00:00Z"));
  EXPECT_THAT(local_times("Europe/Paris", {"2025-13-30T00:00", "yesterday", ""}),
              ElementsAre("bad", "bad", "bad"));
}

home::PriceCurve finish(PriceRows& rows, std::vector<std::string>& lines,
                        const std::string& currency = "EUR") {
  static const describe::Node k_nowhere;
  describe::Problems problems{"x", k_nowhere};
  home::PriceCurve curve = rows.finish({{}, currency, "x"}, problems);
  lines = problems.lines();
  return curve;
}

TEST(PriceRowsTest, sorts_and_ends_rows_and_leaves_holes) {
  PriceRows rows;
  rows.add(k_noon + 4 * k_hour, std::nullopt, 0.5, "e");  // after a hole
  rows.add(k_noon + k_hour, std::nullopt, 0.2, "b");
  rows.add(k_noon, std::nullopt, 0.1, "a");
  rows.add(k_noon, std::nullopt, 0.1, "a again");
  std::vector<std::string> lines;
  const auto curve = finish(rows, lines);
  EXPECT_TRUE(lines.empty()) << lines.front();
  ASSERT_EQ(curve.slots.size(), 3U);
  EXPECT_EQ(curve.slots[0].to, k_noon + k_hour);
  EXPECT_EQ(curve.slots[1].to, k_noon + 2 * k_hour) << "a hole stays a hole";
  EXPECT_EQ(curve.slots[2].to, k_noon + 5 * k_hour);
}

TEST(PriceRowsTest, tells_all_contradictions_at_once) {
  PriceRows rows;
  rows.add(k_noon, k_noon + k_hour, 0.1, "a");
  rows.add(k_noon, k_noon + k_hour, 0.2, "b");
  rows.add(k_noon + k_quarter, k_noon + 2 * k_hour, 0.2, "c");
  rows.add(k_noon + 3 * k_hour, k_noon + 2 * k_hour, 0.2, "d");
  rows.add(k_noon + 5 * k_hour + base::Seconds{7}, k_noon + 6 * k_hour, 0.2, "e");
  rows.add(k_noon + 7 * k_hour, k_noon + 8 * k_hour, 91.5, "f");
  std::vector<std::string> lines;
  const auto curve = finish(rows, lines);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_THAT(lines[0], HasSubstr("another price for the same time"));
  EXPECT_THAT(lines[1], HasSubstr("overlaps another price"));
  EXPECT_THAT(lines[2], HasSubstr("ends before it begins"));
  EXPECT_THAT(lines[3], HasSubstr("odd time"));
  EXPECT_THAT(lines[4], HasSubstr("91.5 EUR per kWh cannot be"));
  rows.add(k_noon, k_noon + k_hour, 91.5, "f");
  EXPECT_EQ(finish(rows, lines, "HUF").slots.size(), 1U) << "fine in forints";
}

TEST(PriceRowsTest, knows_units_of_prices) {
  EXPECT_EQ(per_kwh_factor("EUR/MWh"), 1e-3);
  EXPECT_EQ(per_kwh_factor("$/kWh"), 1.0);
  EXPECT_EQ(per_kwh_factor("ct / kWh"), 0.01);
  EXPECT_EQ(per_kwh_factor("p/kWh"), 0.01);
  EXPECT_EQ(per_kwh_factor("\xc3\xb6re/kWh"), 0.01);
  EXPECT_EQ(per_kwh_factor("kWh"), std::nullopt);
  EXPECT_EQ(per_kwh_factor("EUR/l"), std::nullopt);
}

home::PriceSlot slot(int from_h, int to_h, double price) {
  return {k_noon + from_h * k_hour, k_noon + to_h * k_hour, EnergyPrice{price}};
}

std::vector<std::string> shown(const std::vector<home::PriceSlot>& slots) {
  std::vector<std::string> texts;
  for (const home::PriceSlot& each : slots)
    texts.push_back(fmt::format("{}-{}:{}", (each.from - k_noon) / k_hour,
                                (each.to - k_noon) / k_hour, each.price.value()));
  return texts;
}

TEST(FillGapsTest, the_first_counts_and_the_second_fills_its_holes) {
  const std::vector first{slot(2, 4, 1), slot(6, 8, 1)};
  EXPECT_THAT(shown(fill_gaps(first, {slot(0, 10, 2)})),
              ElementsAre("0-2:2", "2-4:1", "4-6:2", "6-8:1", "8-10:2"));
  EXPECT_THAT(shown(fill_gaps(first, {slot(0, 1, 2), slot(3, 5, 3), slot(7, 8, 4)})),
              ElementsAre("0-1:2", "2-4:1", "4-5:3", "6-8:1"));
  EXPECT_THAT(shown(fill_gaps(first, std::vector<home::PriceSlot>{})),
              ElementsAre("2-4:1", "6-8:1"));
  EXPECT_THAT(shown(fill_gaps(std::vector<home::PriceSlot>{}, first)),
              ElementsAre("2-4:1", "6-8:1"));
  EXPECT_THAT(shown(fill_gaps(first, {slot(9, 10, 2), slot(10, 11, 3)})),
              ElementsAre("2-4:1", "6-8:1", "9-10:2", "10-11:3"));
}

TEST(PvRowsTest, adds_planes_where_all_are_known) {
  const auto pv = [](int from_h, int to_h, double kw) {
    return home::PvSlot{k_noon + from_h * k_hour, k_noon + to_h * k_hour, Power{kw}, Power{kw / 2},
                        std::nullopt};
  };
  const auto total =
      sum_of({{{pv(0, 2, 1.0), pv(2, 3, 2.0)}, "a"}, {{pv(0, 1, 0.5), pv(1, 4, 1.0)}, "b"}});
  ASSERT_EQ(total.slots.size(), 3U) << "the last hour is known of one plane alone";
  EXPECT_EQ(total.slots[0].power, Power{1.5});
  EXPECT_EQ(total.slots[1].power, Power{2.0});
  EXPECT_EQ(total.slots[2].power, Power{3.0});
  EXPECT_EQ(total.slots[2].p10, Power{1.5});
  EXPECT_EQ(total.slots[2].p90, std::nullopt);
}

TEST(WeatherPointsTest, means_of_instants_and_of_the_time_before) {
  static const describe::Node k_nowhere;
  describe::Problems problems{"x", k_nowhere};
  WeatherPoints points;
  WeatherPoint point;
  for (int hour = 0; hour < 3; ++hour) {
    point.at = k_noon + hour * k_hour;
    point.outdoor_c = 10.0 + 2 * hour;
    point.global_w = 100.0 * hour - 5.0;
    points.add(point);
  }
  point.at = k_noon + 9 * k_hour;
  points.add(point);
  const auto weather = points.finish({{}, "x", std::nullopt}, 3 * k_hour, problems);
  EXPECT_TRUE(problems.is_empty());
  ASSERT_EQ(weather.slots.size(), 2U) << "a long gap stays a gap";
  EXPECT_EQ(weather.slots[0].outdoor, base::Celsius{11.0});
  EXPECT_EQ(weather.slots[0].global, Power{0.095});
  EXPECT_EQ(weather.slots[1].outdoor, base::Celsius{13.0});
  EXPECT_EQ(weather.slots[1].clouds, std::nullopt) << "what is not said is absent, not 0";
  point.path = "here";
  point.outdoor_c = 300.0;
  point.global_w = 9000.0;
  points.add(point);
  (void)points.finish({{}, "x", std::nullopt}, 3 * k_hour, problems);
  EXPECT_EQ(problems.lines().size(), 1U) << "of one place one problem";
}

TEST(FormulaTest, computes) {
  const auto value = [](std::string_view text, double x) {
    return Formula::parse(text).value().at(x);
  };
  EXPECT_DOUBLE_EQ(value("x / 1000 * 1.25 + 0.02", 80.0).value(), 0.12);
  EXPECT_DOUBLE_EQ(value("2-3-4", 0.0).value(), -5.0);
  EXPECT_DOUBLE_EQ(value("-(x + 1) * -2", 3.0).value(), 8.0);
  EXPECT_DOUBLE_EQ(value("max(x, 0) + min(2, 3)", -5.0).value(), 2.0);
  EXPECT_DOUBLE_EQ(value("x", 1.5).value(), 1.5);
  EXPECT_EQ(value("1 / x", 0.0), std::nullopt);
}

TEST(FormulaTest, refuses_with_the_place) {
  for (const std::string text : {"", "x +", "y", "(x", "min(x)", "x x", "1e999", "x; rm"}) {
    const auto formula = Formula::parse(text);
    ASSERT_FALSE(formula) << text;
    EXPECT_THAT(formula.error().message, HasSubstr("at character")) << text;
  }
  EXPECT_FALSE(Formula::parse(std::string(400, '(')));
  EXPECT_FALSE(Formula::parse(std::string(600, ' ')));
}

}  // namespace
}  // namespace ohmstead::connect
