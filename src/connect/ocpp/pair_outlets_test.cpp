// Which charge point serves which car.
#include "ocpp/pair_outlets.hpp"

#include <gtest/gtest.h>

#include "ocpp/ocpp_driver.hpp"
#include "testing/document.hpp"

namespace ohmstead::connect {
namespace {

using base::Power;

class PairOutlets : public testing::Test {
 protected:
  PairOutlets() {
    for (const char* id : {"left", "right"}) {
      site_.chargers.emplace_back().id = id;
      site_.chargers.back().max = Power{11.0};
    }
    site_.vehicles.emplace_back().id = "car";
    site_.vehicles.back().chargers = {"left"};
    site_.vehicles.emplace_back().id = "van";
  }
  std::string faults(std::vector<home::PairedDevice> devices) {
    home::Connection connection;
    connection.devices = std::move(devices);
    const auto made = pair_outlets(connection, site_);
    return made ? "" : made.error().message;
  }
  home::Site site_;
};

TEST_F(PairOutlets, CarsAndChargersFindEachOther) {
  EXPECT_EQ(faults({{"CP7", "car"}}), "");
  EXPECT_EQ(faults({{"CP7#2", "right"}}), "");  // the van's
  EXPECT_EQ(
      faults({{"CP7", "left"}, {"CP8", "van"}, {"a/b", "car"}, {"CP7#x", "car"}, {"CP9", "x"}}),
      "devices[0].ours: several cars use left: name the car instead\n"
      "devices[1].ours: van may use several chargers: name one of them in its chargers\n"
      "devices[2].theirs: is no identity of a charge point such as CP7 or CP7#2\n"
      "devices[3].theirs: is no identity of a charge point such as CP7 or CP7#2\n"
      "devices[4].ours: 'x' is no car and no charger of this home");
  EXPECT_EQ(faults({{"CP7", "car"}, {"CP7", "right"}}),
            "devices[1].theirs: is in the list already");
  EXPECT_EQ(faults({{"CP7", "car"}, {"CP8", "car"}}),
            "devices[1].ours: car has a charge point already");
}

TEST(OcppPage, ItsExampleIsUnderstood) {
  const home::Site site = documented_site(OHMSTEAD_SOURCE_DIR, "ocpp");
  ASSERT_EQ(site.connections.size(), 1U);
  const std::vector<home::Secret> secrets{{"charge_point_password", "hush"}};
  const base::SystemClock clock;
  const auto made = make_ocpp_driver(site.connections[0], {site, secrets, clock});
  ASSERT_TRUE(made) << made.error().message;
  const auto abilities = (*made)->abilities();
  ASSERT_EQ(abilities.size(), 1U);
  EXPECT_EQ(abilities[0].device, "car");
  EXPECT_DOUBLE_EQ(abilities[0].least.value(), 4.14);
  EXPECT_DOUBLE_EQ(abilities[0].most.value(), 11.04);
  EXPECT_DOUBLE_EQ(abilities[0].step.value(), 0.69);
}

}  // namespace
}  // namespace ohmstead::connect
