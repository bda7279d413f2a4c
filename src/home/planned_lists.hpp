// Every list of planned devices of a case, in one place: a further kind is a further line.
//
//   visit_planned_lists(home, [&](const auto& devices) { count += devices.size(); });
//
// Chargers are not among them: they serve vehicles and have no row in a plan. Thread rule: pure
// function of the visitor.
#pragma once

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {

template <class AnyCase, class Visit>
void visit_planned_lists(AnyCase& home, const Visit& visit) {
  visit(home.appliances);
  visit(home.vehicles);
  visit(home.zones);
  visit(home.heat_sources);
  visit(home.water_heaters);
}

}  // namespace ohmstead::home
