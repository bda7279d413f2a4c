#include <fmt/format.h>

#include <filesystem>

#include "commands.hpp"
#include "live_home.hpp"
#include "replayed_home.hpp"
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

base::Result<std::unique_ptr<ServiceStore>> open_store(const std::string& database) {
  if (database.empty()) return nullptr;
  return open_service_store(database);
}

Result<void> run_replayed(const RunRequest& request, const api::AccessOptions& access,
                          Interrupt& interrupt) {
  auto loaded = load_replayed_site(request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  const auto start = find_start(request, *loaded);
  if (!start) return tl::unexpected{start.error()};
  const auto store = open_store(request.database);
  if (!store) return tl::unexpected{store.error()};
  const base::PacedClock clock{*start, request.speed};
  ReplayedHomeMaker maker{request.site_file, std::move(*loaded), clock, request.speed};
  return ServiceRun{request, access, clock, store->get(), interrupt, maker}.run();
}

// What it keeps lies beside the site file where nothing else is said.
Result<void> run_live(const RunRequest& request, const api::AccessOptions& access,
                      Interrupt& interrupt) {
  if (request.stage == home::Stage::simulation)
    return base::fail(base::ErrorKind::invalid_input,
                      "--stage: a home with connections is not simulated; --at replays what it "
                      "measured");
  const std::filesystem::path beside = std::filesystem::path{request.site_file}.replace_extension();
  const std::string database =
      request.database.empty() ? database_beside(request.site_file) : request.database;
  const auto lock = HomeLock::take(database);
  if (!lock) return tl::unexpected{lock.error()};
  const auto store = open_store(database);
  if (!store) return tl::unexpected{store.error()};
  const base::SystemClock clock;
  const std::string cache =
      request.cache_folder.empty() ? beside.string() + ".cache" : request.cache_folder;
  LiveHomeMaker maker{request.site_file, cache, clock, store->get()};
  return ServiceRun{request, access, clock, store->get(), interrupt, maker}.run();
}

}  // namespace

Result<void> command_run(const RunRequest& request) {
  if (!(request.speed > 0.0 && request.speed <= 100000.0))
    return base::fail(base::ErrorKind::invalid_input,
                      "--speed: more than 0 and at most 100000 seconds in each second");
  const auto access = read_access_options(request);
  if (!access) return tl::unexpected{access.error()};
  Interrupt interrupt{Interrupt::Hangup::reloads};  // before any other thread
  const bool may_be_live =
      !request.site_file.empty() && request.site_file != "-" && request.at.empty();
  if (may_be_live) {
    // Whoever opens a pipe waits for somebody to write.
    if (std::error_code ignored; std::filesystem::is_fifo(request.site_file, ignored))
      return base::fail(base::ErrorKind::invalid_input,
                        request.site_file +
                            ": is a pipe: the service reads its site file again "
                            "and needs a file");
    const auto site = load_site_file(request.site_file);
    if (!site) return tl::unexpected{site.error()};
    if (is_live(*site)) return run_live(request, *access, interrupt);
  }
  return run_replayed(request, *access, interrupt);
}

}  // namespace ohmstead::app
