#include "ohmstead/plan/peak_book.hpp"

#include <gtest/gtest.h>

#include "power_fees.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using namespace std::chrono_literals;
using base::Money;
using base::Power;
using base::Time;

Time at(const char* text) { return *base::parse_time(text); }

home::Tariff tariff_with(home::PowerFee fee) {
  home::Tariff tariff;
  tariff.power_fees.push_back(fee);
  return tariff;
}

home::PowerFee fee_of(std::int64_t window_min, std::int64_t mean_of, home::PeakPer per) {
  home::PowerFee fee;
  fee.price = base::PowerPrice{5.0};
  fee.window_min = window_min;
  fee.mean_of = mean_of;
  fee.per = per;
  return fee;
}

std::vector<double> kw(const base::Series<Power>& powers) {
  return {powers.raw().begin(), powers.raw().end()};
}

TEST(PeakBook, TakesTheMeanOfTheMetersWindows) {
  PeakBook book{tariff_with(fee_of(60, 1, home::PeakPer::window)), base::Zone::utc()};
  book.add(at("2026-03-02T10:00:00Z"), at("2026-03-02T10:15:00Z"), 8_kw);
  const auto running = book.so_far(at("2026-03-02T10:15:00Z")).at(0);
  EXPECT_TRUE(running.highest.is_empty());
  EXPECT_DOUBLE_EQ(running.in_window.value(), 2.0);
  book.add(at("2026-03-02T10:15:00Z"), at("2026-03-02T11:30:00Z"), 4_kw);
  const auto then = book.so_far(at("2026-03-02T11:30:00Z")).at(0);
  EXPECT_EQ(kw(then.highest), std::vector{5.0});
  EXPECT_DOUBLE_EQ(then.in_window.value(), 2.0);
  const auto later = book.so_far(at("2026-03-02T15:00:00Z")).at(0);
  EXPECT_EQ(kw(later.highest), std::vector{5.0});
  EXPECT_EQ(later.in_window.value(), 0.0);
  EXPECT_DOUBLE_EQ(book.cost().value(), 25.0);
}

TEST(PeakBook, TakesOneOfEachDayAndTodayApart) {
  PeakBook book{tariff_with(fee_of(60, 3, home::PeakPer::day)), base::Zone::utc()};
  for (int day = 1; day <= 5; ++day) {
    const Time noon = at("2026-03-01T12:00:00Z") + 24h * (day - 1);
    book.add(noon, noon + 1h, Power{1.0 * day});
    book.add(noon + 2h, noon + 3h, Power{0.5 * day});
  }
  const auto said = book.so_far(at("2026-03-05T16:00:00Z")).at(0);
  EXPECT_EQ(kw(said.highest), (std::vector{4.0, 3.0, 2.0}));
  EXPECT_DOUBLE_EQ(said.today.value(), 5.0);
  EXPECT_DOUBLE_EQ(book.cost().value(), 5.0 * (5.0 + 4.0 + 3.0) / 3.0);
}

TEST(PeakBook, EachMonthBeginsAnewByTheLocalClock) {
  const auto zone = base::Zone::load("Europe/Stockholm").value();
  home::Tariff tariff = tariff_with(fee_of(60, 1, home::PeakPer::window));
  tariff.import.vat_pct = 25.0;
  PeakBook book{tariff, zone};
  book.add(at("2026-01-31T21:00:00Z"), at("2026-01-31T22:00:00Z"), 6_kw);
  book.add(at("2026-01-31T23:00:00Z"), at("2026-02-01T00:00:00Z"), 2_kw);  // in February there
  const auto said = book.so_far(at("2026-02-01T00:00:00Z")).at(0);
  EXPECT_EQ(kw(said.highest), std::vector{2.0});
  EXPECT_TRUE(book.so_far(at("2026-03-02T00:00:00Z")).at(0).highest.is_empty());
  EXPECT_DOUBLE_EQ(book.cost().value(), 5.0 * 1.25 * (6.0 + 2.0));
}

TEST(PeakBook, WhatCountsHalfAtNightCountsHalf) {
  home::PowerFee fee = fee_of(60, 1, home::PeakPer::window);
  fee.from_h = 6.0;
  fee.to_h = 22.0;
  fee.otherwise = base::Ratio{0.5};
  PeakBook book{tariff_with(fee), base::Zone::utc()};
  book.add(at("2026-03-02T23:00:00Z"), at("2026-03-03T00:00:00Z"), 9_kw);
  book.add(at("2026-03-03T08:00:00Z"), at("2026-03-03T09:00:00Z"), 4_kw);
  EXPECT_EQ(kw(book.so_far(at("2026-03-03T12:00:00Z")).at(0).highest), std::vector{4.5});
}

TEST(PowerFees, ThisMonthKnowsWhatWasReachedAndTheNextBeginsAnew) {
  home::PowerFee fee = fee_of(60, 2, home::PeakPer::window);
  fee.reached_anyway = 3_kw;
  const home::Tariff tariff = tariff_with(fee);
  const auto slots = base::SlotGrid::uniform(at("2026-03-31T12:00:00Z"), 3600s, 24);
  home::PeakSoFar reached;
  reached.highest.push_back(7_kw);
  reached.highest.push_back(2_kw);
  const auto charges = power_fees(tariff, base::Zone::utc(), slots, {reached});
  ASSERT_EQ(charges.size(), 2U);
  EXPECT_EQ(kw(charges[0].all_so_far), (std::vector{7.0, 3.0}));
  EXPECT_EQ(kw(charges[1].all_so_far), (std::vector{3.0, 3.0}));
  for (std::size_t t = 0; t < 24; ++t) {
    EXPECT_EQ(charges[0].applies[t].value(), t < 12 ? 1.0 : 0.0) << t;
    EXPECT_EQ(charges[1].applies[t].value(), t < 12 ? 0.0 : 1.0) << t;
  }
}

TEST(PowerFees, OutOfSeasonNothingIsCharged) {
  home::PowerFee fee = fee_of(60, 1, home::PeakPer::window);
  fee.from_month = 11;
  fee.to_month = 3;
  const home::Tariff tariff = tariff_with(fee);
  const auto summer = base::SlotGrid::uniform(at("2026-06-10T12:00:00Z"), 3600s, 24);
  EXPECT_TRUE(power_fees(tariff, base::Zone::utc(), summer, {}).empty());
  const auto winter = base::SlotGrid::uniform(at("2026-01-10T12:00:00Z"), 3600s, 24);
  EXPECT_EQ(power_fees(tariff, base::Zone::utc(), winter, {}).size(), 1U);
}

}  // namespace
}  // namespace ohmstead::plan
