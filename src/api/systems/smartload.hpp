// SmartLoad's routes. Prices are in hundredths of the currency (cents), powers kW, battery power
// positive while it charges. Thread rule: on the server's thread.
#pragma once

#include "asked.hpp"

namespace ohmstead::api::systems {

[[nodiscard]] Answer summary(const Asked& asked);
[[nodiscard]] Answer smartload_config(const Asked& asked);
[[nodiscard]] Answer vehicles(const Asked& asked);
[[nodiscard]] Answer chart_data(const Asked& asked);
[[nodiscard]] Answer slots(const Asked& asked);
[[nodiscard]] Answer forecast(const Asked& asked);
[[nodiscard]] Answer newest_decisions(const Asked& asked);
[[nodiscard]] Answer measured_history(const Asked& asked);

[[nodiscard]] Answer sequencer(const Asked& asked);
[[nodiscard]] Answer strategy(const Asked& asked);
[[nodiscard]] Answer comparisons(const Asked& asked);

[[nodiscard]] Answer boost_status(const Asked& asked);
[[nodiscard]] Answer boost(const Asked& asked);
[[nodiscard]] Answer cancel_boost(const Asked& asked);
[[nodiscard]] Answer tell_soc(const Asked& asked);

// Looks at the devices again, not more often than every 300 s.
class VehicleRefresh {
 public:
  [[nodiscard]] Answer refresh(const Asked& asked);

 private:
  std::optional<base::Time> last_;
};

}  // namespace ohmstead::api::systems
