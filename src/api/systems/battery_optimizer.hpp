// Battery Optimizer's routes that tell something: prices, state, history, figures of the day, and
// what it adds to the recommendation.
//
// Prices are in hundredths of the currency (pence). Heaters are the home's water heaters and heat
// sources: key `immersion_<id>`. Currents are those of a battery of 100 V, as that system reckons:
// 10 A per kW, at most 50 A. Thread rule: on the server's thread.
#pragma once

#include "asked.hpp"

namespace ohmstead::api::systems {

// Battery current of an inverter's limit: 0 where the battery shall not give.
[[nodiscard]] int discharge_current(std::string_view mode, double give_kw, double most_kw);
// "Self Use", "Force Charge", "Feed-in First".
[[nodiscard]] std::string_view work_mode(std::string_view mode);
// optimal, feasible, fallback.
[[nodiscard]] std::string_view optimization_status(std::string_view plan_status);

// The ids of its heaters.
[[nodiscard]] std::vector<std::string> heaters_of(const home::Site& site);
// Of `schedule/update` or of the site file, not by hand.
[[nodiscard]] bool is_schedule(const home::Override& each);
inline constexpr std::string_view k_schedule_mark = "schedule: ";  // begins `by`

// Adds its keys to an answer of /api/v1/recommendation/now.
void add_recommendation(const Service& service, const engine::Snapshot& now, base::Time time,
                        Json& json);

[[nodiscard]] Answer refresh_prices(const Asked& asked);
[[nodiscard]] Answer current_prices(const Asked& asked);
[[nodiscard]] Answer current_state(const Asked& asked);
[[nodiscard]] Answer recommendation_history(const Asked& asked);
[[nodiscard]] Answer daily_statistics(const Asked& asked);

}  // namespace ohmstead::api::systems
