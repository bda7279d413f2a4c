// What is expected of a real home: published prices, weather and PV forecasts of its services, and
// load and sun as they are learned from what the home measured.
//
// No price is passed off as published: where the published ones end, a forecast learned from those
// of before goes on and is marked (Outlook::spot_until); with less than two weeks of prices the
// outlook ends there. It reaches planning.horizon_h ahead. What was measured passes the meter
// cleaning. Models are learned on a thread of their own and judged week by week
// (src/engine/live_models.hpp); until then profiles and physics forecast. Units as in
// home/outlook.hpp. Thread rule: all calls from one thread; models() as ports::ForecastModels says.
//
//   LiveOutlook outlooks{site, zone, feeds, &memory};
//   outlooks.begin_with(load, pv);            // of before, if anything
//   engine::Engine engine{{clock, site, zone, devices, outlooks, log, memory}, {}};
#pragma once

#include <memory>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/forecast/measured.hpp"
#include "ohmstead/home/price_curve.hpp"
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
  // What was published before.
  void begin_with_prices(const home::PriceCurve& published);

  // Errors: not_found where no price is known for now, with what the sources of prices say.
  [[nodiscard]] base::Result<home::Outlook> outlook(base::Time now) override;
  void learn(const home::MeasuredSlot& slot) override;
  // Of the sources, of the price forecast, of the meters where anything was mended, of the models.
  [[nodiscard]] std::vector<ports::FeedHealth> health() const override;
  [[nodiscard]] ports::ForecastModels* models() override;
  [[nodiscard]] std::int64_t version(base::Time now) const override;

  // Waits for a training that is under way.
  void finish_training();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ohmstead::engine
