// The service of one home, from its start over reloads of the site file to its end.
//
// SIGHUP, or a new site file that the API has written, makes it read the site file again: a good
// one takes over at once on the same port, a bad one is told with all its problems and the old one
// stays. SIGINT and SIGTERM end it. Thread rule: main thread.
#pragma once

#include <atomic>

#include "commands.hpp"
#include "interrupt.hpp"
#include "ohmstead/api/api.hpp"
#include "ohmstead/net/server.hpp"
#include "replayed_home.hpp"
#include "service_store.hpp"

namespace ohmstead::app {

class ServiceRun {
 public:
  // All must outlive it; `store` may be null.
  ServiceRun(const RunRequest& request, const api::AccessOptions& access, const base::Clock& clock,
             ServiceStore* store)
      : request_{&request}, clock_{&clock}, store_{store}, port_{request.port} {
    api::AccessOptions options = access;
    options.on_ended = [this] {
      if (net::HttpServer* server = server_) server->end_streams();
    };
    access_ = api::make_access(std::move(options));
  }

  [[nodiscard]] base::Result<void> run(LoadedSite loaded);

 private:
  enum class End { interrupted, reloaded };
  [[nodiscard]] base::Result<End> serve(ReplayedHome& home);
  [[nodiscard]] base::Result<void> announce(const ReplayedHome& home);
  // Until there is a good new site file, in next_, or an interruption.
  [[nodiscard]] End wait_for_end();
  [[nodiscard]] base::Result<void> reload();
  [[nodiscard]] api::ConfigFile config_file();

  const RunRequest* request_;
  const base::Clock* clock_;
  ServiceStore* store_;
  Interrupt interrupt_{Interrupt::Hangup::reloads};  // before any other thread
  std::uint16_t port_;
  std::atomic<net::HttpServer*> server_ = nullptr;  // null between two homes
  std::shared_ptr<api::Access> access_;             // sessions outlive a reload
  bool is_announced_ = false;
  std::optional<LoadedSite> next_;
  std::vector<home::BatteryReading> batteries_;  // as the home before the reload left them
};

}  // namespace ohmstead::app
