// The interface described for programs (OpenAPI 3.1) and for people (a page without scripts that
// needs nothing from elsewhere), both from the table of routes. Thread rule: pure functions.
#pragma once

#include <string>

namespace ohmstead::api {

// `version` of the service; indented, with a newline at its end. `address` is what examples ask,
// such as "http://127.0.0.1:8642".
[[nodiscard]] std::string openapi(const std::string& version);
[[nodiscard]] std::string docs_page(const std::string& version, const std::string& address);

}  // namespace ohmstead::api
