// The steps of a backtest as CSV lines, for everyone who wants to look closer.
// Columns: time_utc, strategy, what was measured, what the grid saw, then four per battery; one row
// per slot and strategy. Collects lines and hands them on in blocks. Thread rule: one thread.
//
//   StepCsv csv{period, options.steps};
//   csv.add(slot, "optimal", done, is_flip);
//   Result<void> written = csv.flush();
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "measured_period.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::simulate {

class StepCsv {
 public:
  using Sink = std::function<base::Result<void>(std::string_view lines)>;

  // `period` must outlive it; without a sink all calls do nothing.
  StepCsv(const MeasuredPeriod& period, Sink sink);

  [[nodiscard]] base::Result<void> add(std::size_t slot, std::string_view strategy,
                                       const home::PlanSlot& done, bool is_flip);
  [[nodiscard]] base::Result<void> flush();

 private:
  const MeasuredPeriod& period_;
  Sink sink_;
  std::string lines_;
};

}  // namespace ohmstead::simulate
