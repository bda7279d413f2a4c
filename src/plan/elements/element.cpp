#include "element.hpp"

#include "search/switched.hpp"

namespace ohmstead::plan {

std::vector<std::unique_ptr<SwitchedDevice>> Element::switched() const { return {}; }

}  // namespace ohmstead::plan
