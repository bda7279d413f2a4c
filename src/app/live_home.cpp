#include "live_home.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <thread>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/connect/live_devices.hpp"
#include "ohmstead/connect/live_feeds.hpp"
#include "ohmstead/control/able_case.hpp"
#include "ohmstead/control/limits.hpp"
#include "ohmstead/engine/driven_home.hpp"
#include "ohmstead/engine/live_outlook.hpp"
#include "ohmstead/engine/shared_chargers.hpp"
#include "ohmstead/home/shared_charger.hpp"
#include "ohmstead/simulate/learned_forecasts.hpp"
#include "output.hpp"
#include "site_secrets.hpp"

namespace ohmstead::app {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;
using base::Result;

// How long devices are given to take their last command.
constexpr double k_let_go_within_ms = 8000.0;
constexpr std::chrono::milliseconds k_let_go_step{200};

class LiveHome final : public ServedHome {
 public:
  static Result<std::unique_ptr<ServedHome>> make(LiveSite loaded, const std::string& cache_folder,
                                                  const base::Clock& clock, ports::Memory* memory);
  ~LiveHome() override {
    devices_->stop();
    feeds_->stop();
  }
  LiveHome(const LiveHome&) = delete;
  LiveHome& operator=(const LiveHome&) = delete;

  const home::Site& site() const override { return loaded_.site; }
  const base::Zone& zone() const override { return loaded_.zone; }
  ports::HomeDevices& devices() override {
    if (shared_) return *shared_;
    return *driven_;
  }
  ports::OutlookSource& outlooks() override { return *outlooks_; }
  const LoadedSite* past() const override { return loaded_.past ? &*loaded_.past : nullptr; }
  std::string manner() const override {
    return fmt::format("live: {} of meters and devices",
                       loaded_.site.connections.size() == 1
                           ? "one connection"
                           : fmt::format("{} connections", loaded_.site.connections.size()));
  }
  Result<std::optional<connect::DiscoveryOptions>> publishing() const override {
    return connect::discovery_options(loaded_.site, loaded_.secrets);
  }
  void let_go() override;

 private:
  explicit LiveHome(LiveSite loaded) : loaded_{std::move(loaded)} {}

  LiveSite loaded_;
  std::unique_ptr<connect::LiveFeeds> feeds_;
  std::unique_ptr<connect::LiveDevices> devices_;
  std::unique_ptr<engine::DrivenHome> driven_;
  std::optional<engine::SharedChargers> shared_;  // where cars take turns
  std::unique_ptr<engine::LiveOutlook> outlooks_;
};

// Whole hours; the file may have holes.
home::PriceCurve prices_of(const simulate::SpotPrices& spot) {
  constexpr std::chrono::hours k_hour{1};
  home::PriceCurve curve;
  if (spot.is_empty()) return curve;
  for (base::Time hour = base::floor_to(spot.first(), k_hour) + k_hour; hour < spot.last();
       hour += k_hour) {
    if (spot.known_until(hour) >= hour + k_hour)
      curve.slots.push_back({hour, hour + k_hour, spot.mean(hour, hour + k_hour)});
  }
  return curve;
}

Result<std::unique_ptr<ServedHome>> LiveHome::make(LiveSite loaded, const std::string& cache_folder,
                                                   const base::Clock& clock,
                                                   ports::Memory* memory) {
  std::unique_ptr<LiveHome> home{new LiveHome{std::move(loaded)}};
  const home::Site& site = home->loaded_.site;
  connect::LiveFeedsOptions options;
  options.cache_folder = cache_folder;
  options.site_folder = fs::path{home->loaded_.file}.parent_path();
  options.user_agent = fmt::format("ohmstead/{}", OHMSTEAD_VERSION);
  auto feeds = connect::LiveFeeds::make(site, home->loaded_.secrets, clock, std::move(options));
  if (!feeds) return tl::unexpected{feeds.error()};
  home->feeds_ = std::move(*feeds);
  auto devices = connect::LiveDevices::make(site, home->loaded_.secrets, clock);
  if (!devices) return tl::unexpected{devices.error()};
  home->devices_ = std::move(*devices);
  auto driven = engine::DrivenHome::make(clock, home->loaded_.zone, control::limits_of(site),
                                         home->devices_->drivers());
  if (!driven) return tl::unexpected{driven.error()};
  home->driven_ = std::move(*driven);
  if (!home::shared_chargers(site).empty())
    home->shared_.emplace(*home->driven_, site, home->loaded_.zone);
  home->outlooks_ = std::make_unique<engine::LiveOutlook>(site, home->loaded_.zone, *home->feeds_,
                                                          memory, clock.now());
  if (home->loaded_.past) {
    const simulate::History& history = home->loaded_.past->history;
    home->outlooks_->begin_with(simulate::measured_of(history, history.load),
                                simulate::measured_of(history, history.pv));
    home->outlooks_->begin_with_prices(prices_of(history.spot));
  }
  home->feeds_->start();
  home->devices_->start();
  return home;
}

void LiveHome::let_go() {
  driven_->release();
  // By the clock on the wall: a device that does not answer takes its time to be told.
  const base::Stopwatch watch;
  while (watch.elapsed_ms() < k_let_go_within_ms) {
    if (driven_->is_free() && devices_->is_idle()) return;
    std::this_thread::sleep_for(k_let_go_step);
    if (!driven_->is_free()) (void)driven_->read();
    driven_->keep_up();
  }
}

// With what the site file promises beyond what can be told, a sentence each.
Result<std::vector<std::string>> check_connections(const LiveSite& loaded,
                                                   const base::Clock& clock) {
  auto devices = connect::LiveDevices::make(loaded.site, loaded.secrets, clock);
  if (!devices) return tl::unexpected{base::in_context(loaded.file, devices.error())};
  if (auto shown = connect::discovery_options(loaded.site, loaded.secrets); !shown)
    return tl::unexpected{base::in_context(loaded.file, shown.error())};
  std::vector<home::Abilities> all;
  for (const ports::DeviceDriver* driver : (*devices)->drivers()) {
    for (home::Abilities& each : driver->abilities()) all.push_back(std::move(each));
  }
  return control::broken_promises(loaded.site,
                                  engine::abilities_of_cars(loaded.site, std::move(all)));
}

}  // namespace

std::string database_beside(const std::string& site_file) {
  return fs::path{site_file}.replace_extension(".db").string();
}

Result<HomeLock> HomeLock::take(const std::string& database) {
  const std::string path = database + ".lock";
  HomeLock lock;
  lock.file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock.file_ < 0)
    return base::fail(ErrorKind::unavailable, path + ": cannot be written, see its folder");
  if (::flock(lock.file_, LOCK_EX | LOCK_NB) != 0)
    return base::fail(ErrorKind::conflict,
                      database + ": another Ohmstead runs this home; two would fight over it");
  return lock;
}

HomeLock::~HomeLock() {
  if (file_ >= 0) ::close(file_);
}

bool is_live(const home::Site& site) {
  return !site.connections.empty() && site.service.stage != home::Stage::simulation;
}

Result<LiveSite> read_live_site(const std::string& text, const std::string& file) {
  const fs::path folder = fs::path{file}.parent_path();
  auto site = read_checked_site(text, file, folder);
  if (!site) return tl::unexpected{site.error()};
  LiveSite loaded{file, std::move(*site), base::Zone::utc(), {}, {}};
  auto zone = base::Zone::load(loaded.site.timezone);
  if (!zone) return tl::unexpected{base::in_context(file, zone.error())};
  loaded.zone = std::move(*zone);
  auto secrets = secrets_of(loaded.site, file);
  if (!secrets) return tl::unexpected{secrets.error()};
  loaded.secrets = std::move(*secrets);
  if (loaded.site.sources.load) {
    auto past = load_history_of(loaded.site, file);
    if (!past) return tl::unexpected{past.error()};
    loaded.past = std::move(*past);
  }
  return loaded;
}

Result<LiveSite> load_live_site(const std::string& file) {
  const auto input = read_input(file);
  if (!input) return tl::unexpected{input.error()};
  return read_live_site(input->text, file);
}

Result<std::vector<std::string>> check_live_site(const std::string& file) {
  const auto loaded = load_live_site(file);
  if (!loaded) return tl::unexpected{loaded.error()};
  return check_connections(*loaded, base::SystemClock{});
}

Result<HomeMaker::Make> LiveHomeMaker::load() {
  auto loaded = load_live_site(site_file_);
  if (!loaded) return tl::unexpected{loaded.error()};
  if (!is_live(loaded->site))
    return base::fail(ErrorKind::invalid_input,
                      site_file_ +
                          ": names no connections any more; a home that is not driven "
                          "needs another start of the service");
  if (auto fine = check_connections(*loaded, *clock_); !fine) return tl::unexpected{fine.error()};
  auto site = std::make_shared<LiveSite>(std::move(*loaded));
  return [this, site](std::unique_ptr<ServedHome> before) {
    // The new file may name other devices, or another stage; ports and sessions are needed again.
    if (before) before->let_go();
    before.reset();
    return LiveHome::make(std::move(*site), cache_folder_, *clock_, memory_);
  };
}

Result<void> LiveHomeMaker::check(const std::string& text) const {
  const auto loaded = read_live_site(text, site_file_);
  if (!loaded) return tl::unexpected{loaded.error()};
  if (auto fine = check_connections(*loaded, *clock_); !fine) return tl::unexpected{fine.error()};
  return {};
}

}  // namespace ohmstead::app
