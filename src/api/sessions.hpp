// Who has signed in with the password, in memory alone: a restart ends all sessions.
//
// A session is found by the digest of its id, so that neither the time of a search nor a look at
// this memory tells an id. It ends after a week without a request, and after a month in any case.
// Thread rule: whoever owns it guards it.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/base/time.hpp"

namespace ohmstead::api {

inline constexpr base::Seconds k_session_idle{7 * 24 * 3600};
inline constexpr base::Seconds k_session_life{30 * 24 * 3600};
// One more ends the one that was silent for longest.
inline constexpr std::size_t k_sessions_max = 64;

class Sessions {
 public:
  struct Opened {
    std::string id;    // for the browser alone
    std::string csrf;  // what its pages prove themselves by
  };
  [[nodiscard]] Opened open(base::Time now);
  // The csrf text of the session with that id; its silence ends now.
  [[nodiscard]] std::optional<std::string> find(std::string_view id, base::Time now);
  // Whether there was one.
  bool end(std::string_view id);
  void end_all() { by_digest_.clear(); }
  [[nodiscard]] std::size_t count() const { return by_digest_.size(); }

 private:
  struct Session {
    std::string csrf;
    base::Time opened_at;
    base::Time seen_at;
  };
  void forget_old(base::Time now);

  std::map<std::string, Session> by_digest_;
};

}  // namespace ohmstead::api
