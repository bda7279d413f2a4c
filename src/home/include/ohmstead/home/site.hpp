// A site: a household's tariff, devices and sources, as written in its site file (YAML).
//
// Power kW, energy kWh, money in `currency`, times of day in local hours. Thread rule: plain
// values.
//
//   Result<Site> site = read_site(text, "site.yaml");
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/units.hpp"
#include "ohmstead/home/case.hpp"
#include "ohmstead/home/language.hpp"
#include "ohmstead/home/local_window.hpp"
#include "ohmstead/home/simulation.hpp"
#include "ohmstead/home/site_connections.hpp"
#include "ohmstead/home/site_devices.hpp"
#include "ohmstead/home/site_service.hpp"
#include "ohmstead/home/site_sources.hpp"
#include "ohmstead/home/tariff.hpp"

namespace ohmstead::home {

struct SiteGrid {
  std::optional<Power> import_limit;
  std::optional<Power> export_limit;
  std::optional<double> phase_limit_a;  // of the fuse of each phase
  // Outside of this window nothing is given to or asked of the grid. Source: EN 50549-1 table 1.
  double least_hz = 47.5;
  double most_hz = 51.5;
};

struct SiteInverter {
  std::string id = "inverter";
  Power ac_limit;
  std::optional<Power> charge_limit;
  double efficiency_pct = 97.0;                 // each way
  std::optional<Efficiency> efficiency;         // DC to AC; absent: efficiency_pct
  std::optional<Efficiency> charge_efficiency;  // AC to DC; absent: as DC to AC
};

struct SiteBattery {
  std::string id = "battery";
  std::string inverter;  // empty: on the AC bus
  Energy capacity;
  Power charge;
  std::optional<Power> discharge;
  double roundtrip_efficiency_pct = 95.0;
  std::optional<Efficiency> charge_efficiency;     // absent: half of the round trip
  std::optional<Efficiency> discharge_efficiency;  // absent: charge_efficiency
  std::vector<SocLimit> power_by_soc;
  double min_soc_pct = 5.0;
  double max_soc_pct = 100.0;
  std::vector<TemperatureShare> temperature_derating;  // by the outdoor temperature
  double initial_soc_pct = 50.0;                       // where nothing measured is known
  Power standby;
  Wear wear;
  // Of its cells; lithium must not be charged below freezing.
  base::Celsius coldest_charge{0.0};
  base::Celsius coldest{-20.0};
  base::Celsius hottest{55.0};
};

// Panels that face one way.
struct PvPlane {
  Power peak;                // under 1 kW/m2 at 25 deg C
  double tilt_deg = 30.0;    // 0 flat, 90 a wall
  double azimuth_deg = 180;  // clockwise from north: 90 east, 180 south
};

// Where the home is: WGS 84, north and east positive.
struct SiteLocation {
  double latitude_deg = 0.0;
  double longitude_deg = 0.0;
  double altitude_m = 0.0;
};

struct SitePv {
  std::string inverter;  // hybrid inverter it hangs on; empty: on the AC bus
  bool is_curtailable = true;
  std::vector<PvPlane> planes = {};  // empty: learned from what was measured
};

// A column of a CSV file; its unit is the ending of the column's name (_w, _kw, _wh, _kwh,
// _per_mwh, _per_kwh, _c, _w_per_m2, _kw_per_m2).
struct CsvSource {
  std::string file;  // relative to the site file
  std::string column;
};

struct PriceSource {
  std::string file;
  std::string column;
  double published_at_h = 13.0;  // local time of the day before
};

struct Sources {
  std::optional<PriceSource> prices;
  std::optional<CsvSource> load;
  std::optional<CsvSource> pv;
  std::optional<CsvSource> pv_forecast;
  std::optional<CsvSource> outdoor;     // air temperature
  std::optional<CsvSource> irradiance;  // of the sun through the windows, per m2
  std::optional<LiveSources> live;      // services that are asked while the home runs
};

struct Planning {
  std::int64_t step_min = 15;
  double horizon_h = 48.0;
  Money keep_last_plan{0.01};   // a changed first action must gain at least this
  bool is_tail_coarse = false;  // slots grow longer with distance; see plan/coarse_tail.hpp
  bool heeds_bands = true;      // by a lone battery; see plan/uncertain_plan.hpp
};

struct Site {
  std::string name;
  std::string timezone;
  std::optional<SiteLocation> location;
  std::string currency = "EUR";
  Language language = Language::en;  // of what the program says about this home
  Tariff tariff;
  SiteGrid grid;
  std::vector<SiteInverter> inverters;
  std::vector<SiteBattery> batteries;
  std::optional<SitePv> pv;
  std::vector<Charger> chargers;
  std::vector<SiteVehicle> vehicles;
  std::vector<SiteWaterHeater> water_heaters;
  std::vector<SiteZone> zones;
  std::vector<SiteHeatSource> heat_sources;
  std::vector<SiteAppliance> appliances;
  std::optional<base::Celsius> outdoor;  // always, where sources.outdoor is absent
  Sources sources;
  std::vector<Connection> connections;  // of a real home
  Planning planning;
  std::vector<SiteSchedule> schedules;
  SiteService service;
  Simulation simulation;                       // of this home, when it is replayed
  std::optional<MultipassSettings> multipass;  // of the strategy; absent: its defaults
  std::optional<std::string> secrets_file;
};

// Whether what a kWh costs or earns follows the market.
[[nodiscard]] bool needs_spot_prices(const Site& site);
// Whether anything besides batteries is to be planned.
[[nodiscard]] bool has_planned_devices(const Site& site);
// The same home with nothing but its batteries to plan.
[[nodiscard]] Site without_planned_devices(Site site);
// The same home without fees on the month's highest power or by tiers: each slot is billed by
// itself.
[[nodiscard]] Site with_plain_prices(Site site);

// Reads and checks a site file; every problem is reported as `file:line:column: path: message`.
[[nodiscard]] base::Result<Site> read_site(const std::string& text, const std::string& file);
// JSON Schema and reference page of the site file, from its field tables.
// With labels and texts of its fields in that language.
[[nodiscard]] std::string site_schema(Language language = Language::en);
[[nodiscard]] std::string site_reference();

struct Secret {
  std::string name;
  std::string value;
};

// A YAML map of names to texts. Refused when people other than the owner may read it.
[[nodiscard]] base::Result<std::vector<Secret>> read_secrets(const std::filesystem::path& path);

}  // namespace ohmstead::home
