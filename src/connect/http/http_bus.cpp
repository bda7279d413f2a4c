#include "http/http_bus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "http/http_address.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Result;

constexpr std::chrono::milliseconds k_first_pause{1000};
constexpr std::chrono::milliseconds k_longest_pause{30'000};
constexpr std::chrono::milliseconds k_longest_wish{
    600'000};  // of a device that was asked too often
constexpr std::size_t k_writes_max = 64;
constexpr std::size_t k_answer_bytes_max = std::size_t{256} * 1024;

struct Login {
  std::string user;
  std::string password;
  std::string token;
};

net::WebOptions web_options() {
  net::WebOptions options;
  options.connect_timeout = std::chrono::seconds{5};
  options.total_timeout = std::chrono::seconds{10};
  options.body_bytes_max = k_answer_bytes_max;
  options.is_proxy_of_environment_used = false;  // it is in the house
  return options;
}

class HttpBus final : public PointBus {
 public:
  HttpBus(const home::Connection& connection, Login login, const base::Clock& clock)
      : clock_{&clock},
        id_{connection.id},
        url_{connection.url},
        login_{std::move(login)},
        every_{static_cast<std::int64_t>(connection.every_s * 1000.0)},
        client_{web_options()} {}
  ~HttpBus() override { end(); }
  HttpBus(const HttpBus&) = delete;
  HttpBus& operator=(const HttpBus&) = delete;

  void watch(const std::string& address) override {
    const std::lock_guard lock{mutex_};
    if (!fault_of_http_address(address, false).empty()) return;
    points_[address];
    if (fault_.empty()) fault_ = "not asked yet";
  }

  void start() override {
    base::expect(!thread_.joinable(), "a bus is started once");
    thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
  }
  void stop() override { end(); }

  [[nodiscard]] std::optional<Told> told(const std::string& address) const override {
    const std::lock_guard lock{mutex_};
    const auto found = points_.find(address);
    return found == points_.end() ? std::nullopt : found->second.told;
  }

  Result<void> write(const std::string& address, const std::string& text) override {
    if (const auto why = fault_of_http_address(address, true); !why.empty())
      return base::fail(ErrorKind::invalid_input, why);
    const std::lock_guard lock{mutex_};
    // Where nothing is read only a try can tell.
    if (!points_.empty() && !fault_.empty()) return base::fail(ErrorKind::unavailable, fault_);
    if (writes_.size() >= k_writes_max)
      return base::fail(ErrorKind::unavailable, id_ + ": it is too slow for what is written");
    writes_.push_back({address, text});
    changed_.notify_all();
    return {};
  }

  [[nodiscard]] bool is_idle() const override {
    const std::lock_guard lock{mutex_};
    return writes_.empty() && !is_writing_;
  }

  [[nodiscard]] std::string fault() const override {
    const std::lock_guard lock{mutex_};
    return fault_;
  }

  [[nodiscard]] std::string fault_of(const std::string& address, bool is_written) const override {
    if (auto why = fault_of_http_address(address, is_written); !why.empty()) return why;
    const std::lock_guard lock{mutex_};
    if (is_written) {
      const auto found = write_faults_.find(address);
      return found == write_faults_.end() ? "" : found->second;
    }
    const auto found = points_.find(address);
    return found == points_.end() ? "" : found->second.fault;
  }

 private:
  struct Point {
    std::optional<Told> told = {};
    std::string fault = {};  // of this path alone
  };
  struct Write {
    std::string to;
    std::string text;
  };

  void end() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
    thread_ = {};
  }

  void run(const std::stop_token& stop) {
    auto pause = k_first_pause;
    while (!stop.stop_requested()) {
      wished_pause_ = {};
      const bool is_fine = round(stop);
      const auto next = is_fine ? every_ : pause;
      pause = is_fine ? k_first_pause : std::min(pause * 2, k_longest_pause);
      std::unique_lock lock{mutex_};
      changed_.wait_for(lock, stop, std::max(next, wished_pause_),
                        [this] { return !writes_.empty(); });
    }
  }

  // Whether the device answered.
  bool round(const std::stop_token& stop) {
    std::vector<std::string> paths;
    {
      const std::lock_guard lock{mutex_};
      paths.reserve(points_.size());
      for (const auto& [path, point] : points_) paths.push_back(path);
    }
    if (!write_all(stop)) return false;
    std::size_t answered = 0;
    std::optional<base::Error> last;
    for (const std::string& path : paths) {
      auto answer = ask(read_request(url_, path), stop);
      if (stop.stop_requested()) return true;
      if (answer) {
        ++answered;
        note(path, std::move(*answer));
      } else if (is_of_path(answer.error())) {
        last = answer.error();
        const std::lock_guard lock{mutex_};
        points_[path].fault = fmt::format("{}: {}", path, answer.error().message);
      } else {
        return lose(answer.error());
      }
      if (!write_all(stop)) return false;
    }
    if (answered == 0 && last) return lose(*last);
    const std::lock_guard lock{mutex_};
    if (answered > 0) fault_.clear();
    return true;
  }

  // About one path only, while the device as such answers.
  static bool is_of_path(const base::Error& error) {
    return error.kind == ErrorKind::not_found || error.kind == ErrorKind::invalid_input;
  }

  // The body of a good answer.
  Result<std::string> ask(net::WebRequest request, const std::stop_token& stop) {
    request.user = login_.user;
    request.password = login_.password;
    if (!login_.token.empty())
      request.headers.emplace_back("Authorization", "Bearer " + login_.token);
    auto answer = client_.fetch(request, stop);
    if (!answer) return tl::unexpected{answer.error()};
    if (answer->is_ok()) return std::move(answer->body);
    if (answer->retry_after)
      wished_pause_ = std::min<std::chrono::milliseconds>(*answer->retry_after, k_longest_wish);
    if (answer->status == 401 || answer->status == 403)
      return base::fail(ErrorKind::refused,
                        fmt::format("{}: it does not let us in: see user, password or token of "
                                    "connection {}",
                                    net::host_of(request.url), id_));
    return tl::unexpected{net::status_error(request, *answer)};
  }

  void note(const std::string& path, std::string text) {
    const std::lock_guard lock{mutex_};
    points_[path] = {Told{std::move(text), clock_->now()}, ""};
  }

  // All that waits, in order. False: the device is lost.
  bool write_all(const std::stop_token& stop) {
    for (;;) {
      Write next;
      {
        const std::lock_guard lock{mutex_};
        if (writes_.empty() || stop.stop_requested()) return true;
        next = std::move(writes_.front());
        writes_.pop_front();
        is_writing_ = true;
      }
      const auto done = ask(write_request(url_, next.to, next.text), stop);
      const std::lock_guard lock{mutex_};
      is_writing_ = false;
      if (done) {
        write_faults_.erase(next.to);
        if (points_.empty()) fault_.clear();
        continue;
      }
      write_faults_[next.to] =
          fmt::format("{}: '{}' was not taken: {}", next.to, next.text, done.error().message);
      if (!is_of_path(done.error())) return lose_locked(done.error());
    }
  }

  bool lose(const base::Error& error) {
    const std::lock_guard lock{mutex_};
    return lose_locked(error);
  }

  // What waited to be written would come too late.
  bool lose_locked(const base::Error& error) {
    writes_.clear();
    fault_ = error.message;
    return false;
  }

  const base::Clock* clock_;
  std::string id_;
  std::string url_;
  Login login_;
  std::chrono::milliseconds every_;
  net::WebClient client_;
  std::chrono::milliseconds wished_pause_{0};  // of the thread
  mutable std::mutex mutex_;                   // of all below
  std::condition_variable_any changed_;
  std::map<std::string, Point> points_;
  std::map<std::string, std::string> write_faults_;
  bool is_writing_ = false;  // the first of them is under way
  std::deque<Write> writes_;
  std::string fault_;
  std::jthread thread_;
};

}  // namespace

Result<std::unique_ptr<PointBus>> make_http_bus(const home::Connection& connection,
                                                const DriverContext& context) {
  const auto bad = [&](std::string_view where, const std::string& why) {
    return base::fail(ErrorKind::invalid_input, fmt::format("{}: {}", where, why));
  };
  if (!connection.profile.empty())
    return bad("profile", "there are no ready points for http; give readings and commands");
  if (net::host_of(connection.url).empty() || connection.url.find('?') != std::string::npos ||
      connection.url.find('#') != std::string::npos)
    return bad("url", "is no address like http://192.168.1.9 without name and password inside");
  auto password = secret_of(context, connection.password);
  if (!password) return bad("password", password.error().message);
  auto token = secret_of(context, connection.token);
  if (!token) return bad("token", token.error().message);
  if (!connection.user.empty() && !token->empty())
    return bad("token", "stands beside a user; a device asks for one of them");
  if (connection.user.empty() && !password->empty()) return bad("user", "missing");
  return std::unique_ptr<PointBus>{std::make_unique<HttpBus>(
      connection, Login{connection.user, std::move(*password), std::move(*token)}, context.clock)};
}

}  // namespace ohmstead::connect
