#include "ohmstead/forecast/irradiance.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "ohmstead/forecast/pv_plant.hpp"

namespace ohmstead::forecast {
namespace {

constexpr SunPosition k_high{30.0, 180.0, 1.0};
const double k_cos_30 = std::cos(30.0 * 3.14159265358979 / 180.0);
constexpr SkyModel k_models[] = {SkyModel::isotropic, SkyModel::hay_davies, SkyModel::perez};

TEST(Irradiance, DecompositionKeepsTheGlobalLight) {
  for (double global = 0.0; global <= 1.2; global += 0.05) {
    const Sky sky = decompose(global, k_high);
    EXPECT_NEAR(sky.direct * k_cos_30 + sky.diffuse, global, 1e-9);
    EXPECT_GE(sky.diffuse, 0.0);
    EXPECT_LE(sky.direct, extraterrestrial(k_high));
  }
  EXPECT_EQ(decompose(-0.01, k_high).global, 0.0);
  EXPECT_EQ(decompose(0.02, {89.5, 90.0, 1.0}).direct, 0.0) << "too low to tell";
}

// Erbs: at a clearness of 0.5 the share is 0.9511 - 0.0802 + 1.097 - 2.07975 + 0.771 = 0.65915.
TEST(Irradiance, DecomposesAsErbsDid) {
  const double global = 0.5 * 1.361 * k_cos_30;
  EXPECT_NEAR(decompose(global, k_high).diffuse / global, 0.65915, 1e-5);
  const double dull = 0.1 * 1.361 * k_cos_30;
  EXPECT_NEAR(decompose(dull, k_high).diffuse / dull, 1.0 - 0.009, 1e-9);
  const double clear = 0.85 * 1.361 * k_cos_30;
  EXPECT_NEAR(decompose(clear, k_high).diffuse / clear, 0.165, 1e-9);
}

TEST(Irradiance, AFlatPlaneSeesTheGlobalLight) {
  for (const double global : {0.05, 0.3, 0.6, 0.9}) {
    const Sky sky = decompose(global, k_high);
    for (const SkyModel model : k_models) {
      EXPECT_NEAR(transpose(sky, k_high, {0.0, 180.0}, model).total(), global, 1e-9);
    }
  }
}

TEST(Irradiance, APlaneTowardsTheSunSeesMostOfIt) {
  const Sky sky = with_diffuse(0.8, 0.1, k_high);
  for (const SkyModel model : k_models) {
    const double facing = transpose(sky, k_high, {30.0, 180.0}, model).total();
    EXPECT_GT(facing, transpose(sky, k_high, {30.0, 90.0}, model).total());
    EXPECT_GT(facing, transpose(sky, k_high, {60.0, 180.0}, model).total());
    EXPECT_NEAR(transpose(sky, k_high, {30.0, 180.0}, model).cos_incidence, 1.0, 1e-12);
    EXPECT_EQ(transpose(sky, {60.0, 180.0, 1.0}, {90.0, 0.0}, model).cos_incidence, 0.0);
  }
  // Isotropic by hand: 0.7 / cos 30 of beam, 0.1 of the sky at half of (1 + cos 30), and ground.
  EXPECT_NEAR(transpose(sky, k_high, {30.0, 180.0}, SkyModel::isotropic).total(),
              0.7 / k_cos_30 + 0.1 * 0.5 * (1 + k_cos_30) + 0.8 * 0.2 * 0.5 * (1 - k_cos_30), 1e-9);
}

TEST(PvPlant, LosesByHeatAndIsClipped) {
  const Sky sky = with_diffuse(0.8, 0.1, k_high);
  PvPlant plant{{{base::Power{5.0}, 30.0, 180.0}}, std::nullopt};
  const base::Power cold = plant.power({sky, 0.0, 1.0}, k_high);
  const base::Power hot = plant.power({sky, 30.0, 1.0}, k_high);
  EXPECT_NEAR((cold - hot) / base::Power{5.0 * 0.12}, 0.887, 0.05) << "0.4 percent a kelvin";
  EXPECT_LT(plant.power({sky, 0.0, 1.0, true}, k_high), cold * 0.15);
  plant.planes.push_back({base::Power{3.0}, 30.0, 180.0});
  EXPECT_NEAR(plant.power({sky, 0.0, 1.0}, k_high) / cold, 1.6, 1e-9);
  plant.inverter_limit = base::Power{4.0};
  EXPECT_EQ(plant.power({sky, 0.0, 1.0}, k_high), base::Power{4.0});
  EXPECT_EQ(plant.power({Sky{}, 0.0, 1.0}, {120.0, 0.0, 1.0}), base::Power{});
}

}  // namespace
}  // namespace ohmstead::forecast
