#include "growatt/conversation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ohmstead/net/secret.hpp"

namespace ohmstead::connect {
namespace {

constexpr base::Seconds k_clock_tolerance{30};
constexpr std::chrono::milliseconds k_unreached{500};  // before a broker that is away is tried

std::chrono::steady_clock::time_point instant_now() { return std::chrono::steady_clock::now(); }

std::string local_text(const base::Zone& zone, base::Time time) {
  const base::WallClock local = zone.wall_clock(time);
  return fmt::format("{} {:02}:{:02}:{:02}", base::format_date(local.date), local.hour,
                     local.minute, local.second);
}

// "2026-03-29 14:05:00" as if it were UTC: differences of two such are what counts.
std::optional<base::Time> read_as_utc(const std::string& text) {
  if (text.size() != 19 || text[10] != ' ') return std::nullopt;
  const auto read = base::parse_time(text.substr(0, 10) + "T" + text.substr(11) + "Z");
  return read ? std::optional{*read} : std::nullopt;
}

}  // namespace

GrowattConversation::GrowattConversation(GrowattPace pace, base::Zone zone,
                                         const base::Clock& clock, Send send)
    : pace_{pace},
      zone_{std::move(zone)},
      clock_{&clock},
      send_{std::move(send)},
      id_{net::sha256_hex(net::random_text()).substr(0, 12)} {}

GrowattConversation::~GrowattConversation() { stop(); }

void GrowattConversation::start() {
  thread_ = std::thread{[this] { run(); }};
}

void GrowattConversation::stop() {
  if (!thread_.joinable()) return;
  {
    // Whoever ends gives the battery back to itself first, in several commands.
    std::unique_lock lock{mutex_};
    wake_.wait_for(lock, pace_.farewell, [this] { return !aim_; });
    is_ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void GrowattConversation::end_aim() {
  aim_.reset();
  wake_.notify_all();
}

void GrowattConversation::hear(const std::string& text) {
  auto answer = read_growatt_answer(text);
  if (!answer) return;
  {
    const std::scoped_lock lock{mutex_};
    if (!pending_ || pending_->id != answer->id) return;  // late, doubled, or of others
    pending_->answer = std::move(*answer);
  }
  wake_.notify_all();
}

void GrowattConversation::aim_at(const GrowattAim& aim) {
  {
    const std::scoped_lock lock{mutex_};
    aim_ = aim;
    command_fault_.clear();
  }
  wake_.notify_all();
}

std::optional<GrowattSettings> GrowattConversation::settings() const {
  const std::scoped_lock lock{mutex_};
  if (!has_battery_first_ || !has_grid_first_ || aim_) return std::nullopt;
  return read_;
}

bool GrowattConversation::is_busy() const {
  const std::scoped_lock lock{mutex_};
  return aim_.has_value();
}

std::string GrowattConversation::fault() const {
  const std::scoped_lock lock{mutex_};
  return look_fault_.empty() ? command_fault_ : look_fault_;
}

void GrowattConversation::run() {
  std::unique_lock lock{mutex_};
  while (!is_ending_) work(lock);
}

void GrowattConversation::work(std::unique_lock<std::mutex>& lock) {
  const Instant now = instant_now();
  if (pending_ && pending_->answer) {
    const Pending done = std::move(*pending_);
    pending_.reset();
    quiet_until_ = now + pace_.pause;
    take(done.request, *done.answer);
    return;
  }
  if (pending_) {
    if (now >= pending_->until) return try_again(lock);
    wake_.wait_until(lock, pending_->until,
                     [this] { return is_ending_ || pending_->answer.has_value(); });
    return;
  }
  if (now < quiet_until_) {
    wake_.wait_until(lock, quiet_until_, [this] { return is_ending_; });
    return;
  }
  if (auto request = next_request(now)) {
    Pending pending;
    pending.request = std::move(*request);
    pending.id = fmt::format("{}-{}", id_, ++count_);
    pending.patience = pace_.answer;
    return send(lock, std::move(pending));
  }
  wake_.wait_until(lock, next_due(), [this] { return is_ending_ || aim_.has_value(); });
}

std::optional<GrowattConversation::Request> GrowattConversation::next_request(Instant now) {
  if (!has_battery_first_ || now >= look_at_) {
    has_grid_first_ = false;
    look_at_ = now + pace_.look_every;
    return Request{Kind::battery_first, "batteryfirst/get", {}, {}};
  }
  if (!has_grid_first_) return Request{Kind::grid_first, "gridfirst/get", {}, {}};
  if (aim_) {
    if (auto step = next_growatt_step(read_, *aim_))
      return Request{Kind::step, std::move(step->command), std::move(step->arguments), step->after};
    end_aim();
    has_battery_first_ = false;  // whether it holds
    return std::nullopt;
  }
  if (is_clock_wrong_) {
    is_clock_wrong_ = false;
    return Request{Kind::clock_set,
                   "datetime/set",
                   fmt::format(R"("value":"{}")", local_text(zone_, clock_->now())),
                   {}};
  }
  if (now < clock_at_) return std::nullopt;
  clock_at_ = now + pace_.clock_every;
  return Request{Kind::clock_look, "datetime/get", {}, {}};
}

GrowattConversation::Instant GrowattConversation::next_due() const {
  return has_battery_first_ ? std::min(look_at_, clock_at_) : instant_now();
}

void GrowattConversation::send(std::unique_lock<std::mutex>& lock, Pending pending) {
  const std::string text =
      fmt::format(R"({{"correlationId":"{}"{}{}}})", pending.id,
                  pending.request.arguments.empty() ? "" : ",", pending.request.arguments);
  const std::string command = pending.request.command;
  pending.until = instant_now() + pending.patience;
  ++pending.tries;
  pending_ = std::move(pending);  // before it is sent: an answer may come at once
  lock.unlock();
  const bool is_sent = send_(command, text);
  lock.lock();
  if (is_sent) return;
  // Nothing is kept for later: whoever commands hears that it did not hold, and commands again.
  pending_.reset();
  has_battery_first_ = false;
  if (aim_) command_fault_ = "the last command was lost with the connection";
  end_aim();
  quiet_until_ = instant_now() + k_unreached;
}

void GrowattConversation::try_again(std::unique_lock<std::mutex>& lock) {
  Pending again = std::move(*pending_);
  pending_.reset();
  if (again.tries >= pace_.tries) return fail(again.request, "it does not answer");
  // Its time may be over: there is a newer aim.
  if (again.request.kind == Kind::step) {
    const auto step = aim_ ? next_growatt_step(read_, *aim_) : std::nullopt;
    if (!step || step->command != again.request.command ||
        step->arguments != again.request.arguments)
      return;
  }
  again.patience = std::min(again.patience * 3 / 2, pace_.longest_answer);
  send(lock, std::move(again));
}

void GrowattConversation::take(const Request& request, const GrowattAnswer& answer) {
  if (!answer.is_success) return fail(request, answer.message);
  bool is_understood = true;
  switch (request.kind) {
    case Kind::battery_first:
      is_understood = has_battery_first_ = read_battery_first(answer.all, read_);
      break;
    case Kind::grid_first:
      is_understood = has_grid_first_ = read_grid_first(answer.all, read_);
      break;
    case Kind::step:
      read_ = request.after;
      break;
    case Kind::clock_look:
      take_clock(answer);
      break;
    case Kind::clock_set:
      break;
  }
  if (!is_understood) return fail(request, "its answer is not understood");
  if (request.kind == Kind::grid_first) look_fault_.clear();
}

void GrowattConversation::take_clock(const GrowattAnswer& answer) {
  const describe::Node* value = answer.all.find("value");
  const auto theirs = value == nullptr ? std::nullopt : read_as_utc(value->text);
  const auto ours = read_as_utc(local_text(zone_, clock_->now()));
  is_clock_wrong_ = !theirs || !ours || std::chrono::abs(*theirs - *ours) > k_clock_tolerance;
}

void GrowattConversation::fail(const Request& request, const std::string& why) {
  // Some gateways know no clock; slots that last all day do without.
  if (request.kind == Kind::clock_look || request.kind == Kind::clock_set) return;
  (request.kind == Kind::step ? command_fault_ : look_fault_) =
      fmt::format("the gateway did not do {}: {}", request.command, why);
  end_aim();
  has_battery_first_ = false;
  quiet_until_ = std::max(quiet_until_, instant_now() + pace_.answer);
}

}  // namespace ohmstead::connect
