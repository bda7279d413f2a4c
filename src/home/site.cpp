#include "ohmstead/home/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check_connections.hpp"
#include "check_live_sources.hpp"
#include "check_site_devices.hpp"
#include "device_checks.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/write.hpp"
#include "site_fields.hpp"
#include "site_words.hpp"

namespace ohmstead::home {
namespace {

using describe::join_path;
using describe::Problems;

template <std::size_t N>
void check_unit(const std::string& column, const std::array<std::string_view, N>& endings,
                const std::string& path, Problems& problems) {
  if (problems.has_about(path)) return;
  const bool has_unit = std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return column.ends_with(ending);
  });
  if (!has_unit) {
    problems.add(path,
                 fmt::format("'{}' must end with its unit: {}", column, fmt::join(endings, ", ")));
  }
}

void check_sources(const Sources& sources, Problems& problems) {
  static constexpr std::array<std::string_view, 4> k_power_endings{"_w", "_kw", "_wh", "_kwh"};
  static constexpr std::array<std::string_view, 2> k_price_endings{"_per_mwh", "_per_kwh"};
  if (sources.prices)
    check_unit(sources.prices->column, k_price_endings, "sources.prices.column", problems);
  if (sources.load)
    check_unit(sources.load->column, k_power_endings, "sources.load.column", problems);
  if (sources.pv) check_unit(sources.pv->column, k_power_endings, "sources.pv.column", problems);
  if (sources.pv_forecast) {
    check_unit(sources.pv_forecast->column, k_power_endings, "sources.pv_forecast.column",
               problems);
  }
  static constexpr std::array<std::string_view, 1> k_temperature_endings{"_c"};
  static constexpr std::array<std::string_view, 2> k_sun_endings{"_w_per_m2", "_kw_per_m2"};
  if (sources.outdoor)
    check_unit(sources.outdoor->column, k_temperature_endings, "sources.outdoor.column", problems);
  if (sources.irradiance)
    check_unit(sources.irradiance->column, k_sun_endings, "sources.irradiance.column", problems);
}

bool has_inverter(const Site& site, const std::string& id) {
  return std::any_of(site.inverters.begin(), site.inverters.end(),
                     [&](const SiteInverter& inverter) { return inverter.id == id; });
}

void check_inverter_name(const Site& site, const std::string& id, const std::string& path,
                         Problems& problems) {
  if (!id.empty() && !has_inverter(site, id)) {
    problems.add(path, fmt::format("there is no inverter '{}'", id));
  }
}

template <class Device>
void check_names(const std::vector<Device>& devices, const std::string& path, Problems& problems) {
  for (std::size_t i = 0; i < devices.size(); ++i) {
    if (problems.has_about(join_path(path, i))) continue;
    const auto same = [&](const Device& other) { return other.id == devices[i].id; };
    const auto end = devices.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::any_of(devices.begin(), end, same)) {
      problems.add(join_path(join_path(path, i), "id"),
                   fmt::format("'{}' is the name of another one too", devices[i].id));
    }
  }
}

// What a battery of a case may have too, by the same checks.
void check_curves(const SiteBattery& from, bool is_outdoor_known, const std::string& path,
                  Problems& problems) {
  Battery battery;
  battery.capacity = from.capacity;
  battery.wear = from.wear;
  battery.charge_efficiency = from.charge_efficiency.value_or(Ratio{1.0});
  battery.discharge_efficiency = from.discharge_efficiency;
  battery.power_by_soc = from.power_by_soc;
  battery.temperature_derating = from.temperature_derating;
  if (!from.temperature_derating.empty() && !is_outdoor_known)
    problems.add(join_path(path, "temperature_derating"), "needs outdoor_c or sources.outdoor");
  battery.temperature.push_back(base::Celsius{20.0});
  Case one_slot;
  one_slot.slots = base::SlotGrid::uniform({}, std::chrono::hours{1}, 1);
  find_limit_problems(battery, one_slot, path, problems);
}

void check_inverters(const Site& site, Problems& problems) {
  for (std::size_t i = 0; i < site.inverters.size(); ++i) {
    Inverter inverter;
    inverter.efficiency = site.inverters[i].efficiency.value_or(Ratio{1.0});
    inverter.charge_efficiency = site.inverters[i].charge_efficiency;
    find_problems(inverter, Case{}, join_path("inverters", i), problems);
  }
}

void check_grid(const SiteGrid& grid, Problems& problems) {
  if (grid.least_hz >= grid.most_hz) problems.add("grid.least_hz", "must be below most_hz");
}

void check_batteries(const Site& site, Problems& problems) {
  for (std::size_t i = 0; i < site.batteries.size(); ++i) {
    const SiteBattery& battery = site.batteries[i];
    const std::string path = join_path("batteries", i);
    if (battery.min_soc_pct > battery.max_soc_pct) {
      problems.add(
          join_path(path, "min_soc_pct"),
          fmt::format("{} is above max_soc_pct {}", battery.min_soc_pct, battery.max_soc_pct));
    }
    if (battery.coldest > battery.coldest_charge || battery.coldest_charge >= battery.hottest)
      problems.add(join_path(path, "coldest_charge_c"), "must lie between coldest_c and hottest_c");
    check_inverter_name(site, battery.inverter, join_path(path, "inverter"), problems);
    check_curves(battery, site.outdoor || site.sources.outdoor, path, problems);
  }
}

void check_tiers(const std::vector<FeeTier>& tiers, Problems& problems) {
  base::Energy before{};
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const std::string path = join_path(join_path("tariff.import.tiers", i), "up_to_kwh");
    const bool is_last = i + 1 == tiers.size();
    if (is_last && tiers[i].up_to) problems.add(path, "the last tier has no end");
    if (!is_last && !tiers[i].up_to) problems.add(path, "is missing: another tier follows");
    if (tiers[i].up_to && *tiers[i].up_to <= before && !problems.has_about(path))
      problems.add(path, i == 0 ? "must be above 0" : "must be above that of the tier before");
    before = tiers[i].up_to.value_or(before);
  }
}

void check_tariff(const Tariff& tariff, Problems& problems) {
  const auto check_holidays = [&](const auto& all, const char* path) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].holidays != HolidayUse::as_usual && !tariff.holidays)
        problems.add(join_path(join_path(path, i), "holidays"), "needs tariff.holidays");
    }
  };
  check_holidays(tariff.import.network_fees, "tariff.import.network_fees");
  check_holidays(tariff.power_fees, "tariff.power_fees");
  check_tiers(tariff.import.tiers, problems);
  for (std::size_t i = 0; i < tariff.power_fees.size(); ++i) {
    const std::int64_t window_min = tariff.power_fees[i].window_min;
    const std::string path = join_path(join_path("tariff.power_fees", i), "window_min");
    if (!problems.has_about(path) && !is_clock_raster(window_min * 60))
      problems.add(path,
                   fmt::format("{} divides neither an hour nor, in hours, a day", window_min));
  }
  const ExportTariff& sold = tariff.export_;
  if (sold.lowest && sold.highest && *sold.highest < *sold.lowest)
    problems.add("tariff.export.highest_per_kwh", "is below lowest_per_kwh");
  if (!tariff.holidays) return;
  const std::string& country = tariff.holidays->country;
  const auto known = holiday_countries();
  if (!country.empty() && std::find(known.begin(), known.end(), country) == known.end())
    problems.add("tariff.holidays.country",
                 fmt::format("'{}' is none of {}", country, fmt::join(known, ", ")));
  if (country.empty() && tariff.holidays->dates.empty())
    problems.add("tariff.holidays", "names no country and no dates");
  for (std::size_t i = 0; i < tariff.holidays->dates.size(); ++i) {
    if (const auto date = base::parse_date(tariff.holidays->dates[i]); !date)
      problems.add(join_path("tariff.holidays.dates", i), date.error().message);
  }
}

void find_site_problems(const Site& site, Problems& problems) {
  if (site.name.empty()) problems.add("name", "must not be empty");
  const bool is_currency =
      site.currency.size() == 3 && std::all_of(site.currency.begin(), site.currency.end(),
                                               [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!is_currency) {
    problems.add("currency",
                 fmt::format("'{}' is not three capital letters like EUR", site.currency));
  }
  if (const auto zone = base::Zone::load(site.timezone); !zone)
    problems.add("timezone", zone.error().message);
  const bool is_said = problems.has_below("tariff") || problems.has_below("sources");
  const bool has_prices =
      site.sources.prices || (site.sources.live && !site.sources.live->prices.empty());
  if (needs_spot_prices(site) && !has_prices && !is_said) {
    problems.add("tariff",
                 "uses the spot price, so sources.prices is needed (or give fixed_per_kwh)");
  }
  check_tariff(site.tariff, problems);
  if (60 % site.planning.step_min != 0) {
    problems.add("planning.step_min",
                 fmt::format("{} does not divide an hour", site.planning.step_min));
  }
  check_names(site.inverters, "inverters", problems);
  check_inverters(site, problems);
  check_names(site.batteries, "batteries", problems);
  check_grid(site.grid, problems);
  check_batteries(site, problems);
  if (site.pv) check_inverter_name(site, site.pv->inverter, "pv.inverter", problems);
  find_device_problems(site, problems);
  find_schedule_problems(site, problems);
  find_rule_problems(site, problems);
  check_sources(site.sources, problems);
  find_live_source_problems(site, problems);
  find_connection_problems(site, problems);
  if (site.multipass) find_problems(*site.multipass, "multipass", problems);
}

}  // namespace

bool needs_spot_prices(const Site& site) {
  return !site.tariff.import.fixed ||
         (!site.tariff.export_.fixed && site.tariff.export_.spot_factor != 0.0);
}

bool has_planned_devices(const Site& site) {
  return !site.vehicles.empty() || !site.water_heaters.empty() || !site.zones.empty() ||
         !site.heat_sources.empty() || !site.appliances.empty();
}

Site without_planned_devices(Site site) {
  site.chargers.clear();
  site.vehicles.clear();
  site.water_heaters.clear();
  site.zones.clear();
  site.heat_sources.clear();
  site.appliances.clear();
  return site;
}

Site with_plain_prices(Site site) {
  site.tariff.power_fees.clear();
  site.tariff.import.tiers.clear();
  return site;
}

base::Result<Site> read_site(const std::string& text, const std::string& file) {
  auto tree = describe::parse_yaml(text, file);
  if (!tree) return tl::unexpected{tree.error()};
  Site site;
  Problems problems{file, *tree};
  describe::read_fields(*tree, site, problems);
  if (tree->kind == describe::NodeKind::map) find_site_problems(site, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return site;
}

std::string site_schema(Language language) {
  const auto find = [language](std::string_view path) -> std::optional<describe::FieldWords> {
    const SiteWords* words = find_site_words(path, language);
    if (words == nullptr) return std::nullopt;
    return describe::FieldWords{words->label, words->text};
  };
  return describe::write_schema<Site>("Ohmstead site file", find);
}
std::string site_reference() { return describe::write_reference<Site>("Site file reference"); }

}  // namespace ohmstead::home
