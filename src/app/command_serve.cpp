#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

#include "api_answer.hpp"
#include "commands.hpp"
#include "embedded.hpp"
#include "interrupt.hpp"
#include "ohmstead/api/api.hpp"
#include "ohmstead/net/server.hpp"
#include "ohmstead/simulate/simulated_home.hpp"
#include "output.hpp"
#include "plan_store.hpp"
#include "serve_access.hpp"

namespace ohmstead::app {
namespace {

using base::Result;

// Of a peer's request, which its program waits for.
constexpr double k_answer_limit_s = 10.0;
constexpr std::string_view k_dashboard = "web/";
constexpr const char* k_example = "with-car.yaml";  // with all that the dashboard can show
constexpr std::chrono::milliseconds k_look_every{2000};

class StoreLog final : public ports::CycleLog {
 public:
  explicit StoreLog(store::Store store) : store_{std::move(store)} {}
  Result<void> save(base::Time made_at, const home::Case& home, const home::Plan& plan,
                    const home::Outlook& outlook) override {
    const auto id = save_plan(store_, made_at, {outlook, home}, plan);
    if (!id) return tl::unexpected{id.error()};
    return {};
  }

 private:
  store::Store store_;
};

std::string_view content_type_of(std::string_view name) {
  const std::string_view ending = name.substr(std::min(name.size(), name.rfind('.')));
  if (ending == ".html") return "text/html; charset=utf-8";
  if (ending == ".js") return "text/javascript; charset=utf-8";
  if (ending == ".css") return "text/css; charset=utf-8";
  if (ending == ".svg") return "image/svg+xml";
  if (ending == ".json" || ending == ".webmanifest") return "application/json";
  if (ending == ".png") return "image/png";
  return ending == ".woff2" ? "font/woff2" : "application/octet-stream";
}

std::optional<api::Asset> find_asset(const std::string& path) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(k_dashboard)) continue;
    if (file.name.substr(k_dashboard.size()) != path) continue;
    return api::Asset{std::string{content_type_of(path)}, file.contents,
                      path.starts_with("assets/")};
  }
  return std::nullopt;
}

// A refusal of evcc's API is an answer of its own form with the status 400; EOS says 422.
net::HttpResponse to_response(const ApiAnswer& answer, int refused) {
  return {.status = answer.is_refused() ? refused : 200, .body = answer.body};
}

net::HttpResponse answer_eos_request(const net::HttpRequest& request) {
  std::optional<std::int64_t> start_hour;
  const auto given = request.query.find("start_hour");
  if (given != request.query.end()) {
    try {
      start_hour = std::stoll(given->second);
    } catch (const std::exception&) {
      return net::problem(422, fmt::format("start_hour: '{}' is no hour", given->second));
    }
  }
  return to_response(answer_eos(request.body, "request", start_hour, k_answer_limit_s), 422);
}

Result<base::Time> find_start(const ServeRequest& request, const LoadedSite& loaded) {
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

void wait_for(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock{mutex};
  woken.wait(lock, stop, [] { return false; });
}

std::string decision_line(const engine::Snapshot& now, const base::Zone& zone) {
  if (now.decisions.empty()) return {};
  const engine::Decision& decision = now.decisions.front();
  return fmt::format("{}  {} {:.1f} kW: {} ({})", zone.format_local(decision.at), decision.mode,
                     decision.power.value(), decision.reason, decision.status);
}

// Until it is interrupted.
Result<void> run_service(const ServeRequest& request, const api::AccessOptions& access,
                         const LoadedSite& loaded, base::Time start, const base::Clock& clock,
                         ports::HomeDevices& house, ports::OutlookSource& outlooks,
                         ports::CycleLog* log) {
  const Interrupt interrupt;          // before any other thread
  net::HttpServer* server = nullptr;  // it ends before what its requests use
  engine::EngineOptions options;
  options.on_snapshot = [&](const engine::Snapshot& now) {
    server->publish("snapshot", api::Api::snapshot_event(now));
    if (const std::string line = decision_line(now, loaded.zone); !line.empty()) write_note(line);
  };
  options.look_every = k_look_every;
  options.on_readings = [&](const home::Readings& now) {
    server->publish("readings", fmt::format(R"({{"at":"{}"}})", base::format_time(now.at)));
  };
  engine::Engine engine{{clock, loaded.site, loaded.zone, house, outlooks, log},
                        std::move(options)};
  api::Api api{{.clock = clock,
                .site = loaded.site,
                .zone = loaded.zone,
                .engine = engine,
                .version = OHMSTEAD_VERSION,
                .replay_speed = request.speed,
                .answer_evcc =
                    [](const net::HttpRequest& asked) {
                      return to_response(answer_evcc(asked.body, "request", k_answer_limit_s), 400);
                    },
                .answer_eos = answer_eos_request,
                .find_asset = find_asset,
                .access = access}};
  auto opened = net::HttpServer::open(server_options(request),
                                      [&](const net::HttpRequest& asked, net::Reply reply) {
                                        api.handle(asked, std::move(reply));
                                      });
  if (!opened) return tl::unexpected{opened.error()};
  server = opened->get();
  if (auto written = write_output(fmt::format(
          "{} from {} on, {:g} times as fast as life\nOhmstead is at {}  (Ctrl-C ends it)\n",
          loaded.site.name, loaded.zone.format_local(start), request.speed,
          origin(request, server->port())));
      !written)
    return written;
  engine.start();
  wait_for(interrupt.token());
  engine.stop();
  server->stop();
  return {};
}

}  // namespace

Result<void> command_serve(const ServeRequest& request) {
  if (!(request.speed > 0.0 && request.speed <= 100000.0))
    return base::fail(base::ErrorKind::invalid_input,
                      "--speed: more than 0 and at most 100000 seconds in each second");
  const auto access = read_access_options(request);
  if (!access) return tl::unexpected{access.error()};
  auto loaded =
      request.site_file.empty() ? load_example_site(k_example) : load_site(request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  const auto start = find_start(request, *loaded);
  if (!start) return tl::unexpected{start.error()};
  const base::PacedClock clock{*start, request.speed};
  const auto known = simulate::KnownThen::make(loaded->site, loaded->history);
  if (!known) return tl::unexpected{base::in_context(loaded->file, known.error())};
  auto house = simulate::SimulatedHome::make(loaded->site, loaded->history, *start, clock);
  if (!house) return tl::unexpected{base::in_context(loaded->file, house.error())};
  simulate::KnownOutlook outlooks{*known};
  std::optional<StoreLog> log;
  if (!request.database.empty()) {
    auto opened = store::Store::open(request.database);
    if (!opened) return tl::unexpected{opened.error()};
    log.emplace(std::move(*opened));
  }
  return run_service(request, *access, *loaded, *start, clock, *house, outlooks,
                     log ? &*log : nullptr);
}

}  // namespace ohmstead::app
