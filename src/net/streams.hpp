// What a request becomes when it is answered by a stream, or opens a line. Each takes over the
// client's socket, is on the list of streams on return and keeps itself alive; `first` may be null.
// Thread rule: the server's thread.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <string>

#include "byte_stream.hpp"
#include "core.hpp"

namespace ohmstead::net {

// Server-sent events; `head` is the status line and the headers.
void start_events(Core& core, ByteStream stream, std::string head,
                  const std::shared_ptr<const StreamEvent>& first);

void start_websocket(Core& core, ByteStream stream,
                     boost::beast::http::request<boost::beast::http::string_body> request,
                     const std::shared_ptr<const StreamEvent>& first);

// A device's line; `asked` is what the rules are told of it.
void start_text_socket(Core& core, ByteStream stream,
                       boost::beast::http::request<boost::beast::http::string_body> request,
                       HttpRequest asked);

}  // namespace ohmstead::net
