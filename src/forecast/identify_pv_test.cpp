#include "ohmstead/forecast/identify_pv.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "testing/sample_pv.hpp"

namespace ohmstead::forecast {
namespace {

struct Roof {
  home::SiteLocation place;
  home::PvPlane plane;
};

const Roof k_roofs[] = {{{48.9, 2.3, 50.0}, {base::Power{4.0}, 35.0, 180.0}},
                        {{59.3, 18.0, 20.0}, {base::Power{9.0}, 20.0, 235.0}},
                        {{-33.9, 151.2, 10.0}, {base::Power{2.5}, 30.0, 340.0}},
                        {{34.1, -117.4, 400.0}, {base::Power{6.0}, 15.0, 90.0}}};

double turn(double one_deg, double other_deg) {
  return std::abs(std::remainder(one_deg - other_deg, 360.0));
}

TEST(IdentifyPv, FindsTheFacingInTheLight) {
  for (const Roof& roof : k_roofs) {
    const PvPast past{testing::sample_pv(roof.place, roof.plane, 90, true)};
    const auto found = identify_pv(past, past.cells());
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->is_from_irradiance);
    EXPECT_NEAR(found->plane.tilt_deg, roof.plane.tilt_deg, 5.0);
    EXPECT_LE(turn(found->plane.azimuth_deg, roof.plane.azimuth_deg), 10.0);
    EXPECT_NEAR(found->plane.peak / roof.plane.peak, 1.0, 0.05);
    EXPECT_GT(found->explained, 0.98);
    EXPECT_GT(found->certainty, 0.0);
  }
}

TEST(IdentifyPv, FindsTheFacingInThePowerAlone) {
  for (const Roof& roof : k_roofs) {
    const PvPast past{testing::sample_pv(roof.place, roof.plane, 90, false)};
    const auto found = identify_pv(past, past.cells());
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->is_from_irradiance);
    EXPECT_NEAR(found->plane.tilt_deg, roof.plane.tilt_deg, 5.0);
    EXPECT_LE(turn(found->plane.azimuth_deg, roof.plane.azimuth_deg), 10.0);
  }
}

TEST(IdentifyPv, IsNotTurnedByOutagesAndSnow) {
  PvSources sources = testing::sample_pv(k_roofs[0].place, k_roofs[0].plane, 90, true);
  for (std::size_t slot = 0; slot < sources.pv.size(); ++slot) {
    if (slot / 48 % 10 == 3 || (slot % 48 > 28 && slot / 48 % 7 == 2))
      sources.pv.values[slot] = 0.0;
  }
  const PvPast past{sources};
  const auto found = identify_pv(past, past.cells());
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->plane.tilt_deg, 35.0, 5.0);
  EXPECT_NEAR(found->plane.azimuth_deg, 180.0, 10.0);
}

TEST(IdentifyPv, SaysNothingWithoutPlaceOrSun) {
  PvSources sources = testing::sample_pv(k_roofs[0].place, k_roofs[0].plane, 20, true);
  EXPECT_FALSE(identify_pv(PvPast{sources}, 3));
  PvSources homeless = sources;
  homeless.location.reset();
  EXPECT_FALSE(identify_pv(PvPast{homeless}, 960));
  for (double& kw : sources.pv.values) kw = 0.0;
  EXPECT_FALSE(identify_pv(PvPast{sources}, 960));
}

}  // namespace
}  // namespace ohmstead::forecast
