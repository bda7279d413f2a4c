#include "commands.hpp"
#include "ohmstead/api/openapi.hpp"
#include "ohmstead/home/brand_profile.hpp"
#include "ohmstead/home/site.hpp"
#include "output.hpp"

namespace ohmstead::app {

base::Result<void> command_schema(const SchemaRequest& request) {
  if (request.subject == SchemaSubject::openapi)
    return write_output(api::openapi(OHMSTEAD_VERSION));
  const bool is_json = request.format == SchemaFormat::json;
  if (request.subject == SchemaSubject::profile)
    return write_output(is_json ? home::profile_schema() : home::profile_reference());
  return write_output(is_json ? home::site_schema() : home::site_reference());
}

}  // namespace ohmstead::app
