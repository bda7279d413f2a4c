// Commands that read what a real home's service left in its database.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "commands.hpp"
#include "live_home.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/engine/kept_models.hpp"
#include "service_store.hpp"

namespace ohmstead::app {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

// Ten days until an hour ago, 0.5 kW and 2 kW in the evening; two models of the load.
class HomeDatabase : public ::testing::Test {
 protected:
  HomeDatabase() {
    fs::create_directories(folder_);
    std::ofstream{site_file_} << "name: Home\ntimezone: UTC\n"
                                 "tariff: {import: {fixed_per_kwh: 0.3}}\n";
    const base::Time now = base::floor_to(base::SystemClock{}.now(), std::chrono::hours{1});
    const auto store = open_service_store(database_).value();
    for (base::Time at = now - std::chrono::days{10}; at < now; at += std::chrono::minutes{15}) {
      home::MeasuredSlot slot;
      slot.start = at;
      slot.duration = std::chrono::minutes{15};
      const auto hour = at.time_since_epoch() % std::chrono::hours{24} / std::chrono::hours{1};
      slot.load = base::Power{hour == 19 ? 2.0 : 0.5};
      EXPECT_TRUE(store->append("slots", at, home::write_measured_slot(slot)));
    }
    forecast::ModelRegistry registry;
    for (int i = 0; i < 2; ++i) {
      forecast::ModelRecord record;
      record.kind = "load";
      record.model = "kept";
      EXPECT_TRUE(registry.promote(registry.add(std::move(record)).value()));
    }
    EXPECT_TRUE(store->write(engine::models_document("load"), registry.save()));
  }
  ~HomeDatabase() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  [[nodiscard]] int champion() const {
    const auto store = open_service_store(database_).value();
    return engine::read_models(*store, "load").value().champion()->version;
  }
  ModelsRequest models(ModelsAction action, int version = 0) const {
    return {action, site_file_, "", "load", version};
  }

  fs::path folder_ = fs::path{::testing::TempDir()} /
                     fmt::format("ohmstead-home-{}", reinterpret_cast<std::uintptr_t>(this));
  std::string site_file_ = (folder_ / "home.yaml").string();
  std::string database_ = (folder_ / "home.db").string();
};

TEST_F(HomeDatabase, AFileThatIsTakenAwayIsAConcern) {
  const auto store = open_service_store(database_).value();
  EXPECT_EQ(store->concern(), "");
  fs::rename(database_, database_ + ".away");
  EXPECT_THAT(store->concern(), HasSubstr("was taken away or replaced"));
  fs::rename(database_ + ".away", database_);
  EXPECT_EQ(store->concern(), "");
}

TEST_F(HomeDatabase, IsAnalysedWhereNoFilesAreNamed) {
  AnalyzeRequest request;
  request.site_file = site_file_;
  request.out_folder = (folder_ / "found").string();
  const auto done = command_analyze(request);
  ASSERT_TRUE(done) << done.error().message;
  std::ostringstream quality;
  quality << std::ifstream{folder_ / "found" / "quality.csv"}.rdbuf();
  EXPECT_THAT(quality.str(), HasSubstr("load,960,0,"));
  EXPECT_TRUE(fs::exists(folder_ / "found" / "report.html"));
  request.database = (folder_ / "other.db").string();
  const auto none = command_analyze(request);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, base::ErrorKind::not_found);
  EXPECT_FALSE(fs::exists(request.database)) << "nothing is made by reading";
}

TEST_F(HomeDatabase, ModelsAreChosenWhileNoServiceRuns) {
  EXPECT_TRUE(command_models(models(ModelsAction::list)));
  EXPECT_EQ(champion(), 2);
  EXPECT_TRUE(command_models(models(ModelsAction::roll_back)));
  EXPECT_EQ(champion(), 1);
  EXPECT_TRUE(command_models(models(ModelsAction::promote, 2)));
  EXPECT_EQ(champion(), 2);
  const auto none = command_models(models(ModelsAction::promote, 7));
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("there is no model 7"));
  const auto unnamed = command_models(models(ModelsAction::promote));
  ASSERT_FALSE(unnamed);
  EXPECT_EQ(unnamed.error().kind, base::ErrorKind::invalid_input);
  auto wind = models(ModelsAction::list);
  wind.kind = "wind";
  EXPECT_FALSE(command_models(wind));
  // The service holds them in its memory.
  const auto lock = HomeLock::take(database_);
  ASSERT_TRUE(lock);
  const auto busy = command_models(models(ModelsAction::roll_back));
  ASSERT_FALSE(busy);
  EXPECT_THAT(busy.error().message, HasSubstr("POST /api/v1/models/promote"));
  EXPECT_EQ(champion(), 2);
}

}  // namespace
}  // namespace ohmstead::app
