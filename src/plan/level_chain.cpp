#include "level_chain.hpp"

#include <cmath>

namespace ohmstead::plan {

std::vector<double> chain_levels(std::size_t count) {
  const auto last = static_cast<double>(count - 1);
  std::vector<double> levels;
  levels.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    levels.push_back(std::sqrt(last) * (2.0 * static_cast<double>(i) / last - 1.0));
  return levels;
}

// From two levels on: one more comes of four copies, shifted; inner rows are counted twice.
std::vector<std::vector<double>> chain_steps(std::size_t count, double left) {
  const double stay = (1.0 + left) / 2.0, go = 1.0 - stay;
  std::vector<std::vector<double>> steps{{stay, go}, {go, stay}};
  for (std::size_t size = 3; size <= count; ++size) {
    std::vector<std::vector<double>> more(size, std::vector<double>(size, 0.0));
    for (std::size_t i = 0; i + 1 < size; ++i) {
      for (std::size_t j = 0; j + 1 < size; ++j) {
        more[i][j] += stay * steps[i][j];
        more[i][j + 1] += go * steps[i][j];
        more[i + 1][j] += go * steps[i][j];
        more[i + 1][j + 1] += stay * steps[i][j];
      }
    }
    for (std::size_t i = 1; i + 1 < size; ++i)
      for (double& each : more[i]) each /= 2.0;
    steps = std::move(more);
  }
  return steps;
}

}  // namespace ohmstead::plan
