#include "asked_language.hpp"

#include <algorithm>

#include "query.hpp"

namespace ohmstead::api {

home::Language language_of(const net::HttpRequest& request, const home::Site& site) {
  const auto names = names_of(home::Language{});
  const auto* const found =
      std::find(names.begin(), names.end(), text_in(request.query, "language"));
  return found == names.end() ? site.language : static_cast<home::Language>(found - names.begin());
}

}  // namespace ohmstead::api
