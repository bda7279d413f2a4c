#include "ohmstead/connect/live_feeds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "feed/feed.hpp"
#include "feed/slots.hpp"
#include "make_source.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/base/snapshot_cell.hpp"
#include "ohmstead/net/secret.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Result;
using base::Seconds;
using base::Time;

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds k_longest_sleep{60'000};
constexpr std::chrono::milliseconds k_shortest_sleep{200};
// Prices of some days before help to guess the coming ones.
constexpr Seconds k_keep_prices = std::chrono::hours{24 * 10};

Result<net::WebAnswer> read_local_file(const std::string& url) {
  auto text = base::read_file(url.substr(5));
  if (!text) return tl::unexpected{text.error()};
  return net::WebAnswer{.status = 200, .body = std::move(*text)};
}

std::optional<Seconds> hours_of(std::optional<double> h) {
  if (!h) return std::nullopt;
  return Seconds{static_cast<std::int64_t>(*h * 3600.0)};
}

std::optional<Seconds> minutes_of(std::optional<std::int64_t> min) {
  if (!min) return std::nullopt;
  return std::chrono::minutes{*min};
}

// Everything but the secret that decides what is told.
std::string digest_of(const home::LivePrices& live, const Settings& settings) {
  return net::sha256_hex(fmt::format(
      "{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", static_cast<int>(live.service), live.area,
      live.product, live.url, live.home, fmt::join(live.entities, ","), live.file, live.column,
      live.part, live.json.rows, live.json.time, live.json.price, live.formula, live.currency,
      live.rate.value_or(1.0), settings.currency));
}

std::string place_of(const Settings& settings) {
  std::string place = fmt::format("{:.4f} {:.4f} {:.0f}", settings.location.latitude_deg,
                                  settings.location.longitude_deg, settings.location.altitude_m);
  for (const home::PvPlane& plane : settings.planes)
    place += fmt::format(" {} {} {}", plane.peak.value(), plane.tilt_deg, plane.azimuth_deg);
  return place;
}

std::string digest_of(const home::LiveWeather& live, const Settings& settings) {
  return net::sha256_hex(fmt::format("{}|{}|{}|{}|{}", static_cast<int>(live.service),
                                     live.is_quarter_hourly, live.model, live.url,
                                     place_of(settings)));
}

std::string digest_of(const home::LivePv& live, const Settings& settings) {
  return net::sha256_hex(fmt::format("{}|{}|{}|{}|{}", static_cast<int>(live.service),
                                     live.resource, fmt::join(live.entities, ","), live.url,
                                     place_of(settings)));
}

void add_price_options(const home::LivePrices& live, FeedOptions& options) {
  options.rate = live.rate.value_or(1.0);
  options.published_at = hours_of(live.published_at_h);
  options.keep = k_keep_prices;
}
template <class Live>
void add_price_options(const Live&, FeedOptions&) {}

template <class Told>
Told merge_of(const std::vector<Feed<Told>*>& feeds) {
  std::vector<const Told*> all;
  all.reserve(feeds.size());
  for (const Feed<Told>* feed : feeds) all.push_back(&feed->known());
  return merged(all);
}

// Its ages and times change all the time; only another state is news.
bool are_alike(const std::vector<ports::FeedHealth>& a, const std::vector<ports::FeedHealth>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.state == y.state && x.known_until == y.known_until;
  });
}

}  // namespace

struct LiveFeeds::State {
  const base::Clock* clock = nullptr;
  LiveFeedsOptions options;
  net::WebClient client;
  std::vector<std::unique_ptr<AnyFeed>> feeds;
  std::vector<Feed<home::PriceCurve>*> prices;
  std::vector<Feed<home::PriceCurve>*> export_prices;
  std::vector<Feed<home::PriceCurve>*> price_forecasts;
  std::vector<Feed<home::Weather>*> weather;
  std::vector<Feed<home::PvForecast>*> pv;
  std::int64_t version = 0;
  base::SnapshotCell<ports::FeedsSnapshot> newest;
  std::mutex mutex;
  std::condition_variable_any sleep;
  std::jthread thread;

  [[nodiscard]] Result<net::WebAnswer> fetch(const net::WebRequest& request,
                                             const std::stop_token& stop) const {
    if (request.url.starts_with("file:")) return read_local_file(request.url);
    return options.fetch ? options.fetch(request, stop) : client.fetch(request, stop);
  }

  // Whether it is news.
  bool publish(bool is_changed) {
    const auto before = newest.get();
    const Time now = clock->now();
    ports::FeedsSnapshot snapshot;
    for (const auto& feed : feeds) snapshot.health.push_back(feed->health(now));
    if (is_changed || before == nullptr) {
      ++version;
      snapshot.prices = merge_of(prices);
      snapshot.export_prices = merge_of(export_prices);
      snapshot.price_forecasts = merge_of(price_forecasts);
      snapshot.weather = merge_of(weather);
      snapshot.pv = merge_of(pv);
    } else {
      snapshot.prices = before->prices;
      snapshot.export_prices = before->export_prices;
      snapshot.price_forecasts = before->price_forecasts;
      snapshot.weather = before->weather;
      snapshot.pv = before->pv;
    }
    snapshot.version = version;
    const bool is_news =
        is_changed || before == nullptr || !are_alike(before->health, snapshot.health);
    newest.set(std::move(snapshot));
    return is_news;
  }

  template <class Live, class Told>
  Result<void> add(const std::vector<Live>& all, const std::string& what, const Settings& base,
                   const std::vector<home::Secret>& secrets, std::vector<Feed<Told>*>& to) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      Settings settings = base;
      if (!all[i].token.empty()) {
        const auto found =
            std::find_if(secrets.begin(), secrets.end(),
                         [&](const home::Secret& secret) { return secret.name == all[i].token; });
        if (found == secrets.end())
          return base::fail(ErrorKind::invalid_input,
                            fmt::format("sources.live.{}[{}].token: the secrets file has no '{}'",
                                        what, i, all[i].token));
        settings.token = found->value;
      }
      FeedOptions feed;
      feed.what = what;
      feed.zone = settings.zone;
      feed.currency = settings.currency;
      feed.every = minutes_of(all[i].every_min);
      add_price_options(all[i], feed);
      feed.digest = digest_of(all[i], settings);
      feed.seed = std::hash<std::string>{}(feed.digest + place_of(settings));
      if (!options.cache_folder.empty())
        feed.cache_file = options.cache_folder / fmt::format("{}_{}.json", what, i);
      auto made = std::make_unique<Feed<Told>>(make_source(all[i], settings), std::move(feed));
      to.push_back(made.get());
      feeds.push_back(std::move(made));
    }
    return {};
  }

  void run(const std::stop_token& stop, LiveFeeds& owner) {
    while (!stop.stop_requested()) {
      owner.ask_due(stop);
      const auto wait =
          std::clamp(clock->real_time_until(owner.next()), k_shortest_sleep, k_longest_sleep);
      std::unique_lock lock{mutex};
      sleep.wait_for(lock, stop, wait, [] { return false; });
    }
  }
};

LiveFeeds::LiveFeeds(std::unique_ptr<State> state) : state_{std::move(state)} {}
LiveFeeds::~LiveFeeds() { stop(); }

Result<std::unique_ptr<LiveFeeds>> LiveFeeds::make(const home::Site& site,
                                                   const std::vector<home::Secret>& secrets,
                                                   const base::Clock& clock,
                                                   LiveFeedsOptions options) {
  if (auto fine = check_live_sources(site); !fine) return tl::unexpected{fine.error()};
  Settings settings;
  auto zone = base::Zone::load(site.timezone);
  if (!zone) return tl::unexpected{zone.error()};
  settings.zone = *zone;
  settings.currency = site.currency;
  settings.location = site.location.value_or(home::SiteLocation{});
  if (site.pv) settings.planes = site.pv->planes;
  if (!options.site_folder.empty()) settings.folder = (options.site_folder / "").string();
  if (!options.cache_folder.empty()) {
    std::error_code failed;
    fs::create_directories(options.cache_folder, failed);
    if (failed)
      return base::fail(
          ErrorKind::unavailable,
          fmt::format("{}: cannot be made: {}", options.cache_folder.string(), failed.message()));
  }
  auto state = std::make_unique<State>();
  state->clock = &clock;
  state->client = net::WebClient{{.user_agent = options.user_agent}};
  state->options = std::move(options);
  const home::LiveSources live = site.sources.live.value_or(home::LiveSources{});
  for (const auto& added :
       {state->add(live.prices, "prices", settings, secrets, state->prices),
        state->add(live.export_prices, "export_prices", settings, secrets, state->export_prices),
        state->add(live.price_forecasts, "price_forecasts", settings, secrets,
                   state->price_forecasts),
        state->add(live.weather, "weather", settings, secrets, state->weather),
        state->add(live.pv, "pv", settings, secrets, state->pv)}) {
    if (!added) return tl::unexpected{added.error()};
  }
  state->publish(true);
  return std::unique_ptr<LiveFeeds>{new LiveFeeds{std::move(state)}};
}

std::shared_ptr<const ports::FeedsSnapshot> LiveFeeds::now() const { return state_->newest.get(); }

bool LiveFeeds::is_empty() const { return state_->feeds.empty(); }

// Each is published as it comes: a slow one does not hold back the others.
void LiveFeeds::ask_due(const std::stop_token& stop) {
  const Fetch fetch = [this](const net::WebRequest& request, const std::stop_token& token) {
    return state_->fetch(request, token);
  };
  bool is_any_asked = false;
  for (const auto& feed : state_->feeds) {
    const Time now = state_->clock->now();
    if (stop.stop_requested()) return;
    if (feed->next(now) > now) continue;
    is_any_asked = true;
    const bool is_changed = feed->fetch(now, fetch, stop);
    const bool is_news = state_->publish(is_changed);
    if (is_news && state_->options.on_change) state_->options.on_change(*state_->newest.get());
  }
  // Ages and what is known for now go on also when nobody is asked.
  if (!is_any_asked) state_->publish(false);
}

Time LiveFeeds::next() const {
  const Time now = state_->clock->now();
  Time first = now + std::chrono::hours{1};
  for (const auto& feed : state_->feeds) first = std::min(first, feed->next(now));
  return first;
}

void LiveFeeds::start() {
  base::expect(!state_->thread.joinable(), "the feeds are started once");
  state_->thread = std::jthread{[this](const std::stop_token& stop) { state_->run(stop, *this); }};
}

void LiveFeeds::stop() {
  if (!state_->thread.joinable()) return;
  state_->thread.request_stop();
  state_->thread.join();
  state_->thread = {};
}

}  // namespace ohmstead::connect
