// Addresses of a device's web interface as a site file writes them.
//
//   /status             read; one request whatever the number of pointers into its answer
//   PUT /mode           written: the text is the body, as JSON where it is JSON
//   POST /rpc/Switch.Set
//   GET /relay/0?turn=  written: the text is put behind the path
//
// Thread rule: pure functions.
#pragma once

#include <string>

#include "ohmstead/base/result.hpp"
#include "ohmstead/net/web_client.hpp"

namespace ohmstead::connect {

// Why it is none, in words; empty: it is one.
[[nodiscard]] std::string fault_of_http_address(const std::string& address, bool is_written);
// Preconditions: fault_of_http_address() is empty. `base` is the connection's url.
[[nodiscard]] net::WebRequest read_request(const std::string& base, const std::string& address);
[[nodiscard]] net::WebRequest write_request(const std::string& base, const std::string& address,
                                            const std::string& text);

}  // namespace ohmstead::connect
