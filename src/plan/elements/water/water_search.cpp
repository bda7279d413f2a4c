// An on/off water heater as the search over schedules sees it (search/switched.hpp).
#include <algorithm>
#include <array>

#include "search/cost_floor.hpp"
#include "search/on_blocks.hpp"
#include "search/switched.hpp"
#include "tank_floor.hpp"
#include "water_schedule.hpp"

namespace ohmstead::plan {
namespace {

constexpr std::size_t k_longest_change = 6;  // slots
constexpr std::array k_floor_grids_k{0.1, 0.05, 0.025};

class SwitchedWaterHeater final : public SwitchedDevice {
 public:
  explicit SwitchedWaterHeater(const WaterHeaterElement& element)
      : element_{&element}, programme_{make_programme(element)} {}

  [[nodiscard]] std::size_t device() const override { return 0; }
  [[nodiscard]] Track respond(std::span<const double> prices, std::span<const char> blocked,
                              std::span<const Track>) override {
    return best_schedule(*element_, *programme_, prices, blocked);
  }
  void visit_neighbours(std::span<const Track> tracks, const Visit& visit) override {
    const std::vector<int> states = tracks[0].state;
    visit_ranges(states, visit);
    for (const OnBlock& block : on_blocks(states)) {
      visit_lengths(states, block, visit);
      visit_places(states, block, visit);
    }
  }
  [[nodiscard]] double own_cost(std::span<const Track> tracks) override {
    return element_->need().cost(element_->heater().heat_kw(tracks[0]));
  }

 private:
  void offer(const std::vector<int>& states, const Visit& visit) const {
    if (element_->heater().rules.is_allowed(states)) visit(element_->track_of(states));
  }
  void visit_ranges(const std::vector<int>& states, const Visit& visit) const {
    for (std::size_t t = 0; t < states.size(); ++t) {
      std::vector<int> set = states, clear = states, flip = states;
      const std::size_t end = std::min(states.size(), t + k_longest_change);
      for (std::size_t k = t; k < end; ++k) {
        set[k] = 1;
        clear[k] = 0;
        flip[k] = 1 - states[k];
        // Where the last slot does not change, a shorter range has offered the same.
        if (states[k] != 1) offer(set, visit);
        if (states[k] == 1) offer(clear, visit);
        if (flip != set && flip != clear) offer(flip, visit);
      }
    }
  }
  void visit_lengths(const std::vector<int>& states, OnBlock block, const Visit& visit) const {
    for (const int on : {0, 1}) {
      std::vector<int> early = states, late = states;
      for (std::size_t k = 0; k < k_longest_change; ++k) {
        const std::size_t first = on == 1 ? block.begin - 1 - k : block.begin + k;
        if (first < states.size()) {
          early[first] = on;
          offer(early, visit);
        }
        const std::size_t last = on == 1 ? block.end + k : block.end - 1 - k;
        if (last < states.size()) {
          late[last] = on;
          offer(late, visit);
        }
      }
    }
  }
  void visit_places(const std::vector<int>& states, OnBlock block, const Visit& visit) const {
    std::vector<int> without = states;
    for (std::size_t t = block.begin; t < block.end; ++t) without[t] = 0;
    offer(without, visit);
    for (std::size_t begin = 0; begin + (block.end - block.begin) <= states.size(); ++begin) {
      if (begin == block.begin) continue;
      std::vector<int> moved = without;
      for (std::size_t t = 0; t < block.end - block.begin; ++t) moved[begin + t] = 1;
      offer(moved, visit);
    }
  }

  const WaterHeaterElement* element_;
  std::unique_ptr<WaterProgramme> programme_;
};

class SwitchedTankFloor final : public CostFloor {
 public:
  explicit SwitchedTankFloor(const WaterHeaterElement& element)
      : element_{&element}, floor_{element.heater(), *element.tank(), k_floor_grids_k.front()} {}

  bool refine() override {
    if (fineness_ + 1 == k_floor_grids_k.size()) return false;
    floor_ = TankFloor{element_->heater(), *element_->tank(), k_floor_grids_k[++fineness_]};
    return true;
  }

  [[nodiscard]] std::optional<double> at(std::span<const std::vector<double>> prices,
                                         const std::function<bool()>&) override {
    const WaterDevice& heater = element_->heater();
    std::vector<double> on_costs = prices[0];
    for (std::size_t t = 0; t < on_costs.size(); ++t)
      on_costs[t] *= heater.power_kw * heater.hours[t];
    return floor_.at(on_costs);
  }

 private:
  const WaterHeaterElement* element_;
  std::size_t fineness_ = 0;
  TankFloor floor_;
};

}  // namespace

std::unique_ptr<CostFloor> WaterHeaterElement::cost_floor() const {
  if (heater_.is_modulating || tank_ == nullptr) return nullptr;
  return std::make_unique<SwitchedTankFloor>(*this);
}

std::vector<std::unique_ptr<SwitchedDevice>> WaterHeaterElement::switched() const {
  std::vector<std::unique_ptr<SwitchedDevice>> all;
  // The search knows whole powers only.
  if (!heater_.is_modulating) all.push_back(std::make_unique<SwitchedWaterHeater>(*this));
  return all;
}

}  // namespace ohmstead::plan
