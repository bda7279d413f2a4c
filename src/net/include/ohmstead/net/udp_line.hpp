// Packets of UDP to and from one peer in the home: what it sends to our port is heard, what others
// send there is not.
//
// UDP knows neither arrival nor sender: packets are lost, come twice and overtake one another, and
// a device in the same network can say that it is the peer. Nothing that must arrive or must be
// secret belongs here. Thread rule: a thread of its own calls `hear` until the line is gone; send()
// and strangers() from any.
//
//   auto line = UdpLine::open({.peer = *parse_udp_place("udp://192.168.1.77:4000"), .port = 2000},
//                             [](std::string_view packet) { ... });
//   (*line)->send("bath_heat=1");
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"

namespace ohmstead::net {

struct UdpPlace {
  std::string address;  // a number, such as 192.168.1.77
  std::uint16_t port = 0;
};

// udp://192.168.1.77:4000, udp://[fd00::7]:4000; a name is refused, since packets are known by the
// address. Errors: invalid_input.
[[nodiscard]] base::Result<UdpPlace> parse_udp_place(const std::string& url);

class UdpLine {
 public:
  struct Options {
    UdpPlace peer;
    std::uint16_t port = 0;  // ours; 0: any
  };

  // Errors: invalid_input (the peer), unavailable (the port is taken).
  [[nodiscard]] static base::Result<std::unique_ptr<UdpLine>> open(
      const Options& options, std::function<void(std::string_view packet)> hear);
  ~UdpLine();
  UdpLine(const UdpLine&) = delete;
  UdpLine& operator=(const UdpLine&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  // That it left us says not that it arrived. Errors: unavailable.
  [[nodiscard]] base::Result<void> send(std::string_view packet) const;
  // The address of somebody else who sent to our port last; empty: nobody did.
  [[nodiscard]] std::string stranger() const;

  struct Life;

 private:
  explicit UdpLine(std::unique_ptr<Life> life);

  std::unique_ptr<Life> life_;
};

}  // namespace ohmstead::net
