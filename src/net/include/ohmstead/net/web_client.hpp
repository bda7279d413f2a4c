// An HTTP(S) client for small documents: prices, weather, forecasts.
//
// It trusts no answer: size (unpacked), time and redirects are limited, only http and https are
// spoken, certificates are checked, and a redirect neither leaves https nor takes secrets to
// another host. Messages name the host alone, since addresses and headers may hold secrets. Thread
// rule: fetch() may be called from any thread, several at once; it blocks until the answer is
// there, time is over, or a stop is asked for (at once).
//
//   const WebClient client{{.user_agent = "ohmstead/0.1.0"}};
//   Result<WebAnswer> answer = client.fetch({.url = "https://example.org/prices"}, stop);
//   if (answer && !answer->is_ok()) wait(answer->retry_after);
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"
#include "ohmstead/net/http.hpp"

namespace ohmstead::net {

struct WebRequest {
  std::string url;
  std::string method = "GET";  // or POST, PUT
  HttpHeaders headers = {};    // Authorization, If-None-Match, If-Modified-Since, Accept...
  std::string body = {};
  // Told by Basic or Digest, whichever the host asks for, and to this host alone.
  std::string user = {};
  std::string password = {};
};

struct WebAnswer {
  int status = 0;
  HttpHeaders headers = {};
  std::string body = {};  // unpacked
  // What Retry-After asks for, at most a day; a date is taken relative to the answer's own clock.
  std::optional<std::chrono::seconds> retry_after = std::nullopt;

  [[nodiscard]] bool is_ok() const { return status >= 200 && status < 300; }
  [[nodiscard]] bool is_unchanged() const { return status == 304; }
  // The first header of that name in any case of letters; null when there is none.
  [[nodiscard]] const std::string* find_header(std::string_view name) const;
};

struct WebOptions {
  std::string user_agent = "ohmstead";
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{30'000};  // of each try, redirects not counted in
  std::size_t body_bytes_max = std::size_t{8} * 1024 * 1024;
  int redirects_max = 3;
  std::filesystem::path ca_file = {};  // PEM; empty: those the system trusts
  bool is_proxy_of_environment_used = true;
};

class WebClient {
 public:
  explicit WebClient(WebOptions options = {});

  // Any status is an answer. Errors: invalid_input (address, header, an answer that is too large or
  // wrongly packed), unavailable (no such name, no connection, a connection that ends too early),
  // timed_out, refused (certificate, redirect), cancelled.
  [[nodiscard]] base::Result<WebAnswer> fetch(WebRequest request,
                                              const std::stop_token& stop = {}) const;

 private:
  WebOptions options_;
};

// Why an answer is none, in one sentence that names the host: refused (401, 403), not_found (404,
// 410), timed_out (408, 504), unavailable (429, 5xx), else invalid_input. Precondition: !is_ok().
[[nodiscard]] base::Error status_error(const WebRequest& request, const WebAnswer& answer);

// The host of an address, with its port when it is given; empty when it is none.
[[nodiscard]] std::string host_of(const std::string& url);
// For a part of a path or a query: all but letters, digits and "-._~" percent-encoded.
[[nodiscard]] std::string encode_url_part(std::string_view text);

}  // namespace ohmstead::net
