// A small home that is asked as scripts of older systems do, for the tests of this room.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "testing/small_service.hpp"

namespace ohmstead::api::testing {

class OlderSystems : public ::testing::Test {
 protected:
  OlderSystems() { service_.engine.run_cycle("start"); }

  net::HttpResponse ask(const std::string& method, const std::string& path,
                        const std::string& body = {},
                        std::map<std::string, std::string> query = {}) {
    std::promise<net::HttpResponse> answered;
    service_.api.handle(
        {.method = method, .path = path, .query = std::move(query), .body = body},
        [&](net::HttpResponse response) { answered.set_value(std::move(response)); });
    return answered.get_future().get();
  }
  nlohmann::json get(const std::string& path, std::map<std::string, std::string> query = {}) {
    const auto response = ask("GET", path, {}, std::move(query));
    EXPECT_EQ(response.status, 200) << path << response.body;
    return nlohmann::json::parse(response.body);
  }
  nlohmann::json post(const std::string& path, const std::string& body = {}) {
    const auto response = ask("POST", path, body);
    EXPECT_EQ(response.status, 200) << path << response.body;
    return nlohmann::json::parse(response.body);
  }
  std::string detail(const net::HttpResponse& response, int status = 400) {
    EXPECT_EQ(response.status, status) << response.body;
    EXPECT_EQ(response.content_type, "application/problem+json");
    return nlohmann::json::parse(response.body).value("detail", "");
  }
  std::vector<home::Override> overrides() {
    return service_.engine.overrides().list(service_.clock.time,
                                            service_.clock.time + std::chrono::hours{48});
  }
  void pass(base::Seconds span) {
    service_.clock.time += span;
    service_.engine.run_cycle("clock");
  }

  SmallService service_{{}, make_full_site()};
};

}  // namespace ohmstead::api::testing
