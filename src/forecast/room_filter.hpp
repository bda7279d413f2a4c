// The Kalman filter of one room: states are its air, perhaps a mass behind it, and an unknown gain
// that fades.
//
//   dT = (-a (T - T_out) - m (T - M) + d + u) dt + noise,  dM = w (T - M) dt,  dd = -d / t_d dt +
//   noise
//
// All gains d and u are in K/h. As the equations are linear and the filter's trust does not depend
// on the values, the response to each input is filtered by itself, and the best coefficients of the
// inputs are a least-squares fit of the innovations: only a handful of numbers is searched for.
// Noise is relative: the air's has a variance of 1 K^2/h times a scale that is fitted afterwards.
// Thread rule: pure functions.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "small_matrix.hpp"

namespace ohmstead::forecast {

struct RoomDynamics {
  double loss_per_h = 0.02;       // a
  double gain_fades_per_h = 0.1;  // 1 / t_d
  double gain_noise = 0.1;        // variance per hour, K^2/h^2 per K^2/h
  double sensor_noise = 0.1;      // variance, h
  bool has_mass = false;
  double to_mass_per_h = 0.1;     // m
  double from_mass_per_h = 0.01;  // w
};

// One room on equal steps. `temperature`: NaN where not measured. `is_break`: what lies before is
// not to be trusted any more. Each input is in its own unit; the change from cell t - 1 to t is
// driven by the mean of both cells.
struct RoomCells {
  double step_h = 0.5;
  std::vector<double> temperature;
  std::vector<double> outdoor;
  std::vector<bool> is_break;
  std::vector<std::vector<double>> inputs;
  std::vector<bool> is_positive;  // of each input's coefficient
};

class RoomFilter {
 public:
  RoomFilter(const RoomDynamics& dynamics, double step_h);

  struct Belief {  // state and its variance, the latter in noise units
    std::array<double, 3> mean{};
    Square<3> variance;
  };

  [[nodiscard]] Belief begin(double temperature_c) const;
  // One step on; `outdoor_c` and `gain_k_per_h` are means over it.
  void advance(Belief& belief, double outdoor_c, double gain_k_per_h) const;
  // Also for values far from the belief; returns the innovation and sets its variance.
  double observe(Belief& belief, double temperature_c, double& variance) const;
  void forget(Belief& belief) const;  // keeps the mean, knows nothing

  // Innovations over their standard deviation, for known coefficients; the first day not.
  [[nodiscard]] std::vector<double> innovations(const RoomCells& cells,
                                                std::span<const double> coefficients) const;
  // The best coefficients and -2 log likelihood (up to a constant).
  struct Fitted {
    std::vector<double> coefficients;
    double deviance = 0.0;
    double scale = 0.0;    // variance of noise, K^2/h
    double error_k = 0.0;  // of one step, root mean square
    std::size_t count = 0;
  };
  [[nodiscard]] Fitted fit(const RoomCells& cells) const;

 private:
  class Responses;

  RoomDynamics dynamics_;
  std::size_t states_;
  Square<3> step_;
  Square<3> noise_;
  std::array<double, 3> drive_{};  // of a gain of 1 K/h
};

}  // namespace ohmstead::forecast
