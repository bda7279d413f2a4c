// How good the forecasts of PV and load were, by how long before they were made.
//
// Keeps the forecasts of the last day; each measured slot is compared with those made 1, 3, 6, 12
// and 24 hours before it. The means forget slowly: after a week of slots a slot counts half.
// Thread rule: one thread.
#pragma once

#include <array>
#include <deque>

#include "ohmstead/engine/snapshot.hpp"

namespace ohmstead::engine {

class ForecastCheck {
 public:
  void note(const home::Outlook& outlook, base::Time made_at);
  void measure(const MeasuredSlot& slot);
  [[nodiscard]] std::vector<ForecastAccuracy> accuracy() const;

 private:
  static constexpr std::array<std::int64_t, 5> k_leads_h{1, 3, 6, 12, 24};
  struct Forecast {
    base::Time made_at;
    base::SlotGrid slots;  // of a day
    std::vector<float> pv_kw, load_kw;
  };
  struct Mean {
    double weight = 0.0, absolute = 0.0, leaning = 0.0;
    std::int64_t count = 0;
    void add(double error, double hours);
  };
  // The newest one made at least `lead` before `time`; null when that is much older, or unknown.
  [[nodiscard]] const Forecast* find(base::Time time, base::Seconds lead) const;

  std::deque<Forecast> forecasts_;
  std::array<Mean, k_leads_h.size()> pv_{}, load_{};
};

}  // namespace ohmstead::engine
