#include "element.hpp"

#include "search/cost_floor.hpp"
#include "search/switched.hpp"

namespace ohmstead::plan {

std::vector<std::unique_ptr<SwitchedDevice>> Element::switched() const { return {}; }

std::unique_ptr<CostFloor> Element::cost_floor() const { return nullptr; }

}  // namespace ohmstead::plan
