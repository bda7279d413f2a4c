// Routes of what is kept, money and plans, and of the stage: what they are asked, and their
// answers.
//
// Thread rule: on the server's thread.
#pragma once

#include <optional>

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

// Days are local dates, or times of them.
[[nodiscard]] net::HttpResponse answer_savings_wish(const Service& service,
                                                    const engine::Snapshot& now,
                                                    const net::HttpRequest& request);
[[nodiscard]] net::HttpResponse list_kept_plans(const Service& service,
                                                const net::HttpRequest& request);
// These give nothing where the request is another one.
[[nodiscard]] std::optional<net::HttpResponse> answer_kept_plan(const Service& service,
                                                                const net::HttpRequest& request);
[[nodiscard]] std::optional<net::HttpResponse> set_stage(const Service& service,
                                                         const net::HttpRequest& request);
[[nodiscard]] std::optional<net::HttpResponse> set_stop(const Service& service,
                                                        const net::HttpRequest& request);

}  // namespace ohmstead::api
