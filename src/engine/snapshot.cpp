#include "ohmstead/engine/snapshot.hpp"

#include <algorithm>

namespace ohmstead::engine {
namespace {

constexpr double k_some_kw = 0.05;
constexpr std::chrono::hours k_plan_holds{6}, k_plan_holds_at_most{24};

}  // namespace

std::size_t Snapshot::published_slots() const {
  std::size_t count = home.slots.count();
  while (published_until && count > 0 && home.slots.end(count - 1) > *published_until) --count;
  return count;
}

bool Snapshot::turns_pv_down(base::Time from, base::Time to) const {
  return std::any_of(plan.slots.begin(), plan.slots.end(), [&](const home::PlanSlot& slot) {
    return slot.start < to && from < slot.start + slot.duration &&
           slot.pv_curtailed.value() > k_some_kw;
  });
}

base::Time Snapshot::plan_holds_until() const {
  const base::Time latest = planned_at + k_plan_holds_at_most;
  return std::clamp(published_until.value_or(latest), planned_at + k_plan_holds, latest);
}

const home::PlanSlot* Snapshot::slot_at(base::Time time) const {
  const auto found = std::find_if(plan.slots.begin(), plan.slots.end(), [&](const auto& slot) {
    return slot.start <= time && time < slot.start + slot.duration;
  });
  return found == plan.slots.end() ? nullptr : &*found;
}

}  // namespace ohmstead::engine
