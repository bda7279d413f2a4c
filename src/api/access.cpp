#include "access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "ohmstead/net/secret.hpp"

namespace ohmstead::api {
namespace {

using net::HttpRequest;
using net::HttpResponse;

constexpr std::string_view k_cookie = "ohmstead_session";
constexpr std::size_t k_password_bytes_max = 1024;
constexpr base::Seconds k_look_every{2};

const base::Clock& system_clock() {
  static const base::SystemClock k_clock;
  return k_clock;
}

AccessOptions with_clock(AccessOptions options) {
  if (options.clock == nullptr) options.clock = &system_clock();
  return options;
}

HttpResponse too_often(int wait_s, std::string_view detail) {
  HttpResponse response = net::problem(429, detail);
  response.headers.emplace_back("Retry-After", std::to_string(wait_s));
  return response;
}

HttpResponse unknown(std::string_view detail) {
  HttpResponse response = net::problem(401, detail);
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

// The value of our cookie; empty when there is none.
std::string session_id(const HttpRequest& request) {
  const std::string* cookies = request.find_header("Cookie");
  std::string_view rest = cookies == nullptr ? std::string_view{} : *cookies;
  while (!rest.empty()) {
    std::string_view pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    pair.remove_prefix(std::min(pair.size(), pair.find_first_not_of(" \t")));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == k_cookie)
      return std::string{pair.substr(equals + 1)};
  }
  return {};
}

bool came_encrypted(const HttpRequest& request) {
  // A proxy's word is enough here: it only makes the cookie stricter.
  const std::string* proxied = request.find_header("X-Forwarded-Proto");
  return request.is_encrypted || (proxied != nullptr && *proxied == "https");
}

void set_cookie(HttpResponse& response, const HttpRequest& request, std::string_view id,
                base::Seconds life) {
  response.headers.emplace_back(
      "Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", k_cookie,
                                id, life.count(), came_encrypted(request) ? "; Secure" : ""));
}

bool is_unsafe(const std::string& method) { return method != "GET"; }

// The password of a body; nothing when it is not exactly {"password": "..."}.
std::optional<std::string> read_password(const std::string& body) {
  const auto tree = nlohmann::json::parse(body, nullptr, false);
  if (!tree.is_object() || tree.size() != 1) return std::nullopt;
  const auto found = tree.find("password");
  if (found == tree.end() || !found->is_string()) return std::nullopt;
  auto password = found->get<std::string>();
  if (password.size() > k_password_bytes_max) return std::nullopt;
  return password;
}

std::filesystem::file_time_type time_of(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::last_write_time(path, ignored);
}

}  // namespace

std::string address_of(const HttpRequest& request) {
  const std::string* host = request.find_header("Host");
  return fmt::format("{}://{}", came_encrypted(request) ? "https" : "http",
                     host == nullptr ? "127.0.0.1:8642" : *host);
}

Access::Access(AccessOptions options)
    : options_{with_clock(std::move(options))},
      audit_{options_.audit_path, options_.on_note},
      looked_at_{now()},
      changed_at_{time_of(options_.path)} {
  // The service may begin anew with options from before a change: nobody taken out comes back.
  if (!options_.file || options_.path.empty()) return;
  if (auto file = read_access_file(options_.path)) options_.file = std::move(*file);
}

Access::Caller Access::find_caller(const HttpRequest& request) {
  const std::scoped_lock lock{mutex_};
  if (!options_.file) return {.name = "anybody", .scope = Scope::admin};
  const std::string* authorization = request.find_header("Authorization");
  if (authorization != nullptr) {
    constexpr std::string_view k_bearer = "Bearer ";
    const bool is_bearer = authorization->starts_with(k_bearer);
    const std::string digest =
        net::sha256_hex(is_bearer ? std::string_view{*authorization}.substr(k_bearer.size()) : "");
    const AccessToken* found = nullptr;
    for (const AccessToken& token : options_.file->tokens) {
      if (net::equals_in_constant_time(token.sha256, digest)) found = &token;
    }
    if (!is_bearer || found == nullptr) return {.has_bad_token = true};
    return {.name = "token " + found->name, .scope = found->scope};
  }
  const std::string id = session_id(request);
  if (id.empty()) return {};
  auto csrf = sessions_.find(id, now());
  if (!csrf) return {};
  return {.name = "password", .scope = Scope::admin, .csrf = std::move(*csrf)};
}

std::optional<HttpResponse> Access::flood_refusal(const HttpRequest& request) {
  const std::scoped_lock lock{mutex_};
  const int wait_s = request_limit_.wait_s(request.remote, now());
  if (wait_s == 0) return std::nullopt;
  return too_often(wait_s, "too many requests from this address");
}

std::optional<HttpResponse> Access::refusal(const HttpRequest& request, const Caller& caller,
                                            std::optional<Scope> needed) const {
  if (caller.has_bad_token && needed) return unknown("this token is not known here");
  if (!needed) return std::nullopt;
  if (!caller.scope) return unknown("sign in, or send a token");
  if (*caller.scope < *needed) {
    const auto name = [](Scope scope) { return names_of(scope)[static_cast<std::size_t>(scope)]; };
    return net::problem(403, fmt::format("this needs the scope {}; the {} has the scope {}",
                                         name(*needed), caller.name, name(*caller.scope)));
  }
  if (caller.csrf.empty() || !is_unsafe(request.method)) return std::nullopt;
  const std::string* proof = request.find_header("X-CSRF-Token");
  if (proof != nullptr && net::equals_in_constant_time(*proof, caller.csrf)) return std::nullopt;
  return net::problem(403, "orders of a browser need the header X-CSRF-Token");
}

std::optional<HttpResponse> Access::planner_refusal(const HttpRequest& request) const {
  const std::scoped_lock lock{mutex_};
  const PlannerRoutes allowed =
      options_.file ? options_.file->planner_routes : PlannerRoutes::everyone;
  const bool may = allowed == PlannerRoutes::everyone ||
                   (allowed == PlannerRoutes::this_computer && is_loopback(request.remote));
  if (may) return std::nullopt;
  return net::problem(403, "planner_routes of the access file keeps this route closed");
}

HttpResponse Access::tell_session(const Caller& caller) const {
  const std::scoped_lock lock{mutex_};
  nlohmann::ordered_json told{{"is_needed", options_.file.has_value()},
                              {"is_open", caller.scope.has_value()},
                              {"scopes", nlohmann::ordered_json::array()}};
  for (const Scope scope : {Scope::read, Scope::control, Scope::admin}) {
    if (caller.scope && scope <= *caller.scope)
      told["scopes"].push_back(names_of(scope)[static_cast<std::size_t>(scope)]);
  }
  if (!caller.csrf.empty()) told["csrf"] = caller.csrf;
  return {.body = told.dump()};
}

std::optional<HttpResponse> Access::wrong_too_often(const std::string& address) const {
  const int wait_s = password_limit_.wait_s(address, now());
  if (wait_s == 0) return std::nullopt;
  return too_often(wait_s, fmt::format("too many wrong passwords; wait {} s", wait_s));
}

std::optional<HttpResponse> Access::early_sign_in(const HttpRequest& request) {
  std::optional<HttpResponse> early;
  bool is_open_to_all = false;
  {
    const std::scoped_lock lock{mutex_};
    is_open_to_all = !options_.file;
    if (is_open_to_all)
      early = HttpResponse{};
    else if (options_.file->password.empty())
      early = net::problem(403, "there is no password; send a token");
    else
      early = wrong_too_often(request.remote);
  }
  if (is_open_to_all) return tell_session(find_caller(request));
  if (!early && !read_password(request.body))
    return net::problem(400, R"(the body is {"password": "..."}, with at most 1024 bytes)");
  if (early) record_sign_in(request, early->status);
  return early;
}

HttpResponse Access::sign_in(const HttpRequest& request) {
  const std::string password = read_password(request.body).value_or("");
  std::string hash;
  {
    const std::scoped_lock lock{mutex_};
    // Tries that came together wait here for each other: those before count.
    if (auto refused = wrong_too_often(request.remote)) return *std::move(refused);
    if (options_.file) hash = options_.file->password;
  }
  const bool is_right = net::is_password(password, hash);
  HttpResponse response = net::problem(401, "this is not the password");
  Sessions::Opened opened;
  {
    const std::scoped_lock lock{mutex_};
    // Changed while it was checked: another password is in force.
    const bool is_still_right = is_right && options_.file && options_.file->password == hash;
    if (is_still_right) {
      password_limit_.count_right(request.remote, now());
      sessions_.end(session_id(request));
      opened = sessions_.open(now());
    } else {
      password_limit_.count_wrong(request.remote, now());
    }
  }
  if (!opened.id.empty()) {
    response = tell_session({.name = "password", .scope = Scope::admin, .csrf = opened.csrf});
    set_cookie(response, request, opened.id, k_session_life);
  }
  record_sign_in(request, response.status);
  return response;
}

HttpResponse Access::sign_out(const HttpRequest& request) {
  bool has_ended = false;
  {
    const std::scoped_lock lock{mutex_};
    has_ended = sessions_.end(session_id(request));
  }
  if (has_ended && options_.on_ended) options_.on_ended();
  HttpResponse response{.status = 204, .content_type = ""};
  set_cookie(response, request, "", base::Seconds{0});
  return response;
}

void Access::record_sign_in(const HttpRequest& request, int status) {
  const AuditEntry entry{.at = now(),
                         .who = status == 200 ? "password" : "nobody",
                         .address = request.remote,
                         .what = "sign in",
                         .status = status};
  // Of wrong passwords few come through the limit; those that do not would flood the log.
  if (status == 429)
    audit_.add_refusal(entry);
  else
    audit_.add(entry);
}

void Access::record(const HttpRequest& request, const Caller& caller, int status,
                    std::string detail) {
  const AuditEntry entry{.at = now(),
                         .who = caller.name,
                         .address = request.remote,
                         .what = request.method + " " + request.path,
                         .status = status,
                         .detail = std::move(detail)};
  if (status == 401 || status == 403 || status == 429)
    audit_.add_refusal(entry);
  else
    audit_.add(entry);
}

void Access::look_for_changes() {
  std::string note;
  bool has_changed = false;
  {
    const std::scoped_lock lock{mutex_};
    if (!options_.file || options_.path.empty()) return;
    const base::Time time = now();
    if (time >= looked_at_ && time - looked_at_ < k_look_every) return;
    looked_at_ = time;
    const auto changed_at = time_of(options_.path);
    if (changed_at == changed_at_) return;
    changed_at_ = changed_at;
    auto file = read_access_file(options_.path);
    if (!file) {
      note = file.error().message + "; what was allowed before stays";
    } else {
      if (file->password != options_.file->password) sessions_.end_all();
      options_.file = std::move(*file);
      has_changed = true;
      note = options_.path.string() + " was read again";
    }
  }
  if (options_.on_note) options_.on_note(note);
  if (has_changed && options_.on_ended) options_.on_ended();
}

}  // namespace ohmstead::api
