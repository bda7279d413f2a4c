// The running program keeps what its own description of the interface says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serving.hpp"
#include "testing/schema_check.hpp"

namespace ohmstead::cli {
namespace {

using Json = nlohmann::json;
using api::testing::schema_faults;
using ::testing::IsEmpty;

bool has_cycle(const Serving& service) {
  return service.listen("/api/v1/events", "event: snapshot").find("event: snapshot") !=
         std::string::npos;
}

TEST(Contract, EveryAnswerToAGetHasTheFormThatIsDescribed) {
  const Serving service;
  ASSERT_TRUE(service.is_up() && has_cycle(service));
  const Json document = service.ask_json("GET /api/v1/openapi.json");
  int count = 0;
  for (const auto& [path, operations] : document["paths"].items()) {
    if (!operations.contains("get") || path.find('{') != std::string::npos) continue;
    if (operations["get"].contains("deprecated")) continue;
    const Json& content = operations["get"]["responses"]["200"]["content"];
    if (!content.contains("application/json")) continue;
    const Json answer = service.ask_json("GET " + path);
    EXPECT_THAT(schema_faults(answer, content["application/json"]["schema"], document), IsEmpty())
        << path << answer.dump().substr(0, 300);
    ++count;
  }
  EXPECT_GT(count, 10);
}

TEST(Contract, BodiesThatAreTooLargeAreRefusedEverywhere) {
  const Serving service;
  ASSERT_TRUE(service.is_up() && has_cycle(service));
  const Json document = service.ask_json("GET /api/v1/openapi.json");
  const std::string large(1'100'000, ' ');
  int count = 0;
  for (const auto& [path, operations] : document["paths"].items()) {
    if (!operations.contains("post") || path.find('{') != std::string::npos) continue;
    const std::string answer = service.ask("POST " + path, large);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 ")) << path << answer.substr(0, 60);
    ++count;
  }
  EXPECT_GT(count, 5);
}

}  // namespace
}  // namespace ohmstead::cli
