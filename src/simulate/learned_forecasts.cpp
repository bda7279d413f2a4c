#include "ohmstead/simulate/learned_forecasts.hpp"

#include <cmath>
#include <map>
#include <mutex>

#include "ohmstead/forecast/fill_outlook.hpp"
#include "ohmstead/forecast/load_predictor.hpp"
#include "ohmstead/forecast/pv_model.hpp"

namespace ohmstead::simulate {
namespace {

using base::Seconds;
using base::Time;

constexpr Seconds k_day = std::chrono::days{1};
constexpr Seconds k_week = std::chrono::days{7};
constexpr Seconds k_young = std::chrono::days{35};
constexpr std::size_t k_most_kept = 12;

}  // namespace

forecast::Measured measured_of(const History& history, const PowerHistory& power) {
  const auto step = history.slots.uniform_step();
  base::expect(step.has_value(), "a history has equal slots");
  forecast::Measured measured{history.slots.start(0), *step, {}, power.known_at};
  measured.values.reserve(power.power.size());
  for (std::size_t slot = 0; slot < power.power.size(); ++slot) {
    measured.values.push_back(power.is_measured(slot) ? power.power[slot].value() : std::nan(""));
  }
  return measured;
}

forecast::PvSources pv_sources_of(const home::Site& site, const History& history) {
  forecast::PvSources sources{.pv = measured_of(history, history.pv)};
  if (site.sources.pv_forecast) sources.said = measured_of(history, history.pv_forecast);
  sources.location = site.location;
  if (site.pv) sources.planes = site.pv->planes;
  return sources;
}

Time training_time(Time start, Time now) {
  const Time week = base::floor_to(now, k_week);
  return week - start < k_young ? base::floor_to(now, k_day) : week;
}

struct LearnedForecasts::State {
  struct Models {
    forecast::LoadPredictor load;
    forecast::PvPredictor pv;
  };
  Time start;
  forecast::LoadPast load;
  forecast::PvPast pv;
  bool has_pv;
  std::mutex busy;
  std::map<Time, Models> models;  // by when they were trained

  State(const home::Site& site, const History& history, const base::Zone& zone)
      : start{history.slots.start(0)},
        load{measured_of(history, history.load), {}, zone},
        pv{pv_sources_of(site, history)},
        has_pv{site.sources.pv.has_value()} {}
  const Models& trained(Time now);
};

const LearnedForecasts::State::Models& LearnedForecasts::State::trained(Time now) {
  const Time then = training_time(start, now);
  const auto found = models.find(then);
  if (found != models.end()) return found->second;
  while (models.size() >= k_most_kept) models.erase(models.begin());
  Models& fresh =
      models.emplace(then, Models{forecast::LoadPredictor{load}, forecast::PvPredictor{pv}})
          .first->second;
  fresh.load.train(then);
  if (has_pv) fresh.pv.train(then);
  return fresh;
}

LearnedForecasts::LearnedForecasts(const home::Site& site, const History& history,
                                   const base::Zone& zone)
    : state_{std::make_unique<State>(site, history, zone)} {}
LearnedForecasts::~LearnedForecasts() = default;
LearnedForecasts::LearnedForecasts(LearnedForecasts&&) noexcept = default;
LearnedForecasts& LearnedForecasts::operator=(LearnedForecasts&&) noexcept = default;

void LearnedForecasts::fill(home::Outlook& outlook, Time now) const {
  const std::lock_guard lock{state_->busy};
  const State::Models& models = state_->trained(now);
  forecast::fill_outlook(outlook, now, models.load, state_->has_pv ? &models.pv : nullptr);
}

}  // namespace ohmstead::simulate
