// Scenarios from what forecasts got wrong before.
//
// The forecast that was (or would have been) made at this time of day some days ago is compared
// with what was then measured; each of these days is one scenario of equal weight: today's forecast
// with that day's errors. Load errors add up, PV errors multiply (so that night stays dark),
// smoothed over two hours. Nothing that was not measured by then has any influence. Units: kW.
// Thread rule: const calls from any thread.
//
//   const PastErrors errors{known, history};
//   outlook.scenarios = errors.scenarios(outlook);
#pragma once

#include <vector>

#include "ohmstead/simulate/known_then.hpp"

namespace ohmstead::simulate {

class PastErrors {
 public:
  // Both must outlive this object.
  PastErrors(const KnownThen& known, const History& history) : known_{&known}, history_{&history} {}

  // Of the last week. Empty where too few days were measured to tell.
  [[nodiscard]] std::vector<home::Scenario> scenarios(const home::Outlook& outlook) const;
  // Bands of load and PV by the errors of the last four weeks, each believed as rank k of n + 1.
  // Left empty where fewer than nine days tell.
  void fill_bands(home::Outlook& outlook) const;

 private:
  [[nodiscard]] std::optional<home::Scenario> scenario_of(const home::Outlook& outlook,
                                                          int days_ago) const;

  const KnownThen* known_;
  const History* history_;
};

}  // namespace ohmstead::simulate
