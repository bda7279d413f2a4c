#include "load_search.hpp"

#include <algorithm>
#include <limits>

#include "search/on_blocks.hpp"

namespace ohmstead::plan {
namespace {

constexpr std::size_t k_longest_change = 6;  // slots

class SwitchedLoad final : public SwitchedDevice {
 public:
  explicit SwitchedLoad(const LoadElement& element)
      : load_{&element.load()}, programme_{element.load()} {}

  [[nodiscard]] std::size_t device() const override { return 0; }
  [[nodiscard]] Track respond(std::span<const double> prices, std::span<const char> blocked,
                              std::span<const Track>) override {
    return best_schedule(*load_, programme_, prices, blocked);
  }
  void visit_neighbours(std::span<const Track> tracks, const Visit& visit) override {
    const std::vector<int> states = tracks[0].state;
    visit_swaps(states, visit);
    for (const OnBlock& block : on_blocks(states)) visit_places(states, block, visit);
  }
  [[nodiscard]] double own_cost(std::span<const Track> tracks) override {
    return load_->cost(tracks[0]);
  }

 private:
  void offer(const std::vector<int>& states, const Visit& visit) const {
    if (load_->is_allowed(states)) visit(load_->track_of(states));
  }
  // A slot more, a slot less, and a slot for another one: what it needs stays the same.
  void visit_swaps(const std::vector<int>& states, const Visit& visit) const {
    std::vector<int> changed = states;
    for (std::size_t t = load_->first; t < load_->end; ++t) {
      changed[t] = 1 - states[t];
      offer(changed, visit);
      for (std::size_t other = load_->first; other < t; ++other) {
        if (states[other] == states[t]) continue;
        changed[other] = 1 - states[other];
        offer(changed, visit);
        changed[other] = states[other];
      }
      changed[t] = states[t];
    }
  }
  // The block elsewhere, a little longer or shorter, or not at all.
  void visit_places(const std::vector<int>& states, OnBlock block, const Visit& visit) const {
    std::vector<int> without = states;
    for (std::size_t t = block.begin; t < block.end; ++t) without[t] = 0;
    offer(without, visit);
    const std::size_t length = block.end - block.begin;
    const std::size_t shortest = length > k_longest_change ? length - k_longest_change : 1;
    for (std::size_t begin = load_->first; begin < load_->end; ++begin) {
      const bool is_near =
          begin + k_longest_change >= block.begin && begin <= block.begin + k_longest_change;
      const std::size_t least = is_near ? shortest : length;
      const std::size_t most = is_near ? length + k_longest_change : length;
      for (std::size_t n = least; n <= most && begin + n <= load_->end; ++n) {
        if (begin == block.begin && n == length) continue;
        std::vector<int> moved = without;
        for (std::size_t t = 0; t < n; ++t) moved[begin + t] = 1;
        offer(moved, visit);
      }
    }
  }

  const LoadDevice* load_;
  LoadProgramme programme_;
};

}  // namespace

Track best_schedule(const LoadDevice& load, LoadProgramme& programme,
                    std::span<const double> prices, std::span<const char> blocked) {
  std::vector<double> costs(load.hours.size());
  for (std::size_t t = 0; t < costs.size(); ++t) {
    const bool is_blocked = !blocked.empty() && blocked[t] != 0;
    costs[t] = is_blocked ? std::numeric_limits<double>::infinity()
                          : prices[t] * load.power_kw * load.hours[t];
  }
  return load.track_of(
      programme.cheapest(costs, {load.wanted_h, load.price_per_h, load.start_cost}));
}

std::unique_ptr<SwitchedDevice> make_switched_load(const LoadElement& element) {
  return std::make_unique<SwitchedLoad>(element);
}

}  // namespace ohmstead::plan
