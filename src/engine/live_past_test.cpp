// What a running home measured, joined to slots and cleaned.
#include "live_past.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "ohmstead/engine/past.hpp"
#include "testing/notebook.hpp"

namespace ohmstead::engine {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

base::Time at(const char* text) { return *base::parse_time(text); }

TEST(LivePast, IsReadFromTheMemoryAsOneSeries) {
  testing::Notebook notebook;
  for (int i = 0; i < 96; ++i) {
    home::MeasuredSlot slot;
    slot.start = at("2026-03-20T00:00:00Z") + minutes{15} * i;
    slot.duration = minutes{15};
    slot.load = base::Power{i == 50 ? 700.0 : 0.3 + 0.001 * (i % 5)};
    (void)notebook.append("slots", slot.start, home::write_measured_slot(slot));
  }
  (void)notebook.append("told", at("2026-03-20T06:00:00Z"), "2026-03-20T06:00:00Z ;0.2;4.5");
  const auto kept =
      kept_past(notebook, minutes{15}, at("2026-01-01T00:00:00Z"), at("2026-03-21T00:00:00Z"));
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(kept->load.start, at("2026-03-20T00:00:00Z"));
  ASSERT_EQ(kept->load.size(), 96U);
  EXPECT_TRUE(std::isnan(kept->load.values[50]));
  EXPECT_NEAR(kept->load.values[49], 0.304, 1e-12);
  EXPECT_EQ(kept->outdoor.values[24], 4.5);
  EXPECT_EQ(kept->irradiance.values[24], 0.2);
  EXPECT_EQ(kept->notes,
            std::vector<std::string>{"load: 1 value that no home draws was taken out"});
  testing::Notebook empty;
  const auto none =
      kept_past(empty, minutes{15}, at("2026-01-01T00:00:00Z"), at("2026-03-21T00:00:00Z"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, base::ErrorKind::not_found);
}

TEST(LivePast, JoinsPieces) {
  LivePast past{minutes{15}};
  const auto add = [&](const char* start, int minutes_long, double kw) {
    home::MeasuredSlot slot;
    slot.start = at(start);
    slot.duration = minutes{minutes_long};
    slot.load = base::Power{kw};
    past.add(slot);
  };
  add("2026-03-20T10:00:00Z", 5, 3.0);
  add("2026-03-20T10:05:00Z", 10, 0.0);
  add("2026-03-20T10:15:00Z", 3, 9.0);  // a gap follows
  add("2026-03-20T10:30:00Z", 30, 2.0);
  const forecast::Measured load = past.load();
  ASSERT_EQ(load.size(), 4U);
  EXPECT_NEAR(load.values[0], 1.0, 1e-12);
  EXPECT_TRUE(std::isnan(load.values[1]));
  EXPECT_NEAR(load.values[2], 2.0, 1e-12);
  EXPECT_NEAR(load.values[3], 2.0, 1e-12);
}

TEST(LivePast, BeginsNowAndTakesWhatWasBefore) {
  LivePast past{minutes{15}};
  past.begin(at("2026-03-20T10:07:00Z"));
  EXPECT_EQ(past.load().slot_start(0), at("2026-03-20T10:00:00Z"));
  EXPECT_EQ(past.told().pv.size(), 1U);
  past.put_before({at("2026-03-20T09:00:00Z"), minutes{15}, {1.0, std::nan(""), 3.0}, {}}, {});
  const forecast::Measured load = past.load();
  ASSERT_EQ(load.size(), 5U);
  EXPECT_NEAR(load.values[2], 3.0, 1e-12);
  EXPECT_TRUE(std::isnan(load.values[4]));
}

TEST(LivePast, ForgetsWhatIsOld) {
  LivePast past{minutes{15}, 100};
  for (int i = 0; i < 1000; ++i) {
    home::MeasuredSlot slot;
    slot.start = at("2026-03-20T00:00:00Z") + minutes{15} * i;
    slot.duration = minutes{15};
    past.add(slot);
  }
  const forecast::Measured load = past.load();
  EXPECT_LE(load.size(), 100U);
  EXPECT_GE(load.size(), 90U);
  EXPECT_EQ(load.slot_start(load.size()), at("2026-03-20T00:00:00Z") + minutes{15} * 1000);
}

TEST(LivePast, WritesWhatWasTold) {
  const ToldSlot told = read_told(write_told({1.25, std::nan(""), -3.5}));
  EXPECT_EQ(told.pv_kw, 1.25);
  EXPECT_TRUE(std::isnan(told.global));
  EXPECT_EQ(told.outdoor_c, -3.5);
  EXPECT_TRUE(std::isnan(read_told("x;1e999").global));
}

}  // namespace
}  // namespace ohmstead::engine
