// What a Loxone Miniserver's logger says in a UDP packet, and how addresses of the site file name a
// value of it. Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/zone.hpp"

namespace ohmstead::connect {

// "2024-05-20 14:05:00;Temperature;21.4;bath;heating;floor;": time of the Miniserver's clock, name,
// value and, where they are given, room, type and two tags. Names in small letters, with _ for
// blanks.
struct LoxonePacket {
  base::Time at;
  std::string name;
  std::string value;  // a number, in its shortest form
  std::string room, type, tag1, tag2;
};

// `now` chooses between both instants of an hour that happens twice. Errors: invalid_input, with
// all that is wrong.
[[nodiscard]] base::Result<LoxonePacket> parse_loxone_packet(std::string_view text,
                                                             const base::Zone& zone,
                                                             base::Time now);

// "temperature?room=bath&type=heating": a name, and what else a packet must say to be meant.
struct LoxoneAddress {
  std::string name;
  std::optional<std::string> room, type, tag1, tag2;

  [[nodiscard]] bool means(const LoxonePacket& packet) const;
};

// Errors: invalid_input, as what follows "at: ".
[[nodiscard]] base::Result<LoxoneAddress> read_loxone_address(const std::string& address);

// Why nothing can be written to that name, or this text not be sent; empty: it can. What is sent is
// "name=text"; a text may go on with further values: "1;bath_minutes=60".
[[nodiscard]] std::string fault_of_loxone_name(std::string_view name);
[[nodiscard]] std::string fault_of_loxone_text(std::string_view text);

}  // namespace ohmstead::connect
