#include "loxone/packet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "points/point_text.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Result;

constexpr std::size_t k_fields = 7;
constexpr std::size_t k_longest_text = 500;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view k_blank = " \t\r\n";
  const std::size_t from = text.find_first_not_of(k_blank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(k_blank) - from + 1);
}

std::string named(std::string_view text) {
  std::string name{trimmed(text)};
  for (char& letter : name) {
    if (letter == ' ') letter = '_';
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return name;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// "14:05:00"
std::optional<base::Seconds> time_of_day(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 3) return std::nullopt;
  std::array<int, 3> all{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string_view part = parts[i];
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), all[i]);
    const bool is_whole = error == std::errc{} && end == part.data() + part.size();
    if (!is_whole || part.size() != 2 || all[i] < 0 || all[i] > (i == 0 ? 23 : 59))
      return std::nullopt;
  }
  return base::Seconds{(all[0] * 60 + all[1]) * 60 + all[2]};
}

// The instant nearest to now at which clocks there show it.
std::optional<base::Time> instant(std::string_view text, const base::Zone& zone, base::Time now) {
  if (text.size() != 19) return std::nullopt;
  const auto date = base::parse_date(text.substr(0, 10));
  const auto clock = time_of_day(text.substr(11));
  if (!date || !clock || (text[10] != ' ' && text[10] != 'T')) return std::nullopt;
  const base::Time first = zone.at(*date, *clock);
  const std::string shown = zone.format_local(first).substr(0, 19);
  for (const auto later : {base::Seconds{1800}, base::Seconds{3600}}) {
    const base::Time second = first + later;
    const bool is_twice = zone.format_local(second).substr(0, 19) == shown;
    if (is_twice && std::chrono::abs(second - now) < std::chrono::abs(first - now)) return second;
  }
  return first;
}

}  // namespace

Result<LoxonePacket> parse_loxone_packet(std::string_view text, const base::Zone& zone,
                                         base::Time now) {
  const auto parts = split(trimmed(text), ';');
  if (parts.size() < 3 || parts.size() > k_fields)
    return base::fail(ErrorKind::invalid_input,
                      "is no 'time;name;value;room;type;tag1;tag2' of three to seven parts");
  LoxonePacket packet;
  std::vector<std::string> faults;
  if (const auto at = instant(trimmed(parts[0]), zone, now))
    packet.at = *at;
  else
    faults.emplace_back("its time is not in the form 2024-05-20 14:05:00");
  packet.name = named(parts[1]);
  if (packet.name.empty()) faults.emplace_back("it has no name");
  if (const auto number = number_of(trimmed(parts[2])))
    packet.value = fmt::format("{}", *number);
  else
    faults.emplace_back("its value is no number");
  const std::array<std::string*, 4> optional{&packet.room, &packet.type, &packet.tag1,
                                             &packet.tag2};
  for (std::size_t i = 3; i < parts.size(); ++i) *optional[i - 3] = named(parts[i]);
  if (faults.empty()) return packet;
  return base::fail(ErrorKind::invalid_input, fmt::format("{}", fmt::join(faults, ", ")));
}

bool LoxoneAddress::means(const LoxonePacket& packet) const {
  const auto fits = [](const std::optional<std::string>& wanted, const std::string& told) {
    return !wanted || *wanted == told;
  };
  return name == packet.name && fits(room, packet.room) && fits(type, packet.type) &&
         fits(tag1, packet.tag1) && fits(tag2, packet.tag2);
}

Result<LoxoneAddress> read_loxone_address(const std::string& address) {
  const auto bad = [](std::string why) {
    return base::fail(ErrorKind::invalid_input, std::move(why));
  };
  LoxoneAddress read;
  const std::size_t question = std::min(address.find('?'), address.size());
  read.name = named(std::string_view{address}.substr(0, question));
  if (read.name.empty() || read.name.find(';') != std::string::npos)
    return bad("has no name such as temperature?room=bath");
  if (question == address.size()) return read;
  const std::array<std::pair<std::string_view, std::optional<std::string>*>, 4> options{
      {{"room", &read.room}, {"type", &read.type}, {"tag1", &read.tag1}, {"tag2", &read.tag2}}};
  for (const std::string_view option : split(std::string_view{address}.substr(question + 1), '&')) {
    const std::size_t equals = option.find('=');
    const auto found = std::find_if(options.begin(), options.end(), [&](const auto& each) {
      return equals != std::string_view::npos && each.first == option.substr(0, equals);
    });
    if (found == options.end() || option.find(';') != std::string_view::npos)
      return bad(fmt::format("'{}' after ? is not known; there are room=, type=, tag1= and tag2=",
                             option));
    *found->second = named(option.substr(equals + 1));
  }
  return read;
}

std::string fault_of_loxone_name(std::string_view name) {
  const bool is_plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '-' || letter == '.' ||
           letter == '/';
  });
  return is_plain ? "" : "is no name of letters, digits and _ - . /, such as bath_heat";
}

std::string fault_of_loxone_text(std::string_view text) {
  if (text.empty() || text.size() > k_longest_text) return "is empty or longer than a packet";
  const bool is_plain = std::all_of(text.begin(), text.end(),
                                    [](char letter) { return letter >= ' ' && letter != '\x7f'; });
  return is_plain ? "" : "has letters that a packet must not have";
}

}  // namespace ohmstead::connect
