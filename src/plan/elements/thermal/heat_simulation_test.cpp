#include "heat_simulation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "testing/random_rooms.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

// One schedule after the other, each with some slots of one source changed.
TEST(HeatSimulation, TellsTheSameAsFromTheBeginning) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(scaled(40)); ++seed) {
    const home::Case home = make_random_rooms(seed, {.allows_modulating = false});
    const Heating heating{home};
    HeatSimulation simulation{heating};
    std::vector<Track> heaters(heating.heaters().size(), Track{heating.slot_count()});
    std::mt19937_64 random{seed};
    std::vector<double> temperatures_c;
    for (int change = 0; change < 12; ++change) {
      heating.simulate(heaters, temperatures_c);
      EXPECT_EQ(simulation.cost(heaters), heating.cost(temperatures_c)) << seed << ' ' << change;
      EXPECT_TRUE(std::ranges::equal(simulation.temperatures_c(), temperatures_c)) << seed;
      if (heaters.empty() || change % 4 == 3) continue;  // the same once more
      const std::size_t heater = random() % heaters.size();
      const std::size_t first = random() % heating.slot_count();
      const double kw = static_cast<double>(random() % 3) * heating.heaters()[heater].power_kw / 2;
      for (std::size_t t = first; t < std::min(first + 3, heating.slot_count()); ++t)
        heaters[heater].power_kw[t] = kw;
    }
  }
}

}  // namespace
}  // namespace ohmstead::plan
