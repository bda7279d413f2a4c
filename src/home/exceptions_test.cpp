#include "ohmstead/home/exceptions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/home/local_window.hpp"

namespace ohmstead::home {
namespace {

using ::testing::HasSubstr;

base::Time at(const char* text) { return base::parse_time(text).value(); }

// A car that leaves at half past seven on workdays, and on the night of Saturday to Sunday.
Site make_site() {
  Site site;
  site.batteries.emplace_back();
  site.batteries[0].id = "home";
  site.batteries[0].min_soc_pct = 5.0;
  site.batteries[0].max_soc_pct = 90.0;
  site.vehicles.emplace_back();
  SiteVehicle& car = site.vehicles[0];
  car.id = "car";
  car.departures.push_back({DayKind::workdays, 7.5, 17.0, base::Energy{8.0}, 60.0, {}});
  car.departures.push_back({DayKind::sat, 20.0, 2.0, base::Energy{3.0}, {}, {}});
  return site;
}

const base::Zone& zone() {
  static const base::Zone berlin = base::Zone::load("Europe/Berlin").value();
  return berlin;
}

// When the car leaves between two moments, and what it then wants.
std::vector<std::pair<base::Time, double>> leaves(const Site& site, base::Time from,
                                                  base::Time to) {
  std::vector<std::pair<base::Time, double>> all;
  for (const Departure& each : site.vehicles[0].departures) {
    for (const LocalSpan& span :
         local_spans({each.leave_h, each.back_h, each.days}, zone(), from, to)) {
      if (span.from >= from) all.emplace_back(span.from, each.target_soc_pct.value_or(0.0));
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

// Sunday evening.
const base::Time k_now = at("2026-03-01T18:00:00Z");

TEST(Exceptions, ChangeOneDayOfTheWeek) {
  Exceptions wanted;
  wanted.trips.push_back(
      {"car", at("2026-03-02T06:30:00Z"), at("2026-03-02T05:15:00Z"), std::nullopt});
  wanted.trips.push_back({"car", at("2026-03-04T06:30:00Z"), std::nullopt, 90.0});
  ASSERT_TRUE(check_exceptions(wanted, make_site(), zone(), k_now));
  const Site site = with_exceptions(make_site(), wanted, zone(), k_now);
  const std::vector<std::pair<base::Time, double>> expected{
      {at("2026-03-02T05:15:00Z"), 60.0}, {at("2026-03-03T06:30:00Z"), 60.0},
      {at("2026-03-04T06:30:00Z"), 90.0}, {at("2026-03-05T06:30:00Z"), 60.0},
      {at("2026-03-06T06:30:00Z"), 60.0}, {at("2026-03-07T19:00:00Z"), 0.0}};
  EXPECT_EQ(leaves(site, k_now, k_now + std::chrono::days{7}), expected);
  EXPECT_EQ(site.vehicles[0].departures[0].energy, make_site().vehicles[0].departures[1].energy);
}

TEST(Exceptions, AreOverAfterTheTripHasBegun) {
  Exceptions wanted;
  wanted.trips.push_back(
      {"car", at("2026-03-02T06:30:00Z"), at("2026-03-02T05:15:00Z"), std::nullopt});
  EXPECT_EQ(still_open(wanted, at("2026-03-02T05:20:00Z")).trips.size(), 1U)
      << "by its week it would still be there";
  EXPECT_TRUE(still_open(wanted, at("2026-03-02T06:30:00Z")).trips.empty());
  const base::Time later = at("2026-03-02T12:00:00Z");
  EXPECT_EQ(leaves(with_exceptions(make_site(), wanted, zone(), later), later,
                   later + std::chrono::days{7}),
            leaves(make_site(), later, later + std::chrono::days{7}));
  wanted.trips[0].leaves_at = at("2026-03-02T09:00:00Z");
  EXPECT_EQ(still_open(wanted, at("2026-03-02T08:59:00Z")).trips.size(), 1U);
  EXPECT_TRUE(still_open(wanted, at("2026-03-02T09:00:00Z")).trips.empty());
}

TEST(Exceptions, OfATripOverNightStayOnItsFirstDay) {
  Exceptions wanted;
  wanted.trips.push_back(
      {"car", at("2026-03-07T19:00:00Z"), at("2026-03-07T21:30:00Z"), std::nullopt});
  ASSERT_TRUE(check_exceptions(wanted, make_site(), zone(), k_now));
  const Site site = with_exceptions(make_site(), wanted, zone(), k_now);
  const base::Time evening = at("2026-03-07T12:00:00Z");
  EXPECT_EQ(leaves(site, evening, evening + std::chrono::days{1}).front().first,
            at("2026-03-07T21:30:00Z"));
  wanted.trips[0].leaves_at = at("2026-03-08T00:30:00Z");  // before it is back, of the next day
  EXPECT_FALSE(check_exceptions(wanted, make_site(), zone(), k_now));
  wanted.trips[0].leaves_at = at("2026-03-07T00:30:00Z");  // it would be back before it left
  EXPECT_FALSE(check_exceptions(wanted, make_site(), zone(), k_now));
}

TEST(Exceptions, RaiseAReserveAndNeverLowerIt) {
  Exceptions wanted;
  wanted.reserves.push_back({"home", 40.0});
  ASSERT_TRUE(check_exceptions(wanted, make_site(), zone(), k_now));
  EXPECT_EQ(with_exceptions(make_site(), wanted, zone(), k_now).batteries[0].min_soc_pct, 40.0);
  wanted.reserves[0].min_soc_pct = 1.0;
  EXPECT_FALSE(check_exceptions(wanted, make_site(), zone(), k_now));
  EXPECT_EQ(with_exceptions(make_site(), wanted, zone(), k_now).batteries[0].min_soc_pct, 5.0)
      << "also where the site file was changed since";
}

TEST(Exceptions, TellEveryProblemWithItsPlace) {
  Exceptions wanted;
  wanted.trips = {{"bike", at("2026-03-02T06:30:00Z"), {}, 50.0},
                  {"car", at("2026-03-02T06:45:00Z"), {}, 50.0},
                  {"car", at("2026-03-02T06:30:00Z"), {}, {}},
                  {"car", at("2026-03-02T06:30:00Z"), at("2026-03-02T16:00:00Z"), {}},
                  {"car", at("2026-03-03T06:30:00Z"), at("2026-03-01T06:30:00Z"), {}}};
  wanted.reserves = {{"roof", 10.0}, {"home", 95.0}, {"home", 50.0}};
  const auto checked = check_exceptions(wanted, make_site(), zone(), k_now);
  ASSERT_FALSE(checked);
  for (const char* each :
       {"trips[0].car: 'bike' is no car", "trips[1].leave: car does not leave then",
        "trips[2]: give leaves_at", "trips[3]: is there twice", "trips[3].leaves_at: must be on",
        "trips[4].leaves_at: has passed", "reserves[0].battery: 'roof' is no battery",
        "reserves[1].min_soc_pct: must be between", "reserves[2]: is there twice"})
    EXPECT_THAT(checked.error().message, HasSubstr(each));
}

TEST(Exceptions, ComeBackFromTheirText) {
  Exceptions wanted;
  wanted.trips.push_back({"car", at("2026-03-02T06:30:00Z"), at("2026-03-02T05:15:00Z"), 80.0});
  wanted.reserves.push_back({"home", 40.0});
  const auto read = read_exceptions(write_exceptions(wanted));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(write_exceptions(*read), write_exceptions(wanted));
  EXPECT_EQ(read->trips[0].leaves_at, wanted.trips[0].leaves_at);
  EXPECT_TRUE(read_exceptions("{}")->trips.empty());
  EXPECT_THAT(read_exceptions(R"({"trips":[{"car":"car"}],"reserves":[{"battery":"home",
                                  "min_soc_pct":101}],"trip":1})")
                  .error()
                  .message,
              ::testing::AllOf(HasSubstr("trips[0].leave"), HasSubstr("min_soc_pct"),
                               HasSubstr("trip: unknown key; did you mean trips?")));
}

}  // namespace
}  // namespace ohmstead::home
