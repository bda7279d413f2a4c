#include "parse_refusal.hpp"

#include <boost/beast/http/error.hpp>

namespace ohmstead::net {

namespace http = boost::beast::http;

std::optional<HttpResponse> parse_refusal(boost::beast::error_code error) {
  if (error == http::error::end_of_stream) return {};
  if (error == http::error::partial_message)
    return problem(400, "the request ended before it was whole");
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return problem(431, "the header is too large");
  }
  if (error == http::error::body_limit) return problem(413, "the body is too large");
  if (error == http::error::bad_version) return problem(505, "this server speaks HTTP/1.1");
  if (error.category() == http::make_error_code(http::error::bad_value).category()) {
    return problem(400, "this is not a well-formed HTTP request");
  }
  return {};
}

}  // namespace ohmstead::net
