// Long-term statistics of entities, and what they say of a home. Thread rule: pure functions; the
// rest plain values.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ohmstead/connect/home_assistant_history.hpp"
#include "ohmstead/describe/node.hpp"

namespace ohmstead::connect {

// Hour by hour; what was not recorded is missing.
struct Statistics {
  std::string unit;                     // as we get them
  std::map<base::Time, double> mean;    // of a measurement
  std::map<base::Time, double> change;  // of a counter
};
using StatisticsOf = std::map<std::string, Statistics>;  // by entity

// Powers come in kW, energies in kWh, temperatures in deg C, all else as it is.
[[nodiscard]] std::string ask_units_message(std::int64_t id, const std::set<std::string>& entities);
[[nodiscard]] std::string ask_statistics_message(std::int64_t id,
                                                 const std::set<std::string>& entities,
                                                 base::Time from, base::Time to);
// Errors: invalid_input.
[[nodiscard]] base::Result<void> take_units(const describe::Node& result, StatisticsOf& all);
[[nodiscard]] base::Result<void> take_statistics(const describe::Node& result, StatisticsOf& all);

// The entities that the readings name; an attribute of one is recorded nowhere.
[[nodiscard]] std::set<std::string> recorded_entities(
    const std::vector<home::PointReading>& readings);
[[nodiscard]] RecordedHome recorded_home(const home::Site& site,
                                         const std::vector<home::PointReading>& readings,
                                         const StatisticsOf& all, base::Time from, base::Time to);

}  // namespace ohmstead::connect
