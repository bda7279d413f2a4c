// Two cars at one charger: which of them is plugged in can be told by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "testing/small_service.hpp"

namespace ohmstead::api {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

home::Site two_cars() {
  home::Site site = testing::make_full_site();
  site.vehicles.push_back(site.vehicles[0]);
  site.vehicles[1].id = "van";
  site.connections.emplace_back().devices = {{"CP7", "wallbox"}};
  return site;
}

class SharedPlugTest : public ::testing::Test {
 protected:
  void plug_in(bool is_assumed) {
    service_.devices.vehicles = {
        {.id = "car", .is_connected = true, .charger = "wallbox", .is_assumed = is_assumed},
        {.id = "van", .is_connected = false}};
    service_.engine.run_cycle("plugged in");
  }
  net::HttpResponse tell(const std::string& body) {
    return service_.ask({.method = "POST", .path = "/api/v1/house/plugged", .body = body});
  }
  bool could_be(std::size_t car) {
    const json house = json::parse(service_.get("/api/v1/house").body);
    return house["cars"][car].value("could_be_plugged_in", false);
  }

  testing::SmallService service_{{}, two_cars()};
};

TEST_F(SharedPlugTest, IsAskedForWhereNobodyTells) {
  plug_in(true);
  EXPECT_TRUE(could_be(0));
  EXPECT_TRUE(could_be(1));
  const json house = json::parse(service_.get("/api/v1/house").body);
  EXPECT_EQ(house["cars"][0]["notice"], "nobody says which car is at wallbox: car is assumed");
  service_.devices.vehicles[0].called = {"db:1"};
  service_.engine.run_cycle("a name");
  EXPECT_THAT(service_.get("/api/v1/house", {{"language", "de"}}).body,
              HasSubstr("die Ladestation nennt es „db:1“"));
  plug_in(false);
  EXPECT_FALSE(could_be(0));
  EXPECT_TRUE(could_be(1));  // a card may lie in the other car
}

TEST_F(SharedPlugTest, IsToldToTheDevices) {
  plug_in(true);
  EXPECT_EQ(tell(R"({"car":"van"})").status, 200);
  service_.engine.step();
  EXPECT_EQ(service_.devices.plugged_in, "van");
}

TEST_F(SharedPlugTest, WhatCannotBeIsRefused) {
  EXPECT_EQ(tell(R"({"car":"van"})").status, 409);
  plug_in(true);
  EXPECT_THAT(tell(R"({"car":"bus"})").body, HasSubstr("'bus' is no car of this home"));
  EXPECT_THAT(tell("{}").body, HasSubstr("car: missing"));
  EXPECT_EQ(service_.devices.plugged_in, "");
}

}  // namespace
}  // namespace ohmstead::api
