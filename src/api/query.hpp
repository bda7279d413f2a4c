// The query of a request against what its route takes (routes.hpp): checked once for all routes,
// read by those who answer.
//
// Routes of older systems and those outside /api/v1 are not checked: scripts for them may say more
// than they need. Thread rule: pure functions.
//
//   if (auto refusal = query_refusal(*route, request.query)) return *refusal;
//   const std::size_t limit = count_in(request.query, "limit").value_or(50);
#pragma once

#include <map>
#include <optional>
#include <string>

#include "ohmstead/base/time.hpp"
#include "ohmstead/net/http.hpp"
#include "routes.hpp"

namespace ohmstead::api {

using Query = std::map<std::string, std::string>;

// Whether what stands in the query of such a request must be known and well formed.
[[nodiscard]] bool has_strict_query(const Route& route);
// 400 with every key that is unknown and every value that cannot be meant.
[[nodiscard]] std::optional<net::HttpResponse> query_refusal(const Route& route,
                                                             const Query& query);

// Nothing: it is not there. A checked query has nothing else that cannot be read.
[[nodiscard]] std::optional<std::string> text_in(const Query& query, const std::string& key);
[[nodiscard]] std::optional<std::size_t> count_in(const Query& query, const std::string& key);
[[nodiscard]] std::optional<base::Time> time_in(const Query& query, const std::string& key);

// Nothing where the text is no whole number.
[[nodiscard]] std::optional<std::size_t> to_count(const std::string& text);

}  // namespace ohmstead::api
