// One connector of a charge point and the car that it serves: what it said last, what it was told,
// and what is still to be told. Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ocpp/charge_limit.hpp"
#include "ocpp/meter_values.hpp"
#include "ohmstead/home/command.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::connect {

struct Outlet {
  // From the site.
  std::int64_t connector = 1;
  std::string car;
  std::string charger;
  base::Energy capacity;  // of the car
  home::ChargerCurrents currents;

  // As it said.
  std::string status = {};  // "Charging"; empty: not told since it connected
  std::string error = {};   // of the status, such as "GroundFailure"
  std::optional<std::int64_t> transaction = {};
  std::string tag = {};                   // the card of the car that is there; empty: not known
  std::optional<MeterSample> power = {};  // the last sample with one, and so on
  std::optional<MeterSample> energy = {};
  std::optional<MeterSample> soc = {};  // of the present transaction

  // What it shall do, and what it took of it.
  std::optional<home::Command> wanted = {};
  std::optional<home::Command> set = {};
  std::string trouble = {};  // why the last command was not taken
  std::int64_t job = 0;      // of the present command; answers to older ones say nothing
  int unanswered = 0;        // of its requests
  bool is_any_accepted = false;
  bool is_all_accepted = true;
  bool is_stopped_by_us = false;  // and would not begin by itself
  base::Time started_at = {};     // when it was last told to begin
  base::Time reminded_at = {};    // when values were last asked for

  [[nodiscard]] bool is_plugged_in() const;
  // Whether a car waits for somebody who lets it begin.
  [[nodiscard]] bool waits_for_start() const;
  void take(const MeterSample& sample);
  // The car draws, and nobody says how much.
  [[nodiscard]] bool is_silent(base::Time now) const;
  // Nothing where it does not say enough.
  [[nodiscard]] std::optional<home::VehicleReading> reading(base::Time now) const;
  [[nodiscard]] home::Abilities abilities() const;
};

}  // namespace ohmstead::connect
