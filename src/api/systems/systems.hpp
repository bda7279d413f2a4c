// The routes that users of older systems script against: Battery Optimizer, Darkstar, SmartLoad.
//
// docs/older-systems.md maps every one of their routes. They read the newest snapshot, and what
// they change are overrides and requests for a cycle, as our own routes do. What Ohmstead does not
// have answers 410 with what to use instead. Thread rule: on the server's thread; what a
// Later does on a worker.
#pragma once

#include "immersions.hpp"
#include "routes.hpp"
#include "smartload.hpp"

namespace ohmstead::api::systems {

class Systems {
 public:
  // Nothing where the route is none of these, or is only another name of one of ours.
  [[nodiscard]] std::optional<Answer> answer(const Service& service, const Route& route,
                                             const net::HttpRequest& request);

 private:
  Immersions immersions_;
  VehicleRefresh refresh_;
};

}  // namespace ohmstead::api::systems
