#include "feed/feed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "feed/cache.hpp"
#include "feed/plausible.hpp"
#include "feed/slots.hpp"
#include "ohmstead/base/file.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Seconds;
using base::Time;

constexpr Seconds k_wait_when_asked_too_often = std::chrono::minutes{15};
constexpr Seconds k_wait_when_refused = std::chrono::hours{1};

void convert(home::PriceCurve& curve, const FeedOptions& options) {
  for (home::PriceSlot& slot : curve.slots) slot.price = slot.price * options.rate;
  curve.currency = options.currency;
}
template <class Told>
void convert(Told&, const FeedOptions&) {}

std::string doubt(const home::PriceCurve& known, const home::PriceCurve& fresh) {
  return find_shift(known, fresh);
}
template <class Told>
std::string doubt(const Told&, const Told&) {
  return {};
}

bool are_same(const home::PriceSlot& a, const home::PriceSlot& b) {
  return a.from == b.from && a.to == b.to && a.price == b.price;
}
bool are_same(const home::PvSlot& a, const home::PvSlot& b) {
  return a.from == b.from && a.to == b.to && a.power == b.power && a.p10 == b.p10 && a.p90 == b.p90;
}
bool are_same(const home::WeatherSlot& a, const home::WeatherSlot& b) {
  return a.from == b.from && a.to == b.to && a.outdoor == b.outdoor && a.global == b.global &&
         a.direct == b.direct && a.diffuse == b.diffuse && a.clouds == b.clouds &&
         a.wind_m_per_s == b.wind_m_per_s && a.snow_depth_m == b.snow_depth_m;
}

// The first line: the others are for whoever looks for the cause.
std::string first_line(const std::string& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string::npos) return text;
  const auto more = std::count(text.begin(), text.end(), '\n');
  return fmt::format("{} (and {} more)", text.substr(0, end), more);
}

// Who prints it says whose it is.
std::string without_name(const std::string& text, const std::string& name) {
  const std::string prefix = name + ": ";
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

FetchRule rule_of(FetchRule rule, const FeedOptions& options) {
  if (options.published_at) {
    rule.published_at = options.published_at;
    rule.zone = options.zone;
  }
  if (options.every) rule.every = std::max(*options.every, rule.shortest_gap);
  return rule;
}

}  // namespace

template <class Told>
struct Feed<Told>::Round {
  Time now;
  std::vector<base::Error> errors;
  bool is_cancelled = false;
};

template <class Told>
Feed<Told>::Feed(std::unique_ptr<Source<Told>> source, FeedOptions options)
    : source_{std::move(source)},
      options_{std::move(options)},
      rule_{rule_of(source_->rule(), options_)} {
  load();
}

template <class Told>
FetchState Feed<Told>::state_at(Time now) const {
  FetchState state = state_;
  state.known_until = known_until(known_, now);
  return state;
}

template <class Told>
Time Feed<Told>::next(Time now) const {
  // What was known at the last try decides, not what has passed since.
  return next_fetch(rule_, state_at(state_.last_try.value_or(now)), options_.seed, now);
}

template <class Told>
void Feed<Told>::note_failure(base::Error error, std::optional<Seconds> retry_after, Round& round) {
  if (error.kind == ErrorKind::cancelled) {
    round.is_cancelled = true;
    return;
  }
  Seconds wait = retry_after.value_or(Seconds{0});
  if (error.kind == ErrorKind::refused) wait = std::max(wait, k_wait_when_refused);
  if (wait > Seconds{0})
    state_.not_before = std::max(state_.not_before.value_or(round.now), round.now + wait);
  round.errors.push_back(std::move(error));
}

template <class Told>
std::optional<Told> Feed<Told>::ask(const Ask& ask, const Fetch& fetch, const std::stop_token& stop,
                                    Round& round) {
  net::WebRequest request = ask.request;
  const auto before = std::find_if(answered_.begin(), answered_.end(),
                                   [&](const Answered& each) { return each.url == request.url; });
  if (before != answered_.end() && request.method == "GET") {
    if (!before->etag.empty()) request.headers.emplace_back("If-None-Match", before->etag);
    if (!before->modified.empty())
      request.headers.emplace_back("If-Modified-Since", before->modified);
  }
  const auto answer = fetch(request, stop);
  if (!answer) {
    note_failure(answer.error(), std::nullopt, round);
    return std::nullopt;
  }
  if (answer->is_unchanged() && before != answered_.end()) return before->told;
  if (!source_->can_read(answer->status)) {
    auto retry = answer->retry_after;
    if (answer->status == 429)
      retry = std::max(retry.value_or(Seconds{0}), k_wait_when_asked_too_often);
    note_failure(net::status_error(request, *answer), retry, round);
    return std::nullopt;
  }
  auto told = source_->read({answer->status, answer->body, ask.span});
  if (!told) {
    note_failure(told.error(), std::nullopt, round);
    return std::nullopt;
  }
  const std::string* etag = answer->find_header("ETag");
  const std::string* modified = answer->find_header("Last-Modified");
  if (before != answered_.end()) answered_.erase(before);
  if (etag != nullptr || modified != nullptr)
    answered_.push_back({ask.request.url, etag == nullptr ? "" : *etag,
                         modified == nullptr ? "" : *modified, *told});
  return std::move(*told);
}

template <class Told>
bool Feed<Told>::take(Told fresh, Round& round) {
  convert(fresh, options_);
  if (std::string why = doubt(known_, fresh); !why.empty()) {
    round.errors.push_back({ErrorKind::invalid_input, fmt::format("{}: {}", source_->name(), why)});
    return false;
  }
  const auto old = std::move(known_.slots);
  known_ = std::move(fresh);
  known_.slots = fill_gaps(std::move(known_.slots), old);
  forget_before(known_, round.now - options_.keep);
  return !std::equal(known_.slots.begin(), known_.slots.end(), old.begin(), old.end(),
                     [](const auto& a, const auto& b) { return are_same(a, b); });
}

template <class Told>
bool Feed<Told>::fetch(Time now, const Fetch& fetch, const std::stop_token& stop) {
  Round round{now, {}, false};
  const Span span = span_to_ask(rule_, now);
  std::vector<std::optional<Told>> parts;
  const std::vector<Ask> asks = source_->requests(span);
  for (const Ask& one : asks) {
    parts.push_back(ask(one, fetch, stop, round));
    if (round.is_cancelled) return false;
  }
  std::erase_if(answered_, [&](const Answered& each) {
    return std::none_of(asks.begin(), asks.end(),
                        [&](const Ask& one) { return one.request.url == each.url; });
  });
  Told fresh = source_->combine(std::move(parts));
  // Today is over before it is told only by a source that tells nothing.
  const bool is_empty = fresh.slots.empty() || fresh.slots.back().to <= now;
  if (is_empty && round.errors.empty())
    round.errors.push_back(
        {ErrorKind::not_found,
         fmt::format("{}: its answer has nothing for now or later", source_->name())});
  const bool is_changed = !fresh.slots.empty() && take(std::move(fresh), round);
  state_.last_try = now;
  trouble_ = round.errors.empty()
                 ? ""
                 : without_name(first_line(round.errors.front().message), source_->name());
  state_.failures = round.errors.empty() ? 0 : state_.failures + 1;
  if (round.errors.empty()) {
    state_.last_good = now;
    state_.not_before.reset();
    save();
  } else if (is_changed) {
    save();
  }
  return is_changed;
}

template <class Told>
ports::FeedHealth Feed<Told>::health(Time now) const {
  ports::FeedHealth health;
  health.name = source_->name();
  health.what = options_.what;
  health.last_good = state_.last_good;
  health.known_until = known_until(known_, now);
  health.next_try = next(now);
  const bool is_old = !state_.last_good || now - *state_.last_good > rule_.fresh_for;
  const auto at = [&](Time time) { return options_.zone.format_short(time); };
  std::vector<std::string> said;
  if (health.known_until)
    said.push_back(fmt::format("known until {}", at(*health.known_until)));
  else if (trouble_.empty())
    said.emplace_back(state_.last_try ? "nothing is known for now" : "not asked yet");
  using enum ports::FeedState;
  if (trouble_.empty() && health.known_until) {
    health.state = has_all(rule_, state_at(now), now) ? good : waiting;
    if (health.state == waiting) said.emplace_back("the next day is not out yet");
  } else if (health.known_until) {
    // Published prices stay true however old they are.
    health.state = is_old && !has_all(rule_, state_at(now), now) ? stale : failing;
    if (!rule_.published_at && is_old) health.state = stale;
  }
  if (state_.last_good) said.push_back(fmt::format("last told {}", at(*state_.last_good)));
  if (!trouble_.empty()) {
    said.push_back(trouble_);
    said.push_back(fmt::format("next try {}", at(health.next_try)));
  }
  health.sentence = fmt::format("{}", fmt::join(said, "; "));
  return health;
}

template <class Told>
void Feed<Told>::load() {
  if (options_.cache_file.empty()) return;
  const auto text = base::read_file(options_.cache_file);
  if (!text) return;  // the first start
  Cached<Told> cached;
  // A cache that cannot be read is as good as none: the source is asked at once anyway.
  if (!read_cache(*text, options_.cache_file.string(), cached)) return;
  if (cached.source != options_.digest) return;
  known_ = std::move(cached.told);
  state_.last_good = cached.fetched_at;
  state_.last_try = cached.fetched_at;
}

template <class Told>
void Feed<Told>::save() const {
  if (options_.cache_file.empty() || !state_.last_good) return;
  // Without a cache the home goes on; the next start just knows less.
  (void)base::write_file(options_.cache_file,
                         write_cache(Cached<Told>{options_.digest, *state_.last_good, known_}));
}

template class Feed<home::PriceCurve>;
template class Feed<home::Weather>;
template class Feed<home::PvForecast>;

}  // namespace ohmstead::connect
