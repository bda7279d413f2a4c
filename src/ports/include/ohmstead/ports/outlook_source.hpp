// What is expected of prices, sun and load from an instant on.
//
// Thread rule: all calls come from one thread. Errors: not_found (no price is known for that time),
// unavailable, timed_out.
#pragma once

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/outlook.hpp"
#include "ohmstead/home/past.hpp"
#include "ohmstead/ports/feeds.hpp"
#include "ohmstead/ports/forecast_models.hpp"

namespace ohmstead::ports {

class OutlookSource {
 public:
  virtual ~OutlookSource() = default;
  [[nodiscard]] virtual base::Result<home::Outlook> outlook(base::Time now) = 0;
  // A slot that has passed, as it was measured; in order.
  virtual void learn(const home::MeasuredSlot& slot) { (void)slot; }
  // How the sources of it do; empty: nothing to tell.
  [[nodiscard]] virtual std::vector<FeedHealth> health() const { return {}; }
  // What is learned, where anything is; null: nothing. It lives as long as this.
  [[nodiscard]] virtual ForecastModels* models() { return nullptr; }
  // Changes when other prices are known; cheap to ask.
  [[nodiscard]] virtual std::int64_t version(base::Time now) const {
    (void)now;
    return 0;
  }
};

}  // namespace ohmstead::ports
