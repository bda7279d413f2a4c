#include "ohmstead/net/web_client.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text.hpp"
#include "url.hpp"
#include "web_transfer.hpp"

namespace ohmstead::net {
namespace {

using base::ErrorKind;

base::Result<void> check_headers(const WebRequest& request, const std::string& host) {
  if (request.method != "GET" && request.method != "POST" && request.method != "PUT")
    return base::fail(ErrorKind::invalid_input, host + ": only GET, POST and PUT are spoken");
  for (const auto& [name, value] : request.headers) {
    // Not the value: it may be a secret.
    if (!is_token(name) || has_control_character(value))
      return base::fail(ErrorKind::invalid_input, fmt::format("{}: a bad header", host));
  }
  return {};
}

// Where the redirect leads, with what may be said there; nothing but the address and what is asked
// for goes to another host.
base::Result<Url> follow(WebRequest& request, const Url& from, const std::string& to) {
  if (request.method != "GET")
    return base::fail(ErrorKind::refused,
                      fmt::format("{}: it sends an order elsewhere", from.host));
  const auto next = parse_url(to);
  if (!next)
    return base::fail(ErrorKind::invalid_input, fmt::format("{}: a bad redirect", from.host));
  if (from.scheme == "https" && next->scheme != "https")
    return base::fail(ErrorKind::refused,
                      fmt::format("{}: it sends us to an unencrypted address", from.host));
  if (next->host != from.host || next->scheme != from.scheme) {
    std::erase_if(request.headers,
                  [](const auto& header) { return !equals_ignoring_case(header.first, "Accept"); });
    request.user.clear();
    request.password.clear();
  }
  request.url = to;
  return *next;
}

}  // namespace

const std::string* WebAnswer::find_header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return equals_ignoring_case(header.first, name);
  });
  return found == headers.end() ? nullptr : &found->second;
}

WebClient::WebClient(WebOptions options) : options_{std::move(options)} {}

base::Result<WebAnswer> WebClient::fetch(WebRequest request, const std::stop_token& stop) const {
  auto url = parse_url(request.url);
  if (!url) return tl::unexpected{url.error()};
  if (auto fine = check_headers(request, url->host); !fine) return tl::unexpected{fine.error()};
  for (int redirects = 0;; ++redirects) {
    auto done = transfer(request, options_, url->host, stop);
    if (!done) return tl::unexpected{done.error()};
    if (done->redirect_to.empty()) return std::move(done->answer);
    if (redirects == options_.redirects_max)
      return base::fail(ErrorKind::refused, fmt::format("{}: too many redirects", url->host));
    url = follow(request, *url, done->redirect_to);
    if (!url) return tl::unexpected{url.error()};
  }
}

base::Error status_error(const WebRequest& request, const WebAnswer& answer) {
  const int status = answer.status;
  ErrorKind kind = ErrorKind::invalid_input;
  std::string_view meaning = "it does not understand the request";
  if (status == 401 || status == 403) {
    kind = ErrorKind::refused;
    meaning = "it does not let us in: is the token right?";
  } else if (status == 404 || status == 410) {
    kind = ErrorKind::not_found;
    meaning = "it knows no such thing";
  } else if (status == 408 || status == 504) {
    kind = ErrorKind::timed_out;
    meaning = "it took too long itself";
  } else if (status == 429) {
    kind = ErrorKind::unavailable;
    meaning = "it was asked too often";
  } else if (status >= 500) {
    kind = ErrorKind::unavailable;
    meaning = "it has a fault of its own";
  } else if (status < 400) {
    meaning = "it gives no document";
  }
  return {kind, fmt::format("{}: {} ({} {})", host_of(request.url), meaning, status,
                            status_phrase(status))};
}

}  // namespace ohmstead::net
