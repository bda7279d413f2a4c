#include "ohmstead/forecast/sun.hpp"

#include <gtest/gtest.h>

#include "testing/sample_load.hpp"

namespace ohmstead::forecast {
namespace {

using testing::at;

// The example of Reda and Andreas, NREL/TP-560-34302, appendix A.5; there with refraction, which
// lifts the sun by 0.016332 degrees at this elevation.
TEST(Sun, StandsWhereTheReferenceAlgorithmPutsIt) {
  const base::Time time = at("2003-10-17T19:30:30Z");
  const SunPosition sun = sun_position(time, 39.742476, -105.1786);
  EXPECT_NEAR(sun.zenith_deg, 50.11162 + 0.016332, 0.001);
  EXPECT_NEAR(sun.azimuth_deg, 194.34024, 0.001);
  EXPECT_NEAR(sun.distance_au, 0.9965422974, 1e-5);
  EXPECT_NEAR(sun_coordinates(time).right_ascension_deg, 202.22741, 0.001);
  EXPECT_NEAR(sun_coordinates(time).declination_deg, -9.31434, 0.001);
}

// Meeus, Astronomical Algorithms, example 25.b: 1992 October 13.0 TD, 59 s later than UT.
TEST(Sun, AgreesWithMeeus) {
  const SunCoordinates sun = sun_coordinates(at("1992-10-12T23:59:01Z"));
  EXPECT_NEAR(sun.longitude_deg, 199.0 + 54.0 / 60 + 21.818 / 3600, 0.001);
  EXPECT_NEAR(sun.right_ascension_deg, (13.0 + 13.0 / 60 + 30.749 / 3600) * 15.0, 0.001);
  EXPECT_NEAR(sun.declination_deg, -(7.0 + 47.0 / 60 + 1.74 / 3600), 0.001);
}

// Published to the minute, in which the sun moves by 0.0007 degrees along the ecliptic.
TEST(Sun, CrossesTheEquatorWhenItIsSaidTo) {
  for (const char* time : {"2000-03-20T07:35:00Z", "2010-03-20T17:32:00Z", "2020-03-20T03:50:00Z",
                           "2024-03-20T03:06:00Z"}) {
    EXPECT_NEAR(sun_coordinates(at(time)).declination_deg, 0.0, 0.0007) << time;
  }
  EXPECT_NEAR(sun_coordinates(at("2024-09-22T12:44:00Z")).longitude_deg, 180.0, 0.001);
  EXPECT_NEAR(sun_coordinates(at("2024-06-20T20:51:00Z")).longitude_deg, 90.0, 0.001);
}

TEST(Sun, IsRightInBothHalvesOfTheEarth) {
  // Noon of the June solstice: 23.44 degrees north of the equator.
  const base::Time noon = at("2024-06-20T12:01:40Z");
  EXPECT_NEAR(sun_position(noon, 50.0, 0.0).zenith_deg, 50.0 - 23.437, 0.02);
  EXPECT_NEAR(sun_position(noon, 50.0, 0.0).azimuth_deg, 180.0, 0.5);
  EXPECT_NEAR(sun_position(noon, -30.0, 0.0).zenith_deg, 30.0 + 23.437, 0.02);
  const double south_azimuth = sun_position(noon, -30.0, 0.0).azimuth_deg;
  EXPECT_NEAR(std::min(south_azimuth, 360.0 - south_azimuth), 0.0, 0.5);
  EXPECT_LT(sun_position(noon, 50.0, 180.0).cos_zenith(), 0.0);
}

}  // namespace
}  // namespace ohmstead::forecast
