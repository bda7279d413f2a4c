// The service of one home, from its start over reloads of the site file to its end.
//
// SIGHUP, or a new site file that the API has written, makes it read the site file again: a good
// one takes over at once, a bad one is told with all its problems and the old one stays. The server
// lives across all of them: a request that comes between two homes waits for the second, streams
// stay open. SIGINT and SIGTERM end it. Thread rule: main thread.
#pragma once

#include <mutex>

#include "commands.hpp"
#include "home_in_home_assistant.hpp"
#include "interrupt.hpp"
#include "ohmstead/api/api.hpp"
#include "ohmstead/net/server.hpp"
#include "served_home.hpp"
#include "service_store.hpp"

namespace ohmstead::app {

class ServiceRun {
 public:
  // All must outlive it; `store` may be null. Make `interrupt` before any other thread.
  ServiceRun(const RunRequest& request, const api::AccessOptions& access, const base::Clock& clock,
             ServiceStore* store, Interrupt& interrupt, HomeMaker& maker);

  [[nodiscard]] base::Result<void> run();

 private:
  enum class End { interrupted, reloaded };
  [[nodiscard]] base::Result<void> open_server();
  // Until a reload or an interruption; `gate` is open meanwhile.
  [[nodiscard]] base::Result<End> serve(ServedHome& home, std::unique_lock<std::mutex>& gate);
  // Null: it is not to be shown there.
  [[nodiscard]] base::Result<std::unique_ptr<HomeInHomeAssistant>> show_home(
      const ServedHome& home, engine::Engine& engine) const;
  [[nodiscard]] base::Result<void> announce(const ServedHome& home);
  // Until there is a good new site file, in next_, or an interruption.
  [[nodiscard]] End wait_for_end(engine::Engine& engine);
  [[nodiscard]] base::Result<void> reload();
  [[nodiscard]] std::string site_concern();
  [[nodiscard]] api::ConfigFile config_file();
  [[nodiscard]] std::filesystem::path palette_folder() const;
  void tell_odd_palettes() const;
  [[nodiscard]] std::function<base::Result<std::string>(const api::ReplayWish&,
                                                        const std::stop_token&)>
  replay_of(const LoadedSite* past) const;
  [[nodiscard]] home::Stage stage_of(const ServedHome& home) const;

  const RunRequest* request_;
  const base::Clock* clock_;
  ServiceStore* store_;
  Interrupt* interrupt_;
  HomeMaker* maker_;
  std::shared_ptr<api::Access> access_;  // sessions outlive a reload
  bool is_announced_ = false;
  std::optional<HomeMaker::Make> next_;
  std::mutex refused_gate_;
  std::string refused_;                           // why the last reload was; empty: it was not
  std::shared_ptr<const engine::Snapshot> last_;  // of the home before a reload
  std::mutex gate_;                               // closed between two homes
  api::Api* api_ = nullptr;                       // behind the gate
  std::unique_ptr<net::HttpServer> server_;       // last: it ends before what its requests use
};

}  // namespace ohmstead::app
