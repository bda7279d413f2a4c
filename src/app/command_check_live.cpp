// Whether meters, devices and services of a site answer, and what they say; nothing is written.
#include <fmt/format.h>

#include <filesystem>

#include "commands.hpp"
#include "interrupt.hpp"
#include "live_home.hpp"
#include "ohmstead/connect/live_devices.hpp"
#include "ohmstead/connect/live_feeds.hpp"
#include "output.hpp"
#include "style.hpp"

namespace ohmstead::app {
namespace {

std::string render(const std::vector<connect::LiveCheck>& checks) {
  std::string text;
  for (const connect::LiveCheck& each : checks) {
    const std::string head = fmt::format("{}: {}", each.connection, each.what);
    text += each.fault.empty() ? fmt::format("{}  {}\n", head, each.value)
                               : fmt::format("{}  PROBLEM: {}\n", head, each.fault);
  }
  return text;
}

base::Result<std::string> ask_services(const LiveSite& loaded, const base::Clock& clock,
                                       const std::stop_token& stop, std::size_t& problems) {
  connect::LiveFeedsOptions options;
  options.site_folder = std::filesystem::path{loaded.file}.parent_path();
  options.user_agent = fmt::format("ohmstead/{}", OHMSTEAD_VERSION);
  auto feeds = connect::LiveFeeds::make(loaded.site, loaded.secrets, clock, std::move(options));
  if (!feeds) return tl::unexpected{base::in_context(loaded.file, feeds.error())};
  (*feeds)->ask_due(stop);
  std::string text;
  for (const ports::FeedHealth& each : (*feeds)->now()->health) {
    const bool is_bad = each.state == ports::FeedState::missing;
    if (is_bad) ++problems;
    text += fmt::format("{}  {}{}\n", each.name, is_bad ? "PROBLEM: " : "", each.sentence);
  }
  return text;
}

}  // namespace

base::Result<void> command_check_live(const CheckRequest& request) {
  const auto loaded = load_live_site(request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  if (loaded->site.connections.empty() && !loaded->site.sources.live)
    return base::fail(base::ErrorKind::invalid_input,
                      request.site_file + ": names neither connections nor sources.live");
  const base::SystemClock clock;
  auto devices = connect::LiveDevices::make(loaded->site, loaded->secrets, clock);
  if (!devices) return tl::unexpected{base::in_context(loaded->file, devices.error())};
  const Interrupt interrupt;
  (*devices)->start_for_check();
  const auto checks = (*devices)->check(
      std::chrono::milliseconds{static_cast<std::int64_t>(1000.0 * request.within_s)},
      interrupt.token());
  (*devices)->stop();
  std::size_t problems = 0;
  for (const auto& each : checks) problems += each.fault.empty() ? 0 : 1;
  // What a service does not tell now is none of the site file's faults.
  const auto kind = problems > 0 ? base::ErrorKind::invalid_input : base::ErrorKind::unavailable;
  const auto services = ask_services(*loaded, clock, interrupt.token(), problems);
  if (!services) return tl::unexpected{services.error()};
  const std::string last = problems == 0 ? "no problems found\n" : "";
  if (auto done = write_output(printable(render(checks) + *services + last)); !done) return done;
  if (problems > 0)
    return base::fail(kind, fmt::format("{} of these {}", problems,
                                        problems == 1 ? "has a problem" : "have problems"));
  return {};
}

}  // namespace ohmstead::app
