#include <fmt/format.h>

#include "commands.hpp"
#include "live_home.hpp"
#include "loaded_site.hpp"
#include "ohmstead/app/schedule_json.hpp"
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

std::string describe_notes(const std::vector<std::string>& notes) {
  std::string text;
  for (const std::string& note : notes) text += "note: " + fold(note, 80, 6) + '\n';
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
  return text + describe_notes(history.notes);
}

base::Result<void> check_schedule(const std::string& file) {
  const auto input = read_input(file);
  if (!input) return tl::unexpected{input.error()};
  const auto schedule = read_schedule(input->text, input->name);
  if (!schedule) return tl::unexpected{schedule.error()};
  const std::vector<ScheduleSlot>& slots = schedule->schedule;
  std::string text = fmt::format("schedule of {} slots from {} to {}\n", slots.size(),
                                 slots.front().start_time, slots.back().end_time);
  if (schedule->meta.planned_at) {
    text += fmt::format("planned at {} by {}\n", *schedule->meta.planned_at,
                        schedule->meta.planner_version.value_or("an unnamed planner"));
  }
  return write_output(printable(text + "no problems found\n"));
}

}  // namespace

base::Result<void> command_check(const CheckRequest& request) {
  if (request.site_file.empty() == request.schedule_file.empty()) {
    return base::fail(base::ErrorKind::invalid_input, "give --site FILE or --schedule FILE");
  }
  if (!request.schedule_file.empty()) return check_schedule(request.schedule_file);
  if (request.is_live) return command_check_live(request);
  const auto site = load_site_file(request.site_file);
  if (!site) return tl::unexpected{site.error()};
  std::string text = fmt::format("{} ({}, {})\n", site->name, site->timezone, site->currency) +
                     describe_devices(*site);
  if (!site->connections.empty()) {
    const auto promises = check_live_site(request.site_file);
    if (!promises) return tl::unexpected{promises.error()};
    text += describe_notes(*promises);
  }
  if (!site->sources.load) {
    text += site->connections.empty()
                ? "no source of measurements: sources.load is needed to plan\n"
                : fmt::format("{} connections: --live asks them\nno problems found\n",
                              site->connections.size());
    return write_output(printable(text));
  }
  // Standard input can be read only once, and the site is already here.
  const auto loaded = load_history_of(*site, request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  return write_output(printable(text + describe_history(*loaded) + "no problems found\n"));
}

}  // namespace ohmstead::app
