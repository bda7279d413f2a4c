// The door of the service: every request passes it before its route, and what it did is recorded.
//
// Answers itself what concerns access: refusals, /api/v1/session and /api/v1/audit.
// Thread rule: admit() on the server's thread; the Reply it hands on may be called from any.
//
//   if (const auto caller = door.admit(request, reply)) routes.answer(request, std::move(reply));
#pragma once

#include <memory>
#include <optional>

#include "access.hpp"
#include "worker.hpp"

namespace ohmstead::api {

class Door {
 public:
  explicit Door(std::shared_ptr<Access> access) : access_{std::move(access)} {}

  // Nothing when `reply` has been given or soon will be. Orders get a Reply that records them.
  [[nodiscard]] std::optional<Access::Caller> admit(const net::HttpRequest& request,
                                                    net::Reply& reply);

 private:
  [[nodiscard]] bool answers_itself(const net::HttpRequest& request, const Access::Caller& caller,
                                    const net::Reply& reply);
  void sign_in(const net::HttpRequest& request, const net::Reply& reply);

  std::shared_ptr<Access> access_;
  Worker sign_ins_;  // last: what runs there uses the rest
};

}  // namespace ohmstead::api
