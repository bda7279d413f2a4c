#include "ohmstead/home/manual_block.hpp"

#include <gtest/gtest.h>

#include "ohmstead/home/case.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {
namespace {

// A case of two hours with more keys at its end.
std::string text_with(const std::string& more) {
  return R"({"schema": "ohmstead.case/1",
"slots": {"start": "2024-06-24T00:00:00Z", "step_s": 3600, "count": 2},
"prices": {"import_per_kwh": 0.3, "export_per_kwh": 0.1},
"load_kw": 1,
)" + more +
         "}";
}

std::string message(const std::string& more) {
  const auto home = read_case(text_with(more), "c.json");
  return home ? "" : home.error().message;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(ManualBlock, SurvivesTheFile) {
  const auto home = read_case(text_with(R"("manual_blocks": [
  {"kind": "charge", "start": "2024-06-24T00:00:00Z", "end": "2024-06-24T01:00:00Z",
   "target_soc_pct": 80},
  {"kind": "water_heating", "start": "2024-06-24T00:30:00Z", "end": "2024-06-24T01:30:00Z"},
  {"kind": "export", "start": "2024-06-24T01:00:00Z", "end": "2024-06-24T02:00:00Z"}])"),
                              "c.json");
  ASSERT_TRUE(home) << home.error().message;
  const auto again = read_case(write_case(*home), "again.json");
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_EQ(again->manual_blocks.size(), 3U);
  EXPECT_EQ(again->manual_blocks[0].kind, ManualKind::charge);
  EXPECT_EQ(again->manual_blocks[0].target_soc_pct, 80.0);
  EXPECT_EQ(again->manual_blocks[1].kind, ManualKind::water_heating);
  EXPECT_EQ(again->manual_blocks[2].kind, ManualKind::export_);
  EXPECT_FALSE(again->manual_blocks[2].target_soc_pct);
  EXPECT_EQ(base::format_time(again->manual_blocks[2].end), "2024-06-24T02:00:00Z");
}

TEST(ManualBlock, IsAboutADeviceThatKnowsIt) {
  const std::string said = message(R"("batteries": [{"id": "home", "capacity_kwh": 10,
  "soc_kwh": 5, "charge_kw": 5}],
  "water_heaters": [{"id": "tank", "power_kw": 2, "daily_kwh": 1}],
  "manual_blocks": [
  {"kind": "off", "start": "2024-06-24T00:00:00Z", "end": "2024-06-24T01:00:00Z"},
  {"kind": "off", "device": "home", "start": "2024-06-24T00:00:00Z", "end": "2024-06-24T01:00:00Z"},
  {"kind": "hold", "device": "car", "start": "2024-06-24T00:00:00Z",
   "end": "2024-06-24T01:00:00Z"},
  {"kind": "on", "device": "tank", "start": "2024-06-24T00:00:00Z", "end": "2024-06-24T01:00:00Z"},
  {"kind": "off", "device": "tank", "start": "2024-06-24T00:30:00Z",
   "end": "2024-06-24T01:00:00Z"}])");
  EXPECT_TRUE(has(said, "manual_blocks[0]: on and off need a device")) << said;
  EXPECT_TRUE(has(said, "manual_blocks[1].kind: home knows charge, export, hold, self_use"))
      << said;
  EXPECT_TRUE(has(said, "manual_blocks[2].device: 'car' is no battery")) << said;
  EXPECT_TRUE(has(said, "manual_blocks[4]: overlaps manual_blocks[3]")) << said;
}

TEST(ManualBlock, ListsAllProblems) {
  const std::string said = message(R"("manual_blocks": [
  {"kind": "charge", "start": "2024-06-24T01:00:00Z", "end": "2024-06-24T01:00:00Z"},
  {"kind": "hold", "start": "2024-06-24T00:00:00Z", "end": "2024-06-24T01:00:00Z",
   "target_soc_pct": 50},
  {"kind": "export", "start": "2024-06-24T00:30:00Z", "end": "2024-06-24T01:00:00Z",
   "target_soc_pct": 101},
  {"kind": "rest", "start": "2024-06-24T03:00:00Z", "end": "2024-06-24T04:00:00Z"}])");
  EXPECT_TRUE(has(said, "manual_blocks[0].end: must be after start")) << said;
  EXPECT_TRUE(has(said, "manual_blocks[1].target_soc_pct: only charge and export")) << said;
  EXPECT_TRUE(has(said, "manual_blocks[2].target_soc_pct: 101 must be between 0 and 100")) << said;
  EXPECT_TRUE(has(said, "manual_blocks[2]: overlaps manual_blocks[1]")) << said;
  EXPECT_TRUE(has(said, "manual_blocks[3].kind")) << said;
}

TEST(MultipassSettings, OfACaseAreChecked) {
  const std::string said = message(R"("multipass": {
  "pv_confidence_pct": 120, "cheap_percentil": 15,
  "s_index": {"cold_c": 20, "mild_c": 20, "days_ahead": [2, -1]},
  "export": {"protective_soc": "none"}, "hysteresis": {"min_on_charge_min": -1},
  "manual": {"charge_target_pct": 101}},
"days": [{"day": 2, "load_kwh": -1}, {"day": 2}])");
  for (const char* part :
       {"multipass.pv_confidence_pct: 120 must be between 0 and 100",
        "multipass.cheap_percentil: unknown key; did you mean cheap_percentile?",
        "multipass.s_index.cold_c: must be below mild_c", "multipass.s_index.days_ahead[1]",
        "multipass.export.protective_soc", "multipass.hysteresis.min_on_charge_min",
        "multipass.manual.charge_target_pct", "days[0].load_kwh", "days[1].day: is given twice"}) {
    EXPECT_TRUE(has(said, part)) << part << " is missing in\n" << said;
  }
}

TEST(MultipassSettings, OfASiteAreReadAndChecked) {
  const std::string start =
      "name: n\ntimezone: UTC\ntariff: {import: {fixed_per_kwh: 0.3}, export: {fixed_per_kwh: "
      "0.1}}\n";
  const auto site = read_site(start +
                                  "multipass:\n  use_margin_per_kwh: 0.02\n  s_index: {mode: "
                                  "dynamic, days_ahead: [1, 2]}\n",
                              "s.yaml");
  ASSERT_TRUE(site) << site.error().message;
  ASSERT_TRUE(site->multipass);
  EXPECT_EQ(site->multipass->use_margin, EnergyPrice{0.02});
  EXPECT_FALSE(site->multipass->export_margin);
  EXPECT_EQ(site->multipass->s_index.mode, SIndexMode::dynamic);
  EXPECT_EQ(site->multipass->s_index.days_ahead, (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(site->multipass->pv_confidence_pct, 90.0);
  const auto bad =
      read_site(start + "multipass: {s_index: {mild_c: -20}, load_margin_pct: -1}\n", "s.yaml");
  ASSERT_FALSE(bad);
  EXPECT_TRUE(has(bad.error().message, "multipass.s_index.cold_c: must be below mild_c"));
  EXPECT_TRUE(has(bad.error().message, "multipass.load_margin_pct: -1 must be"));
}

}  // namespace
}  // namespace ohmstead::home
