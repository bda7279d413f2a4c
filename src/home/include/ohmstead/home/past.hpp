// What was measured and decided, as the service keeps it: slots, decisions, days of money.
//
// Units: kW, kWh, money of the site. Days are local. Thread rule: plain values. Texts are JSON by
// field tables; reading one of another form fails with all its problems.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::home {

// What planned devices beside batteries did in a slot.
struct MeasuredDevice {
  std::string id;
  base::Power power;  // mean; negative: given
  std::optional<base::Energy> soc;
  std::optional<base::Celsius> temperature;
};

// What became of the plan in a slot, by one device: a battery, car, heater, machine or room.
struct DeviceAccount {
  std::string id;
  std::optional<base::Power> planned = {};  // mean; charging and drawing positive; rooms: none
  base::Power actual = {};                  // the same, measured
  // Between what it was told and what was measured, mean while it was told a power.
  std::optional<base::Power> set_point_error = {};
  std::int64_t switches = 0;  // times that it was told to do something else
  std::int64_t writes = 0;
  std::optional<base::Seconds> response = {};  // longest until what was told was measured
  double cold_k_h = 0.0;                       // below what is wanted of a tank or room
  base::Energy missing = {};                   // of what a car should have left with
  // Of batteries against self-use; of others against the same energy at the mean price of a day.
  base::Money avoided = {};
};

// A slot that has passed, as measured.
struct MeasuredSlot {
  base::Time start;
  base::Seconds duration{};
  base::Power load, pv, grid_import, grid_export;  // load without planned devices
  std::optional<base::Power> pv_possible = {};     // as forecast, where it was turned down
  base::Power drawn;  // by cars, heaters and machines; negative: cars gave
  base::EnergyPrice import_price, export_price;
  // At the meter, and what a higher import than before in its month adds to fees on power.
  base::Money cost;
  base::Money self_use_cost;    // without planning: see engine/ledger.hpp
  base::Money no_battery_cost;  // had there been none
  std::optional<base::Power> self_use_import = {}, no_battery_import = {};  // had there been ...
  std::vector<BatterySlot> batteries;        // at the end of the slot
  std::vector<MeasuredDevice> devices = {};  // at the end of the slot
  std::vector<DeviceAccount> accounts = {};
};

// What a device is told from then on: a mode of a battery, a state of another device.
struct Decision {
  base::Time at;
  std::string device;
  std::string mode;
  base::Power power;
  std::string reason;
  std::string status;
  std::string trigger;      // why then
  bool is_changed = false;  // another mode than before
};

// A local day of money. `saved` also counts what is stored more at its end than self-use would.
struct DayMoney {
  std::string day;   // 2024-05-11
  base::Time start;  // its local midnight
  base::Money cost, self_use_cost, no_battery_cost, saved;
  base::Energy grid_import, grid_export, pv, load;
  std::optional<base::Energy> self_use_import, no_battery_import;  // had there been ...
  base::Seconds measured{0};                                       // of the day
  bool is_complete = false;                                        // all of it was measured
};

// What a car would have drawn by now, at the home, had it always charged at once, beyond what it
// did draw.
struct CarAhead {
  std::string id;
  base::Energy drawn_more;
};

// Where the comparison with self-use stands.
struct LedgerState {
  base::Money cash_ahead;  // what self-use paid more so far
  base::Money ahead_at_day, ahead_at_month;
  base::Series<base::Energy> stored_more;  // than self-use would hold now, per battery
  std::vector<CarAhead> cars_ahead = {};
};

[[nodiscard]] std::string write_measured_slot(const MeasuredSlot& slot);
[[nodiscard]] base::Result<MeasuredSlot> read_measured_slot(const std::string& text);
[[nodiscard]] std::string write_decision(const Decision& decision);
[[nodiscard]] base::Result<Decision> read_decision(const std::string& text);
[[nodiscard]] std::string write_day_money(const DayMoney& day);
[[nodiscard]] base::Result<DayMoney> read_day_money(const std::string& text);
[[nodiscard]] std::string write_ledger(const LedgerState& state);
[[nodiscard]] base::Result<LedgerState> read_ledger(const std::string& text);

}  // namespace ohmstead::home
