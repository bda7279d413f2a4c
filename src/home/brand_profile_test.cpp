#include "ohmstead/home/brand_profile.hpp"

#include <gtest/gtest.h>

namespace ohmstead::home {
namespace {

constexpr const char* k_profile = R"(readings:
  - {of: store, value: soc, at: "input:5", unit: percent}
  - {of: grid, value: power, at: "input:7:int32", unit: W}
  - {of: boiler, value: power, at: "input:9", unit: W}
commands:
  - device: store
    verbs:
      - {verb: self_use, writes: [{to: "holding:1", text: "0"}]}
)";

Site home_with(const std::string& connection) {
  auto site = read_site(
      "name: A\ntimezone: Europe/Berlin\ntariff: {import: {fixed_per_kwh: 0.3}}\n"
      "batteries: [{id: battery, capacity_kwh: 10, charge_kw: 5}]\n"
      "connections:\n"
      "  - {id: inverter, kind: modbus, url: \"tcp://a\", profile: solar.yaml, " +
          connection + "}\n",
      "site.yaml");
  EXPECT_TRUE(site) << site.error().message;
  return site.value_or(Site{});
}

std::string faults_of(Site& site, const std::string& profile) {
  const auto added = add_profile(site, 0, {profile, "solar.yaml"});
  return added ? "" : added.error().message;
}

TEST(BrandProfile, GivesTheDevicesThatAreNamedTheirPoints) {
  EXPECT_TRUE(is_profile_file("brands/solar.yaml"));
  EXPECT_FALSE(is_profile_file("fox_ess"));
  Site site = home_with("devices: [{theirs: store, ours: battery}, {theirs: all, ours: home}]");
  ASSERT_EQ(faults_of(site, k_profile), "");
  const Connection& inverter = site.connections[0];
  ASSERT_EQ(inverter.readings.size(), 2U);  // this home has no boiler
  EXPECT_EQ(inverter.readings[0].of, "battery");
  EXPECT_EQ(inverter.readings[1].of, "grid");
  ASSERT_EQ(inverter.commands.size(), 1U);
  EXPECT_EQ(inverter.commands[0].device, "battery");
  EXPECT_EQ(inverter.profile, "");
  Site without_meter = home_with("devices: [{theirs: store, ours: battery}]");
  ASSERT_EQ(faults_of(without_meter, k_profile), "");
  EXPECT_EQ(without_meter.connections[0].readings.size(), 1U);
}

TEST(BrandProfile, WhatTheSiteWritesOutStays) {
  Site site = home_with(
      "devices: [{theirs: store, ours: battery}], "
      "readings: [{of: battery, value: soc, at: \"input:99\", unit: percent}]");
  ASSERT_EQ(faults_of(site, k_profile), "");
  ASSERT_EQ(site.connections[0].readings.size(), 1U);
  EXPECT_EQ(site.connections[0].readings[0].at, "input:99");
  EXPECT_EQ(site.connections[0].commands.size(), 1U);
}

TEST(BrandProfile, AllThatIsWrongIsToldWithItsPlace) {
  Site site = home_with("every_s: 5");
  const std::string names = faults_of(site, k_profile);
  EXPECT_NE(names.find("solar.yaml:2:10: readings[0].of: 'store' is no device of this home"),
            std::string::npos)
      << names;
  EXPECT_NE(names.find("solar.yaml:4:10: readings[2].of: 'boiler' is no device"), std::string::npos)
      << names;
  EXPECT_NE(names.find("commands[0].device: 'store' is no battery"), std::string::npos) << names;
  EXPECT_EQ(site.connections[0].profile, "solar.yaml");  // as it was
  Site other = home_with("devices: [{theirs: storage, ours: battery}]");
  EXPECT_NE(faults_of(other, k_profile)
                .find("has nothing of 'storage', which devices of "
                      "connection inverter name"),
            std::string::npos);
  const std::string typo = faults_of(other, "reedings: []\n");
  EXPECT_NE(typo.find("reedings"), std::string::npos) << typo;
}

TEST(BrandProfile, WhatAnotherConnectionTellsIsNotToldTwice) {
  Site site = home_with("devices: [{theirs: store, ours: battery}]");
  Connection other;
  other.id = "meter";
  other.readings.push_back({});
  other.readings[0].of = "battery";
  other.readings[0].value = PointValue::soc;
  site.connections.push_back(other);
  const std::string fault = faults_of(site, k_profile);
  EXPECT_NE(fault.find("soc of battery is told by connection meter already"), std::string::npos)
      << fault;
}

}  // namespace
}  // namespace ohmstead::home
