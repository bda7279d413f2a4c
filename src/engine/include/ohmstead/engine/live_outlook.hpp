// What is expected of a real home: published prices, weather and PV forecasts of its services, and
// load and sun as they are learned from what the home measured.
//
// Prices are never invented: the outlook ends where they do, at most planning.horizon_h ahead.
// What is learned is learned anew each week (in the first five weeks each day) on a thread of its
// own, and kept in the memory; until then profiles and physics forecast. Units as in
// home/outlook.hpp. Thread rule: all calls from one thread.
//
//   LiveOutlook outlooks{site, zone, feeds, &memory};
//   outlooks.begin_with(load, pv);            // of before, if anything
//   engine::Engine engine{{clock, site, zone, devices, outlooks, log, memory}, {}};
#pragma once

#include <memory>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/forecast/measured.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/ports/feeds.hpp"
#include "ohmstead/ports/memory.hpp"
#include "ohmstead/ports/outlook_source.hpp"

namespace ohmstead::engine {

class LiveOutlook final : public ports::OutlookSource {
 public:
  // All must outlive it; `memory` may be null, then all is forgotten in the end. Reads from the
  // memory what was measured before `now`.
  LiveOutlook(const home::Site& site, const base::Zone& zone, const ports::Feeds& feeds,
              ports::Memory* memory, base::Time now);
  ~LiveOutlook() override;

  // What was measured before the service began, on slots of planning.step_min.
  void begin_with(const forecast::Measured& load, const forecast::Measured& pv);

  // Errors: not_found where no price is known for now, with what the sources of prices say.
  [[nodiscard]] base::Result<home::Outlook> outlook(base::Time now) override;
  void learn(const home::MeasuredSlot& slot) override;
  [[nodiscard]] std::vector<ports::FeedHealth> health() const override;
  [[nodiscard]] std::int64_t version(base::Time now) const override;

  // Waits for a training that is under way.
  void finish_training();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ohmstead::engine
