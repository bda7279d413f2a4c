// How a home's rooms warm and cool, learned from their history, and where they will be tomorrow.
//
// Of each room: dT/dt = (T_out - T) / (R C) + sum over neighbours of (T_j - T) k_j / C + P / C +
// A G / C + gains, where the gains are a daily round of people and machines and a slow unknown
// part that the Kalman filter follows. Fitted by maximum likelihood. Without heat that was measured
// only the time constant R C can be told, not R and C: the verdict says what can. Standard errors
// are those of the likelihood (its curvature); nothing is pressed into bounds. docs/math.md has the
// equations. Units: deg C, kW, kW per m2, h, kWh/K, K/kW, m2. Thread rule: pure functions.
//
//   const RoomsModel model = RoomsModel::train(past, now);
//   std::vector<RoomPrediction> coming = model.predict(past, now, given, 24);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/forecast/measured.hpp"

namespace ohmstead::forecast {

struct RoomPast {
  std::string name;
  Measured temperature;
  Measured heat;  // what heats it, of any scale (kW, or a duty of 0..1); empty: not measured
  Measured gain;  // electricity that turns to heat in it; empty: not measured
};

// All on one step and from one start; may end at different times.
struct RoomsPast {
  std::vector<RoomPast> rooms;
  Measured outdoor;
  Measured sun;  // light on the level; empty: not known
  base::Zone zone = base::Zone::utc();
};

struct Estimate {
  double value = 0.0;
  double standard_error = 0.0;

  [[nodiscard]] double relative_error() const;
};

enum class RoomVerdict {
  identified,          // R and C
  only_time_constant,  // heat was not measured, or did not change enough to tell R and C apart
  not_identified       // too short, too even, or too noisy
};

// Estimates that need no likelihood; where the search begins, and a check that a person can follow.
struct RoomStart {
  std::optional<double> time_constant_h;  // ln((T - T_out) / (T_peak - T_out)) = -t / (R C)
  int decays = 0;
  std::optional<double> capacity_kwh_per_k;  // heat over the rise at the start of heating
  int cycles = 0;
};

struct RoomFit {
  std::string name;
  RoomVerdict verdict = RoomVerdict::not_identified;
  std::string reason;        // of the verdict, a sentence
  std::size_t measured = 0;  // cells
  Estimate time_constant_h;  // to the outdoor air and the neighbours together
  Estimate loss_kw_per_k;    // 1 / R; with the capacity, only where identified
  Estimate capacity_kwh_per_k;
  Estimate aperture_m2;                                      // of the sun
  std::vector<std::pair<std::string, Estimate>> neighbours;  // share k_j R' of the total loss, 0..1
  RoomStart start;
  double one_step_error_k = 0.0;  // root mean square
};

// At the end of each step; in one case of ten below `p10`, in one of ten above `p90`.
struct RoomPrediction {
  std::vector<double> expected_c;
  std::vector<double> p10_c;
  std::vector<double> p90_c;
};

[[nodiscard]] std::string_view to_string(RoomVerdict verdict);

class RoomsModel {
 public:
  // From what was measured before `now`, at most the last `days`.
  [[nodiscard]] static RoomsModel train(const RoomsPast& past, base::Time now, int days = 60);
  RoomsModel(const RoomsModel&);
  RoomsModel& operator=(const RoomsModel&);
  RoomsModel(RoomsModel&&) noexcept;
  RoomsModel& operator=(RoomsModel&&) noexcept;
  ~RoomsModel();

  [[nodiscard]] const std::vector<RoomFit>& fits() const;
  // From the state that the filter reads off what was measured before `now`. Of `given` the
  // weather, heat and gains count from `now` on (what is planned or foretold), its temperatures do
  // not; what is missing there is taken as a day before.
  [[nodiscard]] std::vector<RoomPrediction> predict(const RoomsPast& given, base::Time now,
                                                    std::size_t steps) const;

 private:
  struct State;
  explicit RoomsModel(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ohmstead::forecast
