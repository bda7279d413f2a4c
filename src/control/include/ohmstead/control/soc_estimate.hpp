// What a car holds while it does not say, or says the same for too long: what it told last, and
// what was charged since; after a trip, less what its week says was driven.
//
// A car tells when it is asked or wakes up, a charger seldom, and Home Assistant what it heard from
// either. Whatever of them told last is taken; while energy flows and the number stands still it is
// counted on. Units: kWh, times UTC. Thread rule: one thread per object; it reads no clock.
//
// Where cars share a charger it may be another one that is plugged in: what is assumed is kept
// apart until it is confirmed, or taken back and given to the car that was there.
//
//   estimate.complete(reading, facts);     // sets soc, soc_at and is_soc_estimated
#pragma once

#include <optional>

#include "ohmstead/home/readings.hpp"

namespace ohmstead::control {

struct SocFacts {
  base::Energy capacity;
  double charge_efficiency = 1.0;  // of charger and car
  double discharge_efficiency = 1.0;
  base::Energy trip;  // of the trip that it is back from, by its week
};

class SocEstimate {
 public:
  void complete(home::VehicleReading& reading, const SocFacts& facts, base::Time now);

  // Somebody read it off the car: it holds, and is counted on, until the car tells something new.
  void tell(base::Energy soc, base::Time now);

  // From now on what is told may be of another car, until confirm() or take_back().
  void assume();
  void confirm() { before_.reset(); }
  // As if it had not been there; returns what flowed into it meanwhile.
  [[nodiscard]] base::Energy take_back();
  void give(base::Energy flowed);

  // To outlive a restart.
  struct State {
    base::Energy soc;
    base::Time told_at;
  };
  [[nodiscard]] std::optional<State> state() const;
  void restore(const State& state);

 private:
  struct Last {
    base::Power power;
    base::Energy net;  // counters: charged less discharged
    bool is_connected = false;
    base::Time at;
  };
  [[nodiscard]] base::Energy flowed(const home::VehicleReading& reading, const SocFacts& facts,
                                    base::Time now) const;

  struct Known {
    std::optional<base::Energy> soc;   // as estimated
    std::optional<base::Energy> told;  // as the car told last
    base::Time told_at{};
    bool is_by_hand = false;
    base::Energy since;  // in the car, since it was told
  };

  Known known_;
  std::optional<Known> before_;  // it was assumed
  base::Energy assumed_;         // what flowed into it since then
  std::optional<Last> last_;
};

}  // namespace ohmstead::control
