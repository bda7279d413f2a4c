#include "room_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "simplex_search.hpp"

namespace ohmstead::forecast {
namespace {

constexpr double k_least_days = 5.0;
constexpr double k_usual_time_constant_h = 60.0;
constexpr double k_clear_t = 3.0;  // a coefficient over its standard error
constexpr double k_most_relative_error = 0.5;
constexpr double k_shortest_h = 0.5,
                 k_longest_h = 3000.0;  // of the search; nothing is reported there

// Numbers searched for, as logarithms: loss, fading, gain noise, sensor noise; with a mass two
// more.
RoomDynamics dynamics_of(const std::vector<double>& point) {
  RoomDynamics dynamics{std::exp(point[0]), std::exp(point[1]), std::exp(point[2]),
                        std::exp(point[3])};
  if (point.size() > 4) {
    dynamics.has_mass = true;
    dynamics.to_mass_per_h = std::exp(point[4]);
    dynamics.from_mass_per_h = std::exp(point[5]);
  }
  return dynamics;
}

double outside(double value, double low, double high) {
  const double away = std::max({0.0, std::log(low) - value, value - std::log(high)});
  return 1e3 * away * away;
}

double deviance(const RoomCells& cells, const std::vector<double>& point) {
  // Walls of the search: further out nothing changes any more.
  double wall = outside(point[0], 1.0 / k_longest_h, 1.0 / k_shortest_h) +
                outside(point[1], 1.0 / 96.0, 2.0) + outside(point[2], 1e-6, 1e4) +
                outside(point[3], 1e-6, 1e4);
  if (point.size() > 4) wall += outside(point[4], 1e-3, 10.0) + outside(point[5], 1e-4, 5.0);
  std::vector<double> held = point;
  for (double& each : held) each = std::clamp(each, -12.0, 12.0);
  return RoomFilter{dynamics_of(held), cells.step_h}.fit(cells).deviance + wall;
}

SimplexResult search(const RoomCells& cells, const std::vector<double>& start, double spread,
                     int calls) {
  const auto of = [&](const std::vector<double>& point) { return deviance(cells, point); };
  return simplex_search(of, start, spread, calls);
}

SimplexResult search_all(const RoomCells& cells, const RoomStart& start) {
  std::vector<double> starts{k_usual_time_constant_h, 400.0};
  if (start.time_constant_h) starts.front() = *start.time_constant_h;
  SimplexResult best;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    SimplexResult found = search(
        cells, {-std::log(starts[i]), std::log(0.1), std::log(0.05), std::log(0.01)}, 0.7, 70);
    if (i == 0 || found.value < best.value) best = std::move(found);
  }
  best = search(cells, best.point, 0.3, 150);
  // A mass behind the air when the likelihood is well worth its two numbers (Schwarz 1978).
  std::vector<double> with_mass = best.point;
  with_mass.insert(with_mass.end(), {std::log(0.3), std::log(0.03)});
  SimplexResult two = search(cells, with_mass, 0.5, 220);
  const double price = 2.0 * std::log(static_cast<double>(cells.temperature.size()));
  return two.value + price < best.value ? two : best;
}

// All that moves the innovations: logarithms of loss (and of the mass's rates), then coefficients.
struct Parameters {
  std::vector<double> values;
  std::size_t rates = 1;

  [[nodiscard]] RoomDynamics dynamics(RoomDynamics other) const {
    other.loss_per_h = std::exp(values[0]);
    if (other.has_mass) {
      other.to_mass_per_h = std::exp(values[1]);
      other.from_mass_per_h = std::exp(values[2]);
    }
    return other;
  }
  [[nodiscard]] std::span<const double> coefficients() const {
    return std::span{values}.subspan(rates);
  }
};

// Covariance of the parameters: the inverse of the innovations' slopes squared (Gauss and Newton).
// Coefficients that are held at 0 have none.
class Uncertainty {
 public:
  Uncertainty(const RoomCells& cells, const FittedRoom& room) : room_{room} {
    point_.rates = room.dynamics.has_mass ? 3 : 1;
    point_.values.push_back(std::log(room.dynamics.loss_per_h));
    if (room.dynamics.has_mass) {
      point_.values.push_back(std::log(room.dynamics.to_mass_per_h));
      point_.values.push_back(std::log(room.dynamics.from_mass_per_h));
    }
    point_.values.insert(point_.values.end(), room.coefficients.begin(), room.coefficients.end());
    const std::vector<double> here = innovations(cells, point_);
    std::vector<std::vector<double>> slopes;
    for (std::size_t i = 0; i < point_.values.size(); ++i) {
      if (i >= point_.rates && point_.values[i] == 0.0) continue;
      Parameters moved = point_;
      const double step = i < point_.rates ? 1e-3 : 1e-3 * std::abs(point_.values[i]);
      moved.values[i] += step;
      std::vector<double> slope = innovations(cells, moved);
      for (std::size_t k = 0; k < slope.size(); ++k) slope[k] = (slope[k] - here[k]) / step;
      slopes.push_back(std::move(slope));
      free_.push_back(i);
    }
    std::vector<double> squares(free_.size() * free_.size(), 0.0);
    for (std::size_t i = 0; i < free_.size(); ++i) {
      for (std::size_t j = 0; j < free_.size(); ++j) {
        for (std::size_t k = 0; k < here.size(); ++k)
          squares[i * free_.size() + j] += slopes[i][k] * slopes[j][k] / room.scale;
      }
    }
    if (auto found = inverse(squares, free_.size())) covariance_ = std::move(*found);
  }

  [[nodiscard]] bool is_known() const { return !covariance_.empty(); }

  // Of any function of the parameters.
  template <class Function>
  [[nodiscard]] Estimate of(const Function& function) const {
    Estimate estimate{function(point_), 0.0};
    std::vector<double> slopes;
    slopes.reserve(free_.size());
    for (const std::size_t i : free_) {
      Parameters moved = point_;
      const double step = i < point_.rates ? 1e-4 : 1e-4 * std::abs(point_.values[i]);
      moved.values[i] += step;
      slopes.push_back((function(moved) - estimate.value) / step);
    }
    double variance = 0.0;
    for (std::size_t i = 0; i < slopes.size(); ++i) {
      for (std::size_t j = 0; j < slopes.size(); ++j)
        variance += slopes[i] * slopes[j] * covariance_[i * slopes.size() + j];
    }
    estimate.standard_error = std::sqrt(std::max(0.0, variance));
    return estimate;
  }

 private:
  [[nodiscard]] std::vector<double> innovations(const RoomCells& cells,
                                                const Parameters& at) const {
    return RoomFilter{at.dynamics(room_.dynamics), cells.step_h}.innovations(cells,
                                                                             at.coefficients());
  }

  const FittedRoom& room_;
  Parameters point_;
  std::vector<std::size_t> free_;
  std::vector<double> covariance_;
};

// Where in the coefficients an input of a kind stands.
std::optional<std::size_t> place_of(const std::vector<RoomInput>& inputs, InputKind kind) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].kind == kind) return i;
  }
  return std::nullopt;
}

void judge(FittedRoom& room, const Estimate* heat) {
  RoomFit& fit = room.fit;
  const double time_constant = fit.time_constant_h.value;
  fit.verdict = RoomVerdict::not_identified;
  if (time_constant < 1.1 * k_shortest_h) {
    fit.reason = "it follows its neighbours and unknown gains too fast to tell what it stores";
    return;
  }
  if (!(fit.time_constant_h.relative_error() <= k_most_relative_error) ||
      time_constant > 0.9 * k_longest_h) {
    fit.reason = fmt::format("the error of the time constant is {:.0f} h, too much of its {:.0f} h",
                             fit.time_constant_h.standard_error, time_constant);
    return;
  }
  fit.verdict = RoomVerdict::only_time_constant;
  if (heat == nullptr) {
    fit.reason = "no heat was measured, so loss and capacity cannot be told apart";
  } else if (!(heat->value > k_clear_t * heat->standard_error)) {
    fit.reason = "heating changed too little to tell loss and capacity apart";
  } else if (!(fit.loss_kw_per_k.relative_error() <= k_most_relative_error)) {
    fit.reason = "the loss to the outdoor air is not clearly above its error";
  } else {
    fit.verdict = RoomVerdict::identified;
    fit.reason = "loss and capacity stand clearly above their errors";
  }
}

void estimate(const RoomsPast& past, std::size_t which, const RoomCells& cells, FittedRoom& room) {
  RoomFit& fit = room.fit;
  const Uncertainty unsure{cells, room};
  if (!unsure.is_known()) {
    fit.reason = "the history is too even: different rooms would have given the same";
    return;
  }
  const auto inputs = inputs_of(past, which);
  const bool has_mass = room.dynamics.has_mass;
  const auto storage = [has_mass](const Parameters& at) {  // whole capacity over that of the air
    return has_mass ? 1.0 + std::exp(at.values[1] - at.values[2]) : 1.0;
  };
  fit.time_constant_h =
      unsure.of([&](const Parameters& at) { return storage(at) * std::exp(-at.values[0]); });
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].kind != InputKind::neighbour || room.coefficients[i] <= 0.0) continue;
    fit.neighbours.emplace_back(past.rooms[inputs[i].neighbour].name,
                                unsure.of([i](const Parameters& at) {
                                  return at.coefficients()[i] * std::exp(-at.values[0]);
                                }));
  }
  const auto heat = place_of(inputs, InputKind::heat);
  if (!heat || room.coefficients[*heat] <= 0.0) {
    const Estimate none;
    judge(room, heat ? &none : nullptr);
    return;
  }
  const auto air = [h = *heat](const Parameters& at) { return 1.0 / at.coefficients()[h]; };
  fit.capacity_kwh_per_k = unsure.of([&](const Parameters& at) { return air(at) * storage(at); });
  fit.loss_kw_per_k = unsure.of([&](const Parameters& at) {
    double rate = std::exp(at.values[0]);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (inputs[i].kind == InputKind::neighbour) rate -= at.coefficients()[i];
    }
    return rate * air(at);
  });
  if (const auto sun = place_of(inputs, InputKind::sun); sun && room.coefficients[*sun] > 0.0) {
    fit.aperture_m2 =
        unsure.of([&](const Parameters& at) { return at.coefficients()[*sun] * air(at); });
  }
  const Estimate heat_effect =
      unsure.of([h = *heat](const Parameters& at) { return at.coefficients()[h]; });
  judge(room, &heat_effect);
}

}  // namespace

FittedRoom fit_room(const RoomsPast& past, std::size_t room, const RoomCells& cells,
                    const RoomStart& start) {
  FittedRoom fitted;
  fitted.fit.name = past.rooms[room].name;
  fitted.fit.start = start;
  fitted.fit.measured =
      static_cast<std::size_t>(std::count_if(cells.temperature.begin(), cells.temperature.end(),
                                             [](double value) { return !std::isnan(value); }));
  fitted.coefficients.assign(cells.inputs.size(), 0.0);
  if (static_cast<double>(fitted.fit.measured) * cells.step_h < 24.0 * k_least_days) {
    fitted.fit.reason = fmt::format("less than {:.0f} days were measured", k_least_days);
    return fitted;
  }
  const SimplexResult best = search_all(cells, start);
  fitted.dynamics = dynamics_of(best.point);
  const RoomFilter filter{fitted.dynamics, cells.step_h};
  RoomFilter::Fitted answer = filter.fit(cells);
  if (answer.count < 48) {
    fitted.fit.reason = "the measurements are too broken up";
    return fitted;
  }
  fitted.coefficients = std::move(answer.coefficients);
  fitted.scale = answer.scale;
  fitted.is_fitted = true;
  fitted.fit.one_step_error_k = answer.error_k;
  estimate(past, room, cells, fitted);
  return fitted;
}

}  // namespace ohmstead::forecast
