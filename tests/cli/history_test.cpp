// What Home Assistant recorded becomes a file that the site file names.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "ohmstead/base/time.hpp"
#include "run_program.hpp"
#include "testing/fake_home_assistant.hpp"

namespace ohmstead::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int k_hours = 24 * 60;

// The sun shines from eight to eighteen, the home draws 0.5 kW.
std::string rows(bool of_roof) {
  const base::Time start = *base::parse_time("2025-03-01T00:00:00Z");
  std::string all;
  for (int hour = 0; hour < k_hours; ++hour) {
    const double sun = hour % 24 >= 8 && hour % 24 < 18 ? 2.0 : 0.0;
    all += fmt::format("{}{{\"start\":{},\"mean\":{}}}", hour == 0 ? "" : ",",
                       (start.time_since_epoch().count() + std::int64_t{3600} * hour) * 1000,
                       of_roof ? sun : 0.5 - sun);
  }
  return "[" + all + "]";
}

TEST(History, IsReadAndNamed) {
  connect::FakeHomeAssistant hub;
  hub.record("sensor.grid", "power", "W", rows(false));
  hub.record("sensor.roof", "power", "W", rows(true));
  const ScratchFolder folder;
  folder.write("secrets.yaml", "hub: good token\n");
  std::filesystem::permissions(
      folder.path() / "secrets.yaml",
      std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const std::string site = fmt::format(R"(name: Recorded
timezone: Europe/Berlin
secrets_file: secrets.yaml
tariff: {{import: {{fixed_per_kwh: 0.3}}}}
pv: {{}}
connections:
  - id: hub
    kind: home_assistant
    url: {}
    token: hub
    readings:
      - {{of: grid, value: power, at: sensor.grid}}
      - {{of: pv, value: power, at: sensor.roof}}
)",
                                       hub.url());
  folder.write("home.yaml", site);
  const Surroundings there{.folder = folder.path()};
  const Outcome read = run_program(
      {"history", "--site", "home.yaml", "--from", "2025-03-01", "--out", "history.csv"}, there);
  ASSERT_EQ(read.code, 0) << read.err;
  EXPECT_THAT(read.err, HasSubstr("1440 hours of load"));
  EXPECT_THAT(read_text(folder.path() / "history.csv"),
              StartsWith("time_utc,load_w,pv_w,outdoor_c\n2025-03-01T00:00:00Z,500,0,\n"));
  // As it says.
  const std::size_t sources = read.err.find("  sources:");
  ASSERT_NE(sources, std::string::npos) << read.err;
  std::string named = read.err.substr(sources);
  for (std::size_t i = 0; (i = named.find("\n  ", i)) != std::string::npos; ++i)
    named.erase(i + 1, 2);
  folder.write("home.yaml", site + named.substr(2));
  const Outcome found = run_program({"forecast-test", "--site", "home.yaml"}, there);
  EXPECT_EQ(found.code, 0) << found.err;
  EXPECT_THAT(found.out, HasSubstr("load, "));
  // Nobody else's words.
  folder.write("secrets.yaml", "hub: another token\n");
  const Outcome refused = run_program({"history", "--site", "home.yaml"}, there);
  EXPECT_EQ(refused.code, 2) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("refused the token"));
}

}  // namespace
}  // namespace ohmstead::cli
