// The interface described for programs (OpenAPI 3.1) and for people (a page without scripts that
// needs nothing from elsewhere), both from the table of routes. Thread rule: pure functions.
#pragma once

#include <string>

namespace ohmstead::api {

// `version` of the service; indented, with a newline at its end.
[[nodiscard]] std::string openapi(const std::string& version);
[[nodiscard]] std::string docs_page(const std::string& version);

}  // namespace ohmstead::api
