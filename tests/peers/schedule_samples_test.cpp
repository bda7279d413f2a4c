// Published schedules of Darkstar: what is right in them is read, what is broken is named. The
// files state no licence, so they stand beside the project and are skipped where they are absent.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "ohmstead/app/schedule_json.hpp"
#include "ohmstead/base/file.hpp"

namespace ohmstead {
namespace {

namespace fs = std::filesystem;

const fs::path k_samples =
    fs::path{OHMSTEAD_SOURCE_DIR}.parent_path() / "shared/data/seed-examples";

class ScheduleSamples : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(k_samples)) GTEST_SKIP() << "no published schedules in " << k_samples;
  }
  static base::Result<app::ScheduleJson> read(const std::string& name) {
    const auto text = base::read_file(k_samples / name);
    EXPECT_TRUE(text) << name;
    return app::read_schedule(text.value_or(""), name);
  }
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

TEST_F(ScheduleSamples, TheFirstVersionsScheduleIsRead) {
  const auto schedule = read("darkstar_schedule_2025-11-04_seed_version.json");
  ASSERT_TRUE(schedule) << schedule.error().message;
  ASSERT_EQ(schedule->schedule.size(), 96U);
  EXPECT_EQ(base::format_time(schedule->schedule.front().start), "2025-11-03T23:00:00Z");
  EXPECT_EQ(base::format_time(schedule->schedule.back().end), "2025-11-04T23:00:00Z");
  using app::ScheduleClass;
  const auto count = [&](ScheduleClass action) {
    return std::count_if(schedule->schedule.begin(), schedule->schedule.end(),
                         [&](const app::ScheduleSlot& s) { return s.classification == action; });
  };
  EXPECT_EQ(count(ScheduleClass::charge), 2);
  EXPECT_EQ(count(ScheduleClass::discharge), 18);
  EXPECT_EQ(count(ScheduleClass::hold), 76);
  const app::ScheduleSlot& charging = schedule->schedule[86];
  EXPECT_EQ(charging.charge, base::Power{8.0});
  EXPECT_EQ(charging.battery_charge, base::Power{7.8});
  EXPECT_EQ(charging.soc_target_pct, 85.62) << "what is stored at the end of the run";
  EXPECT_EQ(schedule->schedule[87].projected_soc_pct, 85.62);
  EXPECT_EQ(schedule->schedule[95].water_heating, base::Power{3.0});
  EXPECT_EQ(schedule->meta.planned_at, "2025-11-04T11:36:01.603947");
  const std::string text = app::write_schedule(*schedule);
  const auto again = app::read_schedule(text, "again");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(app::write_schedule(*again), text);
}

TEST_F(ScheduleSamples, TimesWithoutOffsetsAreNamedEachAndNothingElse) {
  const std::string name = "darkstar_schedule_sample_2025-11-12.json";
  const auto schedule = read(name);
  ASSERT_FALSE(schedule);
  const std::vector<std::string> lines = lines_of(schedule.error().message);
  ASSERT_EQ(lines.size(), 101U) << "the first hundred, and how many more";
  for (std::size_t i = 0; i < 50; ++i) {
    for (const char* key : {"start_time", "end_time"}) {
      const std::string& line = lines[2 * i + (key[0] == 'e' ? 1 : 0)];
      EXPECT_TRUE(line.starts_with(fmt::format("{}: schedule[{}].{}: '2025-11-12T", name, i, key)))
          << line;
      EXPECT_TRUE(line.ends_with("' has no UTC offset such as +01:00")) << line;
    }
  }
  EXPECT_EQ(lines.back(), name + ": and 30 more problems") << "65 such slots, two times each";
}

// With offsets put in, the same file is right: nothing else is wrong with it.
TEST_F(ScheduleSamples, WithItsOffsetsTheSecondOneIsRead) {
  const auto broken = base::read_file(k_samples / "darkstar_schedule_sample_2025-11-12.json");
  ASSERT_TRUE(broken);
  std::string text = *broken;
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find("_time\":\"2025-11-", at)) != std::string::npos; ++at) {
    const std::size_t end = text.find('"', at + 8);
    if (text[end - 3] == ':' && text[end - 6] == ':') {
      text.insert(end, "+01:00");
      ++count;
    }
  }
  EXPECT_EQ(count, 130U);
  const auto schedule = app::read_schedule(text, "mended");
  ASSERT_TRUE(schedule) << schedule.error().message;
  ASSERT_EQ(schedule->schedule.size(), 192U);
  EXPECT_EQ(schedule->schedule.front().slot_number, 516);
  EXPECT_TRUE(*schedule->schedule.front().is_historical);
  EXPECT_FALSE(*schedule->schedule.back().is_historical);
}

TEST_F(ScheduleSamples, EveryEndBeforeItsStartIsNamedAndNothingElse) {
  const std::string name = "darkstar_schedule_kepler_2026-01-14.json";
  const auto schedule = read(name);
  ASSERT_FALSE(schedule);
  const std::vector<std::string> lines = lines_of(schedule.error().message);
  ASSERT_EQ(lines.size(), 96U);
  EXPECT_EQ(lines[0], name +
                          ": schedule[0].end_time: 2026-01-13T23:15:00+01:00 is not after "
                          "start_time 2026-01-14T00:00:00+01:00");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_TRUE(lines[i].starts_with(fmt::format("{}: schedule[{}].end_time: ", name, i)))
        << lines[i];
    EXPECT_NE(lines[i].find(" is not after start_time "), std::string::npos) << lines[i];
  }
}

}  // namespace
}  // namespace ohmstead
