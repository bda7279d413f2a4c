#include "asked_language.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ohmstead/engine/told.hpp"
#include "query.hpp"

namespace ohmstead::api {

home::Language language_of(const net::HttpRequest& request, const home::Site& site) {
  const auto names = names_of(home::Language{});
  const auto* const found =
      std::find(names.begin(), names.end(), text_in(request.query, "language"));
  return found == names.end() ? site.language : static_cast<home::Language>(found - names.begin());
}

net::Reply in_language_of(const net::HttpRequest& request, const home::Site& site,
                          net::Reply reply) {
  const home::Language language = language_of(request, site);
  if (language == home::Language::en || !request.path.starts_with("/api/v1/")) return reply;
  return [language, reply = std::move(reply)](net::HttpResponse response) {
    if (response.content_type == "application/problem+json") {
      auto problem = nlohmann::ordered_json::parse(response.body, nullptr, false);
      if (problem.contains("detail")) {
        problem["detail"] = engine::say(problem["detail"].get<std::string>(), language);
        response.body = problem.dump();
      }
    }
    reply(std::move(response));
  };
}

}  // namespace ohmstead::api
