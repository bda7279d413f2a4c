#include "limits.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ohmstead::api {
namespace {

constexpr double k_requests_at_once = 300.0;
constexpr double k_requests_per_s = 60.0;
constexpr std::size_t k_addresses_max = 1000;
constexpr int k_free_tries = 5;
constexpr int k_longest_wait_s = 900;
constexpr int k_free_tries_of_all = 50;
constexpr int k_longest_wait_of_all_s = 10;
constexpr base::Seconds k_forgiven_after{24 * 3600};

// Makes room by forgetting the address that was silent for longest.
template <class Entries>
void keep_small(Entries& entries) {
  if (entries.size() < k_addresses_max) return;
  entries.erase(std::min_element(
      entries.begin(), entries.end(),
      [](const auto& left, const auto& right) { return left.second.at < right.second.at; }));
}

int wait_after(int wrong, int free, int longest_s) {
  if (wrong < free) return 0;
  return std::min(longest_s, 1 << std::min(wrong - free, 20));
}

// A clock that was set back makes nobody wait longer than the rule says.
int left_s(int wait_s, base::Time at, base::Time now) {
  const auto passed = std::max(now - at, base::Seconds{0}).count();
  return passed >= wait_s ? 0 : wait_s - static_cast<int>(passed);
}

}  // namespace

std::string network_of(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  return text.data();
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

int RequestLimit::wait_s(const std::string& address, base::Time now) {
  if (is_loopback(address)) return 0;
  const std::string network = network_of(address);
  auto found = buckets_.find(network);
  if (found == buckets_.end()) {
    keep_small(buckets_);
    found = buckets_.emplace(network, Bucket{k_requests_at_once, now}).first;
  }
  Bucket& bucket = found->second;
  const auto passed_s = static_cast<double>(std::max(now - bucket.at, base::Seconds{0}).count());
  bucket.left = std::min(k_requests_at_once, bucket.left + passed_s * k_requests_per_s);
  bucket.at = now;
  if (bucket.left < 1.0) return 1;
  bucket.left -= 1.0;
  return 0;
}

int PasswordLimit::wait_s(const std::string& address, base::Time now) const {
  const auto found = by_network_.find(network_of(address));
  const bool is_seen = found != by_network_.end();
  int wait = 0;
  if (is_seen)
    wait = left_s(wait_after(found->second.wrong, k_free_tries, k_longest_wait_s), found->second.at,
                  now);
  if (is_seen && found->second.is_known) return wait;
  return std::max(wait, left_s(wait_after(all_.wrong, k_free_tries_of_all, k_longest_wait_of_all_s),
                               all_.at, now));
}

void PasswordLimit::count_wrong(const std::string& address, base::Time now) {
  const std::string network = network_of(address);
  if (!by_network_.contains(network)) keep_small(by_network_);
  for (Tries* tries : {&by_network_[network], &all_}) {
    if (now - tries->at >= k_forgiven_after) tries->wrong = 0;
    ++tries->wrong;
    tries->at = now;
  }
}

void PasswordLimit::count_right(const std::string& address, base::Time now) {
  const std::string network = network_of(address);
  if (!by_network_.contains(network)) keep_small(by_network_);
  by_network_[network] = {.wrong = 0, .is_known = true, .at = now};
}

}  // namespace ohmstead::api
