#include "response_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text.hpp"

namespace ohmstead::net {

namespace {

// Scripts and requests of this server alone; styles and images may also stand inside a page.
constexpr std::string_view k_page_policy =
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
// Anything that is not a page has nothing to load, even when a browser shows it as one.
constexpr std::string_view k_other_policy = "default-src 'none'; frame-ancestors 'none'";

bool has_header(const HttpResponse& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return equals_ignoring_case(header.first, name); });
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

void add_header(std::string& text, std::string_view name, std::string_view value) {
  text += fmt::format("{}: {}\r\n", name, value);
}

void add_default(std::string& text, const HttpResponse& response, std::string_view name,
                 std::string_view value) {
  if (!has_header(response, name)) add_header(text, name, value);
}

}  // namespace

std::optional<std::string> fault_of(const HttpResponse& response) {
  if (response.status < 200 || response.status > 599) {
    return fmt::format("an answer has the status {}", response.status);
  }
  if (has_control_character(response.content_type)) {
    return "a content type has a control character";
  }
  for (const auto& [name, value] : response.headers) {
    if (!is_token(name) || has_control_character(value)) {
      return fmt::format("the header '{}' of an answer has a forbidden character", name);
    }
    for (const std::string_view framing : {"Content-Length", "Transfer-Encoding", "Connection"}) {
      if (equals_ignoring_case(name, framing)) {
        return fmt::format("the header '{}' of an answer is set by the server", name);
      }
    }
  }
  if (response.is_stream && !response.body.empty() && !is_event_name(response.first_event)) {
    return "the first event of a stream has no proper name";
  }
  return std::nullopt;
}

std::string response_text(const HttpResponse& response, const ResponseFrame& frame) {
  std::string text =
      fmt::format("HTTP/1.1 {} {}\r\n", response.status, status_phrase(response.status));
  add_header(text, "Date", http_date(frame.now));
  const bool is_with_body = has_body(response.status);
  if (is_with_body && !response.content_type.empty()) {
    add_default(text, response, "Content-Type", response.content_type);
  }
  if (is_with_body && !frame.is_endless) {
    add_header(text, "Content-Length", std::to_string(response.body.size()));
  }
  if (!frame.is_kept) add_header(text, "Connection", "close");
  add_default(text, response, "Cache-Control", "no-store");
  add_default(text, response, "X-Content-Type-Options", "nosniff");
  add_default(text, response, "Referrer-Policy", "no-referrer");
  add_default(text, response, "Cross-Origin-Resource-Policy", "same-origin");
  const bool is_page = response.content_type.starts_with("text/html");
  add_default(text, response, "Content-Security-Policy", is_page ? k_page_policy : k_other_policy);
  for (const auto& [name, value] : response.headers) add_header(text, name, value);
  text += "\r\n";
  if (is_with_body && !frame.is_head && !frame.is_endless) text += response.body;
  return text;
}

std::string http_date(base::Time time) {
  constexpr std::array k_days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", k_days[std::chrono::weekday{day}.c_encoding()],
      static_cast<unsigned>(date.day()), k_months[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
      clock.seconds().count());
}

std::string event_text(std::string_view event, std::string_view json) {
  std::string text = fmt::format("event: {}\n", event);
  std::string line_end_free{json};
  std::replace(line_end_free.begin(), line_end_free.end(), '\r', ' ');  // would end a line as well
  for (const std::string_view line : split(line_end_free, '\n')) {
    text += "data: ";
    text += line;
    text += '\n';
  }
  return text + "\n";
}

std::string message_text(std::string_view event, std::string_view json) {
  return fmt::format(R"({{"event":"{}","data":{}}})", event, json);
}

bool is_event_name(std::string_view event) {
  return is_token(event) && event.find_first_of("!#$%&'*+^`|~") == std::string_view::npos;
}

}  // namespace ohmstead::net
