#include "foretold_prices.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "testing/notebook.hpp"

namespace ohmstead::engine {
namespace {

using base::Time;
using std::chrono::hours;

const Time k_now = *base::parse_time("2026-03-20T09:10:00Z");

home::PriceCurve curve(Time from, std::initializer_list<double> prices) {
  home::PriceCurve told;
  for (const double price : prices) {
    if (std::isfinite(price))
      told.slots.push_back({from, from + hours{1}, base::EnergyPrice{price}});
    from += hours{1};
  }
  return told;
}

TEST(ForetoldPrices, KeepsTheLastWordOfEachHalfDay) {
  ForetoldPrices book{"book", nullptr};
  const Time hour = base::floor_to(k_now, hours{1});
  book.note(curve(hour, {0.1, 0.2, std::nan(""), 0.3}), k_now);
  book.note(curve(hour, {0.1, 0.25, std::nan(""), 0.3}), k_now + hours{1});
  ASSERT_EQ(book.all().size(), 1U);
  EXPECT_EQ(book.all()[0].issued_at, k_now + hours{1});
  EXPECT_EQ(book.all()[0].start, hour + hours{1}) << "what is over is not kept";
  EXPECT_EQ(book.all()[0].of(hour + hours{1}), 0.25);
  EXPECT_TRUE(std::isnan(book.all()[0].of(hour + hours{2}))) << "a hole stays one";
  EXPECT_TRUE(std::isnan(book.all()[0].of(hour + hours{4})));
  book.note(curve(hour + hours{4}, {0.4, 0.5}), k_now + hours{4});
  EXPECT_EQ(book.all().size(), 2U) << "after noon";
}

TEST(ForetoldPrices, WhatIsSaidAgainIsNotNew) {
  testing::Notebook notebook;
  ForetoldPrices book{"book", &notebook};
  const Time hour = base::floor_to(k_now, hours{1});
  const auto told = curve(hour, {0.1, 0.2, 0.3});
  book.note(told, k_now);
  book.note(told, k_now + hours{1});
  book.note({}, k_now + hours{1});
  EXPECT_EQ(notebook.writes, 1);
  EXPECT_EQ(book.all()[0].issued_at, k_now);
}

TEST(ForetoldPrices, AreRememberedForWeeksAndNoLonger) {
  testing::Notebook notebook;
  {
    ForetoldPrices book{"book", &notebook};
    for (int day = 0; day < 60; ++day) {
      const Time then = k_now + hours{24 * day};
      book.note(curve(base::floor_to(then, hours{1}), {0.1 + day, -0.25}), then);
    }
    EXPECT_EQ(book.all().size(), 51U);
  }
  notebook.books["book"][k_now + hours{24 * 58}] = "of another program";
  ForetoldPrices again{"book", &notebook};
  again.remember(k_now + hours{24 * 59});
  ASSERT_GT(again.all().size(), 45U);
  const auto& last = again.all().back();
  EXPECT_EQ(last.issued_at, k_now + hours{24 * 59});
  EXPECT_DOUBLE_EQ(last.per_kwh.at(0), 59.1);
  EXPECT_DOUBLE_EQ(last.per_kwh.at(1), -0.25);
}

}  // namespace
}  // namespace ohmstead::engine
