// Field tables of how a real home is reached (site_connections.hpp says what the structs mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/site_connections.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const PointReading*) {
  using namespace describe;
  return std::make_tuple(
      field("of", &PointReading::of, "grid, pv, load, outdoor, or the id of a device or zone"),
      field("value", &PointReading::value,
            "what of it; power is positive when the grid is drawn "
            "from, and when a battery or car charges"),
      field("at", &PointReading::at, "topic, entity, register or address"),
      field("pointer", &PointReading::pointer,
            "into a JSON text, such as /power; absent: the text is the number", optional),
      field("unit", &PointReading::unit, "absent: as the system says", optional),
      field("factor", &PointReading::factor, "-1 where the sign is the other way round", optional),
      field("offset", &PointReading::offset, "added after the factor, in the unit", optional),
      field("yes", &PointReading::yes, "texts that mean yes; absent: true, on, yes, 1", optional),
      field("stale_after_s", &PointReading::stale_after_s, "an older text says nothing of now",
            between(1.0, 86400.0), optional));
}

constexpr auto fields_of(const PointWrite*) {
  using namespace describe;
  return std::make_tuple(
      field("to", &PointWrite::to, "topic, entity, register or address"),
      field(
          "text", &PointWrite::text,
          "what to write; formulas in braces of x (kW), kwh, soc (%), target (deg C): {x * 1000}"),
      field("pause_s", &PointWrite::pause_s, "after it, before the next", between(0.0, 60.0),
            optional));
}

constexpr auto fields_of(const PointSign*) {
  using namespace describe;
  return std::make_tuple(field("at", &PointSign::at, "topic, entity, register or address"),
                         field("pointer", &PointSign::pointer, "into a JSON text", optional),
                         field("text", &PointSign::text, "what it says when the verb holds"));
}

constexpr auto fields_of(const PointPower*) {
  using namespace describe;
  return std::make_tuple(
      field("at", &PointPower::at, "topic, entity, register or address"),
      field("pointer", &PointPower::pointer, "into a JSON text", optional),
      field("formula", &PointPower::formula, "kW of what is said, as x: x / 1000", optional));
}

constexpr auto fields_of(const PointVerb*) {
  using namespace describe;
  return std::make_tuple(
      field("verb", &PointVerb::verb, "what it is told"),
      field("writes", &PointVerb::writes, "what is written for it, in this order"),
      field("seen", &PointVerb::seen,
            "where all these hold the device was told so; absent: it does not tell", optional),
      field("power", &PointVerb::power, "where it tells the power that was set", optional));
}

constexpr auto fields_of(const PointCommands*) {
  using namespace describe;
  return std::make_tuple(
      field("device", &PointCommands::device, "id of a battery, car, heater or appliance"),
      field("verbs", &PointCommands::verbs,
            "the first is what the device does when it is left alone"),
      field("least_kw", &PointCommands::least, "least power above 0 that can be set", at_least(0.0),
            optional),
      field("most_kw", &PointCommands::most, "plans keep to it; absent: as the device", above(0.0),
            optional),
      field("step_kw", &PointCommands::step, "powers are its multiples; 0: any", at_least(0.0),
            optional),
      field("settles_s", &PointCommands::settles_s, "until a reading shows what was written",
            between(0.0, 600.0), optional),
      field("pause_s", &PointCommands::pause_s, "least time between two commands",
            between(0.0, 3600.0), optional),
      field("writes_per_day", &PointCommands::writes_per_day, "of a memory that wears out; 0: any",
            at_least(0.0), optional),
      field("refresh_s", &PointCommands::refresh_s,
            "the device forgets a command after a while: repeat it this often; 0: never",
            between(0.0, 86400.0), optional));
}

constexpr auto fields_of(const PairedDevice*) {
  using namespace describe;
  return std::make_tuple(
      field("theirs", &PairedDevice::theirs,
            "evcc: a loadpoint's number or title, battery or site; ocpp: the identity of the "
            "charge point; growatt: the inverter's id"),
      field("ours", &PairedDevice::ours, "id of a car, charger or battery; home for all meters"));
}

constexpr auto fields_of(const Connection*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &Connection::id, "name"), field("kind", &Connection::kind, "what it is"),
      field("url", &Connection::url,
            "mqtt(s)://host, http(s)://host, tcp://host:502, serial:///dev/ttyUSB0?baud=9600, "
            "udp://192.168.1.77:4000",
            optional),
      field("user", &Connection::user, "who logs in", optional),
      field("password", &Connection::password, "name of the password in the secrets file",
            optional),
      field("token", &Connection::token, "name of the token in the secrets file", optional),
      field("profile", &Connection::profile, "ready points of a brand", optional),
      field("unit_id", &Connection::unit_id, "modbus: number of the device", between(0.0, 255.0),
            optional),
      field("port", &Connection::port,
            "ocpp: where charge points come to; loxone: where its packets come to, 2000 if absent",
            between(1.0, 65535.0), optional),
      field("every_s", &Connection::every_s, "between two questions to systems that must be asked",
            between(1.0, 3600.0), optional),
      field("devices", &Connection::devices,
            "evcc, ocpp, growatt, profiles: which of its devices is which of the home's", optional),
      field("readings", &Connection::readings, "what is read", optional),
      field("commands", &Connection::commands, "what devices can be told", optional));
}

}  // namespace ohmstead::home
