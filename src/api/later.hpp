// Answers that take longer than the server's thread may wait: made by a worker, or refused.
//
// What nobody waits for any more is not begun, and what is under way is asked to stop when its
// client hangs up or the service ends. Thread rule: the server's thread.
//
//   answer_later(worker, request, reply, [now](auto& asked, auto& stop) { return ...; });
#pragma once

#include <atomic>
#include <functional>

#include "ohmstead/net/http.hpp"
#include "worker.hpp"

namespace ohmstead::api {

// What it throws is a fault of ours: 500.
using LateAnswer =
    std::function<net::HttpResponse(const net::HttpRequest&, const std::stop_token&)>;

// 503 when too much waits already.
void answer_later(Worker& worker, const net::HttpRequest& request, const net::Reply& reply,
                  LateAnswer answer);
// 409 with `busy` while another such answer is being made. `is_busy` must outlive the worker.
void answer_alone(Worker& worker, std::atomic<bool>& is_busy, const net::HttpRequest& request,
                  const net::Reply& reply, LateAnswer answer, std::string_view busy);

}  // namespace ohmstead::api
