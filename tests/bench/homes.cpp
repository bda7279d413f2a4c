#include "homes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <stdexcept>

#include "ohmstead/base/file.hpp"
#include "value_function.hpp"

namespace ohmstead::bench {
namespace {

constexpr std::size_t k_shifts = 96;

double rotated(std::span<const double> values, std::size_t shift, std::size_t slot) {
  return values[(slot + shift) % values.size()];
}

// An error that changes slowly over the slots, as those of forecasts do.
void disturb(std::vector<double>& values, double size, std::mt19937_64& random) {
  std::normal_distribution<double> step{0.0, size};
  double error = 0.0;
  for (double& value : values) {
    error = 0.95 * error + step(random);
    value *= std::max(0.0, 1.0 + error);
  }
}

home::Case shifted(const home::Case& home, std::size_t shift, std::mt19937_64& random) {
  home::Case later = home;
  const base::Seconds step = home.slots.duration(0);
  later.slots =
      base::SlotGrid::uniform(home.slots.start(0) + shift * step, step, home.slots.count());
  for (std::size_t slot = 0; slot < home.slots.count(); ++slot) {
    later.prices.import.raw()[slot] = rotated(home.prices.import.raw(), shift, slot);
    later.prices.export_.raw()[slot] = rotated(home.prices.export_.raw(), shift, slot);
    later.load.raw()[slot] = rotated(home.load.raw(), shift, slot);
    later.pv.raw()[slot] = rotated(home.pv.raw(), shift, slot);
  }
  disturb(later.load.raw(), 0.03, random);
  disturb(later.pv.raw(), 0.05, random);
  return later;
}

}  // namespace

home::Case load_home(int number, app::Family family) {
  const std::filesystem::path path = std::filesystem::path{OHMSTEAD_SOURCE_DIR} /
                                     fmt::format("tests/data/families/home-{}.json", number);
  const auto text = base::read_file(path);
  if (!text) throw std::runtime_error(text.error().message);
  auto imported = app::import_case(app::PeerFormat::family, *text, path.string(), "", family);
  if (!imported) throw std::runtime_error(imported.error().message);
  return std::move(imported->home);
}

std::vector<home::Case> make_rolling_cases(const home::Case& home) {
  std::mt19937_64 random{4711};
  std::normal_distribution<double> drift{0.0, 0.01};
  std::vector<home::Case> cases;
  plan::ValueFunction program;
  base::Energy soc = home.batteries.front().soc;
  for (std::size_t shift = 0; shift < k_shifts; ++shift) {
    home::Case later = shifted(home, shift, random);
    home::Battery& battery = later.batteries.front();
    battery.soc = std::clamp(soc + drift(random) * battery.capacity, battery.min_soc,
                             effective_max_soc(battery));
    program.solve(later);
    soc = base::Energy{program.steps().front().soc_kwh};
    cases.push_back(std::move(later));
  }
  return cases;
}

}  // namespace ohmstead::bench
