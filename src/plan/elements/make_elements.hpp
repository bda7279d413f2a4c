// Which elements a case has: one function per kind of device, one file each.
// Thread rule: pure functions; the case must outlive the elements.
#pragma once

#include <memory>
#include <vector>

#include "element.hpp"

namespace ohmstead::plan {

using Elements = std::vector<std::shared_ptr<const Element>>;

void add_appliances(const home::Case& home, Elements& elements);
void add_vehicles(const home::Case& home, Elements& elements);
void add_zones(const home::Case& home, Elements& elements);  // with their heat sources
void add_water_heaters(const home::Case& home, Elements& elements);

[[nodiscard]] inline Elements make_elements(const home::Case& home) {
  Elements elements;
  add_appliances(home, elements);
  add_vehicles(home, elements);
  add_zones(home, elements);
  add_water_heaters(home, elements);
  return elements;
}

}  // namespace ohmstead::plan
