#include "answer_replay.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace ohmstead::app {
namespace {

using Json = nlohmann::json;

base::Time at(const char* text) { return *base::parse_time(text); }

const LoadedSite& example() {
  static const LoadedSite k_example = load_example_site().value();
  return k_example;
}

api::ReplayWish wish(const char* from, const char* to) {
  return {at(from), at(to), {"self_use", "rules", "bound"}};
}

TEST(AnswerReplay, IsTheTableOfABacktestUntilNow) {
  const base::Time now = at("2024-05-10T12:07:00Z");
  const auto table =
      answer_replay(example(), now, wish("2024-05-09T00:00:00Z", "2024-05-12T00:00:00Z"), {});
  ASSERT_TRUE(table) << table.error().message;
  const Json json = Json::parse(*table);
  EXPECT_EQ(json["to"], "2024-05-10T12:00:00Z");
  ASSERT_EQ(json["strategies"].size(), 3U);
  EXPECT_EQ(json["strategies"][1]["strategy"], "rules");
  EXPECT_LE(json["strategies"][2]["total"]["net_cost"], json["strategies"][0]["total"]["net_cost"]);
  EXPECT_FALSE(json.contains("stopped_at"));
}

TEST(AnswerReplay, TellsHowFarItCameInItsTime) {
  const auto table = answer_replay(example(), at("2024-05-10T12:00:00Z"),
                                   wish("2024-05-09T00:00:00Z", "2024-05-10T00:00:00Z"), {}, 0.0);
  ASSERT_TRUE(table) << table.error().message;
  const Json json = Json::parse(*table);
  EXPECT_EQ(json["stopped_at"], json["to"]);
  EXPECT_EQ(json["to"], "2024-05-09T00:15:00Z");
}

TEST(AnswerReplay, EndsWithoutAnAnswerWhenNobodyWaits) {
  std::stop_source stop;
  stop.request_stop();
  const auto table =
      answer_replay(example(), at("2024-05-10T12:00:00Z"),
                    wish("2024-05-09T00:00:00Z", "2024-05-10T00:00:00Z"), stop.get_token());
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().kind, base::ErrorKind::cancelled);
}

TEST(AnswerReplay, RefusesWhatIsStillToCome) {
  const auto table = answer_replay(example(), at("2024-05-09T12:00:00Z"),
                                   wish("2024-05-10T00:00:00Z", "2024-05-11T00:00:00Z"), {});
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().message,
            "from: nothing is measured after it; now is 2024-05-09T12:00:00Z");
}

}  // namespace
}  // namespace ohmstead::app
