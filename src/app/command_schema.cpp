#include "commands.hpp"
#include "ohmstead/api/openapi.hpp"
#include "ohmstead/home/site.hpp"
#include "output.hpp"

namespace ohmstead::app {

base::Result<void> command_schema(const SchemaRequest& request) {
  if (request.subject == SchemaSubject::openapi)
    return write_output(api::openapi(OHMSTEAD_VERSION));
  return write_output(request.format == SchemaFormat::json ? home::site_schema()
                                                           : home::site_reference());
}

}  // namespace ohmstead::app
