// One source as the home uses it: when to ask, what it told last, and how well it does.
//
// What was told once counts until better is told: an answer that fails, is empty or contradicts
// itself takes nothing away. A 304 confirms. What is known is kept in a cache file.
// Thread rule: one thread at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>

#include "feed/fetch_plan.hpp"
#include "ohmstead/connect/source.hpp"
#include "ohmstead/ports/feeds.hpp"

namespace ohmstead::connect {

using Fetch = std::function<base::Result<net::WebAnswer>(const net::WebRequest& request,
                                                         const std::stop_token& stop)>;

struct FeedOptions {
  std::string what;                             // as in ports::FeedHealth
  base::Zone zone = base::Zone::utc();          // of the site, for sentences
  std::string currency = {};                    // of the site
  double rate = 1.0;                            // prices are multiplied by this
  std::optional<base::Seconds> published_at;    // instead of the source's
  std::optional<base::Seconds> every;           // instead of the source's, where it may be so
  base::Seconds keep = std::chrono::hours{48};  // how long what is past is kept
  std::uint64_t seed = 0;
  std::filesystem::path cache_file = {};  // empty: none
  std::string digest = {};                // of who is asked for what
};

class AnyFeed {
 public:
  virtual ~AnyFeed() = default;
  [[nodiscard]] virtual base::Time next(base::Time now) const = 0;
  // Asks, whatever next() says. Whether what is known has changed.
  virtual bool fetch(base::Time now, const Fetch& fetch, const std::stop_token& stop) = 0;
  [[nodiscard]] virtual ports::FeedHealth health(base::Time now) const = 0;
};

template <class Told>
class Feed final : public AnyFeed {
 public:
  // Takes what its cache file holds, when that is of the same source.
  Feed(std::unique_ptr<Source<Told>> source, FeedOptions options);

  [[nodiscard]] base::Time next(base::Time now) const override;
  bool fetch(base::Time now, const Fetch& fetch, const std::stop_token& stop) override;
  [[nodiscard]] ports::FeedHealth health(base::Time now) const override;
  [[nodiscard]] const Told& known() const { return known_; }

 private:
  // Of a request that was answered well, so that the next one can be conditional.
  struct Answered {
    std::string url;
    std::string etag;
    std::string modified;
    Told told;
  };
  struct Round;  // all requests of one fetch()

  [[nodiscard]] FetchState state_at(base::Time now) const;
  std::optional<Told> ask(const Ask& ask, const Fetch& fetch, const std::stop_token& stop,
                          Round& round);
  void note_failure(base::Error error, std::optional<base::Seconds> retry_after, Round& round);
  bool take(Told fresh, Round& round);
  void load();
  void save() const;

  std::unique_ptr<Source<Told>> source_;
  FeedOptions options_;
  FetchRule rule_;
  FetchState state_;
  std::vector<Answered> answered_;
  Told known_;
  std::string trouble_;  // what went wrong in the last round; empty: nothing
};

}  // namespace ohmstead::connect
