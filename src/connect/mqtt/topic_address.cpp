#include "mqtt/topic_address.hpp"

#include <fmt/format.h>

#include "ohmstead/net/mqtt_client.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::fail;

bool read_option(std::string_view option, bool is_written, TopicAddress& into) {
  if (option == "qos=0" || option == "qos=1") {
    into.qos = option.back() - '0';
    return true;
  }
  if (is_written && (option == "retain=0" || option == "retain=1")) {
    into.is_retained = option.back() == '1';
    return true;
  }
  return false;
}

}  // namespace

base::Result<TopicAddress> read_topic_address(const std::string& address, bool is_written) {
  TopicAddress read;
  const std::size_t question = address.find('?');
  read.topic = address.substr(0, question);
  if (read.topic.empty()) return fail(ErrorKind::invalid_input, "has no topic");
  if (read.topic.find_first_of("+#") != std::string::npos)
    return fail(ErrorKind::invalid_input, "+ and # stand for many topics; name one");
  if (!net::is_topic(read.topic)) return fail(ErrorKind::invalid_input, "is no topic");
  if (is_written && read.topic.front() == '$')
    return fail(ErrorKind::invalid_input, "topics with $ belong to the broker itself");
  std::string_view rest = address;
  rest.remove_prefix(question == std::string::npos ? address.size() : question);
  while (!rest.empty()) {  // "?a=1&b=2"
    rest.remove_prefix(1);
    const std::string_view option = rest.substr(0, rest.find('&'));
    if (!read_option(option, is_written, read))
      return fail(ErrorKind::invalid_input,
                  fmt::format("'{}' after ? is not known; there {}", option,
                              is_written ? "are qos=0, qos=1, retain=0 and retain=1"
                                         : "are qos=0 and qos=1"));
    rest.remove_prefix(option.size());
  }
  return read;
}

}  // namespace ohmstead::connect
