#include "ohmstead/describe/edit_yaml.hpp"

#include <gtest/gtest.h>

namespace ohmstead::describe {
namespace {

const std::string k_text = R"(# our home
name: Home   # where we live
grid:
  import_limit_kw: 9            # the contract
batteries:
  - id: home
    capacity_kwh: 10
    min_soc_pct: 5   # kept
tariff: {import: {fixed_per_kwh: 0.30}, export: {fixed_per_kwh: 0.06}}
)";

std::string set(const std::string& path, const std::string& value) {
  const auto made = set_yaml(k_text, path, value);
  return made ? unified_diff(k_text, *made) : "refused: " + made.error().message;
}

std::string removed(const std::string& path) {
  const auto made = remove_yaml(k_text, path);
  return made ? unified_diff(k_text, *made) : "refused: " + made.error().message;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(EditYaml, ChangesAValueAndNothingElse) {
  const std::string diff = set("batteries[0].capacity_kwh", "12.5");
  EXPECT_TRUE(has(diff, "-    capacity_kwh: 10\n+    capacity_kwh: 12.5\n")) << diff;
  EXPECT_TRUE(
      has(set("grid.import_limit_kw", "11"), "+  import_limit_kw: 11            # the con"));
  EXPECT_TRUE(has(set("name", "\"My home\""), "+name: \"My home\"   # where we live\n"));
  EXPECT_TRUE(
      has(set("tariff.import.fixed_per_kwh", "0.28"), "{import: {fixed_per_kwh: 0.28}, exp"));
}

TEST(EditYaml, AddsWhatIsNotThere) {
  EXPECT_TRUE(has(set("grid.export_limit_kw", "6"), "+  export_limit_kw: 6\n"));
  EXPECT_TRUE(
      has(set("batteries[0].wear_per_kwh", "0.02"), "+  - wear_per_kwh: 0.02\n+    id: home\n"));
  EXPECT_TRUE(has(set("tariff.import.vat_pct", "20"), "{vat_pct: 20, fixed_per_kwh: 0.30}"));
  EXPECT_TRUE(has(set("planning.horizon_h", "36"), "+planning: {horizon_h: 36}\n"));
}

TEST(EditYaml, TakesOut) {
  const std::string diff = removed("batteries[0].min_soc_pct");
  EXPECT_TRUE(has(diff, "-    min_soc_pct: 5   # kept\n")) << diff;
  EXPECT_EQ(removed("grid.export_limit_kw"), "");
  EXPECT_TRUE(has(removed("batteries"), "-batteries:\n-  - id: home\n"));
}

TEST(EditYaml, RefusesWhatItCannotDoInPlace) {
  EXPECT_TRUE(has(set("batteries", "[]"), "refused: batteries: cannot be changed in place"));
  EXPECT_TRUE(has(set("batteries[1].id", "\"b\""), "refused"));
  EXPECT_TRUE(has(set("a..b", "1"), "no path"));
  EXPECT_TRUE(has(removed("grid.import_limit_kw"), "refused"));
  EXPECT_TRUE(has(set_yaml("a: [", "a", "1").error().message, ":"));
}

TEST(UnifiedDiff, ShowsLinesAroundChanges) {
  EXPECT_EQ(unified_diff("a\nb\n", "a\nb\n"), "");
  EXPECT_EQ(unified_diff("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nfive\n6\n"),
            "@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n");
  EXPECT_EQ(unified_diff("", "a\n"), "@@ -1,0 +1,1 @@\n+a\n");
}

}  // namespace
}  // namespace ohmstead::describe
