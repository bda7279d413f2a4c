// What import has reached this month, and what it may reach in the slot that runs.
//
// A plan counts its first slot whole, however late in it it is made: it is told what was reached
// when the slot began. Units: kW, kWh. Thread rule: one thread.
#pragma once

#include "ohmstead/home/override.hpp"
#include "ohmstead/home/past.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/plan/import_budget.hpp"
#include "ohmstead/plan/peak_book.hpp"

namespace ohmstead::engine {

class MonthPeaks {
 public:
  MonthPeaks(const home::Site& site, const base::Zone& zone);

  void add(const home::MeasuredSlot& slot);
  // At the beginning of the slot of `now`; not falling in time.
  [[nodiscard]] const std::vector<home::PeakSoFar>& reached(base::Time now);
  // For the slot of `now`, sparing what people set by hand; nothing where no fee counts.
  [[nodiscard]] std::optional<home::ImportBudget> budget(
      const home::Plan& plan, const std::vector<home::Override>& overrides, base::Time now);

 private:
  home::Tariff tariff_;
  base::Zone zone_;
  base::Seconds step_;
  plan::PeakBook book_;
  std::optional<base::Time> slot_;  // of what was reached
  std::vector<home::PeakSoFar> reached_;
};

}  // namespace ohmstead::engine
