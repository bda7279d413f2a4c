// What rooms pay each other for the heat that flows between them, so that each can be looked at
// alone.
//
// Room i does not know the temperature of its neighbour j but chooses one. The heat w that it takes
// that way beyond what is expected costs it  price(w) - value_i w  with a convex price(w) >= 0;
// room j earns the same for the temperature that it really has. In a true plan both are the same
// heat and nothing is paid on the whole, whatever the prices are: what the rooms cost at least one
// by one they cost at least together. docs/math.md 3.5. Units: kW, deg C, money of a slot. Thread
// rule: plain values.
#pragma once

#include <cstddef>
#include <vector>

namespace ohmstead::plan {

// pull w^2 / 2 at whole steps, straight between them.
struct HeatPrice {
  double pull = 0.0;  // money per kW^2
  double step_kw = 1.0;
  [[nodiscard]] double at(double kw) const {
    const double place = kw / step_kw;
    // Rounding down without a call: of a whole number either side is right.
    const auto cell = static_cast<std::ptrdiff_t>(place) - (place < 0.0 ? 1 : 0);
    const auto whole = static_cast<double>(cell);
    return 0.5 * pull * step_kw * step_kw * (whole * whole + (2.0 * whole + 1.0) * (place - whole));
  }
};

// One room's side of a slot.
struct HeatTrade {
  double expected_kw = 0.0;   // from its neighbours, at the temperatures that are expected of them
  double value_per_kw = 0.0;  // what one kW more changes its costs by; mostly negative
  double least_kw = 0.0, most_kw = 0.0;  // that its neighbours can give beyond what is expected
  std::vector<double> pulls;             // of what it takes, one per neighbour
  struct Gift {
    double kw_per_k = 0.0;
    double value_per_kw = 0.0;  // of the room that takes it
    HeatPrice price;
  };
  std::vector<Gift> gifts;  // one per neighbour
  double expected_c = 0.0;  // of its own air
  // What it earns at this temperature, as a cost.
  [[nodiscard]] double cost(double air_c) const {
    double sum = 0.0;
    for (const Gift& gift : gifts) {
      const double kw = gift.kw_per_k * (air_c - expected_c);
      sum += gift.value_per_kw * kw - gift.price.at(kw);
    }
    return sum;
  }
};

}  // namespace ohmstead::plan
