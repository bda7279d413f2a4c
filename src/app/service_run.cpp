#include "service_run.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "answer_replay.hpp"
#include "api_answer.hpp"
#include "dashboard_files.hpp"
#include "ohmstead/api/api.hpp"
#include "ohmstead/api/palettes.hpp"
#include "ohmstead/app/schedule_json.hpp"
#include "ohmstead/net/server.hpp"
#include "output.hpp"
#include "replayed_home.hpp"
#include "serve_access.hpp"
#include "system_notice.hpp"

namespace ohmstead::app {
namespace {

using base::Result;

// Of a peer's request. evcc waits for a minute and a half, and throws away what is not proven.
constexpr double k_answer_limit_s = 30.0;
constexpr std::chrono::milliseconds k_look_every{500};
constexpr double k_tell_every_ms = 2000.0;

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

std::string write_plan_as_schedule(const home::Case& home, const home::Plan& plan,
                                   base::Time planned_at) {
  return write_schedule(
      make_schedule(home, plan, {planned_at, fmt::format("ohmstead {}", OHMSTEAD_VERSION)}));
}

// One line per decision of this cycle, for people or as JSON.
void log_decisions(const engine::Snapshot& now, const base::Zone& zone, bool is_json) {
  for (const engine::Decision& each : now.decisions) {
    if (each.at != now.made_at) break;
    write_note(is_json ? home::write_decision(each)
                       : fmt::format("{}  {}: {} {:.1f} kW: {} ({}; {})",
                                     zone.format_local(each.at), each.device, each.mode,
                                     each.power.value(), each.reason, each.status, each.trigger));
  }
}

void log_line(const std::string& text, const char* level, base::Time at, bool is_json) {
  write_note(
      is_json
          ? nlohmann::ordered_json{{"at", base::format_time(at)}, {"level", level}, {"note", text}}
                .dump()
          : text);
}

// Whether it is reached is a line when that changes.
void show(HomeInHomeAssistant& shown, const engine::Snapshot& now, std::string& fault_before,
          bool is_json) {
  shown.tell(now);
  std::string fault = shown.fault();
  if (fault == fault_before) return;
  log_line(fault.empty() ? "Home Assistant is reached" : "Home Assistant: " + fault,
           fault.empty() ? "info" : "warning", now.made_at, is_json);
  fault_before = std::move(fault);
}

// The devices, and by that the watchdog.
std::chrono::milliseconds look_every() {
  const auto most = watchdog_time();
  if (!most) return k_look_every;
  return std::min(k_look_every, std::chrono::floor<std::chrono::milliseconds>(*most / 3));
}

// A pipe or a device would keep whoever reads it waiting.
bool is_no_file(const std::string& path) {
  std::error_code ignored;
  return !path.empty() && path != "-" && !std::filesystem::is_regular_file(path, ignored);
}

// Lets requests through to a home's routes as long as it lives.
class Opening {
 public:
  Opening(std::unique_lock<std::mutex>& gate, api::Api*& place, api::Api& api)
      : gate_{gate}, place_{place} {
    place_ = &api;
    gate_.unlock();
  }
  ~Opening() { close(); }
  Opening(const Opening&) = delete;
  Opening& operator=(const Opening&) = delete;

  void close() {
    if (gate_.owns_lock()) return;
    gate_.lock();
    place_ = nullptr;
  }

 private:
  std::unique_lock<std::mutex>& gate_;
  api::Api*& place_;
};

}  // namespace

ServiceRun::ServiceRun(const RunRequest& request, const api::AccessOptions& access,
                       const base::Clock& clock, ServiceStore* store, Interrupt& interrupt,
                       HomeMaker& maker)
    : request_{&request}, clock_{&clock}, store_{store}, interrupt_{&interrupt}, maker_{&maker} {
  api::AccessOptions options = access;
  options.on_ended = [this] { server_->end_streams(); };
  access_ = api::make_access(std::move(options));
}

Result<void> ServiceRun::run() {
  auto first = maker_->load();
  if (!first) return tl::unexpected{first.error()};
  next_ = std::move(*first);
  std::unique_lock gate{gate_};
  if (auto opened = open_server(); !opened) return opened;
  std::unique_ptr<ServedHome> served;
  while (true) {
    auto home = (*next_)(std::move(served));
    next_.reset();
    if (!home) return tl::unexpected{home.error()};
    served = std::move(*home);
    const auto end = serve(*served, gate);
    if (!end) return tl::unexpected{end.error()};
    if (*end == End::reloaded) continue;
    served->let_go();
    return {};
  }
}

Result<void> ServiceRun::open_server() {
  auto opened = net::HttpServer::open(server_options(*request_),
                                      [this](const net::HttpRequest& asked, net::Reply reply) {
                                        const std::scoped_lock gate{gate_};
                                        if (api_ == nullptr)
                                          return reply(net::problem(503, "the service is ending"));
                                        api_->handle(asked, std::move(reply));
                                      });
  if (!opened) return tl::unexpected{opened.error()};
  server_ = std::move(*opened);
  return {};
}

Result<ServiceRun::End> ServiceRun::serve(ServedHome& home, std::unique_lock<std::mutex>& gate) {
  const bool is_json = request_->is_log_json;
  engine::EngineOptions options{.stage = stage_of(home), .look_every = look_every()};
  options.before = std::exchange(last_, nullptr);
  options.site_concern = [this] { return site_concern(); };
  std::unique_ptr<HomeInHomeAssistant>* shown = nullptr;
  std::string shown_fault;
  options.on_snapshot = [&](const engine::Snapshot& now) {
    server_->publish("snapshot", api::Api::snapshot_event(now));
    log_decisions(now, home.zone(), is_json);
    if (shown != nullptr && *shown != nullptr) show(**shown, now, shown_fault, is_json);
  };
  options.on_readings =
      [&, told = std::optional<base::Stopwatch>{}](const home::Readings& now) mutable {
        tell_system("WATCHDOG=1");
        if (told && told->elapsed_ms() < k_tell_every_ms) return;
        told.emplace();
        server_->publish("readings", fmt::format(R"({{"at":"{}"}})", base::format_time(now.at)));
        if (shown != nullptr && *shown != nullptr) (*shown)->tell(now);
      };
  engine::Engine engine{
      {*clock_, home.site(), home.zone(), home.devices(), home.outlooks(), store_, store_},
      std::move(options)};
  auto in_home_assistant = show_home(home, engine);
  if (!in_home_assistant) return tl::unexpected{in_home_assistant.error()};
  shown = &*in_home_assistant;
  if (*shown != nullptr) (*shown)->start();
  api::Api api{{.clock = *clock_,
                .site = home.site(),
                .zone = home.zone(),
                .engine = engine,
                .version = OHMSTEAD_VERSION,
                .replay_speed = maker_->replay_speed(),
                .answer_evcc =
                    [](const net::HttpRequest& asked) {
                      return to_response(answer_evcc(asked.body, "request", k_answer_limit_s), 400);
                    },
                .answer_eos = answer_eos_request,
                .replay = replay_of(home.past()),
                .write_schedule = write_plan_as_schedule,
                .find_asset = find_dashboard_file,
                .shared_access = access_,
                .log = store_,
                .memory = store_,
                .config = config_file(),
                .palettes = palette_folder(),
                .models = home.outlooks().models()}};
  Opening opening{gate, api_, api};
  if (auto announced = announce(home); !announced) return tl::unexpected{announced.error()};
  engine.start();
  tell_system("READY=1");
  const End end = wait_for_end(engine);
  if (end == End::interrupted) tell_system("STOPPING=1");
  opening.close();
  if (*shown != nullptr) (*shown)->stop();
  engine.stop();
  last_ = engine.snapshot();
  return end;
}

Result<std::unique_ptr<HomeInHomeAssistant>> ServiceRun::show_home(const ServedHome& home,
                                                                   engine::Engine& engine) const {
  auto options = home.publishing();
  if (!options) return tl::unexpected{options.error()};
  if (!*options) return nullptr;
  return HomeInHomeAssistant::make(home.site(), engine, *clock_, std::move(**options));
}

std::function<Result<std::string>(const api::ReplayWish&, const std::stop_token&)>
ServiceRun::replay_of(const LoadedSite* past) const {
  if (past == nullptr) return {};
  return [this, past](const api::ReplayWish& wish, const std::stop_token& stop) {
    return answer_replay(*past, clock_->now(), wish, stop);
  };
}

home::Stage ServiceRun::stage_of(const ServedHome& home) const {
  if (request_->stage) return *request_->stage;
  return maker_->replay_speed() ? home::Stage::simulation : home.site().service.stage;
}

Result<void> ServiceRun::announce(const ServedHome& home) {
  tell_odd_palettes();
  if (std::exchange(is_announced_, true)) {
    log_line("the new site file is in force", "info", clock_->now(), request_->is_log_json);
    return {};
  }
  return write_output(fmt::format("{} {}\nOhmstead is at {}  (Ctrl-C ends it)\n", home.site().name,
                                  home.manner(), origin(*request_, server_->port())));
}

std::filesystem::path ServiceRun::palette_folder() const {
  const std::string& file = request_->site_file;
  if (file.empty() || file == "-") return {};
  return std::filesystem::path{file}.parent_path() / "themes";
}

void ServiceRun::tell_odd_palettes() const {
  for (const std::string& problem : api::read_palettes(palette_folder()).problems)
    log_line("a palette is left out:\n" + problem, "warning", clock_->now(), request_->is_log_json);
}

api::ConfigFile ServiceRun::config_file() {
  const std::string& path = request_->site_file;
  api::ConfigFile config;
  if (path.empty()) {
    config.file = "example";
    config.read = [] { return read_example_file(k_served_example); };
    config.why_not_written = "the example home travels inside the program; name a file by --site";
    return config;
  }
  config.file = path;
  config.read = [path]() -> Result<std::string> {
    if (is_no_file(path))
      return base::fail(base::ErrorKind::not_found, path + ": is gone, or is no file");
    auto input = read_input(path);
    if (!input) return tl::unexpected{input.error()};
    return std::move(input->text);
  };
  config.write = [this, path](const std::string& text) -> Result<void> {
    // All that a reload would stumble over is told before anything is written.
    if (auto fine = maker_->check(text); !fine) return fine;
    if (auto done = write_result_file(path, text); !done) return done;
    interrupt_->ask_reload();
    return {};
  };
  if (path == "-") config.why_not_written = "the site was read from standard input";
  return config;
}

std::string ServiceRun::site_concern() {
  {
    const std::scoped_lock lock{refused_gate_};
    if (!refused_.empty())
      return "the new site file was not taken over, the old one stays: " + refused_;
  }
  if (is_no_file(request_->site_file))
    return "it is gone, or is no file: the service goes on, but could not start again";
  return {};
}

ServiceRun::End ServiceRun::wait_for_end(engine::Engine& engine) {
  while (true) {
    if (interrupt_->wait() == Interrupt::Signal::stop) return End::interrupted;
    tell_system("RELOADING=1");
    const auto done = reload();
    {
      const std::scoped_lock lock{refused_gate_};
      refused_ = done ? "" : done.error().message;
    }
    if (done) return End::reloaded;
    engine.request_cycle("the new site file was refused");
    log_line("the site file was not taken over, the old one stays:\n" + done.error().message,
             "warning", clock_->now(), request_->is_log_json);
    tell_system("READY=1");
  }
}

Result<void> ServiceRun::reload() {
  if (is_no_file(request_->site_file))
    return base::fail(base::ErrorKind::not_found, request_->site_file + ": is gone, or is no file");
  auto loaded = maker_->load();
  if (!loaded) return tl::unexpected{loaded.error()};
  if (!request_->tls_certificate_file.empty()) {
    if (auto taken = server_->reload_certificate(); !taken) return taken;
  }
  next_ = std::move(*loaded);
  return {};
}

}  // namespace ohmstead::app
