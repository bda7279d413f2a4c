#include "ohmstead/engine/overrides.hpp"

#include <gtest/gtest.h>

namespace ohmstead::engine {
namespace {

using home::ManualKind;
using home::Override;

base::Time at(const char* text) { return *base::parse_time(text); }

home::Site site_of(const std::string& more = {}) {
  const auto site = home::read_site(R"(name: Home
timezone: Europe/Paris
tariff: {import: {fixed_per_kwh: 0.3}}
batteries:
  - {id: home, capacity_kwh: 10, charge_kw: 5}
  - {id: barn, capacity_kwh: 10, charge_kw: 5}
)" + more,
                                    "site.yaml");
  EXPECT_TRUE(site) << site.error().message;
  return site.value_or(home::Site{});
}

const base::Zone& paris() {
  static const base::Zone zone = *base::Zone::load("Europe/Paris");
  return zone;
}

Override make(const home::Site& site, ManualKind kind, const char* from, const char* until,
              const char* device = "home") {
  home::OverrideWish wish;
  wish.kind = kind;
  wish.device = device;
  wish.from = at(from);
  wish.until = at(until);
  const auto made = home::make_override(site, wish, at("2024-06-24T08:00:00Z"));
  EXPECT_TRUE(made) << made.error().message;
  return made.value_or(Override{});
}

const base::Time k_now = at("2024-06-24T10:00:00Z");
const base::Time k_tomorrow = at("2024-06-25T10:00:00Z");

TEST(Overrides, ABodyTellsAllItsFaults) {
  const auto wish = home::read_override_wish(
      R"({"kind":"charge","device":"nobody","minutes":-5,"until":7})", site_of());
  ASSERT_FALSE(wish);
  for (const char* place : {"device: 'nobody' is no battery", "minutes: ", "until: "})
    EXPECT_NE(wish.error().message.find(place), std::string::npos) << wish.error().message;
}

TEST(Overrides, TheLastOneEndsWhatItMeets) {
  const home::Site site = site_of();
  Overrides overrides{site, paris()};
  overrides.add(make(site, ManualKind::charge, "2024-06-24T10:00:00Z", "2024-06-24T12:00:00Z"));
  overrides.add(
      make(site, ManualKind::hold, "2024-06-24T10:00:00Z", "2024-06-24T12:00:00Z", "barn"));
  overrides.add(make(site, ManualKind::export_, "2024-06-24T11:00:00Z", "2024-06-24T11:30:00Z"));
  const auto all = overrides.list(k_now, k_tomorrow);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].kind, ManualKind::charge);
  EXPECT_EQ(all[0].until, at("2024-06-24T11:00:00Z"));
  EXPECT_EQ(all[1].device, "barn");
  EXPECT_EQ(all[2].kind, ManualKind::export_);
  EXPECT_EQ(all[2].id, 3);
  EXPECT_TRUE(overrides.remove(3));
  EXPECT_FALSE(overrides.remove(3));
  overrides.clear("home");
  ASSERT_EQ(overrides.list(k_now, k_tomorrow).size(), 1U);
  overrides.clear();
  EXPECT_TRUE(overrides.list(k_now, k_tomorrow).empty());
}

TEST(Overrides, SchedulesGiveWayToWhatIsSetByHand) {
  const home::Site site = site_of(R"(schedules:
  - {kind: hold, device: home, from_h: 17, to_h: 20, days: workdays}
)");
  Overrides overrides{site, paris()};
  overrides.add(make(site, ManualKind::charge, "2024-06-24T15:30:00Z", "2024-06-24T16:00:00Z"));
  const auto all = overrides.list(k_now, k_tomorrow);
  // 17 to 20 in Paris is 15 to 18 UTC; a Monday.
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].source, home::OverrideSource::schedule);
  EXPECT_EQ(all[0].from, at("2024-06-24T15:00:00Z"));
  EXPECT_EQ(all[0].until, at("2024-06-24T15:30:00Z"));
  EXPECT_EQ(all[1].kind, ManualKind::charge);
  EXPECT_EQ(all[2].from, at("2024-06-24T16:00:00Z"));
  EXPECT_EQ(all[2].until, at("2024-06-24T18:00:00Z"));
  EXPECT_EQ(overrides.next_edge(k_now), at("2024-06-24T15:00:00Z"));
  EXPECT_EQ(overrides.next_edge(at("2024-06-24T15:40:00Z")), at("2024-06-24T16:00:00Z"));
}

TEST(Overrides, AnActiveOneHoldsInTheRunningSlotAtOnce) {
  const home::Site site = site_of();
  Overrides overrides{site, paris()};
  overrides.add(make(site, ManualKind::charge, "2024-06-24T10:09:00Z", "2024-06-24T10:20:00Z"));
  const base::SlotGrid slots =
      base::SlotGrid::uniform(at("2024-06-24T10:00:00Z"), base::Seconds{900}, 8);
  // Before it begins the running slot is the plan's.
  auto blocks = overrides.blocks(at("2024-06-24T10:08:00Z"), slots);
  ASSERT_EQ(blocks.size(), 1U);
  EXPECT_EQ(blocks[0].start, at("2024-06-24T10:15:00Z"));
  blocks = overrides.blocks(at("2024-06-24T10:09:00Z"), slots);
  ASSERT_EQ(blocks.size(), 1U);
  EXPECT_EQ(blocks[0].start, slots.start(0));
  EXPECT_EQ(blocks[0].end, at("2024-06-24T10:20:00Z"));
  EXPECT_TRUE(overrides.blocks(at("2024-06-24T10:20:00Z"), slots).empty());
}

TEST(Overrides, BlocksOfOneDeviceNeverOverlap) {
  const home::Site site = site_of();
  Overrides overrides{site, paris()};
  overrides.add(make(site, ManualKind::charge, "2024-06-24T10:00:00Z", "2024-06-24T10:05:00Z"));
  overrides.add(make(site, ManualKind::hold, "2024-06-24T10:05:00Z", "2024-06-24T11:00:00Z"));
  const base::SlotGrid slots =
      base::SlotGrid::uniform(at("2024-06-24T10:00:00Z"), base::Seconds{900}, 8);
  const auto blocks = overrides.blocks(at("2024-06-24T10:02:00Z"), slots);
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_EQ(blocks[0].end, blocks[1].start);
  EXPECT_EQ(blocks[1].start, slots.end(0));
}

TEST(Overrides, SurviveARestart) {
  const home::Site site = site_of();
  Overrides overrides{site, paris()};
  int told = 0;
  overrides.on_change([&] { ++told; });
  overrides.add(make(site, ManualKind::charge, "2024-06-24T10:00:00Z", "2024-06-24T12:00:00Z"));
  overrides.add(make(site, ManualKind::hold, "2024-06-24T08:00:00Z", "2024-06-24T09:00:00Z"));
  EXPECT_EQ(told, 2);
  const std::string kept = overrides.kept(k_now);
  Overrides again{site, paris()};
  ASSERT_TRUE(again.restore(kept));
  ASSERT_EQ(again.list(k_now, k_tomorrow).size(), 1U);
  EXPECT_EQ(
      again.add(make(site, ManualKind::hold, "2024-06-24T13:00:00Z", "2024-06-24T14:00:00Z")).id,
      2);
  EXPECT_FALSE(again.restore("{\"overrides\": 3}"));
}

TEST(Overrides, WishesAreRefusedWithAllTheirFaults) {
  const home::Site site = site_of();
  home::OverrideWish wish;
  wish.kind = ManualKind::off;
  wish.until = at("2024-06-24T07:00:00Z");
  wish.minutes = 5.0;
  wish.target_soc_pct = 50.0;
  const auto made = home::make_override(site, wish, k_now);
  ASSERT_FALSE(made);
  const std::string& said = made.error().message;
  EXPECT_NE(said.find("device: name one of home, barn"), std::string::npos) << said;
  EXPECT_NE(said.find("minutes: give either"), std::string::npos) << said;
  EXPECT_NE(said.find("until: must be after"), std::string::npos) << said;
  EXPECT_NE(said.find("target_soc_pct: only"), std::string::npos) << said;
}

}  // namespace
}  // namespace ohmstead::engine
