// The conversation with a Growatt gateway: one command at a time, until its answer or patience is
// over, on a thread of its own.
//
// Thread rule: hear() comes from the client's thread, aim_at() and the questions from any.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "growatt/growatt_driver.hpp"
#include "growatt/messages.hpp"
#include "growatt/settings.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/base/zone.hpp"

namespace ohmstead::connect {

class GrowattConversation {
 public:
  // Hands a command to the broker: its name and its JSON. False: not now.
  using Send = std::function<bool(const std::string& command, const std::string& text)>;

  GrowattConversation(GrowattPace pace, base::Zone zone, const base::Clock& clock, Send send);
  ~GrowattConversation();
  GrowattConversation(const GrowattConversation&) = delete;
  GrowattConversation& operator=(const GrowattConversation&) = delete;

  void start();
  // Once the last aim is reached, or patience is over.
  void stop();
  // What came at the topic of answers.
  void hear(const std::string& text);
  // Leads there; takes the place of what it was aimed at before.
  void aim_at(const GrowattAim& aim);
  // As read last, while no command is on its way.
  [[nodiscard]] std::optional<GrowattSettings> settings() const;
  [[nodiscard]] bool is_busy() const;
  // What does not work, a sentence; empty: all does.
  [[nodiscard]] std::string fault() const;

 private:
  using Instant = std::chrono::steady_clock::time_point;
  enum class Kind { battery_first, grid_first, step, clock_look, clock_set };
  struct Request {
    Kind kind = Kind::step;
    std::string command;
    std::string arguments;
    GrowattSettings after;  // of a step
  };
  struct Pending {
    Request request;
    std::string id;
    int tries = 0;
    std::chrono::milliseconds patience{};
    Instant until;
    std::optional<GrowattAnswer> answer;
  };

  void run();
  void end_aim();
  void work(std::unique_lock<std::mutex>& lock);
  void send(std::unique_lock<std::mutex>& lock, Pending pending);
  void try_again(std::unique_lock<std::mutex>& lock);
  void take(const Request& request, const GrowattAnswer& answer);
  void take_clock(const GrowattAnswer& answer);
  void fail(const Request& request, const std::string& why);
  [[nodiscard]] std::optional<Request> next_request(Instant now);
  [[nodiscard]] Instant next_due() const;

  const GrowattPace pace_;
  const base::Zone zone_;
  const base::Clock* clock_;
  const Send send_;
  const std::string id_;  // of this program's run: begins the ids of commands

  mutable std::mutex mutex_;  // of all below
  std::condition_variable wake_;
  std::optional<GrowattAim> aim_;  // not reached yet
  std::optional<Pending> pending_;
  GrowattSettings read_;  // as far as read
  bool has_battery_first_ = false;
  bool has_grid_first_ = false;
  Instant look_at_{};   // when the settings are due to be read
  Instant clock_at_{};  // and when the clock is
  Instant quiet_until_{};
  bool is_clock_wrong_ = false;
  std::uint64_t count_ = 0;
  std::string look_fault_;     // its settings cannot be read
  std::string command_fault_;  // of the last verb
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace ohmstead::connect
