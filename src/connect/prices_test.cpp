// All services of prices but those with a test of their own: what they ask, what they read.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "testing/texts.hpp"

namespace ohmstead::connect {
namespace {

using base::EnergyPrice;
using home::LivePrices;
using home::PriceService;
using ::testing::HasSubstr;

LivePrices live(PriceService service, const std::string& area = "") {
  LivePrices prices;
  prices.service = service;
  prices.area = area;
  return prices;
}

const Span k_day{at("2024-11-04T23:00:00Z"), at("2024-11-05T23:00:00Z")};

std::string nordpool_answer(const std::string& rows, const std::string& state = "Final",
                            const std::string& currency = "EUR") {
  return fmt::format(R"({{"deliveryDateCET":"2024-11-05","currency":"{}",
    "areaStates":[{{"state":"{}","areas":["SE3"]}}],"multiAreaEntries":[{}]}})",
                     currency, state, rows);
}

TEST(NordpoolTest, asks_for_each_day_of_the_market) {
  const auto source =
      make_source(live(PriceService::nordpool, "SE3"), settings_in("Europe/Stockholm", "SEK"));
  const auto asks = source->requests({at("2025-10-26T10:00:00Z"), at("2025-10-27T10:00:00Z")});
  ASSERT_EQ(asks.size(), 2U);
  EXPECT_EQ(asks[0].request.url,
            "https://dataportal-api.nordpoolgroup.com/api/DayAheadPrices?date=2025-10-26"
            "&market=DayAhead&deliveryArea=SE3&currency=SEK");
  EXPECT_EQ(asks[0].span.to - asks[0].span.from, std::chrono::hours{25});
}

TEST(NordpoolTest, reads_a_day) {
  const auto source =
      make_source(live(PriceService::nordpool, "SE3"), settings_in("Europe/Stockholm"));
  const std::string row = R"({"deliveryStart":"2024-11-04T23:00:00Z",)"
                          R"("deliveryEnd":"2024-11-05T00:00:00Z","entryPerArea":{"SE3":21.54}},)"
                          R"({"deliveryStart":"2024-11-05T00:00:00Z",)"
                          R"("deliveryEnd":"2024-11-05T01:00:00Z","entryPerArea":{"SE3":null}})";
  const auto curve = read_well(*source, nordpool_answer(row), k_day);
  ASSERT_EQ(curve.slots.size(), 1U) << "null is a hole";
  EXPECT_EQ(curve.slots[0].price, EnergyPrice{0.02154});
  EXPECT_EQ(curve.currency, "EUR");
  EXPECT_FALSE(curve.is_final);
  EXPECT_TRUE(read_well(*source, nordpool_answer(row, "Preliminary"), k_day).slots.empty());
  EXPECT_TRUE(source->can_read(204));
  EXPECT_TRUE(source->read({204, "", k_day}).value().slots.empty()) << "not out yet";
}

TEST(NordpoolTest, refuses_other_currencies_days_areas_and_what_is_no_answer) {
  const auto source =
      make_source(live(PriceService::nordpool, "SE3"), settings_in("Europe/Stockholm"));
  const std::string other_day = R"({"deliveryStart":"2024-11-05T23:00:00Z",)"
                                R"("deliveryEnd":"2024-11-06T00:00:00Z","entryPerArea":{"SE3":1}})";
  EXPECT_THAT(refusal(*source, nordpool_answer(other_day), k_day), HasSubstr("another day"));
  EXPECT_THAT(refusal(*source, nordpool_answer("", "Final", "NOK"), k_day),
              HasSubstr("currency: expected EUR, got 'NOK'"));
  const std::string no_area = R"({"deliveryStart":"x","deliveryEnd":5,"entryPerArea":{"FI":1}})";
  const std::string all = refusal(*source, nordpool_answer(no_area), k_day);
  EXPECT_THAT(all, HasSubstr("multiAreaEntries[0].deliveryStart: expected a time"));
  EXPECT_THAT(all, HasSubstr("multiAreaEntries[0].deliveryEnd: expected a time"));
  EXPECT_THAT(all, HasSubstr("multiAreaEntries[0].entryPerArea.SE3: missing"));
  EXPECT_THAT(refusal(*source, "", k_day), HasSubstr("the answer is empty"));
  EXPECT_THAT(refusal(*source, "<html><body>502</body></html>", k_day), HasSubstr("a page"));
  EXPECT_NE(refusal(*source, nordpool_answer(other_day).substr(0, 150), k_day), "");
}

TEST(OctopusTest, asks_by_product_and_region) {
  LivePrices prices = live(PriceService::octopus, "C");
  prices.product = "AGILE-24-10-01";
  const auto source = make_source(prices, settings_in("Europe/London", "GBP"));
  EXPECT_EQ(source->requests(k_day).at(0).request.url,
            "https://api.octopus.energy/v1/products/AGILE-24-10-01/electricity-tariffs/"
            "E-1R-AGILE-24-10-01-C/standard-unit-rates/?period_from=2024-11-04T23:00:00Z"
            "&period_to=2024-11-05T23:00:00Z&page_size=1500");
}

TEST(OctopusTest, reads_rates_newest_first_and_rates_without_an_end) {
  LivePrices prices = live(PriceService::octopus, "C");
  const std::string text = R"({"count":3,"next":null,"results":[
    {"value_exc_vat":20.0,"value_inc_vat":21.0,"valid_from":"2024-11-05T10:00:00Z","valid_to":null,
     "payment_method":"DIRECT_DEBIT"},
    {"value_exc_vat":99,"value_inc_vat":99,"valid_from":"2024-11-05T10:00:00Z","valid_to":null,
     "payment_method":"NON_DIRECT_DEBIT"},
    {"value_exc_vat":-2.0,"value_inc_vat":-2.1,"valid_from":"2024-11-05T09:30:00Z",
     "valid_to":"2024-11-05T10:00:00Z","payment_method":null}]})";
  const auto curve =
      read_well(*make_source(prices, settings_in("Europe/London", "GBP")), text, k_day);
  ASSERT_EQ(curve.slots.size(), 2U);
  EXPECT_DOUBLE_EQ(curve.slots[0].price.value(), -0.021);
  EXPECT_DOUBLE_EQ(curve.slots[1].price.value(), 0.21);
  EXPECT_EQ(curve.slots[1].to, k_day.to) << "until further notice: as far as was asked";
  EXPECT_TRUE(curve.is_final);
  prices.part = "without_vat";
  const auto net =
      read_well(*make_source(prices, settings_in("Europe/London", "GBP")), text, k_day);
  EXPECT_DOUBLE_EQ(net.slots[1].price.value(), 0.2);
  EXPECT_FALSE(net.is_final);
}

TEST(TibberTest, asks_with_its_token_and_reads_the_named_home) {
  LivePrices prices = live(PriceService::tibber);
  prices.home = "b";
  const auto source = make_source(prices, settings_in("Europe/Berlin"));
  const auto asks = source->requests(k_day);
  EXPECT_EQ(asks.at(0).request.method, "POST");
  EXPECT_EQ(asks.at(0).request.headers.at(0).second, "Bearer hush");
  EXPECT_EQ(asks.at(0).request.url, "https://api.tibber.com/v1-beta/gql");
  const std::string home = R"({{"id":"{}","currentSubscription":{{"priceInfo":{{"today":[
    {{"total":{},"energy":0.1,"startsAt":"2025-03-30T01:00:00.000+01:00","currency":"EUR"}},
    {{"total":0.27,"energy":0.1,"startsAt":"2025-03-30T03:00:00.000+02:00","currency":"EUR"}}],
    "tomorrow":[]}}}}}})";
  const std::string text = fmt::format(R"({{"data":{{"viewer":{{"homes":[{},{},{}]}}}}}})",
                                       R"({"id":"z","currentSubscription":null})",
                                       fmt::format(fmt::runtime(home), "a", 0.5),
                                       fmt::format(fmt::runtime(home), "b", 0.25));
  const auto curve = read_well(*source, text);
  ASSERT_EQ(curve.slots.size(), 2U);
  EXPECT_EQ(curve.slots[0].price, EnergyPrice{0.25});
  EXPECT_EQ(curve.slots[0].to, curve.slots[1].from) << "01:00 and 03:00 are neighbours that day";
  EXPECT_TRUE(curve.is_final);
  EXPECT_THAT(refusal(*source, R"({"errors":[{"message":"no"}]})"), HasSubstr("token"));
  EXPECT_THAT(refusal(*source, R"({"data":{"viewer":{"homes":[]}}})"), HasSubstr("no home"));
}

TEST(AwattarTest, reads_milliseconds_and_checks_the_unit) {
  const auto source = make_source(live(PriceService::awattar, "DE"), settings_in("Europe/Berlin"));
  const std::string text = R"({"object":"list","data":[{"start_timestamp":1632402000000,
    "end_timestamp":1632405600000,"marketprice":158.95,"unit":"Eur/MWh"}]})";
  const auto curve = read_well(*source, text);
  ASSERT_EQ(curve.slots.size(), 1U);
  EXPECT_EQ(curve.slots[0].from, at("2021-09-23T13:00:00Z"));
  EXPECT_DOUBLE_EQ(curve.slots[0].price.value(), 0.15895);
  std::string wrong = text;
  wrong.replace(wrong.find("Eur/MWh"), 7, "Eur/kWh");
  EXPECT_THAT(refusal(*source, wrong), HasSubstr("data[0].unit: expected Eur/MWh"));
}

TEST(EnergyChartsTest, reads_two_lists) {
  const auto source =
      make_source(live(PriceService::energy_charts, "DE-LU"), settings_in("Europe/Berlin"));
  const std::string text = R"({"license_info":"","unix_seconds":[1733785200,1733786100,1733787000],
    "price":[92.85,null,-5.5],"unit":"EUR / MWh","deprecated":false})";
  const auto curve = read_well(*source, text);
  ASSERT_EQ(curve.slots.size(), 2U);
  EXPECT_EQ(curve.slots[0].to - curve.slots[0].from, std::chrono::minutes{15}) << "null is a hole";
  EXPECT_DOUBLE_EQ(curve.slots[1].price.value(), -0.0055);
  EXPECT_THAT(refusal(*source, R"({"unix_seconds":[1],"price":[],"unit":"EUR / MWh"})"),
              HasSubstr("0 prices for 1 times"));
}

TEST(EnergyZeroTest, asks_by_day_and_reads_the_part_that_is_wanted) {
  LivePrices prices = live(PriceService::energyzero);
  prices.part = "all_in_with_vat";
  const auto source = make_source(prices, settings_in("Europe/Amsterdam"));
  EXPECT_THAT(source->requests(k_day).at(0).request.url, HasSubstr("date=05-11-2024&"));
  const std::string text = R"({"base":[],"all_in_with_vat":[{"start":"2025-12-15T23:00:00Z",
    "end":"2025-12-15T23:15:00Z","price":{"value":"0.2195908"}}]})";
  const auto curve = read_well(*source, text);
  ASSERT_EQ(curve.slots.size(), 1U);
  EXPECT_DOUBLE_EQ(curve.slots[0].price.value(), 0.2195908);
  EXPECT_TRUE(curve.is_final);
}

TEST(EleringTest, reads_the_area) {
  const auto source =
      make_source(live(PriceService::elering, "fi"), settings_in("Europe/Helsinki"));
  const auto curve = read_well(*source, R"({"success":true,"data":{"ee":[],"fi":[
    {"timestamp":1764547200,"price":10.5},{"timestamp":1764548100,"price":11}]}})");
  ASSERT_EQ(curve.slots.size(), 2U);
  EXPECT_EQ(curve.slots[1].to - curve.slots[1].from, std::chrono::minutes{15});
  EXPECT_THAT(refusal(*source, R"({"success":false,"data":{}})"), HasSubstr("data.fi: missing"));
}

// As evcc of 2023 answered, and as newer ones do.
TEST(EvccTariffTest, reads_old_and_new_answers) {
  LivePrices prices = live(PriceService::evcc);
  prices.url = "http://evcc:7070/";
  const auto source = make_source(prices, settings_in("Europe/Berlin"));
  EXPECT_EQ(source->requests(k_day).at(0).request.url, "http://evcc:7070/api/tariff/grid");
  const auto old = read_well(*source, R"({"result":{"rates":[
    {"start":"2024-12-16T00:00:00+01:00","end":"2024-12-16T01:00:00+01:00","price":0.2761},
    {"start":"2024-12-16T01:00:00+01:00","end":"2024-12-16T02:00:00+01:00","price":0.2561}]}})");
  ASSERT_EQ(old.slots.size(), 2U);
  EXPECT_EQ(old.slots[0].from, at("2024-12-15T23:00:00Z"));
  EXPECT_DOUBLE_EQ(old.slots[1].price.value(), 0.2561);
  EXPECT_TRUE(old.is_final);
  const auto curve = read_well(*source, R"({"rates":[
    {"start":"2025-12-16T00:00:00+01:00","end":"2025-12-16T00:15:00+01:00","value":-0.01}]})");
  EXPECT_DOUBLE_EQ(curve.slots.at(0).price.value(), -0.01);
  EXPECT_THAT(refusal(*source, R"({"error":"no tariff"})"), HasSubstr("rates: missing"));
  EXPECT_THAT(refusal(*source, R"({"rates":[{"start":"2025-12-16T00:00:00Z","value":0.3}]})"),
              HasSubstr("rates[0].end"));
  prices.part = "market";
  EXPECT_FALSE(read_well(*make_source(prices, settings_in("Europe/Berlin")), R"({"rates":[
    {"start":"2025-12-16T00:00:00Z","end":"2025-12-16T00:15:00Z","value":0.1}]})")
                   .is_final);
  prices.part = "feedin";
  EXPECT_EQ(make_source(prices, settings_in("Europe/Berlin"))->requests(k_day).at(0).request.url,
            "http://evcc:7070/api/tariff/feedin");
}

TEST(CsvTest, asks_for_a_file_and_reads_a_column) {
  LivePrices prices = live(PriceService::csv);
  prices.file = "prices.csv";
  prices.column = "spot_eur_per_mwh";
  Settings settings = settings_in("Europe/Berlin");
  settings.folder = "/home/me/";
  const auto source = make_source(prices, settings);
  EXPECT_EQ(source->requests(k_day).at(0).request.url, "file:/home/me/prices.csv");
  const auto curve = read_well(*source,
                               "time_utc,spot_eur_per_mwh\n2024-11-05T00:00:00Z,100\n"
                               "2024-11-05T00:15:00Z,\n2024-11-05T00:30:00Z,-10\n"
                               "2024-11-05T00:45:00Z,20\n");
  ASSERT_EQ(curve.slots.size(), 3U);
  EXPECT_EQ(curve.slots[0].to, at("2024-11-05T00:15:00Z")) << "a blank is a hole";
  EXPECT_DOUBLE_EQ(curve.slots[0].price.value(), 0.1);
  EXPECT_THAT(refusal(*source, "time_utc,other\n2024-11-05T00:00:00Z,1\n"),
              HasSubstr("no column 'spot_eur_per_mwh'"));
}

TEST(JsonTest, reads_rows_with_a_formula_and_local_times) {
  LivePrices prices = live(PriceService::json);
  prices.url = "https://prices.example/a?from={from}&day={to_date}";
  prices.json = {"/data/rows", "/t", std::nullopt, "/p/net"};
  prices.formula = "x / 100 * 1.2";
  const auto source = make_source(prices, settings_in("Europe/Paris"));
  EXPECT_EQ(source->name(), "prices.example");
  EXPECT_EQ(source->requests(k_day).at(0).request.url,
            "https://prices.example/a?from=2024-11-04T23:00:00Z&day=2024-11-06");
  std::string rows;
  for (const char* hour : {"01", "02", "02", "03"})
    rows += fmt::format(R"({}{{"t":"2025-10-26T{}:00","p":{{"net":10}}}})", rows.empty() ? "" : ",",
                        hour);
  const auto curve = read_well(*source, R"({"data":{"rows":[)" + rows + "]}}");
  ASSERT_EQ(curve.slots.size(), 4U) << "25 hours: 02:00 comes twice";
  EXPECT_EQ(curve.slots[3].from, at("2025-10-26T02:00:00Z"));
  EXPECT_DOUBLE_EQ(curve.slots[0].price.value(), 0.12);
  EXPECT_THAT(refusal(*source, R"({"data":{"rows":[{"t":"2025-10-26T01:00","p":{}},{"p":1}]}})"),
              HasSubstr("has no price where the pointer says"));
  EXPECT_THAT(refusal(*source, R"({"data":{}})"), HasSubstr("nothing at this pointer"));
}

TEST(JsonTest, a_day_of_23_hours_has_23_prices_and_none_is_moved) {
  LivePrices prices = live(PriceService::json);

  prices.json.rows = "/prices";
  prices.url = "https://prices.example/";
  for (const auto& [name, day, first] :
       {std::tuple{"Europe/Paris", "2025-03-30", "2025-03-29T23:00:00Z"},
        std::tuple{"Europe/London", "2025-03-30", "2025-03-30T00:00:00Z"},
        std::tuple{"America/Los_Angeles", "2025-03-09", "2025-03-09T08:00:00Z"}}) {
    std::string rows;
    for (int hour = 0; hour < 24; ++hour)
      rows += fmt::format(R"({}"{}T{:02}:00":{})", hour == 0 ? "" : ",", day, hour, 0.01 * hour);
    const auto curve =
        read_well(*make_source(prices, settings_in(name)), R"({"prices":{)" + rows + "}}");
    ASSERT_EQ(curve.slots.size(), 23U) << name;
    EXPECT_EQ(curve.slots.front().from, at(first)) << name;
    const base::Zone local = zone(name);
    for (std::size_t i = 0; i < curve.slots.size(); ++i) {
      const int hour = local.wall_clock(curve.slots[i].from).hour;
      EXPECT_DOUBLE_EQ(curve.slots[i].price.value(), 0.01 * hour) << name;
      if (i > 0) {
        EXPECT_EQ(curve.slots[i].from, curve.slots[i - 1].to) << name;
      }
    }
  }
}

// As public forecasts of the Finnish prices look: cents with VAT.
TEST(JsonTest, reads_an_answer_that_is_itself_the_list) {
  LivePrices prices = live(PriceService::json);
  prices.url = "https://prices.example/";
  prices.json = {"/", "/0", std::nullopt, "/1"};
  prices.formula = "x / 100 / 1.255";
  const auto source = make_source(prices, settings_in("Europe/Helsinki"));
  const auto curve =
      read_well(*source, "[[1733785200000,12.55],[1733788800000,2.51],[1733792400000,-1]]");
  ASSERT_EQ(curve.slots.size(), 3U);
  EXPECT_EQ(curve.slots[0].from, at("2024-12-09T23:00:00Z"));
  EXPECT_NEAR(curve.slots[0].price.value(), 0.1, 1e-12);
  EXPECT_NEAR(curve.slots[1].price.value(), 0.02, 1e-12);
}

TEST(JsonTest, reads_two_lists_of_epochs) {
  LivePrices prices = live(PriceService::json);
  prices.url = "https://prices.example/";
  prices.json = {"", "/t", std::nullopt, "/p"};
  const auto source = make_source(prices, settings_in("Europe/Paris"));
  EXPECT_EQ(read_well(*source, R"({"t":[1733785200,1733788800],"p":[0.1,0.2]})").slots.size(), 2U);
  EXPECT_THAT(refusal(*source, R"({"t":[1733785200],"p":[0.1,0.2]})"), HasSubstr("one length"));
}

}  // namespace
}  // namespace ohmstead::connect
