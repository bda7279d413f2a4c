// How often somebody may ask, and how often a password may be wrong.
//
// Both count by address, IPv6 by its first half, since one home has as many of the rest as it
// likes; both keep only the addresses seen last. Thread rule: whoever owns them guards them.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "ohmstead/base/time.hpp"

namespace ohmstead::api {

// "192.168.1.5", "2001:db8:0:1" of "2001:db8:0:1::5".
[[nodiscard]] std::string network_of(const std::string& address);
[[nodiscard]] bool is_loopback(const std::string& address);

// A bucket of requests for each address: 300 at once, 60 a second for good. Loopback has none.
class RequestLimit {
 public:
  // Seconds to wait; 0 when the request may go on, and is then counted.
  [[nodiscard]] int wait_s(const std::string& address, base::Time now);

 private:
  struct Bucket {
    double left = 0.0;
    base::Time at;
  };
  std::map<std::string, Bucket> buckets_;
};

// After five wrong passwords an address waits a second, then twice as long each time, up to a
// quarter of an hour; so do all together after fifty, up to ten seconds. An address that has signed
// in before does not wait for the others. A day without a wrong password forgives everything.
class PasswordLimit {
 public:
  // Seconds to wait before the next try; 0: none.
  [[nodiscard]] int wait_s(const std::string& address, base::Time now) const;
  void count_wrong(const std::string& address, base::Time now);
  void count_right(const std::string& address, base::Time now);

 private:
  struct Tries {
    int wrong = 0;
    bool is_known = false;  // has signed in
    base::Time at;          // of the last try
  };
  std::map<std::string, Tries> by_network_;
  Tries all_;
};

}  // namespace ohmstead::api
