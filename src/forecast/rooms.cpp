#include "ohmstead/forecast/rooms.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "room_fit.hpp"

namespace ohmstead::forecast {
namespace {

using base::Time;

constexpr double k_read_back_days = 7.0;  // for the state
constexpr int k_trial_days = 28;
constexpr double k_trial_every_h = 6.0;
constexpr double k_horizon_h = 24.0;
constexpr double k_usual_c = 20.0;
constexpr std::array k_lead_ends_h{1.0, 3.0, 6.0, 12.0, 1e9};
constexpr double k_usual_band =
    1.2816;  // deviations of a normal distribution that 80 % keep within
// More than the 0.8 to come: the trials are of days that the fit has seen.
constexpr double k_trial_share = 0.88;
constexpr std::size_t k_least_trials = 20;
constexpr double k_least_deviation_k = 0.02;

std::int64_t cell_of(const RoomsPast& past, Time time) {
  return (time - past.outdoor.start) / past.outdoor.step;
}

std::size_t lead_of(double lead_h) {
  const auto* end = std::find_if(k_lead_ends_h.begin(), k_lead_ends_h.end(),
                                 [&](double each) { return lead_h <= each; });
  return static_cast<std::size_t>(end - k_lead_ends_h.begin());
}

// What the filter says, and the day before at the same time, moved by half of how far it is off
// now (NaN where not measured).
struct Path {
  std::vector<double> mean_c;
  std::vector<double> deviation_k;
  std::vector<double> day_before_c;

  // `weight` of the filter.
  [[nodiscard]] double mixed_c(std::size_t step, double weight) const {
    if (std::isnan(day_before_c[step])) return mean_c[step];
    return weight * mean_c[step] + (1.0 - weight) * day_before_c[step];
  }
};

struct Trial {
  double filter_c = 0.0;
  double day_before_c = 0.0;
  double deviation_k = 0.0;
  double came_c = 0.0;

  [[nodiscard]] double error(double weight) const {
    if (std::isnan(day_before_c)) return std::abs(filter_c - came_c);
    return std::abs(weight * filter_c + (1.0 - weight) * day_before_c - came_c);
  }
};

// In tenths, with the least absolute error.
double best_weight(const std::vector<Trial>& trials) {
  double best = 1.0, lowest = std::numeric_limits<double>::infinity();
  for (int tenth = 10; tenth >= 0; --tenth) {
    double sum = 0.0;
    for (const Trial& trial : trials) sum += trial.error(0.1 * tenth);
    if (sum < lowest) {
      lowest = sum;
      best = 0.1 * tenth;
    }
  }
  return best;
}

double value_at(const Measured& series, std::int64_t cell, std::int64_t known) {
  const bool is_known =
      cell >= 0 && cell < known && cell < static_cast<std::int64_t>(series.size());
  return is_known ? series.values[static_cast<std::size_t>(cell)]
                  : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> day_before(const Measured& temperature, std::int64_t now, std::size_t steps) {
  const std::int64_t day = base::Seconds{std::chrono::days{1}} / temperature.step;
  const double moved =
      0.5 * (value_at(temperature, now - 1, now) - value_at(temperature, now - 1 - day, now));
  std::vector<double> values;
  values.reserve(steps);
  for (std::size_t i = 0; i < steps; ++i)
    values.push_back(value_at(temperature, now + static_cast<std::int64_t>(i) - day, now) + moved);
  return values;
}

}  // namespace

double Estimate::relative_error() const {
  return value > 0.0 ? standard_error / value : std::numeric_limits<double>::infinity();
}

std::string_view to_string(RoomVerdict verdict) {
  switch (verdict) {
    case RoomVerdict::identified:
      return "identified";
    case RoomVerdict::only_time_constant:
      return "only_time_constant";
    case RoomVerdict::not_identified:
      break;
  }
  return "not_identified";
}

struct RoomsModel::State {
  std::vector<FittedRoom> rooms;
  std::vector<RoomFit> fits;
  // Deviations on either side that most trials kept within, by room and lead.
  std::vector<std::array<double, k_lead_ends_h.size()>> bands;
  std::vector<std::array<double, k_lead_ends_h.size()>> weights;  // of the filter

  [[nodiscard]] std::vector<Path> paths(const RoomsPast& past, std::int64_t now,
                                        std::size_t steps) const;
  void learn_bands(const RoomsPast& past, std::int64_t now);
};

namespace {

// A room on its way: what is known of it and what drives it.
struct Running {
  RoomFilter filter;
  RoomFilter::Belief belief;
  std::vector<RoomInput> inputs;
  std::vector<double> gain_k_per_h;  // the neighbours' part only before now
};

Running run_up(const RoomsPast& past, std::size_t which, const FittedRoom& room,
               const RoomCells& cells, std::size_t history) {
  Running running{RoomFilter{room.dynamics, cells.step_h}, {}, inputs_of(past, which), {}};
  running.gain_k_per_h.assign(cells.outdoor.size(), 0.0);
  for (std::size_t i = 0; i < running.inputs.size(); ++i) {
    const bool is_neighbour = running.inputs[i].kind == InputKind::neighbour;
    for (std::size_t cell = 0; cell < (is_neighbour ? history : cells.outdoor.size()); ++cell)
      running.gain_k_per_h[cell] += room.coefficients[i] * cells.inputs[i][cell];
  }
  const auto first = std::find_if(cells.temperature.begin(), cells.temperature.end(),
                                  [](double value) { return !std::isnan(value); });
  running.belief = running.filter.begin(first == cells.temperature.end() ? k_usual_c : *first);
  for (std::size_t cell = 0; cell < history; ++cell) {
    if (cells.is_break[cell]) {
      running.filter.forget(running.belief);
    } else if (cell > 0) {
      running.filter.advance(running.belief, 0.5 * (cells.outdoor[cell - 1] + cells.outdoor[cell]),
                             0.5 * (running.gain_k_per_h[cell - 1] + running.gain_k_per_h[cell]));
    }
    double variance = 0.0;
    if (!std::isnan(cells.temperature[cell]))
      running.filter.observe(running.belief, cells.temperature[cell], variance);
  }
  return running;
}

}  // namespace

std::vector<Path> RoomsModel::State::paths(const RoomsPast& past, std::int64_t now,
                                           std::size_t steps) const {
  const double step_h = base::hours(past.outdoor.step).value();
  const auto back = static_cast<std::int64_t>(std::lround(24.0 * k_read_back_days / step_h));
  const auto history = static_cast<std::size_t>(back);
  const auto all = lay_rooms(past, now - back, history + steps, now);
  std::vector<Running> running;
  running.reserve(rooms.size());
  for (std::size_t room = 0; room < rooms.size(); ++room)
    running.push_back(run_up(past, room, rooms[room], all[room], history));
  std::vector<Path> paths(rooms.size());
  for (std::size_t room = 0; room < rooms.size(); ++room)
    paths[room].day_before_c = day_before(past.rooms[room].temperature, now, steps);
  std::vector<double> now_c(rooms.size());
  for (std::size_t cell = history; cell < history + steps; ++cell) {
    for (std::size_t room = 0; room < rooms.size(); ++room)
      now_c[room] = running[room].belief.mean[0];
    for (std::size_t room = 0; room < rooms.size(); ++room) {
      Running& own = running[room];
      const double outdoor = 0.5 * (all[room].outdoor[cell - 1] + all[room].outdoor[cell]);
      // Before now the neighbours' part is in the gain; from now on it follows their forecast.
      const double before = own.gain_k_per_h[cell == history ? cell : cell - 1];
      double gain = 0.5 * (before + own.gain_k_per_h[cell]);
      for (std::size_t i = 0; i < own.inputs.size(); ++i) {
        if (own.inputs[i].kind == InputKind::neighbour)
          gain += rooms[room].coefficients[i] * (now_c[own.inputs[i].neighbour] - outdoor);
      }
      if (rooms[room].is_fitted) own.filter.advance(own.belief, outdoor, gain);
      paths[room].mean_c.push_back(own.belief.mean[0]);
      const double variance = rooms[room].scale * std::max(0.0, own.belief.variance.at(0, 0));
      paths[room].deviation_k.push_back(std::max(k_least_deviation_k, std::sqrt(variance)));
    }
  }
  return paths;
}

void RoomsModel::State::learn_bands(const RoomsPast& past, std::int64_t now) {
  const double step_h = base::hours(past.outdoor.step).value();
  const auto steps = static_cast<std::size_t>(std::lround(k_horizon_h / step_h));
  const auto every = static_cast<std::int64_t>(std::lround(k_trial_every_h / step_h));
  const auto days = static_cast<std::int64_t>(std::lround(24.0 / step_h));
  std::vector<std::array<std::vector<Trial>, k_lead_ends_h.size()>> trials(rooms.size());
  for (std::int64_t trial = std::max(7 * days, now - k_trial_days * days);
       trial + static_cast<std::int64_t>(steps) <= now; trial += every) {
    const auto found = paths(past, trial, steps);
    for (std::size_t room = 0; room < rooms.size(); ++room) {
      const Path& path = found[room];
      for (std::size_t i = 0; i < steps; ++i) {
        const double came =
            value_at(past.rooms[room].temperature, trial + static_cast<std::int64_t>(i), now);
        if (std::isnan(came)) continue;
        trials[room][lead_of(static_cast<double>(i + 1) * step_h)].push_back(
            {path.mean_c[i], path.day_before_c[i], path.deviation_k[i], came});
      }
    }
  }
  for (std::size_t room = 0; room < rooms.size(); ++room) {
    for (std::size_t lead = 0; lead < k_lead_ends_h.size(); ++lead) {
      if (trials[room][lead].size() < k_least_trials) continue;
      weights[room][lead] = best_weight(trials[room][lead]);
      std::vector<double> distances;
      distances.reserve(trials[room][lead].size());
      for (const Trial& trial : trials[room][lead])
        distances.push_back(trial.error(weights[room][lead]) / trial.deviation_k);
      bands[room][lead] = rank_of(std::move(distances), k_trial_share);
    }
  }
}

RoomsModel::RoomsModel(std::unique_ptr<State> state) : state_{std::move(state)} {}
RoomsModel::RoomsModel(const RoomsModel& other) : state_{std::make_unique<State>(*other.state_)} {}
RoomsModel& RoomsModel::operator=(const RoomsModel& other) {
  if (this != &other) state_ = std::make_unique<State>(*other.state_);
  return *this;
}
RoomsModel::RoomsModel(RoomsModel&&) noexcept = default;
RoomsModel& RoomsModel::operator=(RoomsModel&&) noexcept = default;
RoomsModel::~RoomsModel() = default;

const std::vector<RoomFit>& RoomsModel::fits() const { return state_->fits; }

RoomsModel RoomsModel::train(const RoomsPast& past, Time now, int days) {
  auto state = std::make_unique<State>();
  const std::int64_t known = cell_of(past, now);
  const std::int64_t wanted = days * (std::chrono::days{1} / past.outdoor.step);
  const std::int64_t first = std::max<std::int64_t>(0, known - wanted);
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(0, known - first));
  const auto all = lay_rooms(past, first, count, known);
  for (std::size_t room = 0; room < past.rooms.size(); ++room) {
    const RoomStart start = start_of(all[room], !past.rooms[room].heat.is_empty());
    state->rooms.push_back(fit_room(past, room, all[room], start));
    state->fits.push_back(state->rooms.back().fit);
  }
  std::array<double, k_lead_ends_h.size()> usual{};
  usual.fill(k_usual_band);
  state->bands.assign(past.rooms.size(), usual);
  std::array<double, k_lead_ends_h.size()> all_filter{};
  all_filter.fill(1.0);
  state->weights.assign(past.rooms.size(), all_filter);
  state->learn_bands(past, known);
  return RoomsModel{std::move(state)};
}

std::vector<RoomPrediction> RoomsModel::predict(const RoomsPast& given, Time now,
                                                std::size_t steps) const {
  base::expect(given.rooms.size() == state_->rooms.size(), "the rooms that the model was made of");
  const double step_h = base::hours(given.outdoor.step).value();
  std::vector<RoomPrediction> coming;
  coming.reserve(given.rooms.size());
  for (const Path& path : state_->paths(given, cell_of(given, now), steps)) {
    RoomPrediction room;
    for (std::size_t i = 0; i < steps; ++i) {
      const std::size_t lead = lead_of(static_cast<double>(i + 1) * step_h);
      const double middle = path.mixed_c(i, state_->weights[coming.size()][lead]);
      const double half = state_->bands[coming.size()][lead] * path.deviation_k[i];
      room.expected_c.push_back(middle);
      room.p10_c.push_back(middle - half);
      room.p90_c.push_back(middle + half);
    }
    coming.push_back(std::move(room));
  }
  return coming;
}

}  // namespace ohmstead::forecast
