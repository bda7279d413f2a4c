// What a client is told whose bytes are no request. Thread rule: a pure function.
#pragma once

#include <boost/beast/core/error.hpp>
#include <optional>

#include "ohmstead/net/http.hpp"

namespace ohmstead::net {

// The answer to what the parser refused; nothing when there is nobody left to answer.
[[nodiscard]] std::optional<HttpResponse> parse_refusal(boost::beast::error_code error);

}  // namespace ohmstead::net
