// Who asks, and whether he may: asked before each request reaches its route.
//
// Somebody is known by a session (a cookie got for the password; orders then also need the header
// X-CSRF-Token) or by a token (Authorization: Bearer). Without an access file everybody may
// everything. Refusals are 401 (who are you), 403 (you may not) and 429 (not so often), have no
// effect, and tell no secret. Thread rule: any thread; sign_in() takes a fraction of a second.
//
//   const Access::Caller caller = access.find_caller(request);
//   if (auto refusal = access.refusal(request, caller, Scope::control)) return reply(*refusal);
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "audit.hpp"
#include "limits.hpp"
#include "ohmstead/api/access_file.hpp"
#include "ohmstead/net/http.hpp"
#include "sessions.hpp"

namespace ohmstead::api {

// Where the one who asks has found us: "https://home.example:8443".
[[nodiscard]] std::string address_of(const net::HttpRequest& request);

class Access {
 public:
  struct Caller {
    std::string name = "nobody";  // for the audit log: "password", "token wallbox", "anybody"
    std::optional<Scope> scope = std::nullopt;  // the highest; absent: not known to us
    std::string csrf = {};                      // of a session
    bool has_bad_token = false;
  };

  explicit Access(AccessOptions options);

  [[nodiscard]] Caller find_caller(const net::HttpRequest& request);
  // The answer to one who asks too often; nothing when he may go on.
  [[nodiscard]] std::optional<net::HttpResponse> flood_refusal(const net::HttpRequest& request);
  // The answer to one who lacks the scope (absent: none is needed); nothing when he may go on.
  [[nodiscard]] std::optional<net::HttpResponse> refusal(const net::HttpRequest& request,
                                                         const Caller& caller,
                                                         std::optional<Scope> needed) const;
  // The same for the routes of other planners, whatever Authorization they carry.
  [[nodiscard]] std::optional<net::HttpResponse> planner_refusal(
      const net::HttpRequest& request) const;

  // GET, POST and DELETE of /api/v1/session. early_sign_in() answers what needs no hashing.
  [[nodiscard]] net::HttpResponse tell_session(const Caller& caller) const;
  [[nodiscard]] std::optional<net::HttpResponse> early_sign_in(const net::HttpRequest& request);
  [[nodiscard]] net::HttpResponse sign_in(const net::HttpRequest& request);
  [[nodiscard]] net::HttpResponse sign_out(const net::HttpRequest& request);

  // A line for the audit log.
  void record(const net::HttpRequest& request, const Caller& caller, int status,
              std::string detail = {});
  [[nodiscard]] std::string newest_records(std::size_t limit) const { return audit_.newest(limit); }
  // Reads the access file again when it has changed; a bad one is noted and leaves all as it was.
  void look_for_changes();

 private:
  [[nodiscard]] base::Time now() const { return options_.clock->now(); }
  [[nodiscard]] std::optional<net::HttpResponse> wrong_too_often(const std::string& address) const;
  void record_sign_in(const net::HttpRequest& request, int status);

  AccessOptions options_;
  Audit audit_;
  mutable std::mutex mutex_;  // guards all below, and options_.file
  Sessions sessions_;
  RequestLimit request_limit_;
  PasswordLimit password_limit_;
  base::Time looked_at_;
  std::filesystem::file_time_type changed_at_;
};

}  // namespace ohmstead::api
