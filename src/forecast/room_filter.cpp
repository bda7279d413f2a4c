#include "room_filter.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::forecast {
namespace {

constexpr double k_unknown_c2 = 1e4;  // variance of what is not known, in noise units
constexpr double k_unknown_gain2 = 1e2;
constexpr double k_warm_up_h = 24.0;

}  // namespace

RoomFilter::RoomFilter(const RoomDynamics& dynamics, double step_h)
    : dynamics_{dynamics}, states_{dynamics.has_mass ? 3U : 2U} {
  // States: air, unknown gain, mass (at rest where there is none). With one more for a constant
  // drive, and the noise beside it (van Loan 1978): exp([-F Q; 0 F'] h).
  Square<3> rates;
  rates.at(0, 0) = -dynamics.loss_per_h;
  rates.at(0, 1) = 1.0;
  rates.at(1, 1) = -dynamics.gain_fades_per_h;
  if (dynamics.has_mass) {
    rates.at(0, 0) -= dynamics.to_mass_per_h;
    rates.at(0, 2) = dynamics.to_mass_per_h;
    rates.at(2, 0) = dynamics.from_mass_per_h;
    rates.at(2, 2) = -dynamics.from_mass_per_h;
  }
  Square<4> driven;
  Square<6> pair;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      driven.at(row, column) = rates.at(row, column);
      pair.at(row, column) = -rates.at(row, column);
      pair.at(3 + row, 3 + column) = rates.at(column, row);
    }
  }
  driven.at(0, 3) = 1.0;
  pair.at(0, 3) = 1.0;
  pair.at(1, 4) = dynamics.gain_noise;
  const Square<4> moved = exponential(driven, step_h);
  const Square<6> both = exponential(pair, step_h);
  Square<3> corner, turned;
  for (std::size_t row = 0; row < 3; ++row) {
    drive_[row] = moved.at(row, 3);
    for (std::size_t column = 0; column < 3; ++column) {
      step_.at(row, column) = moved.at(row, column);
      corner.at(row, column) = both.at(row, 3 + column);
      turned.at(row, column) = both.at(3 + column, 3 + row);
    }
  }
  const Square<3> noise = multiply(turned, corner);
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column)
      noise_.at(row, column) = 0.5 * (noise.at(row, column) + noise.at(column, row));
  }
}

RoomFilter::Belief RoomFilter::begin(double temperature_c) const {
  Belief belief;
  belief.mean = {temperature_c, 0.0, temperature_c};
  forget(belief);
  return belief;
}

void RoomFilter::forget(Belief& belief) const {
  belief.variance = Square<3>{};
  belief.variance.at(0, 0) = k_unknown_c2;
  belief.variance.at(1, 1) = k_unknown_gain2;
  if (states_ == 3) belief.variance.at(2, 2) = k_unknown_c2;
}

void RoomFilter::advance(Belief& belief, double outdoor_c, double gain_k_per_h) const {
  const double drive = dynamics_.loss_per_h * outdoor_c + gain_k_per_h;
  std::array<double, 3> next{};
  for (std::size_t row = 0; row < states_; ++row) {
    next[row] = drive_[row] * drive;
    for (std::size_t column = 0; column < states_; ++column)
      next[row] += step_.at(row, column) * belief.mean[column];
  }
  belief.mean = next;
  belief.variance = multiply(multiply(step_, belief.variance), transposed(step_));
  for (std::size_t i = 0; i < noise_.values.size(); ++i)
    belief.variance.values[i] += noise_.values[i];
}

double RoomFilter::observe(Belief& belief, double temperature_c, double& variance) const {
  variance = belief.variance.at(0, 0) + dynamics_.sensor_noise;
  const double innovation = temperature_c - belief.mean[0];
  std::array<double, 3> gain{};
  for (std::size_t row = 0; row < states_; ++row) gain[row] = belief.variance.at(row, 0) / variance;
  const Square<3> before = belief.variance;
  for (std::size_t row = 0; row < states_; ++row) {
    belief.mean[row] += gain[row] * innovation;
    for (std::size_t column = 0; column < states_; ++column)
      belief.variance.at(row, column) -= gain[row] * before.at(0, column);
  }
  return innovation;
}

std::vector<double> RoomFilter::innovations(const RoomCells& cells,
                                            std::span<const double> coefficients) const {
  std::vector<double> found;
  found.reserve(cells.temperature.size());
  const auto gain = [&](std::size_t cell) {
    double sum = 0.0;
    for (std::size_t i = 0; i < coefficients.size(); ++i)
      sum += coefficients[i] * cells.inputs[i][cell];
    return sum;
  };
  Belief belief = begin(0.0);
  double since_h = 0.0;
  for (std::size_t cell = 0; cell < cells.temperature.size(); ++cell) {
    if (cells.is_break[cell]) {
      forget(belief);
      since_h = 0.0;
    } else if (cell > 0) {
      advance(belief, 0.5 * (cells.outdoor[cell - 1] + cells.outdoor[cell]),
              0.5 * (gain(cell - 1) + gain(cell)));
      since_h += cells.step_h;
    }
    if (std::isnan(cells.temperature[cell])) continue;
    double variance = 0.0;
    const double innovation = observe(belief, cells.temperature[cell], variance);
    if (since_h >= k_warm_up_h) found.push_back(innovation / std::sqrt(variance));
  }
  return found;
}

// Innovations of what was measured (last) and of the response to each input, and their products.
class RoomFilter::Responses {
 public:
  Responses(const RoomFilter& filter, const RoomCells& cells)
      : filter_{filter},
        cells_{cells},
        count_{cells.inputs.size() + 1},
        means_(count_),
        row_(count_),
        squares_(count_ * count_, 0.0),
        variance_{filter.begin(0.0).variance},
        turned_{transposed(filter.step_)} {}

  Fitted run();

 private:
  void advance(std::size_t cell);
  double observe(double temperature_c);
  void add();
  [[nodiscard]] double square(std::size_t i, std::size_t j) const {
    return squares_[std::max(i, j) * count_ + std::min(i, j)];
  }

  const RoomFilter& filter_;
  const RoomCells& cells_;
  std::size_t count_;
  std::vector<std::array<double, 3>> means_;
  std::vector<double> row_;
  std::vector<double> squares_;  // lower half
  Square<3> variance_;
  Square<3> turned_;
};

void RoomFilter::Responses::advance(std::size_t cell) {
  variance_ = multiply(multiply(filter_.step_, variance_), turned_);
  for (std::size_t i = 0; i < variance_.values.size(); ++i)
    variance_.values[i] += filter_.noise_.values[i];
  for (std::size_t i = 0; i < count_; ++i) {
    const bool is_input = i + 1 < count_;
    const std::vector<double>& drives = is_input ? cells_.inputs[i] : cells_.outdoor;
    const double factor = is_input ? 1.0 : filter_.dynamics_.loss_per_h;
    const double drive = 0.5 * (drives[cell - 1] + drives[cell]) * factor;
    std::array<double, 3> next{};
    for (std::size_t to = 0; to < filter_.states_; ++to) {
      next[to] = filter_.drive_[to] * drive;
      for (std::size_t from = 0; from < filter_.states_; ++from)
        next[to] += filter_.step_.at(to, from) * means_[i][from];
    }
    means_[i] = next;
  }
}

// Fills the row of scaled innovations; returns the variance of the innovation.
double RoomFilter::Responses::observe(double temperature_c) {
  const double total = variance_.at(0, 0) + filter_.dynamics_.sensor_noise;
  const Square<3> before = variance_;
  std::array<double, 3> gain{};
  for (std::size_t i = 0; i < filter_.states_; ++i) gain[i] = before.at(i, 0) / total;
  for (std::size_t to = 0; to < filter_.states_; ++to) {
    for (std::size_t from = 0; from < filter_.states_; ++from)
      variance_.at(to, from) -= gain[to] * before.at(0, from);
  }
  const double scale = 1.0 / std::sqrt(total);
  for (std::size_t i = 0; i < count_; ++i) {
    const double innovation = (i + 1 < count_ ? 0.0 : temperature_c) - means_[i][0];
    for (std::size_t to = 0; to < filter_.states_; ++to) means_[i][to] += gain[to] * innovation;
    row_[i] = innovation * scale;
  }
  return total;
}

void RoomFilter::Responses::add() {
  for (std::size_t i = 0; i < count_; ++i) {
    for (std::size_t j = 0; j <= i; ++j) squares_[i * count_ + j] += row_[i] * row_[j];
  }
}

RoomFilter::Fitted RoomFilter::Responses::run() {
  Fitted fitted;
  double log_variances = 0.0, variances = 0.0, since_h = 0.0;
  for (std::size_t cell = 0; cell < cells_.temperature.size(); ++cell) {
    if (cells_.is_break[cell]) {
      variance_ = filter_.begin(0.0).variance;
      since_h = 0.0;
    } else if (cell > 0) {
      advance(cell);
      since_h += cells_.step_h;
    }
    if (std::isnan(cells_.temperature[cell])) continue;
    const double total = observe(cells_.temperature[cell]);
    if (since_h < k_warm_up_h) continue;
    ++fitted.count;
    log_variances += std::log(total);
    variances += total;
    add();
  }
  if (fitted.count == 0) return fitted;
  // An input's response takes off what was measured, so the products change sign.
  const std::size_t inputs = count_ - 1;
  Normal normal{inputs, std::vector<double>(inputs * inputs), std::vector<double>(inputs)};
  for (std::size_t i = 0; i < inputs; ++i) {
    normal.products[i] = -square(inputs, i);
    for (std::size_t j = 0; j < inputs; ++j) normal.squares[i * inputs + j] = square(i, j);
  }
  fitted.coefficients = solve_normal(normal, cells_.is_positive);
  double rest = square(inputs, inputs);
  for (std::size_t i = 0; i < inputs; ++i) {
    rest -= 2.0 * fitted.coefficients[i] * normal.products[i];
    for (std::size_t j = 0; j < inputs; ++j)
      rest += fitted.coefficients[i] * fitted.coefficients[j] * square(i, j);
  }
  const auto count = static_cast<double>(fitted.count);
  fitted.scale = std::max(rest / count, 1e-12);
  fitted.error_k = std::sqrt(fitted.scale * variances / count);
  fitted.deviance = count * std::log(fitted.scale) + log_variances;
  return fitted;
}

RoomFilter::Fitted RoomFilter::fit(const RoomCells& cells) const {
  return Responses{*this, cells}.run();
}

}  // namespace ohmstead::forecast
