#include "ocpp/charge_limit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ohmstead::connect {
namespace {

constexpr double k_single_phase_most_a = 32.0;
constexpr double k_least_a = 6.0;  // what the plug's signal can say
constexpr double k_slack_a = 1e-6;

double kw_of(const home::ChargerCurrents& currents, std::int64_t phases, double current_a) {
  return currents.voltage_v * static_cast<double>(phases) * current_a / 1000.0;
}

std::int64_t least_phases(const home::ChargerCurrents& currents) {
  return *std::min_element(currents.phases.begin(), currents.phases.end());
}
std::int64_t most_phases(const home::ChargerCurrents& currents) {
  return *std::max_element(currents.phases.begin(), currents.phases.end());
}

// The highest step of the charger on that many phases that does not draw more; 0 below the least.
double current_for(const home::ChargerCurrents& currents, std::int64_t phases, base::Power power) {
  const double wished_a = power.value() / kw_of(currents, phases, 1.0);
  if (!(wished_a >= currents.min_a - k_slack_a)) return 0.0;
  double current_a = std::min(wished_a, currents.max_a);
  if (currents.step_a > 0.0) {
    const double steps = std::floor((current_a - currents.min_a) / currents.step_a + k_slack_a);
    current_a = currents.min_a + steps * currents.step_a;
  }
  // Tenths are all that the protocol has.
  return std::floor(current_a * 10.0 + k_slack_a) / 10.0;
}

}  // namespace

home::ChargerCurrents currents_of(const home::Charger& charger) {
  if (charger.currents && !charger.currents->phases.empty()) return *charger.currents;
  home::ChargerCurrents currents;
  const double most_kw = effective_max(charger).value();
  const bool is_single = most_kw * 1000.0 <= currents.voltage_v * k_single_phase_most_a + k_slack_a;
  currents.phases = {is_single ? 1 : 3};
  const double phase_kw = kw_of(currents, currents.phases.front(), 1.0);
  currents.max_a = std::max(k_least_a, std::floor(most_kw / phase_kw + k_slack_a));
  currents.min_a =
      std::clamp(std::ceil(charger.min.value() / phase_kw - k_slack_a), k_least_a, currents.max_a);
  return currents;
}

ChargeLimit limit_of(const home::ChargerCurrents& currents, base::Power power) {
  ChargeLimit best;
  std::int64_t best_phases = least_phases(currents);
  for (const std::int64_t phases : currents.phases) {
    const double current_a = current_for(currents, phases, power);
    // On few phases, where as much can be had there.
    if (kw_of(currents, phases, current_a) <=
        kw_of(currents, best_phases, best.current_a) + k_slack_a)
      continue;
    best.current_a = current_a;
    best_phases = phases;
  }
  if (currents.phases.size() > 1) best.phases = best_phases;
  return best;
}

base::Power least_power(const home::ChargerCurrents& currents) {
  return base::Power{kw_of(currents, least_phases(currents), currents.min_a)};
}

base::Power most_power(const home::ChargerCurrents& currents) {
  return base::Power{kw_of(currents, most_phases(currents), currents.max_a)};
}

std::string set_profile_payload(const ChargeProfile& profile) {
  const std::string transaction =
      profile.transaction ? fmt::format(R"("transactionId":{},)", *profile.transaction) : "";
  const std::string phases =
      profile.limit.phases ? fmt::format(R"(,"numberPhases":{})", *profile.limit.phases) : "";
  return fmt::format(
      R"({{"connectorId":{},"csChargingProfiles":{{"chargingProfileId":{},{}"stackLevel":0,)"
      R"("chargingProfilePurpose":"{}","chargingProfileKind":"Relative","chargingSchedule":)"
      R"({{"chargingRateUnit":"A","chargingSchedulePeriod":[{{"startPeriod":0,"limit":{:.1f}{}}}]}}}}}})",
      profile.connector, profile.id, transaction,
      profile.transaction ? "TxProfile" : "TxDefaultProfile", profile.limit.current_a, phases);
}

std::string clear_profile_payload(std::int64_t id) { return fmt::format(R"({{"id":{}}})", id); }

}  // namespace ohmstead::connect
