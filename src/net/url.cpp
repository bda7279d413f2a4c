#include "url.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>
#include <string_view>

#include "ohmstead/net/web_client.hpp"

namespace ohmstead::net {
namespace {

constexpr std::size_t k_longest_url = 8192;

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part_of(const Handle& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
  std::string copy{text};
  curl_free(text);
  return copy;
}

tl::unexpected<base::Error> bad(std::string_view why) {
  return base::fail(base::ErrorKind::invalid_input, fmt::format("the address {}", why));
}

// Of one of both schemes, with a host and without a name or password.
base::Result<Handle> taken_apart(const std::string& text, std::string_view scheme,
                                 std::string_view encrypted_scheme) {
  if (text.size() > k_longest_url) return bad("is too long");
  Handle url{curl_url(), &curl_url_cleanup};
  if (url == nullptr) return base::fail(base::ErrorKind::internal, "no memory for an address");
  // Other schemes are parsed too, so that they can be named.
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
    return bad(fmt::format("is no address like {}://example.org/path", encrypted_scheme));
  const std::string given = part_of(url, CURLUPART_SCHEME);
  if (given != scheme && given != encrypted_scheme)
    return bad(fmt::format("begins with {}, not with {} or {}", given, encrypted_scheme, scheme));
  const std::string host = part_of(url, CURLUPART_HOST);
  if (host.empty()) return bad("has no host");
  if (!part_of(url, CURLUPART_USER).empty() || !part_of(url, CURLUPART_PASSWORD).empty())
    return bad(fmt::format("of {} has a name or password inside", host));
  return url;
}

}  // namespace

base::Result<Url> parse_url(const std::string& text) {
  const auto url = taken_apart(text, "http", "https");
  if (!url) return tl::unexpected{url.error()};
  Url parts{part_of(*url, CURLUPART_SCHEME), part_of(*url, CURLUPART_HOST)};
  if (const std::string port = part_of(*url, CURLUPART_PORT); !port.empty())
    parts.host += ":" + port;
  return parts;
}

base::Result<SocketUrl> parse_socket_url(const std::string& text) {
  const auto url = taken_apart(text, "ws", "wss");
  if (!url) return tl::unexpected{url.error()};
  SocketUrl parts;
  parts.is_encrypted = part_of(*url, CURLUPART_SCHEME) == "wss";
  parts.host = parts.name = part_of(*url, CURLUPART_HOST);
  if (parts.name.front() == '[') parts.name = parts.name.substr(1, parts.name.size() - 2);
  parts.port = part_of(*url, CURLUPART_PORT);
  if (parts.port.empty())
    parts.port = parts.is_encrypted ? "443" : "80";
  else
    parts.host += ":" + parts.port;
  parts.target = part_of(*url, CURLUPART_PATH);
  if (parts.target.empty()) parts.target = "/";
  if (const std::string query = part_of(*url, CURLUPART_QUERY); !query.empty())
    parts.target += "?" + query;
  return parts;
}

std::string host_of(const std::string& url) {
  const auto parts = parse_url(url);
  return parts ? parts->host : std::string{};
}

std::string encode_url_part(std::string_view text) {
  std::string encoded;
  for (const char letter : text) {
    const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                          (letter >= '0' && letter <= '9') ||
                          std::string_view{"-._~"}.find(letter) != std::string_view::npos;
    if (is_plain)
      encoded += letter;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
  }
  return encoded;
}

}  // namespace ohmstead::net
