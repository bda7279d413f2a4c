#include "target.hpp"

#include <algorithm>
#include <charconv>

#include "text.hpp"

namespace ohmstead::net {

namespace {

using base::ErrorKind;
using base::Result;

auto refused(std::string message) {
  return base::fail(ErrorKind::invalid_input, std::move(message));
}

Result<std::string> decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+' && plus_is_blank) {
      out += ' ';
    } else if (text[at] != '%') {
      out += text[at];
    } else {
      const std::string_view digits = text.substr(at + 1, 2);
      unsigned byte = 0;
      const auto [end, failure] =
          std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
      if (failure != std::errc{} || digits.size() != 2 || end != digits.data() + 2) {
        return refused("a percent sign is not followed by two hexadecimal digits");
      }
      out += static_cast<char>(byte);
      at += 2;
    }
  }
  if (!is_utf8(out)) return refused("the address is not UTF-8 text");
  return out;
}

Result<std::string> decoded_path(std::string_view text) {
  if (text.empty() || text.front() != '/') return refused("the path does not start with a slash");
  std::string path;
  for (const std::string_view part : split(text.substr(1), '/')) {
    Result<std::string> name = decoded(part, false);
    if (!name) return name;
    if (has_control_character(*name)) return refused("the path has a control character");
    if (name->find_first_of("/\\") != std::string::npos) {
      return refused("the path has a hidden slash or a backslash");
    }
    if (*name == "." || *name == "..") return refused("the path has a part of dots");
    path += '/';
    path += *name;
  }
  return path;
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
  if (text.find('#') != std::string_view::npos) return refused("the address has a fragment");
  const auto question = text.find('?');
  Result<std::string> path = decoded_path(text.substr(0, question));
  if (!path) return tl::unexpected{path.error()};
  Target target{std::move(*path), {}};
  if (question == std::string_view::npos) return target;
  for (const std::string_view pair : split(text.substr(question + 1), '&')) {
    if (pair.empty()) continue;
    const auto sign = std::min(pair.find('='), pair.size());
    Result<std::string> key = decoded(pair.substr(0, sign), true);
    if (!key) return tl::unexpected{key.error()};
    Result<std::string> value = decoded(pair.substr(std::min(sign + 1, pair.size())), true);
    if (!value) return tl::unexpected{value.error()};
    if (has_control_character(*key)) return refused("a key has a control character");
    if (value->find('\0') != std::string::npos) return refused("a value has a zero byte");
    if (!target.query.emplace(*key, std::move(*value)).second) {
      return refused("the key '" + *key + "' is given twice");
    }
  }
  return target;
}

}  // namespace ohmstead::net
