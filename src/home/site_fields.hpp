// Field tables of the site file (site.hpp says what the structs mean).
#pragma once

#include "battery_fields.hpp"
#include "multipass_fields.hpp"
#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/site.hpp"
#include "simulation_fields.hpp"
#include "site_connection_fields.hpp"
#include "site_device_fields.hpp"
#include "site_service_fields.hpp"
#include "site_source_fields.hpp"
#include "site_vehicle_fields.hpp"
#include "site_zone_fields.hpp"
#include "tariff_fields.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const SiteGrid*) {
  using namespace describe;
  return std::make_tuple(
      field("import_limit_kw", &SiteGrid::import_limit, "highest import", above(0.0), optional),
      field("export_limit_kw", &SiteGrid::export_limit, "highest export", at_least(0.0), optional),
      field("phase_limit_a", &SiteGrid::phase_limit_a,
            "what the fuse of each phase carries; needs the currents of the grid as readings",
            above(0.0), optional),
      field("least_hz", &SiteGrid::least_hz, "of the grid; below it all is stopped",
            between(40.0, 70.0), optional),
      field("most_hz", &SiteGrid::most_hz, "of the grid; above it all is stopped",
            between(40.0, 70.0), optional));
}

constexpr auto fields_of(const SiteInverter*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &SiteInverter::id, "name", optional),
      field("ac_limit_kw", &SiteInverter::ac_limit, "highest power to the AC side", above(0.0)),
      field("charge_limit_kw", &SiteInverter::charge_limit,
            "highest power from the AC side; absent: ac_limit_kw", at_least(0.0), optional),
      field("efficiency_pct", &SiteInverter::efficiency_pct, "each way", within(0.0, 100.0),
            optional),
      field("efficiency", &SiteInverter::efficiency,
            "DC to AC, or a curve by power, instead of efficiency_pct", within(0.0, 1.0), optional),
      field("charge_efficiency", &SiteInverter::charge_efficiency,
            "AC to DC, or a curve by power; absent: as DC to AC", within(0.0, 1.0), optional));
}

constexpr auto fields_of(const SiteBattery*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &SiteBattery::id, "name", optional),
      field("inverter", &SiteBattery::inverter, "hybrid inverter it sits on; absent: on the AC bus",
            optional),
      field("capacity_kwh", &SiteBattery::capacity, "usable energy when full", above(0.0)),
      field("charge_kw", &SiteBattery::charge, "highest charging power", above(0.0)),
      field("discharge_kw", &SiteBattery::discharge, "highest discharging power; absent: charge_kw",
            above(0.0), optional),
      field("roundtrip_efficiency_pct", &SiteBattery::roundtrip_efficiency_pct,
            "charging and discharging", within(0.0, 100.0), optional),
      field("min_soc_pct", &SiteBattery::min_soc_pct, "never discharged below this",
            between(0.0, 100.0), optional),
      field("max_soc_pct", &SiteBattery::max_soc_pct, "never charged above this",
            between(0.0, 100.0), optional),
      field("initial_soc_pct", &SiteBattery::initial_soc_pct, "where nothing measured is known",
            between(0.0, 100.0), optional),
      field("standby_kw", &SiteBattery::standby, "drawn all the time", at_least(0.0), optional),
      field("wear_per_kwh", &SiteBattery::wear,
            "what one discharged kWh costs in battery life, or steps by depth", at_least(0.0),
            optional),
      field("charge_efficiency", &SiteBattery::charge_efficiency,
            "of charging, or a curve by power, instead of roundtrip_efficiency_pct",
            within(0.0, 1.0), optional),
      field("discharge_efficiency", &SiteBattery::discharge_efficiency,
            "of discharging, or a curve by power; absent: charge_efficiency", within(0.0, 1.0),
            optional),
      field("power_by_soc", &SiteBattery::power_by_soc, "highest powers by state of charge",
            optional),
      field("temperature_derating", &SiteBattery::temperature_derating,
            "shares of the highest powers, by outdoor temperature", optional),
      field("coldest_charge_c", &SiteBattery::coldest_charge,
            "of its cells; colder ones are not charged", between(-40.0, 40.0), optional),
      field("coldest_c", &SiteBattery::coldest, "of its cells; colder ones are left alone",
            between(-60.0, 40.0), optional),
      field("hottest_c", &SiteBattery::hottest, "of its cells; hotter ones are left alone",
            between(20.0, 90.0), optional));
}

constexpr auto fields_of(const SiteLocation*) {
  using namespace describe;
  return std::make_tuple(
      field("latitude_deg", &SiteLocation::latitude_deg, "north positive", between(-90.0, 90.0)),
      field("longitude_deg", &SiteLocation::longitude_deg, "east positive", between(-180.0, 180.0)),
      field("altitude_m", &SiteLocation::altitude_m, "above the sea", between(-500.0, 9000.0),
            optional));
}

constexpr auto fields_of(const PvPlane*) {
  using namespace describe;
  return std::make_tuple(
      field("peak_kw", &PvPlane::peak, "of these panels under full sun", above(0.0)),
      field("tilt_deg", &PvPlane::tilt_deg, "0 is flat, 90 a wall", between(0.0, 90.0), optional),
      field("azimuth_deg", &PvPlane::azimuth_deg,
            "where they face, clockwise from north: 90 is east, 180 south", between(0.0, 360.0),
            optional));
}

constexpr auto fields_of(const SitePv*) {
  using namespace describe;
  return std::make_tuple(
      field("planes", &SitePv::planes, "panels by the way they face; absent: learned", optional),
      field("inverter", &SitePv::inverter, "hybrid inverter it hangs on; absent: on the AC bus",
            optional),
      field("curtailable", &SitePv::is_curtailable,
            "simulated homes: it can be turned down; no connection tells a roof", optional));
}

constexpr auto fields_of(const CsvSource*) {
  using namespace describe;
  return std::make_tuple(
      field("file", &CsvSource::file, "CSV file, relative to the site file"),
      field("column", &CsvSource::column, "its name ends with its unit: _w, _kw, _wh or _kwh"));
}

constexpr auto fields_of(const PriceSource*) {
  using namespace describe;
  return std::make_tuple(
      field("file", &PriceSource::file, "CSV file, relative to the site file"),
      field("column", &PriceSource::column, "its name ends with its unit: _per_mwh or _per_kwh"),
      field("published_at_h", &PriceSource::published_at_h,
            "local hour at which the prices of the next day are known", between(0.0, 24.0),
            optional));
}

constexpr auto fields_of(const Sources*) {
  using namespace describe;
  return std::make_tuple(
      field("prices", &Sources::prices, "day-ahead prices", optional),
      field("load", &Sources::load, "measured consumption of the home", optional),
      field("pv", &Sources::pv, "measured PV production", optional),
      field("pv_forecast", &Sources::pv_forecast, "PV forecast that was known then", optional),
      field("outdoor", &Sources::outdoor, "measured air temperature; its column ends with _c",
            optional),
      field("irradiance", &Sources::irradiance,
            "measured sun on the windows; its column ends with _w_per_m2 or _kw_per_m2", optional),
      field("live", &Sources::live, "services that are asked while the home runs", optional));
}

constexpr auto fields_of(const Site*) {
  using namespace describe;
  return std::make_tuple(
      field("name", &Site::name, "name of the home"),
      field("timezone", &Site::timezone, "such as Europe/Paris"),
      field("location", &Site::location, "where the home is", optional),
      field("currency", &Site::currency, "three letters; all prices are in it", optional),
      field("language", &Site::language, "in which reasons and notes are written", optional),
      field("tariff", &Site::tariff, "what energy costs"),
      field("grid", &Site::grid, "the grid connection", optional),
      field("inverters", &Site::inverters, "hybrid inverters", optional),
      field("batteries", &Site::batteries, "home batteries", optional),
      field("pv", &Site::pv, "the solar roof", optional),
      field("chargers", &Site::chargers, "wall boxes", optional),
      field("vehicles", &Site::vehicles, "electric cars", optional),
      field("water_heaters", &Site::water_heaters, "heaters of hot water", optional),
      field("zones", &Site::zones, "rooms that are heated", optional),
      field("heat_sources", &Site::heat_sources, "what heats the rooms", optional),
      field("appliances", &Site::appliances, "machines that run when it suits", optional),
      field("outdoor_c", &Site::outdoor, "air temperature, where sources.outdoor is absent",
            between(-60.0, 60.0), optional),
      field("sources", &Site::sources, "where measurements and prices come from", optional),
      field("connections", &Site::connections,
            "how the meters and devices of a real home are reached", optional),
      field("planning", &Site::planning, "how to plan", optional),
      field("schedules", &Site::schedules, "what you want of devices week by week", optional),
      field("service", &Site::service, "how the service runs", optional),
      field("simulation", &Site::simulation, "of this home, when it is replayed", optional),
      field("multipass", &Site::multipass, "settings of the strategy multipass", optional),
      field("secrets_file", &Site::secrets_file,
            "YAML map of names to passwords and tokens, relative to the site file", optional));
}

}  // namespace ohmstead::home
