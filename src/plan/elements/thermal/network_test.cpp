#include "network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "testing/random_rooms.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

TEST(HeatNetwork, OneRoomCoolsAsComputedByHand) {
  home::Case home = make_one_room(1);
  home.zones[0].mass.reset();
  const HeatNetwork network{home};
  std::vector<double> after(1);
  // 0.5 kWh/K in 0.25 h holds 2 kW/K: (2 * 20 + 3) / (2 + 0.1).
  network.advance(0, network.start_c(), std::vector<double>{3.0}, after);
  EXPECT_NEAR(after[0], 43.0 / 2.1, 1e-12);
}

TEST(HeatNetwork, AirAndMassAsComputedByHand) {
  home::Case home = make_one_room(1);
  home.zones[0].mass->temperature = base::Celsius{18.0};
  const HeatNetwork network{home};
  std::vector<double> after(2);
  network.advance(0, network.start_c(), std::vector<double>{0.0}, after);
  // 2.4 a - 0.3 m = 40 and 16.3 m - 0.3 a = 288.
  EXPECT_NEAR(after[0], (40.0 * 16.3 + 0.3 * 288.0) / (2.4 * 16.3 - 0.09), 1e-12);
  EXPECT_NEAR(after[1], (288.0 * 2.4 + 0.3 * 40.0) / (2.4 * 16.3 - 0.09), 1e-12);
}

// Every node's balance of heat, written down once more from the case.
TEST(HeatNetwork, BalancesOfRandomRoomsClose) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(scaled(200)); ++seed) {
    const home::Case home = make_random_rooms(seed);
    const HeatNetwork network{home};
    const std::size_t zones = home.zones.size();
    std::vector<double> before(network.start_c().begin(), network.start_c().end());
    std::vector<double> after(before.size()), heat(zones, 0.7);
    for (std::size_t t = 0; t < home.slots.count(); ++t) {
      network.advance(t, before, heat, after);
      const double h = home.slots.hours(t).value(), out = home.outdoor[t].value();
      for (std::size_t z = 0; z < zones; ++z) {
        const home::ThermalZone& zone = home.zones[z];
        double flow = heat[z] + zone.gain[t].value() - zone.loss_kw_per_k * (after[z] - out) +
                      zone.solar_aperture_m2 * home.irradiance[t].value();
        if (zone.mass) {
          const std::size_t m = *network.mass_node(z);
          flow -= zone.mass->coupling_kw_per_k * (after[z] - after[m]);
          const double to_mass = zone.mass->coupling_kw_per_k * (after[z] - after[m]) -
                                 zone.mass->loss_kw_per_k * (after[m] - out);
          EXPECT_NEAR(zone.mass->capacity_kwh_per_k * (after[m] - before[m]) / h, to_mass, 1e-9);
        }
        for (std::size_t y = 0; y < zones; ++y) {
          for (const auto& coupling : home.zones[y].couplings) {
            if (y == z) {
              const std::size_t other = coupling.zone == "room0"   ? 0
                                        : coupling.zone == "room1" ? 1
                                                                   : 2;
              flow -= coupling.kw_per_k * (after[z] - after[other]);
            } else if (coupling.zone == zone.id) {
              flow -= coupling.kw_per_k * (after[z] - after[y]);
            }
          }
        }
        EXPECT_NEAR(zone.capacity_kwh_per_k * (after[z] - before[z]) / h, flow, 1e-9);
      }
      std::swap(before, after);
    }
    if (HasFailure()) return;
  }
}

TEST(HeatNetwork, NumbersFarApartKeepTemperaturesBetweenTheirNeighbours) {
  for (const double capacity : {1e-9, 1.0, 1e9}) {
    for (const double coupling : {1e-9, 1.0, 1e9}) {
      for (const double loss : {0.0, 1e-9, 1e9}) {
        home::Case home = make_one_room(4);
        home.zones[0].capacity_kwh_per_k = capacity;
        home.zones[0].mass = home::ThermalMass{capacity, base::Celsius{10.0}, coupling, loss};
        home.zones[0].loss_kw_per_k = loss;
        const HeatNetwork network{home};
        std::vector<double> before(network.start_c().begin(), network.start_c().end());
        std::vector<double> after(2);
        for (std::size_t t = 0; t < 4; ++t) {
          network.advance(t, before, std::vector<double>{0.0}, after);
          for (const double c : after) {
            EXPECT_GE(c, -1e-6);
            EXPECT_LE(c, std::max(before[0], before[1]) * (1.0 + 1e-9));
          }
          std::swap(before, after);
        }
      }
    }
  }
}

}  // namespace
}  // namespace ohmstead::plan
