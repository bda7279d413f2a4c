// What was foretold beside what came.
#include "forecast_check.hpp"

#include <gtest/gtest.h>

namespace ohmstead::engine {
namespace {

TEST(ForecastCheck, ComparesWithWhatWasSaidSoLongBefore) {
  ForecastCheck check;
  const base::Time start = *base::parse_time("2026-03-02T00:00:00Z");
  for (int hour = 0; hour <= 24; ++hour) {
    home::Outlook outlook;
    const base::Time now = start + std::chrono::hours{hour};
    outlook.slots = base::SlotGrid::uniform(now, std::chrono::hours{1}, 25);
    // Half a kilowatt too much for each slot ahead, up to two.
    for (int t = 0; t < 25; ++t) {
      outlook.pv.push_back(base::Power{1.0 + 0.5 * std::min(t, 4)});
      outlook.load.push_back(base::Power{0.5});
    }
    check.note(outlook, now);
    MeasuredSlot slot;
    slot.start = now;
    slot.duration = std::chrono::hours{1};
    slot.pv = base::Power{1.0};
    slot.load = base::Power{1.0};
    check.measure(slot);
  }
  const auto all = check.accuracy();
  ASSERT_EQ(all[0].leads.size(), 5U);
  EXPECT_EQ(all[0].leads[0].lead_h, 1);
  EXPECT_NEAR(all[0].leads[0].mean_error.value(), 0.5, 1e-6);
  EXPECT_NEAR(all[0].leads[4].mean_error.value(), 2.0, 1e-6);
  EXPECT_NEAR(all[1].leads[0].bias.value(), -0.5, 1e-6);
  EXPECT_EQ(all[0].leads[4].count, 1);
}

}  // namespace
}  // namespace ohmstead::engine
