// Prices beyond the published ones as the service would have foretold them in its past: learned
// from what was published by then, anew each week, in the first five weeks each day.
//
// Same history, same answers, in whatever order they are asked for. Money per kWh, of the market,
// before tariff. Thread rule: calls from any thread; they wait for each other.
//
//   const LearnedPrices prices{history, zone, published_at};
//   outlook.slots = SlotGrid::aligned(now, prices.reach(now, published, now + horizon), step);
//   prices.fill(outlook, now);
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "ohmstead/forecast/price_model.hpp"
#include "ohmstead/home/outlook.hpp"
#include "ohmstead/simulate/history.hpp"

namespace ohmstead::simulate {

class LearnedPrices {
 public:
  LearnedPrices(const History& history, const base::Zone& zone, base::Seconds published_at);

  // Whether two of the last four weeks are known, as the service asks for.
  [[nodiscard]] bool can_foretell(base::Time now) const;
  // From the outlook's `spot_until` on, with bands.
  void fill(home::Outlook& outlook, base::Time now) const;

 private:
  [[nodiscard]] const forecast::PriceModel& trained(base::Time now) const;

  forecast::PricePast past_;
  mutable std::mutex busy_;
  mutable std::map<base::Time, forecast::PriceModel> models_;  // by when they were trained
};

}  // namespace ohmstead::simulate
