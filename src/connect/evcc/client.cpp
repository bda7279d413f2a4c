#include "evcc/client.hpp"

#include <fmt/format.h>

#include "parts/json_text.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Result;

constexpr std::size_t k_state_bytes_max = std::size_t{4} * 1024 * 1024;

std::string address_of(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url + "/api/";
}

net::WebOptions options() {
  net::WebOptions options;
  options.connect_timeout = std::chrono::milliseconds{1000};
  options.total_timeout = std::chrono::milliseconds{1800};
  options.body_bytes_max = k_state_bytes_max;
  options.is_proxy_of_environment_used = false;  // it is in the house
  return options;
}

}  // namespace

EvccClient::EvccClient(const std::string& url, std::string password, std::string connection)
    : address_{address_of(url)},
      host_{net::host_of(url)},
      password_{std::move(password)},
      connection_{std::move(connection)},
      client_{options()} {}

Result<net::WebAnswer> EvccClient::ask(const std::string& method, const std::string& path,
                                       const std::string& body, const std::stop_token& stop) const {
  net::WebRequest request{.url = address_ + path, .method = method, .body = body};
  request.headers = {{"Accept", "application/json"}};
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  {
    const std::scoped_lock lock{mutex_};
    if (!cookie_.empty()) request.headers.emplace_back("Cookie", cookie_);
  }
  auto answer = client_.fetch(request, stop);
  if (!answer)
    return tl::unexpected{base::Error{answer.error().kind, "evcc at " + answer.error().message}};
  return answer;
}

Result<void> EvccClient::log_in() const {
  if (password_.empty())
    return base::fail(ErrorKind::refused,
                      fmt::format("evcc at {} wants its administrator's password: give `password` "
                                  "of connection {}",
                                  host_, connection_));
  const auto answer =
      ask("POST", "auth/login", fmt::format(R"({{"password":{}}})", json_quoted(password_)), {});
  if (!answer) return tl::unexpected{answer.error()};
  for (const auto& [name, value] : answer->headers) {
    const bool is_cookie = name.size() == 10 && (name[0] == 'S' || name[0] == 's') &&
                           (name[4] == 'C' || name[4] == 'c');
    if (!answer->is_ok() || !is_cookie || !value.starts_with("auth=")) continue;
    const std::scoped_lock lock{mutex_};
    cookie_ = value.substr(0, value.find(';'));
    return {};
  }
  return base::fail(ErrorKind::refused,
                    fmt::format("evcc at {} refused the password: see `password` of connection {}",
                                host_, connection_));
}

Result<std::string> EvccClient::state(const std::stop_token& stop) const {
  auto answer = ask("GET", "state", {}, stop);
  if (answer && answer->status == 401) {
    if (auto known = log_in(); !known) return tl::unexpected{known.error()};
    answer = ask("GET", "state", {}, stop);
  }
  if (!answer) return tl::unexpected{answer.error()};
  if (answer->is_ok()) return std::move(answer->body);
  return base::fail(answer->status == 404 ? ErrorKind::not_found : ErrorKind::unavailable,
                    fmt::format("evcc at {} does not tell its state ({} {}): is it evcc's address?",
                                host_, answer->status, net::status_phrase(answer->status)));
}

Result<void> EvccClient::order(const std::string& path) const {
  auto answer = ask("POST", path, {}, {});
  if (answer && answer->status == 401) {
    if (auto known = log_in(); !known) return known;
    answer = ask("POST", path, {}, {});
  }
  if (!answer) return tl::unexpected{answer.error()};
  if (answer->is_ok()) return {};
  if (answer->status == 409)
    return base::fail(ErrorKind::refused,
                      fmt::format("evcc at {} optimises by itself and takes no {}: switch that off "
                                  "there, or leave the device to it",
                                  host_, path));
  return base::fail(ErrorKind::refused,
                    fmt::format("evcc at {} refused {} ({} {})", host_, path, answer->status,
                                net::status_phrase(answer->status)));
}

}  // namespace ohmstead::connect
