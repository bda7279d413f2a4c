// The learned forecasts of a home in its past: each week they are trained anew on what was known
// then, in the first five weeks each day.
//
// Repaired values never enter: they may be younger. The weather of the history is left out, as it
// was measured, not forecast. The models of the last few weeks are kept, so that looking back some
// days costs nothing. Same history, same answers, in whatever order they are asked for. Units: kW.
// Thread rule: calls from any thread; they wait for each other.
//
//   const LearnedForecasts learned{site, history, zone};
//   learned.fill(outlook, now);
#pragma once

#include <memory>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/forecast/measured.hpp"
#include "ohmstead/forecast/pv_past.hpp"
#include "ohmstead/home/outlook.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/simulate/history.hpp"

namespace ohmstead::simulate {

// What was really measured; NaN else.
[[nodiscard]] forecast::Measured measured_of(const History& history, const PowerHistory& power);
// Of the roof, with the forecast that it had; without weather.
[[nodiscard]] forecast::PvSources pv_sources_of(const home::Site& site, const History& history);

// When models in use at `now` were trained, of a history that begins at `start`.
[[nodiscard]] base::Time training_time(base::Time start, base::Time now);

class LearnedForecasts {
 public:
  LearnedForecasts(const home::Site& site, const History& history, const base::Zone& zone);
  ~LearnedForecasts();
  LearnedForecasts(LearnedForecasts&&) noexcept;
  LearnedForecasts& operator=(LearnedForecasts&&) noexcept;

  // Load, PV and their bands of the outlook's slots, as known at `now`.
  void fill(home::Outlook& outlook, base::Time now) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ohmstead::simulate
