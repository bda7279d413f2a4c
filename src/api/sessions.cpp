#include "sessions.hpp"

#include <algorithm>

#include "ohmstead/net/secret.hpp"

namespace ohmstead::api {

void Sessions::forget_old(base::Time now) {
  std::erase_if(by_digest_, [&](const auto& entry) {
    const Session& session = entry.second;
    return now - session.seen_at >= k_session_idle || now - session.opened_at >= k_session_life;
  });
}

Sessions::Opened Sessions::open(base::Time now) {
  forget_old(now);
  if (by_digest_.size() >= k_sessions_max) {
    by_digest_.erase(std::min_element(by_digest_.begin(), by_digest_.end(),
                                      [](const auto& left, const auto& right) {
                                        return left.second.seen_at < right.second.seen_at;
                                      }));
  }
  Opened opened{net::random_text(), net::random_text()};
  by_digest_[net::sha256_hex(opened.id)] = {opened.csrf, now, now};
  return opened;
}

std::optional<std::string> Sessions::find(std::string_view id, base::Time now) {
  forget_old(now);
  const auto found = by_digest_.find(net::sha256_hex(id));
  if (found == by_digest_.end()) return std::nullopt;
  found->second.seen_at = std::max(found->second.seen_at, now);
  return found->second.csrf;
}

bool Sessions::end(std::string_view id) { return by_digest_.erase(net::sha256_hex(id)) > 0; }

}  // namespace ohmstead::api
