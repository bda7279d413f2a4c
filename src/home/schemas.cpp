#include "ohmstead/home/schemas.hpp"

#include "case_fields.hpp"
#include "ohmstead/describe/write.hpp"
#include "plan_fields.hpp"

namespace ohmstead::home {

std::string case_schema() { return describe::write_schema<Case>("Case"); }
std::string plan_schema() { return describe::write_schema<Plan>("Plan"); }

}  // namespace ohmstead::home
