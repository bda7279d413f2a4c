#include "hosts.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "text.hpp"

namespace ohmstead::net {

namespace {

bool is_ipv4(const std::string& host) {
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1;
}

// The address between the brackets in its one normal form; empty when it is none.
std::string normal_ipv6(std::string_view text) {
  in6_addr address{};
  if (inet_pton(AF_INET6, std::string{text}.c_str(), &address) != 1) return {};
  std::array<char, INET6_ADDRSTRLEN> normal{};
  return inet_ntop(AF_INET6, &address, normal.data(), normal.size()) == nullptr ? ""
                                                                                : normal.data();
}

bool is_address(const std::string& host) { return host.front() == '[' || is_ipv4(host); }

bool is_loopback(const std::string& host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" ||
         (host.starts_with("127.") && is_ipv4(host));
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                  letter == '-' || letter == '.' || letter == '_';
         });
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::all_of(text.begin(), text.end(),
                                         [](char digit) { return digit >= '0' && digit <= '9'; });
}

}  // namespace

std::string normal_address(std::string_view text) {
  std::string address{text};
  return is_ipv4(address) ? address : normal_ipv6(text);
}

std::optional<HostAndPort> parse_host(std::string_view text) {
  HostAndPort parsed;
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string address = normal_ipv6(text.substr(1, end - 1));
    if (address.empty()) return std::nullopt;
    parsed.host = "[" + address + "]";
    rest = text.substr(end + 1);
  } else {
    const auto end = std::min(text.find(':'), text.size());
    parsed.host = to_lower(text.substr(0, end));
    if (parsed.host.ends_with('.')) parsed.host.pop_back();
    if (!is_name(parsed.host)) return std::nullopt;
    rest = text.substr(end);
  }
  if (rest.empty()) return parsed;
  if (rest.front() != ':' || !is_port(rest.substr(1))) return std::nullopt;
  parsed.port = rest.substr(1);
  return parsed;
}

HostGuard::HostGuard(std::string_view listening, const std::vector<std::string>& allowed) {
  if (listening != "0.0.0.0" && listening != "::") {
    const bool is_ipv6 = listening.find(':') != std::string_view::npos;
    listening_ = is_ipv6 ? "[" + normal_ipv6(listening) + "]" : std::string{listening};
  }
  allowed_.reserve(allowed.size());
  for (const std::string& name : allowed) {
    // What cannot be read can match nothing and stays out.
    if (const auto host = parse_host(name)) allowed_.push_back(host->host);
  }
}

HostGuard HostGuard::for_devices() {
  HostGuard guard{"0.0.0.0", {}};
  guard.is_for_devices_ = true;
  return guard;
}

bool HostGuard::is_listed(const std::string& host) const {
  return std::find(allowed_.begin(), allowed_.end(), host) != allowed_.end();
}

bool HostGuard::is_allowed(const HostAndPort& host) const {
  return is_for_devices_ || is_loopback(host.host) || is_listed(host.host) ||
         host.host == listening_ || (listening_.empty() && is_address(host.host));
}

bool HostGuard::is_origin_allowed(std::string_view origin, const HostAndPort& host) const {
  const bool is_plain = origin.starts_with("http://");
  // Browsers say http, https or null; libraries of small devices say anything else.
  if (!is_plain && !origin.starts_with("https://")) return is_for_devices_ && origin != "null";
  const auto page = parse_host(origin.substr(is_plain ? 7 : 8));
  if (!page) return false;
  if (is_for_devices_ && !is_address(page->host) && !is_loopback(page->host)) return false;
  const auto port_of = [&](const HostAndPort& place) {
    return place.port.empty() ? (is_plain ? "80" : "443") : place.port;
  };
  return is_listed(page->host) || (page->host == host.host && port_of(*page) == port_of(host));
}

}  // namespace ohmstead::net
