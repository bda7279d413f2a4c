#include "ohmstead/forecast/walk_rooms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ohmstead/base/clock.hpp"

namespace ohmstead::forecast {
namespace {

using base::Time;

constexpr std::int64_t k_horizon_h = 24;

// What was known at `now`, and nothing after it.
Measured cut(const Measured& series, Time now) {
  Measured known = series;
  known.values.resize(std::min(known.values.size(), series.known_slots(now)));
  return known;
}

class RoomWalker {
 public:
  RoomWalker(const RoomsPast& past, const RoomWalkOptions& options)
      : past_{past},
        options_{options},
        walks_(past.rooms.size()),
        last_counts_(past.rooms.size(), 0.0) {}

  std::vector<RoomWalk> run();

 private:
  [[nodiscard]] RoomsPast known_at(Time now) const;
  void forecast(const RoomsModel& model, Time now);
  void judge(std::size_t room, std::size_t first, const RoomPrediction& coming, double stays);
  void close();

  const RoomsPast& past_;
  const RoomWalkOptions& options_;
  std::vector<RoomWalk> walks_;
  std::vector<double> last_counts_;
};

RoomsPast RoomWalker::known_at(Time now) const {
  RoomsPast known = past_;
  known.outdoor = cut(past_.outdoor, now);
  known.sun = cut(past_.sun, now);
  for (RoomPast& room : known.rooms) {
    room.temperature = cut(room.temperature, now);
    room.heat = cut(room.heat, now);
    room.gain = cut(room.gain, now);
  }
  return known;
}

void RoomWalker::judge(std::size_t room, std::size_t first, const RoomPrediction& coming,
                       double stays) {
  const std::vector<double>& came = past_.rooms[room].temperature.values;
  const std::size_t an_hour = coming.expected_c.size() / static_cast<std::size_t>(k_horizon_h);
  RoomWalk& walk = walks_[room];
  for (std::size_t i = 0; i < coming.expected_c.size() && first + i < came.size(); ++i) {
    if (std::isnan(came[first + i])) continue;
    const double error = coming.expected_c[i] - came[first + i];
    ++walk.count;
    walk.mae_k += std::abs(error);
    walk.rmse_k += error * error;
    walk.bias_k += error;
    walk.stays_mae_k += std::abs(stays - came[first + i]);
    const bool is_inside = came[first + i] >= coming.p10_c[i] && came[first + i] <= coming.p90_c[i];
    walk.coverage_pct += is_inside ? 100.0 : 0.0;
    if (i + an_hour < coming.expected_c.size()) continue;
    last_counts_[room] += 1.0;
    walk.mae_at_24h_k += std::abs(error);
    walk.stays_mae_at_24h_k += std::abs(stays - came[first + i]);
  }
}

void RoomWalker::forecast(const RoomsModel& model, Time now) {
  const auto steps = static_cast<std::size_t>(std::chrono::hours{k_horizon_h} / past_.outdoor.step);
  const auto first = static_cast<std::size_t>((now - past_.outdoor.start) / past_.outdoor.step);
  const auto coming = options_.is_driven_as_it_came ? model.predict(past_, now, steps)
                                                    : model.predict(known_at(now), now, steps);
  for (std::size_t room = 0; room < walks_.size(); ++room) {
    // Only rooms whose temperature was just known: others have no state to go from.
    const std::vector<double>& came = past_.rooms[room].temperature.values;
    if (first == 0 || first > came.size() || std::isnan(came[first - 1])) continue;
    judge(room, first, coming[room], came[first - 1]);
  }
}

void RoomWalker::close() {
  for (std::size_t room = 0; room < walks_.size(); ++room) {
    RoomWalk& walk = walks_[room];
    if (walk.count == 0) continue;
    for (double* each :
         {&walk.mae_k, &walk.rmse_k, &walk.bias_k, &walk.stays_mae_k, &walk.coverage_pct})
      *each /= static_cast<double>(walk.count);
    walk.rmse_k = std::sqrt(walk.rmse_k);
    walk.mae_at_24h_k /= std::max(1.0, last_counts_[room]);
    walk.stays_mae_at_24h_k /= std::max(1.0, last_counts_[room]);
  }
}

std::vector<RoomWalk> RoomWalker::run() {
  const base::Seconds apart = base::Seconds{std::chrono::days{1}} / options_.forecasts_a_day;
  const std::int64_t days = (options_.to - options_.from) / std::chrono::days{1};
  std::optional<RoomsModel> model;
  double training_s = 0.0;
  for (std::int64_t day = 0; day < days && !options_.stop.stop_requested(); ++day) {
    const Time start = options_.from + std::chrono::days{day};
    if (day % options_.days_between_training == 0) {
      const base::Stopwatch watch;
      model = RoomsModel::train(known_at(start), start);
      training_s = std::max(training_s, 1e-3 * watch.elapsed_ms());
    }
    for (Time now = start; now < start + std::chrono::days{1}; now += apart) forecast(*model, now);
    if (options_.progress) options_.progress(day + 1, days);
  }
  close();
  for (std::size_t room = 0; room < walks_.size(); ++room) {
    walks_[room].name = past_.rooms[room].name;
    walks_[room].training_s = training_s;
    if (model) walks_[room].fit = model->fits()[room];
  }
  return std::move(walks_);
}

}  // namespace

std::vector<RoomWalk> walk_rooms(const RoomsPast& past, const RoomWalkOptions& options) {
  return RoomWalker{past, options}.run();
}

}  // namespace ohmstead::forecast
