#include "ocpp/outlet.hpp"

namespace ohmstead::connect {
namespace {

constexpr base::Seconds k_power_holds{180};

bool is_newer(const MeterSample& sample, const std::optional<MeterSample>& known) {
  return !known || sample.at >= known->at;
}

}  // namespace

bool Outlet::is_plugged_in() const {
  return status == "Preparing" || status == "Charging" || status == "SuspendedEV" ||
         status == "SuspendedEVSE" || status == "Finishing";
}

bool Outlet::waits_for_start() const {
  return !transaction && (status == "Preparing" || (status == "Finishing" && is_stopped_by_us));
}

// Values of an offline time come late, and then say nothing of now.
void Outlet::take(const MeterSample& sample) {
  if (sample.power && is_newer(sample, power)) power = sample;
  if (sample.energy && is_newer(sample, energy)) energy = sample;
  if (sample.soc_pct && is_newer(sample, soc)) soc = sample;
}

bool Outlet::is_silent(base::Time now) const {
  return status == "Charging" && (!power || now - power->at > k_power_holds);
}

std::optional<home::VehicleReading> Outlet::reading(base::Time now) const {
  const bool is_understood = is_plugged_in() || status == "Available" || status == "Reserved";
  if (!is_understood || is_silent(now)) return std::nullopt;
  home::VehicleReading reading;
  reading.id = car;
  reading.is_connected = is_plugged_in();
  reading.charger = charger;
  if (!tag.empty()) reading.called = {tag};
  if (status == "Charging") reading.power = *power->power;
  if (energy) reading.charged = *energy->energy;
  if (soc && reading.is_connected) reading.soc = capacity * (*soc->soc_pct / 100.0);
  return reading;
}

home::Abilities Outlet::abilities() const {
  home::Abilities all{.device = car};
  all.verbs = {home::Verb::automatic, home::Verb::off, home::Verb::on};
  all.least = least_power(currents);
  all.most = most_power(currents);
  if (currents.phases.size() == 1)
    all.step = base::Power{currents.voltage_v * static_cast<double>(currents.phases.front()) *
                           currents.step_a / 1000.0};
  all.settles_within = base::Seconds{30};
  return all;
}

}  // namespace ohmstead::connect
