// Addresses of a broker: a topic, and how it is read or written: "heater/set?retain=1&qos=0".
// Thread rule: pure function.
#pragma once

#include <string>

#include "ohmstead/base/result.hpp"

namespace ohmstead::connect {

struct TopicAddress {
  std::string topic;
  int qos = 1;
  bool is_retained = false;  // of what is written: the broker keeps it
};

// Errors: invalid_input, as what follows "at: ".
[[nodiscard]] base::Result<TopicAddress> read_topic_address(const std::string& address,
                                                            bool is_written);

}  // namespace ohmstead::connect
