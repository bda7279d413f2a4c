#include "entsoe/entsoe.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "entsoe/areas.hpp"
#include "entsoe/xml.hpp"
#include "testing/texts.hpp"

namespace ohmstead::connect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::unique_ptr<PriceSource> source() {
  home::LivePrices live;
  live.service = home::PriceService::entsoe;
  live.area = "DE-LU";
  return make_source(live, settings_in("Europe/Berlin"));
}

struct Point {
  int position;
  double price;
};

std::string period(std::string_view from, std::string_view to, std::string_view step,
                   const std::vector<Point>& points) {
  std::string text = fmt::format(
      "<Period><timeInterval><start>{}</start><end>{}</end></timeInterval>"
      "<resolution>{}</resolution>",
      from, to, step);
  for (const Point& point : points)
    text += fmt::format("<Point><position>{}</position><price.amount>{}</price.amount></Point>",
                        point.position, point.price);
  return text + "</Period>";
}

std::string series(const std::string& periods, int sequence = 1, std::string_view currency = "EUR",
                   std::string_view curve = "A03") {
  return fmt::format(
      "<TimeSeries><contract_MarketAgreement.type>A01</contract_MarketAgreement.type>"
      "<currency_Unit.name>{}</currency_Unit.name><price_Measure_Unit.name>MWH"
      "</price_Measure_Unit.name><classificationSequence_AttributeInstanceComponent.position>{}"
      "</classificationSequence_AttributeInstanceComponent.position><curveType>{}</curveType>{}"
      "</TimeSeries>",
      currency, sequence, curve, periods);
}

std::string document(const std::string& all) {
  return "<?xml version=\"1.0\"?><Publication_MarketDocument xmlns=\"urn:x\">" + all +
         "</Publication_MarketDocument>";
}

std::vector<std::string> shown(const home::PriceCurve& curve) {
  std::vector<std::string> texts;
  for (const home::PriceSlot& slot : curve.slots)
    texts.push_back(fmt::format("{} {}min {:g}", base::format_time(slot.from).substr(11, 5),
                                (slot.to - slot.from).count() / 60, slot.price.value()));
  return texts;
}

TEST(EntsoeTest, asks_for_whole_days_of_the_market) {
  const auto asks = source()->requests({at("2025-10-26T09:00:00Z"), at("2025-10-26T10:00:00Z")});
  EXPECT_EQ(asks.at(0).request.url,
            "https://web-api.tp.entsoe.eu/api?documentType=A44&in_Domain=10Y1001A1001A82H"
            "&out_Domain=10Y1001A1001A82H&periodStart=202510252200&periodEnd=202510262300"
            "&securityToken=hush");
}

TEST(EntsoeTest, a_point_that_is_left_out_has_the_price_before_it) {
  const auto curve =
      read_well(*source(), document(series(period("2024-10-05T22:00Z", "2024-10-06T03:00Z", "PT60M",
                                                  {{1, 100}, {4, 70}}))));
  EXPECT_THAT(shown(curve), ElementsAre("22:00 60min 0.1", "23:00 60min 0.1", "00:00 60min 0.1",
                                        "01:00 60min 0.07", "02:00 60min 0.07"));
}

TEST(EntsoeTest, with_other_curves_it_is_a_hole) {
  const auto curve = read_well(
      *source(), document(series(
                     period("2024-10-05T22:00Z", "2024-10-06T01:00Z", "PT60M", {{1, 100}, {3, 70}}),
                     1, "EUR", "A01")));
  EXPECT_THAT(shown(curve), ElementsAre("22:00 60min 0.1", "00:00 60min 0.07"));
}

TEST(EntsoeTest, the_first_auction_counts_where_resolutions_overlap) {
  const std::string hourly = period("2024-10-05T22:00Z", "2024-10-05T23:00Z", "PT60M", {{1, 100}});
  const std::string quarters = period("2024-10-05T22:00Z", "2024-10-06T00:00Z", "PT15M",
                                      {{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}});
  EXPECT_THAT(shown(read_well(*source(), document(series(quarters, 2) + series(hourly, 1)))),
              ElementsAre("22:00 60min 0.1", "23:00 15min 0.05", "23:15 15min 0.05",
                          "23:30 15min 0.05", "23:45 15min 0.05"));
  EXPECT_THAT(
      shown(read_well(*source(), document(series(hourly, 1) + series(quarters, 1)))),
      ElementsAre("22:00 15min 0.01", "22:15 15min 0.02", "22:30 15min 0.03", "22:45 15min 0.04",
                  "23:00 15min 0.05", "23:15 15min 0.05", "23:30 15min 0.05", "23:45 15min 0.05"))
      << "of one auction the finer";
}

TEST(EntsoeTest, refuses_what_it_cannot_trust) {
  const std::string good = period("2024-10-05T22:00Z", "2024-10-05T23:00Z", "PT60M", {{1, 100}});
  EXPECT_THAT(refusal(*source(), document(series(good, 1, "SEK"))), HasSubstr("in 'SEK'"));
  const std::string bad = refusal(
      *source(),
      document(series(period("2024-10-05T22:00Z", "2024-10-05T23:00Z", "PT7M", {})) +
               series(period("never", "2024-10-05T23:00Z", "PT60M", {})) +
               series(period("2024-10-05T22:00Z", "2024-10-05T23:00Z", "PT60M", {{2, 5}}))));
  EXPECT_THAT(bad,
              HasSubstr("TimeSeries[0].Period[0]: has a resolution that does not fit: 'PT7M'"));
  EXPECT_THAT(bad, HasSubstr("TimeSeries[1].Period[0]: has no time interval"));
  EXPECT_THAT(bad, HasSubstr("TimeSeries[2].Period[0]: a bad point '2'"));
  EXPECT_THAT(refusal(*source(), document(series(good)).substr(0, 200)), HasSubstr("ends inside"));
  EXPECT_THAT(refusal(*source(), ""), HasSubstr("no XML"));
}

TEST(EntsoeTest, nothing_yet_is_no_failure_and_a_refusal_is_told) {
  const auto acknowledgement = [](std::string_view text) {
    return fmt::format(
        "<Acknowledgement_MarketDocument><Reason><code>999</code><text>{}</text></Reason>"
        "</Acknowledgement_MarketDocument>",
        text);
  };
  EXPECT_TRUE(source()->can_read(400));
  EXPECT_TRUE(source()
                  ->read({400, acknowledgement("No matching data found for it"), {}})
                  .value()
                  .slots.empty());
  const auto refused = source()->read({400, acknowledgement("Too many things"), {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, base::ErrorKind::refused);
  EXPECT_THAT(refused.error().message, HasSubstr("Too many things"));
  EXPECT_THAT(refused.error().message, Not(HasSubstr("hush")));
}

TEST(EicTest, knows_areas_and_check_letters) {
  EXPECT_EQ(find_eic("SE3"), "10Y1001A1001A46L");
  EXPECT_EQ(find_eic("10YFR-RTE------C"), "10YFR-RTE------C");
  EXPECT_EQ(find_eic("10YFR-RTE------D"), std::nullopt);
  EXPECT_EQ(find_eic("ATLANTIS"), std::nullopt);
  for (const char* area : {"AT", "BE", "DK1", "FR", "IT-CALA", "NO5", "PL", "SE4", "SK"})
    EXPECT_TRUE(is_eic(find_eic(area).value())) << area;
}

TEST(XmlTest, reads_elements_and_refuses_the_rest) {
  const auto root = parse_xml("<?xml?><!-- x --><n:a b='1'><c/><d> 1 &lt; 2 </d></n:a>").value();
  EXPECT_EQ(root.name, "a");
  EXPECT_EQ(root.children.size(), 2U);
  EXPECT_EQ(root.text_of("d"), "1 < 2");
  for (const std::string text : {"", "x", "<a>", "<a></b>", "<a/><b/>", "</a>", "<a>&x;</a>",
                                 "<!DOCTYPE a><a/>", "<a><", "<a></a", "<>", "<a><!--</a>"}) {
    EXPECT_FALSE(parse_xml(text)) << text;
  }
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_THAT(parse_xml(deep).error().message, HasSubstr("too deeply"));
}

}  // namespace
}  // namespace ohmstead::connect
