// A real home whose site file is read again.
#include <signal.h>

#include "live_home.hpp"

namespace ohmstead::cli {
namespace {

TEST_F(LiveHome, AReloadGivesBackWhatItNoLongerCommands) {
  const std::string site = write_site("full");
  const Serving service{{"--site", site}};
  ASSERT_TRUE(service.is_up()) << service.said();
  (void)service.ask_json("POST /api/v1/overrides",
                         R"({"kind":"charge","target_soc_pct":90,"minutes":30})");
  ASSERT_TRUE(comes_true([&] { return inverter_->mode() == "charge"; }));
  // A file of measurements that is not there: refused, and all goes on.
  std::string text = site_with(*broker_, "full");
  (void)folder_.write("home.yaml", text + "sources: {load: {file: nosuch.csv, column: load_w}}\n");
  service.send_signal(SIGHUP);
  const auto told = [&] {
    Json health = service.ask_json("GET /api/v1/health");
    for (const Json& each : health["components"])
      if (each["name"] == "site file") return each["text"].get<std::string>();
    return std::string{};
  };
  EXPECT_TRUE(comes_true([&] {
    return told().starts_with("the new site file was not taken over, the old one stays: ") &&
           told().find("nosuch.csv") != std::string::npos;
  })) << told();
  EXPECT_EQ(service.ask_json("GET /api/v1/status").value("stage", ""), "full");
  EXPECT_EQ(inverter_->mode(), "charge");
  std::filesystem::remove(site);
  service.send_signal(SIGHUP);
  EXPECT_TRUE(comes_true([&] {
    return told().find("is gone, or is no file") != std::string::npos;
  })) << told();
  text.erase(text.find("    commands:"));
  (void)folder_.write("home.yaml", text);
  service.send_signal(SIGHUP);
  EXPECT_TRUE(comes_true([&] { return inverter_->mode() == "auto"; }));
}

// The new file's prices come from nowhere: the plan that there was is shown and followed, and no
// moment is without one.
TEST_F(LiveHome, AReloadKeepsTheLastPlanUntilThereIsAnother) {
  const Serving service{{"--site", write_site("full")}};
  ASSERT_TRUE(service.is_up()) << service.said();
  const auto planned = [&] { return service.ask_json("GET /api/v1/status")["plan"]; };
  ASSERT_TRUE(comes_true([&] { return planned().contains("made_at"); }));
  const std::string made_at = planned()["made_at"];
  const std::string text = site_with(*broker_, "full");
  const std::string spot = "tariff: {import: {spot_factor: 1}, export: {fixed_per_kwh: 0.08}}\n";
  std::string dead = text;
  dead.replace(dead.find("tariff:"), dead.find("batteries:") - dead.find("tariff:"), spot);
  (void)folder_.write("home.yaml",
                      dead +
                          "sources: {live: {prices: [{service: energy_charts, area: FR, "
                          "url: 'http://127.0.0.1:9/'}]}}\n");
  service.send_signal(SIGHUP);
  EXPECT_TRUE(comes_true([&] {
    EXPECT_EQ(service.ask("GET /api/v1/plan").substr(0, 12), "HTTP/1.1 200");
    EXPECT_EQ(service.ask("GET /api/v1/recommendation/now").substr(0, 12), "HTTP/1.1 200");
    Json health = service.ask_json("GET /api/v1/health");
    for (const Json& each : health["components"])
      if (each["name"] == "planner" &&
          each["text"].get<std::string>().starts_with("no new plan without prices: the last plan, "
                                                      "made before the site file was read again"))
        return true;
    return false;
  })) << service.ask_json("GET /api/v1/health");
  EXPECT_EQ(planned()["is_of_old_site_file"], true);
  EXPECT_EQ(planned()["made_at"], made_at);
  (void)folder_.write("home.yaml", text);
  service.send_signal(SIGHUP);
  EXPECT_TRUE(comes_true([&] { return !planned().contains("is_of_old_site_file"); }));
  EXPECT_GE(planned()["made_at"].get<std::string>(), made_at);
}

}  // namespace
}  // namespace ohmstead::cli
