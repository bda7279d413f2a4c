// Every file of scenarios/ on the example home.
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "drill_scenario.hpp"
#include "drilled_home.hpp"
#include "ohmstead/base/file.hpp"

namespace ohmstead::drill {
namespace {

const std::filesystem::path k_folder =
    std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "tests/drill/scenarios";

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& each : std::filesystem::directory_iterator{k_folder})
    if (each.path().extension() == ".yaml") all.push_back(each.path().stem().string());
  std::sort(all.begin(), all.end());
  return all;
}

class DrillScenario : public testing::TestWithParam<std::string> {};

TEST_P(DrillScenario, EndsWell) {
  const std::string file = (k_folder / (GetParam() + ".yaml")).string();
  const auto scenario = read_scenario(base::read_file(file).value(), file);
  ASSERT_TRUE(scenario) << scenario.error().message;
  const auto home = app::load_example_site(scenario->site);
  ASSERT_TRUE(home) << home.error().message;
  const auto said = run_scenario(*scenario, *home);
  EXPECT_TRUE(said.empty()) << scenario->title << "\n" << fmt::format("{}", fmt::join(said, "\n"));
}
INSTANTIATE_TEST_SUITE_P(All, DrillScenario, testing::ValuesIn(names()),
                         [](const auto& each) { return each.param; });

class DrillByHand : public testing::Test {
 protected:
  void SetUp() override {
    loaded_.emplace(app::load_example_site("site.yaml").value());
    home_.emplace(*loaded_, base::parse_time("2024-05-11T12:00:00Z").value(), std::vector<Fault>{});
    live(60);
  }
  void live(int minutes) {
    home_->live(home_->now() + std::chrono::minutes{minutes}, [] {});
  }
  [[nodiscard]] int writes() const {
    int all = 0;
    for (const auto& [device, count] : home_->writes()) all += count;
    return all;
  }

  std::optional<app::LoadedSite> loaded_;
  std::optional<DrilledHome> home_;
};

TEST_F(DrillByHand, TheStopButtonStopsAtOnce) {
  home_->engine()->set_stopped(true);
  live(1);
  EXPECT_EQ(home_->does("home").verb, home::Verb::hold);
  live(120);
  const auto battery = home_->truth().batteries.front();
  EXPECT_NEAR((battery.charge + battery.discharge).value(), 0.0, 1e-9);
  home_->engine()->set_stopped(false);
  live(60);
  EXPECT_NE(home_->does("home").verb, home::Verb::hold);
}

TEST_F(DrillByHand, AdvisoryLeavesTheDevicesAlone) {
  home_->engine()->set_stage(home::Stage::advisory);
  home_->engine()->request_cycle("stage advisory");
  live(15);
  EXPECT_EQ(home_->does("home").verb, home::Verb::self_use);
  const int before = writes();
  live(360);
  EXPECT_EQ(writes(), before);
}

// A drill that cannot fail would prove nothing.
TEST(DrillScenario, SaysWhatDoesNotHold) {
  Scenario scenario;
  scenario.from = base::parse_time("2024-05-11T12:00:00Z").value();
  scenario.hours = 1.0;
  scenario.faults = {{FaultKind::deaf, 10.0, 40.0}};
  scenario.orders = {{15.0, home::ManualKind::charge, "home", 40.0}};
  scenario.expect = {{20.0, 30.0, "home", Doing::as_wanted, "fine"}, {20.0, 30.0, "", {}, "fire"}};
  const auto home = app::load_example_site(scenario.site);
  ASSERT_TRUE(home);
  const auto said = fmt::format("{}", fmt::join(run_scenario(scenario, *home), "\n"));
  EXPECT_NE(said.find("home does"), std::string::npos) << said;
  EXPECT_NE(said.find("health says"), std::string::npos) << said;
  const auto bad =
      read_scenario("title: x\nfrom: 2024-05-11T12:00:00Z\nfaults: [{kind: god}]\n", "bad.yaml");
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().message.find("gone"), std::string::npos) << bad.error().message;
}

}  // namespace
}  // namespace ohmstead::drill
