// Field tables of the simulation of a home (simulation.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/simulation.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const MeterFault*) {
  using namespace describe;
  return std::make_tuple(
      field("device", &MeterFault::device, "an id, meter (load, sun and grid) or all"),
      field("kind", &MeterFault::kind, "what is wrong with its readings"),
      field("from", &MeterFault::from, "when it begins"),
      field("until", &MeterFault::until, "when it ends"));
}

constexpr auto fields_of(const Simulation*) {
  using namespace describe;
  return std::make_tuple(
      field("seed", &Simulation::seed, "the same number gives the same days", at_least(0.0),
            optional),
      field("trip_jitter_min", &Simulation::trip_jitter_min,
            "cars leave and come back up to this much earlier or later", between(0.0, 240.0),
            optional),
      field("trip_jitter_pct", &Simulation::trip_jitter_pct,
            "and drive up to this much more or less", between(0.0, 100.0), optional),
      field("draw_jitter_pct", &Simulation::draw_jitter_pct,
            "each draw of hot water takes up to this much more or less", between(0.0, 100.0),
            optional),
      field("noise_pct", &Simulation::noise_pct, "of powers as measured", between(0.0, 100.0),
            optional),
      field("faults", &Simulation::faults, "what meters get wrong", optional));
}

}  // namespace ohmstead::home
