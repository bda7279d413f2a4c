#include "commands.hpp"
#include "ohmstead/home/site.hpp"
#include "output.hpp"

namespace ohmstead::app {

base::Result<void> command_schema(const SchemaRequest& request) {
  return write_output(request.format == SchemaFormat::json ? home::site_schema()
                                                           : home::site_reference());
}

}  // namespace ohmstead::app
