// Asks one evcc, and tells it: over HTTP, with its password where it wants one.
//
// Thread rule: any thread, several at once; both block for two seconds at most.
#pragma once

#include <mutex>
#include <stop_token>
#include <string>

#include "ohmstead/net/web_client.hpp"

namespace ohmstead::connect {

class EvccClient {
 public:
  // `password` may be empty.
  EvccClient(const std::string& url, std::string password, std::string connection);

  // The text of its state. Errors: as WebClient, and refused, in a sentence for people.
  [[nodiscard]] base::Result<std::string> state(const std::stop_token& stop) const;
  // "batterymode/charge": a path below /api. Refused also where evcc itself decides (409).
  [[nodiscard]] base::Result<void> order(const std::string& path) const;
  [[nodiscard]] const std::string& host() const { return host_; }

 private:
  [[nodiscard]] base::Result<net::WebAnswer> ask(const std::string& method, const std::string& path,
                                                 const std::string& body,
                                                 const std::stop_token& stop) const;
  [[nodiscard]] base::Result<void> log_in() const;

  const std::string address_;  // ends with /api/
  const std::string host_;
  const std::string password_;
  const std::string connection_;
  const net::WebClient client_;
  mutable std::mutex mutex_;
  mutable std::string cookie_;
};

}  // namespace ohmstead::connect
