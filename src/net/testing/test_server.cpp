#include "testing/test_server.hpp"

#include <stdexcept>

namespace ohmstead::net {

TestServer::TestServer(ServerOptions options) {
  options.on_fault = [this](std::string_view what) {
    const std::lock_guard lock{mutex_};
    faults_.emplace_back(what);
  };
  server_ = HttpServer::open(std::move(options), [this](const HttpRequest& request, Reply reply) {
              answer(request, std::move(reply));
            }).value();
}

void TestServer::answer(const HttpRequest& request, Reply reply) {
  if (request.path == "/echo") {
    std::string text = request.method + " " + request.path;
    for (const auto& [key, value] : request.query) text += "|" + key + "=" + value;
    reply({.content_type = "text/plain", .body = text + "|" + request.body});
  } else if (request.path == "/socket") {
    reply({.is_stream = true, .is_for_sockets = true});
  } else if (request.path == "/stream") {
    reply({.body = R"({"is":"first"})", .is_stream = true});
  } else if (request.path == "/silent") {
    reply({.is_stream = true});
  } else if (request.path == "/throw") {
    throw std::runtime_error{"secret of the house"};
  } else if (request.path == "/later") {
    const std::lock_guard lock{mutex_};
    later_.push_back(std::move(reply));
    changed_.notify_all();
  } else if (request.path == "/big") {
    reply({.content_type = "text/plain", .body = std::string(8'000'000, 'b')});
  } else if (request.path == "/page") {
    reply(
        {.content_type = "text/html", .body = "<p>", .headers = {{"Cache-Control", "max-age=9"}}});
  } else if (request.path == "/split") {
    reply({.headers = {{"X-Name", "a\r\nSet-Cookie: b"}}});
  } else if (request.path != "/drop") {
    reply(problem(404, "there is nothing at " + request.path));
  }
}

Reply TestServer::wait_for_later() {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return !later_.empty(); });
  Reply reply = std::move(later_.at(0));
  later_.erase(later_.begin());
  return reply;
}

std::vector<std::string> TestServer::faults() {
  const std::lock_guard lock{mutex_};
  return faults_;
}

}  // namespace ohmstead::net
