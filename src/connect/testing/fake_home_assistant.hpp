// A Home Assistant for tests: it speaks its WebSocket protocol as far as the bus uses it, with
// entities that the test sets. The suite against the real one and Home Assistant's own client (both
// in tests/peers) say whether it speaks it rightly. Thread rule: any thread.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ohmstead/describe/node.hpp"
#include "testing/web_socket_peer.hpp"

namespace ohmstead::connect {

class FakeHomeAssistant {
 public:
  explicit FakeHomeAssistant(std::string token = "good token");

  [[nodiscard]] std::string url() const { return "http" + peer_->url("").substr(2); }
  // Also while somebody listens, who is told. `attributes` is JSON.
  void set(const std::string& entity, const std::string& state,
           const std::string& attributes = "{}");
  void remove(const std::string& entity);
  void cut_all() { peer_->cut_all(); }
  void say(const std::string& text) { peer_->say(text); }
  // What a service call is answered with: "" succeeds, else the words of its error; "silent":
  // never. Told the call as JSON.
  void answer_with(std::function<std::string(const std::string& call)> answer);

  // Long-term statistics of an entity: rows as JSON, "start" in ms. Of all but `unit_class` power,
  // energy and temperature they come in `unit`.
  void record(const std::string& entity, const std::string& unit_class, const std::string& unit,
              const std::string& rows);

  // Its token's user is in the group Read only.
  void be_read_only() { is_read_only_ = true; }

  [[nodiscard]] std::vector<std::string> calls() const;  // "number.set_value {...}"
  [[nodiscard]] std::size_t logins() const;
  [[nodiscard]] std::string state_of(const std::string& entity) const;

 private:
  struct Entity {
    std::string state;
    std::string attributes;
  };

  void hear(net::WebSocketPeer::Link& link, const std::string& text);
  void say_event(const std::string& event);  // to whoever follows the entities
  struct Recorded {
    std::string unit_class, unit, rows;
  };
  [[nodiscard]] std::string statistics(const describe::Node& wanted, bool of_units) const;
  void call(net::WebSocketPeer::Link& link, const std::string& id, const describe::Node& root);
  std::string added(const std::string& entity) const;

  const std::string token_;
  std::atomic<bool> is_read_only_{false};
  mutable std::mutex mutex_;
  std::map<std::string, Entity> entities_;
  std::map<std::string, Recorded> recorded_;
  std::string subscription_ = "1";  // the last one's id
  std::vector<std::string> calls_;
  std::size_t logins_ = 0;
  std::function<std::string(const std::string&)> answer_;
  std::unique_ptr<net::WebSocketPeer> peer_;
};

}  // namespace ohmstead::connect
