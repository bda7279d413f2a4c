#include <fmt/format.h>

#include "commands.hpp"
#include "serve_access.hpp"
#include "service_run.hpp"
#include "site_case.hpp"

namespace ohmstead::app {
namespace {

using base::Result;

Result<base::Time> find_start(const RunRequest& request, const LoadedSite& loaded) {
  const simulate::History& history = loaded.history;
  if (!request.at.empty()) {
    auto at = read_moment(request.at, loaded.zone, "--at");
    if (at && (*at < history.measured_from || *at >= history.measured_until))
      return base::fail(base::ErrorKind::invalid_input,
                        fmt::format("--at: the measurements reach from {} to {}",
                                    base::format_time(history.measured_from),
                                    base::format_time(history.measured_until)));
    return at;
  }
  if (request.site_file.empty()) return *base::parse_time(k_example_moment);
  // The last week that was measured.
  return std::max(history.measured_from, history.measured_until - std::chrono::days{7});
}

}  // namespace

Result<void> command_run(const RunRequest& request) {
  if (!(request.speed > 0.0 && request.speed <= 100000.0))
    return base::fail(base::ErrorKind::invalid_input,
                      "--speed: more than 0 and at most 100000 seconds in each second");
  const auto access = read_access_options(request);
  if (!access) return tl::unexpected{access.error()};
  Interrupt interrupt{Interrupt::Hangup::reloads};  // before any other thread
  auto loaded = load_replayed_site(request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  const auto start = find_start(request, *loaded);
  if (!start) return tl::unexpected{start.error()};
  std::unique_ptr<ServiceStore> store;
  if (!request.database.empty()) {
    auto opened = open_service_store(request.database);
    if (!opened) return tl::unexpected{opened.error()};
    store = std::move(*opened);
  }
  const base::PacedClock clock{*start, request.speed};
  return ServiceRun{request, *access, clock, store.get(), interrupt}.run(std::move(*loaded));
}

}  // namespace ohmstead::app
