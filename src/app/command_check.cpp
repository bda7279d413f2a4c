#include <fmt/format.h>

#include "commands.hpp"
#include "loaded_site.hpp"
#include "output.hpp"
#include "style.hpp"

namespace ohmstead::app {
namespace {

std::string describe_devices(const home::Site& site) {
  std::string text;
  for (const home::SiteBattery& battery : site.batteries) {
    text += fmt::format("battery {}: {} kWh, {} kW\n", battery.id, battery.capacity.value(),
                        battery.charge.value());
  }
  for (const home::SiteInverter& inverter : site.inverters) {
    text += fmt::format("hybrid inverter {}: {} kW\n", inverter.id, inverter.ac_limit.value());
  }
  return text;
}

std::string describe_history(const LoadedSite& loaded) {
  const simulate::History& history = loaded.history;
  std::string text =
      fmt::format("measured from {} to {}\n", loaded.zone.format_local(history.measured_from),
                  loaded.zone.format_local(history.measured_until));
  if (!history.spot.is_empty()) {
    text += fmt::format("prices from {} to {}\n", loaded.zone.format_local(history.spot.first()),
                        loaded.zone.format_local(history.spot.last()));
  }
  for (const std::string& note : history.notes) text += "note: " + fold(note, 80, 6) + '\n';
  return text;
}

}  // namespace

base::Result<void> command_check(const CheckRequest& request) {
  const auto site = load_site_file(request.site_file);
  if (!site) return tl::unexpected{site.error()};
  std::string text = fmt::format("{} ({}, {})\n", site->name, site->timezone, site->currency) +
                     describe_devices(*site);
  if (!site->sources.load) {
    text += "no source of measurements: sources.load is needed to plan\n";
    return write_output(printable(text));
  }
  // Standard input can be read only once, and the site is already here.
  const auto loaded = load_history_of(*site, request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  return write_output(printable(text + describe_history(*loaded) + "no problems found\n"));
}

}  // namespace ohmstead::app
