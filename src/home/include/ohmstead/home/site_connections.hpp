// How a real home is reached: outside systems, what is read there and what is written.
//
// A connection is one system: a broker, a Home Assistant, an inverter. Its readings and commands
// are lists of points: an address that the system understands (a topic, an entity, a register) and
// what its text means in units of the home. evcc, ocpp and growatt know their own points and are
// told by `devices` alone which of their devices is which of the home's. Secrets stand in the
// secrets file, here only their names. Thread rule: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/units.hpp"
#include "ohmstead/home/command.hpp"

namespace ohmstead::home {

enum class ConnectionKind { mqtt, home_assistant, http, modbus, evcc, ocpp, growatt, loxone };
constexpr auto names_of(ConnectionKind) {
  return std::array<std::string_view, 8>{"mqtt", "home_assistant", "http",    "modbus",
                                         "evcc", "ocpp",           "growatt", "loxone"};
}

// power: of the grid positive when imported, of batteries and cars when they charge. import,
// export_, charge, discharge: the same in one direction, never negative. energy: a counter of what
// was drawn, or produced by the roof; imported, exported, charged, discharged: counters too.
// current_l1 to 3: of the phases of the house connection, with or without a sign.
enum class PointValue {
  power,
  import,
  export_,
  charge,
  discharge,
  energy,
  imported,
  exported,
  charged,
  discharged,
  soc,
  temperature,
  connected,
  running,
  frequency,
  current_l1,
  current_l2,
  current_l3
};
constexpr auto names_of(PointValue) {
  return std::array<std::string_view, 18>{
      "power",     "import",   "export",    "charge",     "discharge",  "energy",
      "imported",  "exported", "charged",   "discharged", "soc",        "temperature",
      "connected", "running",  "frequency", "current_l1", "current_l2", "current_l3"};
}
// NOLINTNEXTLINE(readability-identifier-naming): units as they are written
enum class PointUnit { W, kW, MW, Wh, kWh, MWh, percent, C, F, K, Hz, mHz, A, mA };
constexpr auto names_of(PointUnit) {
  return std::array<std::string_view, 14>{"W", "kW", "MW", "Wh", "kWh", "MWh", "percent",
                                          "C", "F",  "K",  "Hz", "mHz", "A",   "mA"};
}
// Whether a number of that unit can be such a value.
[[nodiscard]] bool is_unit_of(PointValue value, PointUnit unit);

// What one address tells of the home.
struct PointReading {
  std::string of;  // grid, pv, load, outdoor, or the id of a device or zone
  PointValue value = PointValue::power;
  std::string at;
  std::string pointer;            // into a JSON text; empty: the text is the number
  std::optional<PointUnit> unit;  // absent: as the system says
  double factor = 1.0;            // -1 where its sign is the other way round
  double offset = 0.0;            // added after the factor, in the unit
  std::vector<std::string> yes;   // texts that mean yes; empty: true, on, 1, yes
  double stale_after_s = 300.0;   // an older text says nothing of now
};

// Formulas in braces of x, the power in kW: "{x * 1000}".
struct PointWrite {
  std::string to;
  std::string text;
  double pause_s = 0.0;  // after it, before the next
};

// An address whose text says that a verb holds.
struct PointSign {
  std::string at;
  std::string pointer;
  std::string text;
};

struct PointPower {
  std::string at;
  std::string pointer;
  std::string formula = "x";  // kW of what is said, as x: "x / 1000"
};

struct PointVerb {
  Verb verb = Verb::self_use;
  std::vector<PointWrite> writes;   // in this order
  std::vector<PointSign> seen;      // all hold: this is what the device was told
  std::optional<PointPower> power;  // of it
};

// What one device understands.
struct PointCommands {
  std::string device;
  std::vector<PointVerb> verbs;  // the first is what the device does when it is left alone
  base::Power least;
  std::optional<base::Power> most;  // absent: as the device of the site
  base::Power step;
  double settles_s = 15.0;
  double pause_s = 30.0;
  std::int64_t writes_per_day = 0;  // of a memory that wears out; 0: any
  double refresh_s = 0.0;           // the device forgets a command; 0: never
};

// Which of a system's devices is which of the home's.
struct PairedDevice {
  std::string theirs;  // evcc: number or title of a loadpoint, "battery", "site"; ocpp: identity
  std::string ours;    // id of a car, charger or battery; "home" for all meters
};

struct Connection {
  std::string id;
  ConnectionKind kind = ConnectionKind::mqtt;
  // mqtt(s)://, http(s)://, tcp://host:502, serial:///dev/ttyUSB0?baud=9600, udp://address:4000
  std::string url;
  std::string user;
  std::string password;              // name in the secrets file
  std::string token;                 // name in the secrets file
  std::string profile;               // ready points of a brand
  std::int64_t unit_id = 1;          // modbus
  std::optional<std::int64_t> port;  // ours, to which charge points or a Loxone's packets come
  double every_s = 5.0;              // between two questions to systems that must be asked
  std::vector<PairedDevice> devices;
  std::vector<PointReading> readings;
  std::vector<PointCommands> commands;
};

}  // namespace ohmstead::home
