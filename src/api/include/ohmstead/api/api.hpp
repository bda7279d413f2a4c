// The routes of the service: /api/v1/..., other planners' APIs, and the dashboard's files.
//
// Answers come from the newest snapshot and are made at once, on the server's thread; what plans
// (what-if, other planners' requests) goes to a worker each, and is refused with 503 when too much
// waits. Errors are problem+json. Thread rule: handle() on one thread; stop() from another.
//
//   Api api{{clock, site, zone, engine}};
//   auto server = net::HttpServer::open(options, [&](auto& request, auto reply) {
//     api.handle(request, std::move(reply)); });
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ohmstead/api/access_file.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/engine/engine.hpp"
#include "ohmstead/net/http.hpp"

namespace ohmstead::api {

struct Asset {
  std::string content_type;
  std::string_view body;
  bool may_be_cached = false;  // for good: its name changes with its content
};

// Who is signed in, and who asked how often.
class Access;
[[nodiscard]] std::shared_ptr<Access> make_access(AccessOptions options);

// The site file behind the service.
struct ConfigFile {
  std::string file = {};  // for messages
  std::function<base::Result<std::string>()> read = {};
  // A text that home::read_site() takes; whole or not at all. The service then goes on with it.
  std::function<base::Result<void>(const std::string& text)> write = {};
  std::string why_not_written = {};  // empty: it can be
};

// Which measured past, and how the home is to be run in it.
struct ReplayWish {
  base::Time from;
  base::Time to;
  std::vector<std::string> strategies;  // of k_replay_strategies, each once
};
inline constexpr std::array<std::string_view, 7> k_replay_strategies{
    "optimal", "stochastic", "multipass", "rules", "self_use", "no_battery", "bound"};

struct Service {
  const base::Clock& clock;
  const home::Site& site;
  const base::Zone& zone;
  engine::Engine& engine;
  std::string version = {};
  std::optional<double> replay_speed = {};  // absent in a real home
  // Other planners' requests; each may take seconds and runs on a worker.
  using Answer = std::function<net::HttpResponse(const net::HttpRequest&)>;
  Answer answer_evcc = {};
  Answer answer_eos = {};
  // The table of a backtest, `ohmstead.backtest/1`; takes seconds, on a worker of its own. Empty:
  // this home has no measured past. Errors: invalid_input, not_found, cancelled.
  std::function<base::Result<std::string>(const ReplayWish&, const std::stop_token&)> replay = {};
  // A plan for its case as schedule.json of Darkstar.
  std::function<std::string(const home::Case&, const home::Plan&, base::Time planned_at)>
      write_schedule = {};
  // The dashboard's file of that path ("index.html"); nothing when there is none.
  std::function<std::optional<Asset>(const std::string& path)> find_asset = {};
  AccessOptions access = {};
  std::shared_ptr<Access> shared_access = {};  // instead, to outlive this service
  ports::CycleLog* log = nullptr;              // of stored plans; null: none are kept
  ports::Memory* memory = nullptr;             // of what was measured long ago; null: there is none
  ConfigFile config = {};
  std::filesystem::path palettes = {};      // folder of the home's own; empty: none
  ports::ForecastModels* models = nullptr;  // null: nothing is learned
};

class Api {
 public:
  explicit Api(Service service);
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  void handle(const net::HttpRequest& request, net::Reply reply);
  // The data of the event `snapshot` that streams are sent after each cycle.
  [[nodiscard]] static std::string snapshot_event(const engine::Snapshot& snapshot);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ohmstead::api
