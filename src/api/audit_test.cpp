#include "audit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "ohmstead/base/file.hpp"
#include "testing/scratch.hpp"

namespace ohmstead::api {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const base::Time k_start = base::parse_time("2026-03-02T10:00:00Z").value();

AuditEntry order(int number) {
  return {.at = k_start,
          .who = "token wallbox",
          .address = "192.168.1.5",
          .what = "POST /api/v1/plan/run",
          .status = 200 + number};
}

TEST(Audit, TellsTheNewestFirst) {
  Audit audit{{}, {}};
  EXPECT_EQ(audit.newest(10), R"({"entries":[]})");
  audit.add(order(0));
  audit.add({.at = k_start,
             .who = "password",
             .address = "::1",
             .what = "POST /api/v1/overrides",
             .status = 201,
             .detail = "{\"a\":\"\xff\n\"}"});
  const json told = json::parse(audit.newest(10));
  ASSERT_EQ(told["entries"].size(), 2U);
  EXPECT_EQ(told["entries"][0]["who"], "password");
  EXPECT_EQ(told["entries"][0]["detail"], "{\"a\":\"\xEF\xBF\xBD\n\"}");
  EXPECT_EQ(told["entries"][1], json::parse(R"({"at":"2026-03-02T10:00:00Z","who":"token wallbox",
                            "address":"192.168.1.5","what":"POST /api/v1/plan/run","status":200})"));
  EXPECT_EQ(json::parse(audit.newest(1))["entries"].size(), 1U);
}

TEST(Audit, OutlivesARestart) {
  const testing::Scratch folder;
  const fs::path path = folder.path / "audit.jsonl";
  {
    Audit audit{path, {}};
    audit.add(order(0));
    audit.add(order(1));
  }
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream{path, std::ios::app} << "half a li";  // the program was killed here
  Audit audit{path, {}};
  EXPECT_EQ(json::parse(audit.newest(9))["entries"][0]["status"], 201);
  EXPECT_EQ(json::parse(audit.newest(9))["entries"].size(), 2U);
}

TEST(Audit, TurnsTheFileOverBeforeItIsTooLarge) {
  const testing::Scratch folder;
  const fs::path path = folder.path / "audit.jsonl";
  Audit audit{path, {}, 2000};
  for (int i = 0; i < 100; ++i) audit.add(order(i));
  EXPECT_LE(fs::file_size(path), 2000U);
  EXPECT_LE(fs::file_size(path.string() + ".1"), 2000U);
  EXPECT_GT(fs::file_size(path.string() + ".1"), 1500U);
  EXPECT_EQ(std::distance(fs::directory_iterator{folder.path}, fs::directory_iterator{}), 2);
  EXPECT_EQ(json::parse(audit.newest(1000))["entries"].size(), 100U);
}

TEST(Audit, KeepsAFewOfManyRefusals) {
  Audit audit{{}, {}};
  AuditEntry refused = order(201);
  for (int i = 0; i < 500; ++i) audit.add_refusal(refused);
  EXPECT_EQ(json::parse(audit.newest(1000))["entries"].size(), 20U);
  refused.at += std::chrono::seconds{10};
  audit.add_refusal(refused);
  EXPECT_EQ(json::parse(audit.newest(1))["entries"][0]["left_out"], 480);
}

TEST(Audit, SaysOnceThatItCannotWrite) {
  std::vector<std::string> notes;
  Audit audit{"/nowhere/audit.jsonl", [&](std::string_view note) { notes.emplace_back(note); }};
  audit.add(order(0));
  audit.add(order(1));
  EXPECT_THAT(notes, ::testing::ElementsAre(
                         "cannot write /nowhere/audit.jsonl: No such file or directory"));
  EXPECT_EQ(json::parse(audit.newest(9))["entries"].size(), 2U);
}

}  // namespace
}  // namespace ohmstead::api
