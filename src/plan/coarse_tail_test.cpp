#include "ohmstead/plan/coarse_tail.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using namespace std::chrono_literals;

base::Time at(const char* text) { return base::parse_time(text).value(); }

TariffRule by_spot(const char* zone) {
  home::Tariff tariff;
  tariff.import.spot_factor = 1.0;
  return {tariff, base::Zone::load(zone).value()};
}

// Quarters with hourly prices; load and PV are the number of the slot.
home::Outlook outlook_of(const char* start, std::size_t quarters) {
  home::Outlook outlook;
  outlook.slots = base::SlotGrid::uniform(at(start), 15min, quarters);
  for (std::size_t t = 0; t < quarters; ++t) {
    const auto hour = std::chrono::floor<std::chrono::hours>(outlook.slots.start(t));
    outlook.spot.push_back(
        base::EnergyPrice{0.01 * static_cast<double>(hour.time_since_epoch().count() % 24)});
    outlook.load.push_back(base::Power{static_cast<double>(t)});
    outlook.pv.push_back(base::Power{static_cast<double>(t % 7)});
  }
  return outlook;
}

double energy(const base::SlotGrid& slots, const base::Series<base::Power>& power) {
  double sum = 0.0;
  for (std::size_t t = 0; t < slots.count(); ++t) sum += power.raw()[t] * slots.hours(t).value();
  return sum;
}

TEST(CoarseTail, GrowsFromQuartersToHours) {
  const home::Outlook fine = outlook_of("2026-03-02T10:00:00Z", 4 * 30);
  const home::Outlook coarse = coarse_tail(fine, by_spot("UTC"));
  // 24 quarters, 36 half hours, 6 hours.
  ASSERT_EQ(coarse.slots.count(), 24U + 36U + 6U);
  EXPECT_EQ(coarse.slots.duration(23), 15min);
  EXPECT_EQ(coarse.slots.duration(24), 30min);
  EXPECT_EQ(coarse.slots.duration(60), 1h);
  EXPECT_EQ(coarse.slots.end(65), fine.slots.end(119));
  EXPECT_EQ(coarse.load.raw()[24], 24.5);
  EXPECT_EQ(coarse.load.raw()[60], 97.5);
  EXPECT_NEAR(energy(coarse.slots, coarse.load), energy(fine.slots, fine.load), 1e-9);
  EXPECT_NEAR(energy(coarse.slots, coarse.pv), energy(fine.slots, fine.pv), 1e-9);
  for (std::size_t t = 0; t < fine.slots.count(); ++t)
    EXPECT_EQ(coarse.spot.raw()[*coarse.slots.find(fine.slots.start(t))], fine.spot.raw()[t]);
}

TEST(CoarseTail, KeepsToTheRasterOfTheLocalClock) {
  // Half an hour and 45 minutes off: hours of Kathmandu begin at a quarter past.
  const home::Outlook fine = outlook_of("2026-03-02T10:10:00Z", 4 * 40);
  const base::Zone zone = base::Zone::load("Asia/Kathmandu").value();
  home::Outlook flat = fine;
  std::fill(flat.spot.raw().begin(), flat.spot.raw().end(), 0.1);
  const home::Outlook coarse = coarse_tail(flat, by_spot("Asia/Kathmandu"));
  for (std::size_t t = 0; t < coarse.slots.count(); ++t) {
    if (coarse.slots.duration(t) < 1h) continue;
    EXPECT_LT(zone.wall_clock(coarse.slots.start(t)).minute, 15) << t;
  }
  EXPECT_LT(coarse.slots.count(), 4U * 40U);
}

TEST(CoarseTail, CutsAtEveryPriceAndFee) {
  home::Outlook fine = outlook_of("2026-03-02T10:00:00Z", 4 * 40);
  for (std::size_t t = 0; t < fine.slots.count(); ++t)
    fine.spot.set(t, base::EnergyPrice{0.001 * static_cast<double>(t)});
  EXPECT_EQ(coarse_tail(fine, by_spot("UTC")).slots, fine.slots);

  fine = outlook_of("2026-03-02T10:00:00Z", 4 * 40);
  home::Tariff tariff;
  tariff.import.fixed = base::EnergyPrice{0.3};
  home::FeeWindow window;
  window.from_h = 18.25;
  window.to_h = 20.5;
  window.fee = base::EnergyPrice{0.1};
  tariff.import.network_fees = {window};
  std::fill(fine.spot.raw().begin(), fine.spot.raw().end(), 0.0);
  const home::Outlook coarse = coarse_tail(fine, {tariff, base::Zone::load("UTC").value()});
  EXPECT_TRUE(coarse.slots.find(at("2026-03-02T18:15:00Z")));
  const auto has_start = [&](const char* time) {
    return coarse.slots.start(*coarse.slots.find(at(time))) == at(time);
  };
  EXPECT_TRUE(has_start("2026-03-02T18:15:00Z"));
  EXPECT_TRUE(has_start("2026-03-03T18:15:00Z"));
  EXPECT_TRUE(has_start("2026-03-03T20:30:00Z"));
  EXPECT_FALSE(has_start("2026-03-03T16:15:00Z"));
}

TEST(CoarseTail, TakesScenariosAlong) {
  home::Outlook fine = outlook_of("2026-03-02T10:00:00Z", 4 * 30);
  home::Scenario scenario;
  scenario.load = fine.load;
  scenario.pv_factor = base::Ratio{0.5};
  fine.scenarios.push_back(scenario);
  const home::Outlook coarse = coarse_tail(fine, by_spot("UTC"));
  EXPECT_EQ(coarse.scenarios[0].load, coarse.load);
  EXPECT_EQ(coarse.scenarios[0].pv_factor[0], base::Ratio{0.5});
  EXPECT_TRUE(coarse.scenarios[0].pv.is_empty());
}

}  // namespace
}  // namespace ohmstead::plan
