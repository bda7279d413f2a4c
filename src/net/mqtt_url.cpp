#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "ohmstead/net/mqtt_client.hpp"
#include "text.hpp"

namespace ohmstead::net {
namespace {

using base::ErrorKind;

constexpr std::size_t k_longest_topic = 65'535;

bool is_any_topic(std::string_view topic) {
  return !topic.empty() && topic.size() <= k_longest_topic && is_utf8(topic) &&
         topic.find('\0') == std::string_view::npos;
}

bool is_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte > ' ' && byte != 0x7F &&
           std::string_view{"/@\\[]#%\"<>"}.find(letter) == std::string_view::npos;
  });
}

// "host", "host:1883", "[fd00::1]:1883"
bool read_host(std::string_view text, MqttOptions& into) {
  std::string_view host = text;
  std::string_view port;
  bool has_port = false;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = text.substr(1, end - 1);
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && rest.front() != ':') return false;
    has_port = !rest.empty();
    if (has_port) port = rest.substr(1);
  } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    has_port = true;
  }
  if (!is_host(host)) return false;
  into.host = host;
  if (!has_port) return true;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), into.port);
  return error == std::errc{} && end == port.data() + port.size() && into.port != 0;
}

}  // namespace

base::Result<MqttOptions> read_mqtt_url(std::string_view url) {
  MqttOptions options;
  const auto bad = [&](std::string_view why) {
    // Not the address itself: people put passwords there.
    return base::fail(ErrorKind::invalid_input,
                      fmt::format("{}; expected mqtt://HOST:PORT or mqtts://HOST:PORT", why));
  };
  if (url.starts_with("mqtts://"))
    options.is_tls = true;
  else if (!url.starts_with("mqtt://"))
    return bad("this is no address of a broker");
  std::string_view rest = url.substr(url.find("://") + 3);
  if (const std::size_t question = rest.find('?'); question != std::string_view::npos) {
    constexpr std::string_view k_ca_file = "ca_file=";
    const std::string_view option = rest.substr(question + 1);
    if (!option.starts_with(k_ca_file) || option.size() == k_ca_file.size())
      return bad("after ? only ca_file=FILE is known");
    if (!options.is_tls) return bad("ca_file needs mqtts://");
    options.ca_file = option.substr(k_ca_file.size());
    rest = rest.substr(0, question);
  }
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find('@') != std::string_view::npos)
    return bad("user and password do not belong into the address");
  if (!read_host(rest, options)) return bad("host or port is none");
  if (options.port == 0) options.port = options.is_tls ? 8883 : 1883;
  return options;
}

bool is_topic(std::string_view topic) {
  return is_any_topic(topic) && topic.find_first_of("+#") == std::string_view::npos;
}

bool is_topic_filter(std::string_view topic) {
  if (!is_any_topic(topic)) return false;
  const auto levels = split(topic, '/');
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const bool has_wildcard = levels[i].find_first_of("+#") != std::string_view::npos;
    if (has_wildcard && levels[i].size() != 1) return false;
    if (levels[i] == "#" && i + 1 != levels.size()) return false;
  }
  return true;
}

}  // namespace ohmstead::net
