// Other ways of running the home over a measured past: what is asked, and what is answered.
//
// The backtest itself comes from the program around (Service::replay). Thread rule: pure
// functions; answer_replay() takes seconds.
#pragma once

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

// Local dates, the last one included, or times. All problems at once.
[[nodiscard]] base::Result<ReplayWish> read_replay_wish(const base::Zone& zone,
                                                        const std::string& body);

[[nodiscard]] net::HttpResponse answer_replay(const Service& service, const ReplayWish& wish,
                                              const std::stop_token& stop);

}  // namespace ohmstead::api
