// What is said on Home Assistant's WebSocket, and what it says. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "home_assistant/service_call.hpp"
#include "ohmstead/base/result.hpp"
#include "ohmstead/describe/node.hpp"

namespace ohmstead::connect {

struct HubMessage {
  enum class Kind { auth_required, auth_ok, auth_invalid, result, event, other };
  Kind kind = Kind::other;
  std::int64_t id = 0;        // of the message that it answers
  bool is_success = false;    // of a result
  std::string error = {};     // of a result and of auth_invalid, in its own words, cut
  bool is_forbidden = false;  // of a result that is an error: the user lacks the permission
  describe::Node result = {};
  describe::Node event = {};
};

[[nodiscard]] std::string auth_message(const std::string& token);
[[nodiscard]] std::string subscribe_message(std::int64_t id,
                                            const std::vector<std::string>& entities);
// Of a type that needs no more, such as "get_services".
[[nodiscard]] std::string question_message(std::int64_t id, const std::string& type);
[[nodiscard]] std::string call_message(std::int64_t id, const ServiceCall& call);

// One or several in one text. Errors: invalid_input.
[[nodiscard]] base::Result<std::vector<HubMessage>> read_hub_messages(const std::string& text);

}  // namespace ohmstead::connect
