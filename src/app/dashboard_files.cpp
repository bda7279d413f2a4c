#include "dashboard_files.hpp"

#include <algorithm>

#include "embedded.hpp"

namespace ohmstead::app {
namespace {

constexpr std::string_view k_dashboard = "web/";

std::string_view content_type_of(std::string_view name) {
  const std::string_view ending = name.substr(std::min(name.size(), name.rfind('.')));
  if (ending == ".html") return "text/html; charset=utf-8";
  if (ending == ".js") return "text/javascript; charset=utf-8";
  if (ending == ".css") return "text/css; charset=utf-8";
  if (ending == ".svg") return "image/svg+xml";
  if (ending == ".json" || ending == ".webmanifest") return "application/json";
  if (ending == ".png") return "image/png";
  return ending == ".woff2" ? "font/woff2" : "application/octet-stream";
}

}  // namespace

std::optional<api::Asset> find_dashboard_file(const std::string& path) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(k_dashboard)) continue;
    if (file.name.substr(k_dashboard.size()) != path) continue;
    return api::Asset{std::string{content_type_of(path)}, file.contents,
                      path.starts_with("assets/")};
  }
  return std::nullopt;
}

}  // namespace ohmstead::app
