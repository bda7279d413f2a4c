// The conversation with one charge point, as OCPP 1.6 has it: its messages in, ours out; no
// network.
//
// It is believed whom it lets charge (every card is welcome in one's own home), answered whatever
// it says, also late and twice, and asked one thing at a time. Thread rule: one thread at a time.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "ocpp/frame.hpp"
#include "ocpp/outlet.hpp"
#include "ohmstead/base/result.hpp"
#include "ohmstead/ports/device_driver.hpp"

namespace ohmstead::connect {

class Payload;

class ChargePoint {
 public:
  ChargePoint(std::string identity, std::vector<Outlet> outlets);

  [[nodiscard]] const std::string& identity() const { return identity_; }
  [[nodiscard]] const std::vector<Outlet>& outlets() const { return outlets_; }
  [[nodiscard]] bool is_connected() const { return is_connected_; }
  // Maker and model, as it said.
  [[nodiscard]] const std::string& model() const { return model_; }

  void open(base::Time now);
  void close();
  void hear(const std::string& text, base::Time now);
  // What became of what is overdue; call it every few seconds.
  void look(base::Time now);
  // Texts to send, in order.
  [[nodiscard]] std::vector<std::string> take_texts();
  // Errors: unavailable (not connected). Precondition: the car is one of the outlets'.
  [[nodiscard]] base::Result<void> command(const home::Command& command, base::Time now);

 private:
  enum class Purpose { other, sampling, profile, start, stop };
  struct Call {
    std::string action;
    std::string payload;
    Purpose purpose = Purpose::other;
    std::size_t outlet = 0;
    std::int64_t job = 0;
    std::string id = {};
    base::Time sent_at = {};
  };
  // A transaction that was begun, so that its message can come twice.
  struct Begun {
    std::string told;
    std::int64_t id = 0;
    std::string tag = {};  // the card that it was begun with, if it was not us
  };

  Outlet* find(std::int64_t connector);
  void answer(const OcppFrame& call, base::Time now);
  std::string result_of(const OcppFrame& call, Payload& in, base::Time now);
  std::string boot(Payload& in, base::Time now);
  std::string note_status(Payload& in);
  std::string begin_transaction(const OcppFrame& call, Payload& in, base::Time now);
  void join(Outlet& outlet, std::int64_t transaction);
  std::string end_transaction(const OcppFrame& call, Payload& in, base::Time now);
  std::string take_values(Payload& in, base::Time now);
  void introduce(base::Time now);
  void apply(std::size_t outlet);
  void take_result(const Call& call, bool is_accepted, const std::string& why, base::Time now);
  void settle(std::size_t outlet, const std::string& why, base::Time now);
  void start_if_needed(std::size_t outlet, base::Time now);
  void ask(Call call);
  void send_next(base::Time now);

  std::string identity_;
  std::string model_;
  std::vector<Outlet> outlets_;
  bool is_connected_ = false;
  bool is_introduced_ = false;
  base::Time opened_at_ = {};
  std::deque<Call> waiting_;
  std::optional<Call> open_call_;
  std::vector<std::string> texts_;
  std::deque<Begun> begun_;
  std::int64_t last_call_ = 0;
  std::int64_t last_transaction_ = 0;
};

}  // namespace ohmstead::connect
