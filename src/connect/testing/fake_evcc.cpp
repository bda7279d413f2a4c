#include "testing/fake_evcc.hpp"

#include <regex>

#include "parts/json_text.hpp"

namespace ohmstead::connect {

FakeEvcc::FakeEvcc(std::string state) : state_{std::move(state)} {
  server_ =
      net::HttpServer::open({}, [this](const net::HttpRequest& request, const net::Reply& reply) {
        reply(answer(request));
      }).value();
}

void FakeEvcc::set_state(std::string state) {
  const std::scoped_lock lock{mutex_};
  state_ = std::move(state);
}

void FakeEvcc::change(const std::string& from, const std::string& to) {
  const std::scoped_lock lock{mutex_};
  for (std::size_t at = state_.find(from); at != std::string::npos;
       at = state_.find(from, at + to.size()))
    state_.replace(at, from.size(), to);
}

void FakeEvcc::want_password(std::string password) {
  const std::scoped_lock lock{mutex_};
  password_ = std::move(password);
}

void FakeEvcc::answer_orders_with(int status, std::string path) {
  const std::scoped_lock lock{mutex_};
  status_ = status;
  refused_path_ = std::move(path);
}

std::vector<std::string> FakeEvcc::orders() const {
  const std::scoped_lock lock{mutex_};
  return orders_;
}

net::HttpResponse FakeEvcc::answer(const net::HttpRequest& request) {
  const std::scoped_lock lock{mutex_};
  const std::string path = request.path.starts_with("/api/") ? request.path.substr(5) : "";
  if (path == "auth/login") {
    if (request.body != R"({"password":)" + json_quoted(password_) + "}") return {.status = 401};
    return {.body = "{}", .headers = {{"Set-Cookie", "auth=abc.def; Path=/; HttpOnly"}}};
  }
  if (!password_.empty() && request.method == "POST") {
    const std::string* cookie = request.find_header("Cookie");
    if (cookie == nullptr || *cookie != "auth=abc.def") return {.status = 401};
  }
  if (path == "state" && request.method == "GET") return {.body = state_};
  if (request.method != "POST") return {.status = 404};
  if (status_ != 200 && path.starts_with(refused_path_)) return {.status = status_};
  orders_.push_back(path);
  obey(path);
  return {.body = "{}"};
}

// As far as the tests look at it: the first loadpoint and the battery.
void FakeEvcc::obey(const std::string& order) {
  const std::string value = order.substr(order.rfind('/') + 1);
  const auto set = [&](const std::string& key, const std::string& now) {
    state_ = std::regex_replace(state_, std::regex{"\"" + key + "\":(\"[a-z]*\"|[0-9.]+)"},
                                "\"" + key + "\":" + now, std::regex_constants::format_first_only);
  };
  if (order.starts_with("batterymode/")) set("batteryModeExternal", json_quoted(value));
  if (order.starts_with("loadpoints/1/mode/")) set("mode", json_quoted(value));
  if (order.starts_with("loadpoints/1/maxcurrent/")) set("maxCurrent", value);
}

}  // namespace ohmstead::connect
