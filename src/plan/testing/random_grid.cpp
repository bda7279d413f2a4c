#include "testing/random_dice.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::PowerPrice;
using base::Ratio;
using base::Seconds;
using base::Series;

template <class Q>
Series<Q> random_series(Random& random, std::size_t count, double low, double high) {
  Series<Q> series;
  for (std::size_t slot = 0; slot < count; ++slot) series.push_back(Q{random.between(low, high)});
  return series;
}

home::PeakCharge random_peak(Random& random, std::size_t count) {
  home::PeakCharge peak;
  peak.price = PowerPrice{random.between(0.1, 4.0)};
  peak.threshold = Power{random.chance(0.3) ? random.between(0.0, 1.0) : 0.0};
  if (random.chance(0.3)) peak.direction = home::GridDirection::export_;
  if (random.chance(0.5)) peak.applies = random_series<Ratio>(random, count, 0.0, 1.0);
  peak.per = random.chance(0.5) ? home::PeakPer::day : home::PeakPer::window;
  peak.mean_of = static_cast<std::int64_t>(random.whole(1, 4));
  peak.is_aligned = peak.per == home::PeakPer::window || random.chance(0.5);
  peak.window = Seconds{random.chance(0.5) ? 3600 : 1800};
  if (peak.is_aligned && random.chance(0.5)) peak.window_so_far = Energy{random.between(0.0, 1.0)};
  const std::size_t known = random.whole(0, 3);
  if (known > 0) peak.all_so_far = random_series<Power>(random, known, 0.0, 3.0);
  if (random.chance(0.3)) peak.day_so_far = Power{random.between(0.0, 3.0)};
  return peak;
}

}  // namespace

void add_grid_series(home::Case& home, std::uint64_t seed, const RandomCaseKnobs& knobs) {
  Random random{seed, Aspect::more_grid, 0};
  if (!knobs.allows_grid_series || !home.grid.is_exclusive) return;
  const std::size_t count = home.slots.count();
  home::Grid& grid = home.grid;
  if (random.chance(0.4)) grid.import_limit = random_series<Power>(random, count, 0.5, 6.0);
  if (random.chance(0.4)) grid.export_limit = random_series<Power>(random, count, 0.0, 4.0);
  if (random.chance(0.4))
    grid.import_over_limit_price = random_series<EnergyPrice>(random, count, 0.0, 1.0);
  if (random.chance(0.4))
    grid.export_over_limit_price = random_series<EnergyPrice>(random, count, 0.0, 1.0);
  if (random.chance(0.3)) {
    grid.export_cap_share = Ratio{0.6};
    grid.pv_peak = Power{random.between(0.5, 8.0)};
  }
  if (random.chance(0.4)) {
    home.co2 = random_series<home::CarbonIntensity>(random, count, 0.0, 0.6);
    home.objective.co2_price = home::CarbonPrice{random.between(0.0, 0.3)};
    if (random.chance(0.5))
      home.co2_export = random_series<home::CarbonIntensity>(random, count, 0.0, 0.6);
  }
  if (random.chance(0.3))
    home.objective.self_consumption_weight = EnergyPrice{random.between(0.0, 0.1)};
}

void add_peaks(home::Case& home, std::uint64_t seed, const RandomCaseKnobs& knobs) {
  Random random{seed, Aspect::more_grid, 1};
  if (!knobs.allows_peaks || !home.grid.is_exclusive) return;
  const std::size_t number = random.whole(0, 2);
  for (std::size_t i = 0; i < number; ++i)
    home.grid.peaks.push_back(random_peak(random, home.slots.count()));
  if (random.chance(0.3)) home.objective.peak_shaving_weight = PowerPrice{random.between(0.0, 1.0)};
}

void add_shared_limits(home::Case& home, std::uint64_t seed, const RandomCaseKnobs& knobs) {
  Random random{seed, Aspect::more_grid, 2};
  if (!knobs.allows_shared_limits) return;
  if (random.chance(0.7)) {
    home::Phases& phases = home.grid.phases.emplace();
    phases.limit = Power{random.between(0.5, 3.0)};
    phases.load_share = Series<Ratio>{std::vector<double>{0.5, 0.3, 0.2}};
    if (random.chance(0.5)) phases.pv_share = Series<Ratio>{std::vector<double>{0.0, 1.0, 0.0}};
    if (random.chance(0.5)) phases.max_unbalance = Power{random.between(0.2, 3.0)};
    if (!home.batteries.empty() && random.chance(0.5))
      phases.devices.push_back({home.batteries[0].id, 2});
  }
  if (home.batteries.empty() || !random.chance(0.6)) return;
  home::PowerLimit limit;
  limit.id = "circuit";
  for (const home::Battery& battery : home.batteries) limit.devices.push_back(battery.id);
  limit.limit = random_series<Power>(random, home.slots.count(), 0.0, 5.0);
  if (random.chance(0.5)) limit.price = EnergyPrice{random.between(0.0, 1.0)};
  home.power_limits.push_back(std::move(limit));
}

}  // namespace ohmstead::plan
