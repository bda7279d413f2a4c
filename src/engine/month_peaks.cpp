#include "month_peaks.hpp"

namespace ohmstead::engine {

MonthPeaks::MonthPeaks(const home::Site& site, const base::Zone& zone)
    : tariff_{site.tariff},
      zone_{zone},
      step_{std::chrono::minutes{site.planning.step_min}},
      book_{site.tariff, zone} {}

void MonthPeaks::add(const home::MeasuredSlot& slot) {
  book_.add(slot.start, slot.start + slot.duration, slot.grid_import);
}

const std::vector<home::PeakSoFar>& MonthPeaks::reached(base::Time now) {
  const base::Time slot = base::floor_to(now, step_);
  if (slot_ != slot) reached_ = book_.so_far(slot);
  slot_ = slot;
  return reached_;
}

std::optional<home::ImportBudget> MonthPeaks::budget(const home::Plan& plan,
                                                     const std::vector<home::Override>& overrides,
                                                     base::Time now) {
  if (tariff_.power_fees.empty()) return {};
  auto budget = plan::import_budget(tariff_, zone_, plan, reached(now), base::floor_to(now, step_));
  if (!budget) return budget;
  for (const home::Override& each : overrides)
    if (each.from <= now && now < home::end_of(each)) budget->spared.push_back(each.device);
  return budget;
}

}  // namespace ohmstead::engine
