#include "modbus/modbus_bus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "modbus/register_reader.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Result;

constexpr std::chrono::milliseconds k_first_pause{1000};
constexpr std::chrono::milliseconds k_longest_pause{30'000};
constexpr std::size_t k_writes_max = 64;

class ModbusBus final : public PointBus {
 public:
  ModbusBus(net::ModbusPlace place, const home::Connection& connection, const base::Clock& clock)
      : clock_{&clock},
        where_{fmt::format("{} (unit_id {})", connection.url, connection.unit_id)},
        every_{static_cast<std::int64_t>(connection.every_s * 1000.0)},
        client_{std::move(place)},
        reader_{client_, static_cast<int>(connection.unit_id)} {}
  ~ModbusBus() override { end(); }
  ModbusBus(const ModbusBus&) = delete;
  ModbusBus& operator=(const ModbusBus&) = delete;

  void watch(const std::string& address) override {
    const std::lock_guard lock{mutex_};
    if (auto parsed = parse_register_address(address)) points_[address].address = *parsed;
  }

  void try_write(const std::string& address, const std::string& text) override {
    const std::lock_guard lock{mutex_};
    if (auto parsed = parse_register_address(address)) {
      trials_.push_back({address, *parsed, text});
      trial_faults_[{address, text}] = std::nullopt;
    }
  }
  [[nodiscard]] std::optional<std::string> fault_of_write(const std::string& address,
                                                          const std::string& text) const override {
    const std::lock_guard lock{mutex_};
    const auto found = trial_faults_.find({address, text});
    return found == trial_faults_.end() ? std::string{} : found->second;
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
    if (const auto why = static_fault_of(address, true); !why.empty())
      return base::fail(ErrorKind::invalid_input, why);
    const auto parsed = parse_register_address(address);
    // Bad numbers are told at once where the device's own scale is not needed for it.
    if (!parsed->sunspec && !parsed->point.scale_at) {
      if (auto words = words_of(parsed->point, text, 0); !words)
        return tl::unexpected{base::in_context(address, words.error())};
    }
    const std::lock_guard lock{mutex_};
    if (!fault_.empty()) return base::fail(ErrorKind::unavailable, fault_);
    if (writes_.size() >= k_writes_max)
      return base::fail(ErrorKind::unavailable, where_ + ": it is too slow for what is written");
    writes_.push_back({address, *parsed, text});
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
    if (auto why = static_fault_of(address, is_written); !why.empty()) return why;
    const std::lock_guard lock{mutex_};
    const auto found = (is_written ? write_faults_ : read_faults_).find(address);
    return found == (is_written ? write_faults_ : read_faults_).end() ? "" : found->second;
  }

 private:
  struct Point {
    RegisterAddress address;
    std::optional<Told> told = {};
  };
  struct Write {
    std::string to;
    RegisterAddress address;
    std::string text;
  };

  static std::string static_fault_of(const std::string& address, bool is_written) {
    const auto parsed = parse_register_address(address);
    if (!parsed) return parsed.error().message;
    const auto table = parsed->point.table;
    if (is_written && (table == net::ModbusTable::input || table == net::ModbusTable::discrete))
      return fmt::format("'{}' can only be read; holding registers and coils can be written",
                         address);
    return {};
  }

  void end() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    client_.cancel();
    thread_.join();
    thread_ = {};
  }

  void run(const std::stop_token& stop) {
    auto pause = k_first_pause;
    while (!stop.stop_requested()) {
      if (auto fine = work(stop); !fine) {
        client_.disconnect();
        lose(fine.error());
        wait(stop, pause);
        pause = std::min(pause * 2, k_longest_pause);
      } else {
        pause = k_first_pause;
        wait(stop, every_);
      }
    }
    client_.disconnect();
  }

  // Until it is time, or there is something to write.
  void wait(const std::stop_token& stop, std::chrono::milliseconds time) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, stop, time, [this] { return !writes_.empty(); });
  }

  // One round: connect, write what waits, read everything, so that what was written is read back.
  Result<void> work(const std::stop_token& stop) {
    if (!client_.is_connected()) {
      if (auto fine = client_.connect(); !fine) return fine;
      reader_.begin_anew();
    }
    for (;;) {
      std::optional<Write> next;
      {
        const std::lock_guard lock{mutex_};
        if (!writes_.empty()) {
          next = std::move(writes_.front());
          writes_.pop_front();
          is_writing_ = true;
        }
      }
      if (!next) break;
      auto done = reader_.write(next->address, next->text);
      note_write(*next, done);
      if (!done && !client_.is_connected()) return done;
      if (stop.stop_requested()) return {};
    }
    if (auto fine = read_all(); !fine) return fine;
    return try_next(stop);
  }

  // Each is tried once. A device that keeps silent where it has no register is asked for the next
  // one after the next connect.
  Result<void> try_next(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::optional<Write> next;
      {
        const std::lock_guard lock{mutex_};
        if (trials_.empty()) return {};
        next = std::move(trials_.front());
        trials_.pop_front();
      }
      const auto can = reader_.try_write(next->address, next->text);
      {
        const std::lock_guard lock{mutex_};
        trial_faults_[{next->to, next->text}] = can ? std::string{} : can.error().message;
      }
      if (!client_.is_connected()) return {};
    }
    return {};
  }

  void note_write(const Write& write, const Result<void>& done) {
    const std::lock_guard lock{mutex_};
    is_writing_ = false;
    if (done)
      write_faults_.erase(write.to);
    else
      write_faults_[write.to] =
          fmt::format("{}: '{}' was not taken: {}", write.to, write.text, done.error().message);
  }

  Result<void> read_all() {
    std::vector<std::string> names;
    std::vector<RegisterAddress> addresses;
    {
      const std::lock_guard lock{mutex_};
      names.reserve(points_.size());
      addresses.reserve(points_.size());
      for (const auto& [name, point] : points_) {
        names.push_back(name);
        addresses.push_back(point.address);
      }
    }
    const auto answers = reader_.read(addresses);
    if (!answers) return tl::unexpected{answers.error()};
    const base::Time now = clock_->now();
    const std::lock_guard lock{mutex_};
    fault_.clear();
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto& answer = (*answers)[i];
      // What it does not tell now keeps its age.
      if (answer.text) points_[names[i]].told = Told{*answer.text, now, answer.unit};
      if (answer.fault.empty())
        read_faults_.erase(names[i]);
      else
        read_faults_[names[i]] = fmt::format("{}: {}", names[i], answer.fault);
    }
    return {};
  }

  // What waited to be written would come too late.
  void lose(const base::Error& error) {
    const std::lock_guard lock{mutex_};
    writes_.clear();
    const bool is_silent = error.kind == ErrorKind::timed_out;
    fault_ = fmt::format("{}: {}{}", where_, error.message,
                         is_silent ? "; is it on, and the unit_id right?" : "");
  }

  const base::Clock* clock_;
  std::string where_;
  std::chrono::milliseconds every_;
  net::ModbusClient client_;
  RegisterReader reader_;
  mutable std::mutex mutex_;  // of all below
  std::condition_variable_any changed_;
  std::map<std::string, Point> points_;
  std::map<std::string, std::string> read_faults_;
  std::map<std::string, std::string> write_faults_;  // of the last try at each address
  std::deque<Write> writes_;
  std::deque<Write> trials_;  // not yet made
  // By address and text; nothing: not known yet.
  std::map<std::pair<std::string, std::string>, std::optional<std::string>> trial_faults_;
  bool is_writing_ = false;
  std::string fault_ = "not connected yet";
  std::jthread thread_;
};

}  // namespace

Result<std::unique_ptr<PointBus>> make_modbus_bus(const home::Connection& connection,
                                                  const DriverContext& context) {
  const auto bad = [&](std::string_view where, const std::string& why) {
    return base::fail(ErrorKind::invalid_input, fmt::format("{}: {}", where, why));
  };
  if (!connection.profile.empty())
    return bad("profile",
               "no ready points for modbus come with the program; name a file, as in "
               "profile: inverter.yaml");
  auto place = net::parse_modbus_place(connection.url);
  if (!place) return bad("url", place.error().message);
  return std::unique_ptr<PointBus>{
      std::make_unique<ModbusBus>(std::move(*place), connection, context.clock)};
}

}  // namespace ohmstead::connect
