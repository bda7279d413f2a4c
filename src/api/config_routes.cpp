#include "config_routes.hpp"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "asked_language.hpp"
#include "ohmstead/describe/edit_yaml.hpp"
#include "ohmstead/describe/node.hpp"

namespace ohmstead::api {
namespace {

using Json = nlohmann::ordered_json;
using net::HttpRequest;
using net::HttpResponse;

constexpr std::size_t k_most_changes = 200;

// Changes with the text, so that nobody overwrites what he has not seen.
std::string version_of(const std::string& text) {
  return fmt::format("{:016x}", std::hash<std::string>{}(text));
}

// A line "site.yaml:7:3: path: what" as its parts; other lines are texts alone.
Json problem_json(std::string line, const std::string& file) {
  Json json = Json::object();
  if (line.starts_with(file + ':')) line.erase(0, file.size() + 1);
  const auto take_number = [&](const char* key) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
    const auto length = static_cast<std::size_t>(end - line.data());
    if (error != std::errc{} || length >= line.size() || line[length] != ':') return;
    json[key] = value;
    line.erase(0, length + 1);
  };
  take_number("line");
  if (json.contains("line")) take_number("column");
  line.erase(0, line.find_first_not_of(' '));
  if (const std::size_t colon = line.find(": "); colon != std::string::npos) {
    json["path"] = line.substr(0, colon);
    line.erase(0, colon + 2);
  }
  json["text"] = line;
  return json;
}

Json problems_json(const std::string& text, const std::string& file) {
  Json all = Json::array();
  const auto site = home::read_site(text, file);
  if (site) return all;
  std::size_t from = 0;
  const std::string& message = site.error().message;
  while (from < message.size()) {
    const std::size_t end = std::min(message.find('\n', from), message.size());
    if (end > from) all.push_back(problem_json(message.substr(from, end - from), file));
    from = end + 1;
  }
  return all;
}

// The body as an object; or the refusal.
base::Result<Json> read_body(const HttpRequest& request) {
  if (const auto readable = describe::parse_json(request.body, "body"); !readable)
    return tl::unexpected{readable.error()};
  Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object())
    return base::fail(base::ErrorKind::invalid_input, "the body must be a JSON object");
  return body;
}

// What a body must hold and may not, all problems at once.
class Checked {
 public:
  explicit Checked(const Json& body) : body_{body} {}

  void text(const char* key, const char* what, bool is_needed = true) {
    known_.insert(key);
    if (!body_.contains(key)) {
      if (is_needed) add(fmt::format("{}: {} is missing", key, what));
    } else if (!body_[key].is_string()) {
      add(fmt::format("{}: {} is a text", key, what));
    }
  }
  void changes() {
    known_.insert("changes");
    if (!body_.contains("changes") || !body_["changes"].is_array())
      return add("changes: a list of {path, value} is missing");
    if (body_["changes"].size() > k_most_changes)
      return add(fmt::format("changes: at most {}", k_most_changes));
    for (std::size_t i = 0; i < body_["changes"].size(); ++i) {
      const Json& change = body_["changes"][i];
      const bool has_path =
          change.is_object() && change.contains("path") && change["path"].is_string();
      if (!has_path) add(fmt::format("changes[{}].path: the path as a text is missing", i));
      if (!change.is_object() || !change.contains("value"))
        add(fmt::format("changes[{}].value: is missing; null takes the path out", i));
    }
  }
  // The refusal, if there is one.
  std::optional<HttpResponse> refusal() {
    for (const auto& [key, value] : body_.items())
      if (!known_.contains(key)) add(key + ": is not known here");
    if (problems_.empty()) return std::nullopt;
    return net::problem(400, problems_);
  }

 private:
  void add(const std::string& problem) { problems_ += (problems_.empty() ? "" : "\n") + problem; }

  const Json& body_;
  std::set<std::string, std::less<>> known_;
  std::string problems_;
};

HttpResponse show(const Service& service, const std::string& text) {
  Json json{{"file", service.config.file},
            {"text", text},
            {"version", version_of(text)},
            {"can_write", service.config.why_not_written.empty()}};
  if (!service.config.why_not_written.empty()) json["why_not"] = service.config.why_not_written;
  return {.body = json.dump()};
}

// Each change where it fits; those that do not are problems with their path.
HttpResponse edit(const Service& service, const HttpRequest& request, const std::string& before) {
  const auto body = read_body(request);
  if (!body) return net::problem(400, body.error().message);
  Checked checked{*body};
  checked.changes();
  checked.text("text", "the site file", false);
  if (auto refusal = checked.refusal()) return *refusal;
  std::string text = body->value("text", before);
  Json refused = Json::array();
  for (const Json& change : (*body)["changes"]) {
    const std::string path = change["path"];
    const auto made = change["value"].is_null()
                          ? describe::remove_yaml(text, path)
                          : describe::set_yaml(text, path, change["value"].dump());
    if (made)
      text = *made;
    else
      refused.push_back({{"path", path}, {"text", made.error().message}});
  }
  Json problems = problems_json(text, service.config.file);
  problems.insert(problems.end(), refused.begin(), refused.end());
  return {.body = Json{{"text", text},
                       {"problems", std::move(problems)},
                       {"diff", describe::unified_diff(before, text)}}
                      .dump()};
}

HttpResponse write(const Service& service, const HttpRequest& request, const std::string& before) {
  if (!service.config.why_not_written.empty())
    return net::problem(409, service.config.why_not_written);
  const auto body = read_body(request);
  if (!body) return net::problem(400, body.error().message);
  Checked checked{*body};
  checked.text("text", "the site file");
  checked.text("version", "what the file was read as");
  if (auto refusal = checked.refusal()) return *refusal;
  const std::string text = (*body)["text"];
  if ((*body)["version"] != version_of(before))
    return net::problem(409, "version: the site file has changed since it was read; read it again");
  if (const auto site = home::read_site(text, service.config.file); !site)
    return net::problem(422, site.error().message);
  if (const auto done = service.config.write(text); !done)
    return net::problem(done.error().kind == base::ErrorKind::invalid_input ? 422 : 507,
                        done.error().message);
  return {.body = Json{{"version", version_of(text)}}.dump()};
}

}  // namespace

std::optional<HttpResponse> answer_config(const Service& service, const HttpRequest& request) {
  if (!request.path.starts_with("/api/v1/config")) return std::nullopt;
  if (request.path == "/api/v1/config/schema") {
    const home::Language language = language_of(request, service.site);
    return HttpResponse{.body = home::site_schema(language)};
  }
  if (!service.config.read) return net::problem(404, "this service has no site file");
  const auto text = service.config.read();
  if (!text) return net::problem(503, text.error().message);
  if (request.path == "/api/v1/config") {
    return request.method == "PUT" ? write(service, request, *text) : show(service, *text);
  }
  if (request.path == "/api/v1/config/edit") return edit(service, request, *text);
  if (request.path != "/api/v1/config/check") return std::nullopt;
  const auto body = read_body(request);
  if (!body) return net::problem(400, body.error().message);
  Checked checked{*body};
  checked.text("text", "the site file");
  if (auto refusal = checked.refusal()) return refusal;
  const std::string wanted = (*body)["text"];
  return HttpResponse{.body = Json{{"problems", problems_json(wanted, service.config.file)},
                                   {"diff", describe::unified_diff(*text, wanted)}}
                                  .dump()};
}

}  // namespace ohmstead::api
