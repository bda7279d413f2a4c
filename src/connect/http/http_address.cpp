#include "http/http_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ohmstead/describe/node.hpp"

namespace ohmstead::connect {
namespace {

constexpr std::array<std::string_view, 3> k_methods{"GET", "POST", "PUT"};
constexpr std::size_t k_longest = 2000;

bool is_plain(char letter) { return letter > ' ' && letter < '\x7f'; }

struct Parts {
  std::string method;  // empty: none
  std::string path;
};

Parts parts_of(const std::string& address) {
  const std::size_t blank = address.find(' ');
  if (blank == std::string::npos) return {"", address};
  return {address.substr(0, blank), address.substr(blank + 1)};
}

std::string url_of(std::string base, const std::string& path) {
  while (base.ends_with('/')) base.pop_back();
  return base + (path.starts_with('/') ? "" : "/") + path;
}

bool is_json(const std::string& text) { return describe::parse_json(text, "").has_value(); }

bool is_form(const std::string& text) {
  return text.find('=') != std::string::npos && std::all_of(text.begin(), text.end(), &is_plain);
}

}  // namespace

std::string fault_of_http_address(const std::string& address, bool is_written) {
  const Parts parts = parts_of(address);
  const auto bad = [&](std::string_view why) { return fmt::format("'{}' {}", address, why); };
  const bool has_method =
      std::find(k_methods.begin(), k_methods.end(), parts.method) != k_methods.end();
  if (is_written && !has_method)
    return bad("does not say how to write there: begin with PUT, POST or GET, as in PUT /mode");
  if (!is_written && !parts.method.empty()) return bad("has a blank; what is read is a path alone");
  if (parts.path.empty() || parts.path.size() > k_longest) return bad("has no path like /status");
  if (!std::all_of(parts.path.begin(), parts.path.end(), &is_plain))
    return bad("has a letter that must be written as %20 or the like");
  // It would be another host's, and get our password.
  if (parts.path.starts_with("//") || parts.path.find("://") < parts.path.find('?'))
    return bad("is a whole address; the host belongs into url");
  if (parts.path.find('#') != std::string::npos) return bad("has a #, which is never sent");
  return {};
}

net::WebRequest read_request(const std::string& base, const std::string& address) {
  return {.url = url_of(base, address), .headers = {{"Accept", "application/json, */*"}}};
}

net::WebRequest write_request(const std::string& base, const std::string& address,
                              const std::string& text) {
  const Parts parts = parts_of(address);
  net::WebRequest request{.url = url_of(base, parts.path),
                          .method = parts.method,
                          .headers = {{"Accept", "application/json, */*"}}};
  if (parts.method == "GET") {
    for (const char letter : text)
      request.url += is_plain(letter) && letter != '#' ? std::string(1, letter)
                                                       : net::encode_url_part({&letter, 1});
    return request;
  }
  request.body = text;
  if (!text.empty())
    request.headers.emplace_back("Content-Type", is_json(text) ? "application/json"
                                                 : is_form(text)
                                                     ? "application/x-www-form-urlencoded"
                                                     : "text/plain; charset=utf-8");
  return request;
}

}  // namespace ohmstead::connect
