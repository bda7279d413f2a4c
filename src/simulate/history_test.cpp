#include "ohmstead/simulate/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "measured_column.hpp"
#include "ohmstead/base/zone.hpp"
#include "testing/sample_home.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using testing::at;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FakeFiles;
using ::testing::HasSubstr;
using testing::k_rows_per_day;
using testing::k_slots_per_day;
using testing::make_csv;
using testing::make_site;

constexpr double k_blank = std::numeric_limits<double>::quiet_NaN();

home::Site load_only() {
  home::Site site = make_site();
  site.sources = {};
  site.sources.load = home::CsvSource{"home.csv", "load_kw"};
  return site;
}

std::string error_of(const home::Site& site, const FakeFiles& files) {
  const auto history = load_history(site, files.reader());
  return history ? "no error" : history.error().message;
}

TEST(History, HoldsPowerInsideItsInterval) {
  FakeFiles files;
  files.add("home.csv", "time_utc,load_kw\n2024-01-01T00:00:00Z,1\n2024-01-01T00:30:00Z,3\n");
  const History history = load_history(load_only(), files.reader()).value();
  EXPECT_EQ(history.slots.start(0), at("2024-01-01T00:00:00Z"));
  EXPECT_THAT(history.load.power.raw(), ElementsAre(1, 1, 3, 3));
  EXPECT_EQ(history.measured_until, at("2024-01-01T01:00:00Z"));
  EXPECT_TRUE(history.spot.is_empty());
}

TEST(History, ConvertsEveryUnit) {
  const Rows rows = make_rows({at("2024-01-01T00:00:00Z"), at("2024-01-01T00:30:00Z")});
  EXPECT_THAT(to_power_kw(rows, {500, 250}, "load_w"), ElementsAre(0.5, 0.25));
  EXPECT_THAT(to_power_kw(rows, {0.5, 0.25}, "load_kw"), ElementsAre(0.5, 0.25));
  EXPECT_THAT(to_power_kw(rows, {500, 250}, "load_wh"), ElementsAre(1.0, 0.5));
  EXPECT_THAT(to_power_kw(rows, {0.5, 0.25}, "load_kwh"), ElementsAre(1.0, 0.5));
  EXPECT_THAT(to_price_per_kwh({80, -5}, "spot_eur_per_mwh"), ElementsAre(0.08, -0.005));
  EXPECT_THAT(to_price_per_kwh({0.08}, "spot_eur_per_kwh"), ElementsAre(0.08));
}

TEST(History, AveragesFinerMeasurementsAndEnergyPerInterval) {
  FakeFiles files;
  home::Site site = load_only();
  site.sources.load->column = "load_wh";
  files.add("home.csv", make_csv({"load_wh"}, at("2024-01-01T00:00:00Z"), 300s, 6,
                                 [](std::size_t row, std::size_t) {
                                   return 100.0 * static_cast<double>(row);
                                 }));
  const History history = load_history(site, files.reader()).value();
  // 0, 100 and 200 Wh in 5 min each are 0, 1.2 and 2.4 kW.
  EXPECT_NEAR(history.load.power[0].value(), 1.2, 1e-12);
  EXPECT_NEAR(history.load.power[1].value(), 4.8, 1e-12);
}

TEST(History, ReadsACounterThatBeganAnewAndTellsOfIt) {
  FakeFiles files;
  home::Site site = load_only();
  site.sources.load->column = "load_counter_kwh";
  files.add("home.csv",
            "time_utc,load_counter_kwh\n2024-01-01T00:00:00Z,10\n2024-01-01T00:15:00Z,10.5\n"
            "2024-01-01T00:30:00Z,\n2024-01-01T00:45:00Z,11.5\n2024-01-01T01:00:00Z,0.25\n");
  const History history = load_history(site, files.reader()).value();
  EXPECT_THAT(std::vector(history.load.power.raw().begin(), history.load.power.raw().begin() + 4),
              ElementsAre(2.0, 2.0, 2.0, 1.0));
  EXPECT_THAT(
      history.notes,
      ::testing::IsSupersetOf({"load: 1 reset of its counter; what it showed then counts as "
                               "used since",
                               "load: 1 gap whose energy was known at its end was spread evenly"}));
}

TEST(History, MendsAWrongUnitAndTellsOfIt) {
  FakeFiles files;
  files.add("home.csv", make_csv({"load_kw"}, at("2024-01-01T00:00:00Z"), 900s, 200,
                                 [](std::size_t row, std::size_t) {
                                   const double kw = 0.5 + 0.01 * static_cast<double>(row % 7);
                                   return row >= 100 && row < 110 ? 1000.0 * kw : kw;
                                 }));
  const History history = load_history(load_only(), files.reader()).value();
  EXPECT_NEAR(history.load.power[105].value(), 0.5, 1e-9);
  EXPECT_THAT(history.notes,
              ElementsAre("load: 10 values were in the wrong unit, a thousand times off"));
}

TEST(History, TakesMeasurementsOffTheRaster) {
  const Rows rows = make_rows({at("2024-01-01T00:05:00Z"), at("2024-01-01T00:20:00Z")});
  const auto slots = base::SlotGrid::uniform(at("2024-01-01T00:00:00Z"), 900s, 3);
  const OnSlots on_slots = resample(rows, {3, 6}, slots);
  const auto& values = on_slots.values;
  EXPECT_DOUBLE_EQ(values[0], 3.0);  // 10 of 15 min are known
  EXPECT_DOUBLE_EQ(values[1], (5 * 3 + 10 * 6) / 15.0);
  EXPECT_EQ(on_slots.known_at[0], at("2024-01-01T00:20:00Z"));
  EXPECT_EQ(on_slots.known_at[1], at("2024-01-01T00:35:00Z"));
  EXPECT_TRUE(std::isnan(values[2]));  // 5 of 15 min are not enough
}

TEST(History, SeesMissingRowsAndChangesOfStep) {
  using base::Seconds;
  const base::Time start = at("2024-01-01T00:00:00Z");
  std::vector<base::Time> times{start - 2h, start - 1h, start, start + 1h, start + 2h, start + 5h};
  for (int i = 1; i <= 6; ++i) times.push_back(start + 5h + i * 900s);
  const Rows rows = make_rows(times);
  EXPECT_EQ(rows.ends[3], start + 2h);
  EXPECT_EQ(rows.ends[4], start + 3h) << "rows are missing for two hours";
  EXPECT_EQ(rows.ends[5], start + 5h + 900s);
  EXPECT_EQ(rows.ends.back(), times.back() + 900s);
}

// Ten days of load: 1 kW, on odd hours 2 kW.
double steady_load(std::size_t row) { return row / 2 % 2 == 0 ? 1.0 : 2.0; }

TEST(History, FillsLoadHolesFromTheDaysBeforeAndSaysSo) {
  FakeFiles files;
  const auto value = [](std::size_t row, std::size_t) {
    const bool is_hole = row >= 8 * k_rows_per_day && row < 8 * k_rows_per_day + 4;
    return is_hole ? k_blank : steady_load(row);
  };
  files.add("home.csv", make_csv({"load_kw"}, at("2024-01-01T00:00:00Z"), 1800s, 480, value));
  const History history = load_history(load_only(), files.reader()).value();
  const std::size_t hole = 8 * k_slots_per_day;
  EXPECT_EQ(history.load.origin[hole - 1], Origin::measured);
  EXPECT_EQ(history.load.origin[hole], Origin::filled);
  EXPECT_DOUBLE_EQ(history.load.power[hole].value(), 1.0);
  EXPECT_DOUBLE_EQ(history.load.power[hole + 4].value(), 2.0);
  EXPECT_THAT(history.notes, ElementsAre(HasSubstr("load: 2.0 h without a value were filled")));
}

TEST(History, FillsByTheLocalClockAcrossAChangeOfTheClock) {
  FakeFiles files;
  // A load of 5 kW from 07:00 to 08:00 local, each day; the clock changed on 31 March.
  const base::Zone paris = base::Zone::load("Europe/Paris").value();
  const base::Time start = at("2024-03-25T00:00:00Z");
  const auto value = [&](std::size_t row, std::size_t) {
    const base::Time time = start + 900s * static_cast<long>(row);
    const base::WallClock clock = paris.wall_clock(time);
    if (clock.date == base::parse_date("2024-04-01").value()) return k_blank;
    return clock.hour == 7 ? 5.0 : 1.0;
  };
  files.add("home.csv", make_csv({"load_kw"}, start, 900s, 9 * k_slots_per_day, value));
  const History history = load_history(load_only(), files.reader()).value();
  const auto slot = history.slots.find(at("2024-04-01T05:00:00Z"));  // 07:00 summer time
  EXPECT_EQ(history.load.origin[*slot], Origin::filled);
  EXPECT_DOUBLE_EQ(history.load.power[*slot].value(), 5.0);
  EXPECT_DOUBLE_EQ(history.load.power[*slot + 4].value(), 1.0);
}

TEST(History, TellsNightFromAHoleInThePv) {
  FakeFiles files;
  home::Site site = make_site();
  site.sources.prices.reset();
  site.sources.pv_forecast.reset();
  // Sun from row 20 to 30 of 48; blank else. On day 5 rows 24 and 25 are holes.
  const auto value = [](std::size_t row, std::size_t column) {
    if (column == 0) return 1.0;
    const std::size_t of_day = row % 48;
    if (row / 48 == 5 && (of_day == 24 || of_day == 25)) return k_blank;
    return of_day >= 20 && of_day < 30 ? 3.0 : k_blank;
  };
  files.add("home.csv",
            make_csv({"load_kw", "pv_kw"}, at("2024-06-01T00:00:00Z"), 1800s, 480, value));
  const History history = load_history(site, files.reader()).value();
  EXPECT_EQ(history.pv.origin[0], Origin::dark);
  EXPECT_EQ(history.pv.power[0].value(), 0.0);
  const std::size_t hole = 5 * 96 + 48;
  EXPECT_EQ(history.pv.origin[hole], Origin::filled);
  EXPECT_DOUBLE_EQ(history.pv.power[hole].value(), 3.0);
  EXPECT_THAT(history.notes, ElementsAre("PV: 190.0 h without a value are night and count as 0",
                                         HasSubstr("PV: 1.0 h without a value were filled")));
}

TEST(History, CountsNegativeForecasts) {
  FakeFiles files;
  files.add("home.csv",
            "time_utc,load_kw,pv_kw,pv_forecast_kw\n2024-01-01T00:00:00Z,1,0,-0.002\n"
            "2024-01-01T00:30:00Z,1,0,0.5\n");
  files.add("prices.csv",
            "time_utc,spot_per_kwh\n2024-01-01T00:00:00Z,0.1\n2024-01-01T01:00:00Z,0.2\n");
  const History history = load_history(make_site(), files.reader()).value();
  EXPECT_THAT(history.pv_forecast.power.raw(), ElementsAre(0, 0, 0.5, 0.5));
  EXPECT_THAT(history.notes, ElementsAre("PV forecast: 1 values below zero count as 0"));
}

TEST(SpotPrices, KnowsWhereAHoleIs) {
  const base::Time start = at("2024-01-01T00:00:00Z");
  const SpotPrices spot{{start, start + 1h, start + 2h, start + 3h},
                        {start + 1h, start + 2h, start + 3h, start + 4h},
                        {0.1, 0.2, k_blank, 0.4}};
  EXPECT_EQ(spot.known_until(start), start + 2h);
  EXPECT_EQ(spot.known_until(start + 90min), start + 2h);
  EXPECT_EQ(spot.known_until(start + 2h), start + 2h);
  EXPECT_EQ(spot.known_until(start + 3h), start + 4h);
  EXPECT_EQ(spot.known_until(start - 1s), start - 1s);
  EXPECT_FALSE(spot.find(start + 2h));
  EXPECT_DOUBLE_EQ(spot.find(start + 119min)->value(), 0.2);
  EXPECT_DOUBLE_EQ(spot.mean(start + 30min, start + 2h).value(), (0.5 * 0.1 + 0.2) / 1.5);
}

TEST(History, SaysWherePricesAreMissing) {
  FakeFiles files;
  files.add("home.csv",
            "time_utc,load_kw,pv_kw,pv_forecast_kw\n2024-01-01T00:00:00Z,1,0,0\n2024-01-01T00:30:"
            "00Z,1,0,0\n");
  files.add("prices.csv", make_csv({"spot_per_kwh"}, at("2024-01-01T00:00:00Z"), 1h, 48,
                                   [](std::size_t row, std::size_t) {
                                     return row >= 23 && row < 47 ? k_blank : 0.1;
                                   }));
  const History history = load_history(make_site(), files.reader()).value();
  EXPECT_THAT(
      history.notes,
      ElementsAre(
          "prices are missing from 2024-01-01T23:00:00Z to 2024-01-02T23:00:00Z; plans end there"));
}

TEST(History, NamesWhatIsWrongInTheFiles) {
  FakeFiles files;
  files.add("home.csv", "time_utc,consumption_kw\n2024-01-01T00:00:00Z,1\n");
  EXPECT_EQ(error_of(load_only(), files),
            "home.csv:1: there is no column 'load_kw', only consumption_kw");
  files.add("home.csv", "time_utc,load_kw\n2024-01-01T00:00:00Z,\n");
  EXPECT_EQ(error_of(load_only(), files), "home.csv: column 'load_kw' is blank from start to end");
  files.add("home.csv", "time_utc,load_kw\n2024-01-01T00:00:00Z,1\n2023-01-01T00:00:00Z,nan\n");
  EXPECT_THAT(error_of(load_only(), files),
              HasSubstr("home.csv:3: the time 2023-01-01T00:00:00Z is earlier"));
  files.add("home.csv", "time_utc,load_kw\n1924-01-01T00:00:00Z,1\n2024-01-01T00:00:00Z,1\n");
  EXPECT_THAT(error_of(load_only(), files), HasSubstr("more than 351360 slots"));
  home::Site site = load_only();
  site.sources.load.reset();
  EXPECT_THAT(error_of(site, files), HasSubstr("sources.load is needed"));
}

TEST(History, ReportsTheProblemsOfAllFilesTogether) {
  FakeFiles files;
  files.add("home.csv", "time_utc,load_kw,pv_kw,pv_forecast_kw\n2024-01-01T00:00:00Z,x,0,0\n");
  const auto history = load_history(make_site(), files.reader());
  ASSERT_FALSE(history);
  EXPECT_EQ(history.error().message,
            "home.csv:2: load_kw: 'x' is not a number\nno file prices.csv");
}

base::Result<std::string> read_example(const std::string& name) {
  std::ifstream file{std::string{OHMSTEAD_SOURCE_DIR} + "/examples/french-home/" + name};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(History, ReadsTheExampleHome) {
  const auto site = home::read_site(read_example("site.yaml").value(), "site.yaml");
  ASSERT_TRUE(site) << site.error().message;
  const auto history = load_history(*site, read_example);
  ASSERT_TRUE(history) << history.error().message;
  EXPECT_EQ(history->slots.count(), 245U * 96U);
  EXPECT_EQ(history->measured_from, at("2024-03-01T00:00:00Z"));
  EXPECT_EQ(history->measured_until, at("2024-11-01T00:00:00Z"));
  EXPECT_THAT(history->notes, Contains(HasSubstr("load: 127.0 h without a value were filled")));
  EXPECT_THAT(history->notes, Contains("PV forecast: 475 values below zero count as 0"));
  EXPECT_NEAR(history->spot.find(at("2024-05-12T11:30:00Z"))->value(), -0.13545, 1e-12);
  EXPECT_EQ(history->spot.known_until(history->spot.first()), at("2024-12-31T23:00:00Z"));
}

}  // namespace
}  // namespace ohmstead::simulate
