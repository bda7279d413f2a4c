// Answers and events as the bytes that travel.
//
// Headers that every answer shall have are added here, in one place: length, date, no caching, and
// those that keep a browser from guessing types, leaking addresses and running foreign scripts. A
// header that the answer brings itself is left as it is.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>

#include "ohmstead/base/time.hpp"
#include "ohmstead/net/http.hpp"

namespace ohmstead::net {

struct ResponseFrame {
  base::Time now;
  bool is_head = false;     // send the length of the body, but not the body
  bool is_kept = true;      // the connection stays open for a further request
  bool is_endless = false;  // an event stream: no length, the connection ends it
};

// Why this answer cannot be sent; nothing when it can.
[[nodiscard]] std::optional<std::string> fault_of(const HttpResponse& response);

// Precondition: the answer has no fault.
[[nodiscard]] std::string response_text(const HttpResponse& response, const ResponseFrame& frame);

// "Sun, 06 Nov 1994 08:49:37 GMT"
[[nodiscard]] std::string http_date(base::Time time);

// One server-sent event; each line of `json` becomes a data line.
[[nodiscard]] std::string event_text(std::string_view event, std::string_view json);
// The same as a WebSocket message: {"event":"<event>","data":<json>}
[[nodiscard]] std::string message_text(std::string_view event, std::string_view json);
// Letters, digits, "_", "-" and ".", at least one.
[[nodiscard]] bool is_event_name(std::string_view event);

}  // namespace ohmstead::net
