#include "ohmstead/forecast/fill_outlook.hpp"

namespace ohmstead::forecast {

void fill_outlook(home::Outlook& outlook, base::Time now, const Predictor& load,
                  const Predictor* pv) {
  const auto add_notes = [&outlook](const PowerPrediction& coming) {
    outlook.notes.insert(outlook.notes.end(), coming.notes.begin(), coming.notes.end());
  };
  PowerPrediction drawn = load.predict(now, outlook.slots);
  add_notes(drawn);
  outlook.load = std::move(drawn.p50);
  outlook.load_band = {std::move(drawn.p10), std::move(drawn.p90)};
  if (pv == nullptr) {
    outlook.pv = base::Series<base::Power>{outlook.slots.count()};
    outlook.pv_band = {outlook.pv, outlook.pv};
    return;
  }
  PowerPrediction sun = pv->predict(now, outlook.slots);
  add_notes(sun);
  outlook.pv = std::move(sun.p50);
  outlook.pv_band = {std::move(sun.p10), std::move(sun.p90)};
}

}  // namespace ohmstead::forecast
