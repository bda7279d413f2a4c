#include "soc_target.hpp"

#include <algorithm>

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::Power;
using home::Mode;

constexpr Power k_tolerance{1e-9};

class Targets {
 public:
  Targets(const home::Case& home, std::size_t battery)
      : device_{home.batteries[battery]}, battery_{battery} {}

  void write(home::Plan& plan) const {
    // Backwards, so that the end of a block is known at each of its slots.
    for (std::size_t t = plan.slots.size(); t-- > 0;) {
      home::BatterySlot& slot = plan.slots[t].batteries[battery_];
      const bool goes_on = t + 1 < plan.slots.size() && is_block(slot.mode) &&
                           plan.slots[t + 1].batteries[battery_].mode == slot.mode;
      const Energy start = t == 0 ? device_.soc : plan.slots[t - 1].batteries[battery_].soc;
      const Energy end = goes_on ? *plan.slots[t + 1].batteries[battery_].soc_target : slot.soc;
      slot.soc_target = target(t, plan.slots[t], slot, start, end);
    }
  }

 private:
  static bool is_block(Mode mode) {
    return mode == Mode::charge || mode == Mode::discharge || mode == Mode::export_;
  }
  [[nodiscard]] Energy floor(std::size_t t) const {
    return device_.reserve.is_empty() ? device_.min_soc
                                      : std::max(device_.min_soc, device_.reserve[t]);
  }
  [[nodiscard]] Energy target(std::size_t t, const home::PlanSlot& home,
                              const home::BatterySlot& slot, Energy start, Energy end) const {
    const Energy top = home::effective_max_soc(device_);
    switch (slot.mode) {
      case Mode::charge:
        return std::clamp(end, std::min(device_.min_soc, top), top);
      case Mode::discharge:
      case Mode::export_:
        return std::max(end, std::min(floor(t), start));
      case Mode::self_use:
        if (slot.discharge > k_tolerance || home.grid_import > k_tolerance)
          return std::min(floor(t), top);
        if (slot.charge > k_tolerance || home.grid_export > k_tolerance) return top;
        return start;
      case Mode::hold:
        break;
    }
    return start;
  }

  const home::Battery& device_;
  std::size_t battery_;
};

}  // namespace

void set_soc_targets(const home::Case& home, home::Plan& plan) {
  for (std::size_t i = 0; i < home.batteries.size(); ++i) Targets{home, i}.write(plan);
}

}  // namespace ohmstead::plan
