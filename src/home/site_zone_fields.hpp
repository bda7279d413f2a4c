// Field tables of rooms and what heats them in a site file (site_devices.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/site_devices.hpp"
#include "zone_fields.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const ComfortWindow*) {
  using namespace describe;
  return std::make_tuple(
      field("from_h", &ComfortWindow::from_h, "local hour at which it opens (22.5 is 22:30)",
            between(0.0, 24.0), optional),
      field("to_h", &ComfortWindow::to_h, "local hour at which it closes; may lie past midnight",
            between(0.0, 24.0), optional),
      field("days", &ComfortWindow::days, "days on which it opens", optional),
      field("low_c", &ComfortWindow::low, "comfortable from here; absent: no lower edge", optional),
      field("high_c", &ComfortWindow::high, "comfortable up to here; absent: no upper edge",
            optional));
}

constexpr auto fields_of(const OpenWindow*) {
  using namespace describe;
  return std::make_tuple(
      field("drop_k", &OpenWindow::drop_k, "the air falls so far", above(0.0), optional),
      field("within_min", &OpenWindow::within_min, "within so many minutes", between(1.0, 120.0),
            optional),
      field("pause_min", &OpenWindow::pause_min, "nothing heats for so long", between(1.0, 600.0),
            optional));
}

constexpr auto fields_of(const SiteZone*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &SiteZone::id, "name"),
      field("temperature_c", &SiteZone::temperature, "of the air, where nothing measured is known"),
      field("capacity_kwh_per_k", &SiteZone::capacity_kwh_per_k, "heat that warms its air by one K",
            above(0.0)),
      field("loss_kw_per_k", &SiteZone::loss_kw_per_k, "heat flow from the air to outdoors",
            at_least(0.0), optional),
      field("mass", &SiteZone::mass, "walls and floors behind the air", optional),
      field("couplings", &SiteZone::couplings, "heat flow to neighbours, stated once", optional),
      field("gain_kw", &SiteZone::gain, "heat of people and machines, always", optional),
      field("solar_aperture_m2", &SiteZone::solar_aperture_m2,
            "gains this times the irradiance of sources.irradiance", at_least(0.0), optional),
      field("low_c", &SiteZone::low, "comfortable from here, outside all windows", optional),
      field("high_c", &SiteZone::high, "comfortable up to here, outside all windows", optional),
      field("comfort", &SiteZone::comfort, "windows of the day; the first that is open counts",
            optional),
      field("frost_c", &SiteZone::frost, "colder: its heating is on, whatever else is wanted",
            between(0.0, 15.0), optional),
      field("away_c", &SiteZone::away, "warm enough while nobody is at home for days",
            between(0.0, 25.0), optional),
      field("window", &SiteZone::window, "how an open window is noticed; absent: not at all",
            optional),
      field("low_price_per_k_h", &SiteZone::low_price_per_k_h, "price of each K too cold, per hour",
            at_least(0.0), optional),
      field("high_price_per_k_h", &SiteZone::high_price_per_k_h,
            "price of each K too warm, per hour", at_least(0.0), optional),
      field("end_value_per_kwh", &SiteZone::end_value,
            "worth of heat in air and mass at the end; absent: from the prices", optional));
}

constexpr auto fields_of(const SiteHeatSource*) {
  using namespace describe;
  using S = SiteHeatSource;
  return std::make_tuple(
      field("id", &S::id, "name"),
      field("zone", &S::zone, "id of the zone it heats; or zones", optional),
      field("zones", &S::zones, "zones it heats, with their parts", optional),
      field("power_kw", &S::power, "electric power when it is (fully) on", at_least(0.0)),
      field("cop", &S::cop, "heat per electricity; absent: cop_by_outdoor, else 1", at_least(0.0),
            optional),
      field("cop_by_outdoor", &S::cop_by_outdoor,
            "heat per electricity by outdoor temperature, rising", optional),
      field("modulating", &S::is_modulating, "any power from min_kw to power_kw, or 0", optional),
      field("min_kw", &S::min_power, "lowest power of a modulating source", at_least(0.0),
            optional),
      field("switch_every_s", &S::switch_every,
            "switched only at multiples of this, such as 3600 for full hours", at_least(0.0),
            optional),
      field("min_on_s", &S::min_on, "a run lasts at least this", at_least(0.0), optional),
      field("min_off_s", &S::min_off, "a pause lasts at least this", at_least(0.0), optional),
      field("max_starts_per_day", &S::max_starts_per_day, "starts in a local day", at_least(0.0),
            optional));
}

}  // namespace ohmstead::home
