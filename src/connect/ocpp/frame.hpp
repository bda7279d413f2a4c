// Messages of OCPP 1.6 over WebSocket: [2, id, action, payload] asks, [3, id, payload] answers,
// [4, id, code, why, details] says that it went wrong. Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "ohmstead/describe/node.hpp"

namespace ohmstead::connect {

struct OcppFrame {
  enum class Kind { call, result, error };
  Kind kind = Kind::call;
  std::string id;
  std::string action = {};      // of a call
  describe::Node payload = {};  // a map, but for errors
  std::string code = {};        // of an error
  std::string why = {};
};

// Of a text that is none.
struct OcppFrameFault {
  std::string id;    // of the call that wants an answer; empty: there is none
  std::string code;  // of that answer
  std::string why;
};

[[nodiscard]] tl::expected<OcppFrame, OcppFrameFault> parse_ocpp_frame(const std::string& text);

// `payload` is JSON.
[[nodiscard]] std::string call_text(std::string_view id, std::string_view action,
                                    std::string_view payload);
[[nodiscard]] std::string result_text(std::string_view id, std::string_view payload);
[[nodiscard]] std::string error_text(std::string_view id, std::string_view code,
                                     std::string_view why);
// With its quotes, as JSON; what is no printable ASCII becomes "?".
[[nodiscard]] std::string quoted_ascii(std::string_view text);

}  // namespace ohmstead::connect
