// The engine for homes with on/off devices: a plan by search, a bound by its prices, a proof if
// time allows.
//
// 1. A search over schedules (search/) gives the switched devices' tracks. 2. Its prices give a
// bound; where they prove nothing, the relaxed home does. 3. The linear engine plans everything
// else exactly around the tracks. 4. The mixed-integer solver starts from that plan and has the
// rest of the time to prove or better it. Every step can only improve on the one before; the clock
// may end it after any. Units: kW, money. Thread rule: one thread.
#pragma once

#include "last_tracks.hpp"
#include "optimal.hpp"

namespace ohmstead::plan {

class SwitchedEngine {
 public:
  // `linear` keeps its warm start over calls and must outlive this.
  explicit SwitchedEngine(LinearEngine& linear) : linear_{&linear} {}

  // Nothing when the home has no schedules to search: the linear engine alone is the one to ask.
  [[nodiscard]] std::optional<EngineAnswer> answer(const home::Case& home,
                                                   const HomeElements& elements,
                                                   const EngineLimits& limits);

 private:
  [[nodiscard]] EngineAnswer improved(const home::Case& home, const HomeElements& elements,
                                      const LastTracks& last, EngineAnswer answer,
                                      const EngineLimits& limits);

  LinearEngine* linear_;
};

}  // namespace ohmstead::plan
