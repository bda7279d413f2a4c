#include <fmt/format.h>

#include <array>

#include "ohmstead/api/openapi.hpp"
#include "routes.hpp"
#include "schemas.hpp"

namespace ohmstead::api {
namespace {

using schema::Json;

constexpr std::string_view k_style = R"css(
:root{color-scheme:light dark;--ground:#f4f5f1;--card:#fff;--field:#eceee8;--ink:#1b2522;
--ink-quiet:#5a6864;--edge:#dfe3db;--accent:#0f6b5c}
@media (prefers-color-scheme:dark){:root{--ground:#101615;--card:#182120;--field:#223030;
--ink:#e9efec;--ink-quiet:#9fb0ab;--edge:#2c3a39;--accent:#58c9b3}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header,main,footer{max-width:60rem;margin:0 auto;padding:1rem}
h1{margin:.5rem 0 0;font-size:1.6rem}h2{margin:2rem 0 .5rem;font-size:1.2rem}
h3{margin:1rem 0 .25rem;font-size:1rem}
p{margin:.25rem 0}.quiet{color:var(--ink-quiet)}
a{color:var(--accent)}
details{background:var(--card);border:1px solid var(--edge);border-radius:.75rem;margin:.5rem 0;
padding:.6rem 1rem}
summary{cursor:pointer;overflow-wrap:anywhere}summary .quiet{display:block}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
code,pre{font:.9em/1.45 ui-monospace,monospace}
pre{background:var(--field);border-radius:.5rem;padding:.6rem .8rem;white-space:pre-wrap;
overflow-wrap:anywhere;margin:.25rem 0}
.method{display:inline-block;min-width:4.2rem;font-weight:700;color:var(--accent)}
ul{margin:.25rem 0;padding-left:1.2rem}li{margin:.1rem 0;overflow-wrap:anywhere}
)css";

struct Group {
  std::string_view title;
  std::string_view prefix;  // of the paths; the first group that fits has the route
};
constexpr std::array k_groups{Group{"By hand", "/api/v1/overrides"},
                              Group{"Who may ask", "/api/v1/session"},
                              Group{"Who may ask", "/api/v1/audit"},
                              Group{"Other planners", "/optimize"},
                              Group{"This interface", "/docs"},
                              Group{"This interface", "/api/v1/openapi.json"},
                              Group{"The home", "/"}};
constexpr std::array<std::string_view, 8> k_titles{
    "The home",          "By hand",  "Who may ask", "Other planners",
    "Battery Optimizer", "Darkstar", "SmartLoad",   "This interface"};

std::string_view group_of(const Route& route) {
  if (!route.system.empty()) return route.system;
  for (const Group& group : k_groups) {
    if (route.path.starts_with(group.prefix)) return group.title;
  }
  return k_titles.front();
}

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '&')
      safe += "&amp;";
    else if (letter == '<')
      safe += "&lt;";
    else if (letter == '>')
      safe += "&gt;";
    else if (letter == '"')
      safe += "&quot;";
    else
      safe += letter;
  }
  return safe;
}

// "list of Plan", "number, kW", "one of ok, stale".
std::string type_of(const Json& schema) {
  if (schema.contains("$ref")) {
    const auto target = schema["$ref"].get<std::string>();
    const std::string name = target.substr(target.rfind('/') + 1);
    return fmt::format(R"(<a href="#schema-{}">{}</a>)", name, name);
  }
  if (schema.contains("const")) return "always " + escaped(schema["const"].get<std::string>());
  if (schema.contains("enum")) {
    std::string names;
    for (const Json& name : schema["enum"])
      names += (names.empty() ? "" : ", ") + escaped(name.get<std::string>());
    return "one of " + names;
  }
  if (schema.contains("oneOf"))
    return type_of(schema["oneOf"][0]) + ", or " + type_of(schema["oneOf"][1]);
  std::string type = schema.value("type", "anything");
  if (type == "array") return "list of " + type_of(schema["items"]);
  if (schema.contains("format")) type = schema["format"].get<std::string>();
  if (schema.contains("x-unit")) type += ", " + escaped(schema["x-unit"].get<std::string>());
  return type;
}

// The keys of an object, or of the objects in a list.
std::string keys_of(const Json& schema) {
  if (schema.contains("items")) return keys_of(schema["items"]);
  if (schema.contains("oneOf")) return keys_of(schema["oneOf"].back());
  if (!schema.contains("properties") || schema["properties"].empty()) return {};
  std::string html = "<ul>";
  for (const auto& [name, key] : schema["properties"].items()) {
    const Json required = schema.value("required", Json::array());
    const bool is_required = std::find(required.begin(), required.end(), name) != required.end();
    html += fmt::format(R"(<li><code>{}</code> <span class="quiet">{}{}</span>)", escaped(name),
                        type_of(key), is_required ? "" : ", optional");
    if (key.contains("description")) html += " " + escaped(key["description"].get<std::string>());
    html += keys_of(key) + "</li>";
  }
  return html + "</ul>";
}

std::string curl_of(const Route& route, const std::string& address) {
  std::string command = "curl -s";
  if (route.method != "GET") command += fmt::format(" -X {}", route.method);
  if (route.needed) command += " -H 'Authorization: Bearer TOKEN'";
  if (!route.body.empty())
    command += fmt::format(" -d '{}'", route.body_example.empty() ? "{}" : route.body_example);
  return fmt::format("{} '{}{}'", command, address, route.path);
}

std::string entry_of(const Route& route, const std::string& address) {
  std::string html = fmt::format(
      R"(<details><summary><span class="method">{}</span> <code>{}</code><span class="quiet">{}</span></summary>)",
      route.method, escaped(route.path), escaped(route.text));
  html += route.needed
              ? fmt::format("<p>Needs the scope <b>{}</b>.</p>",
                            names_of(*route.needed)[static_cast<std::size_t>(*route.needed)])
              : std::string{"<p>Needs no session or token.</p>"};
  if (!route.parameters.empty()) {
    html += "<h3>Parameters</h3><ul>";
    for (const Parameter& parameter : route.parameters)
      html += fmt::format("<li><code>{}</code> {}</li>", escaped(parameter.name),
                          escaped(parameter.text));
    html += "</ul>";
  }
  const auto named = [](std::string_view name) { return type_of(schema::reference(name)); };
  if (!route.body.empty()) html += fmt::format("<h3>Body</h3><p>{}</p>", named(route.body));
  html += fmt::format("<h3>Answer</h3><p>{} {}</p>", route.status,
                      !route.answer.empty() ? named(route.answer)
                      : route.status == 204 ? std::string{"without a body"}
                                            : std::string{route.content_type});
  return html + fmt::format("<h3>Example</h3><pre><code>{}</code></pre></details>\n",
                            escaped(curl_of(route, address)));
}

}  // namespace

std::string docs_page(const std::string& version, const std::string& address) {
  std::string html = fmt::format(
      R"(<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ohmstead: interface</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>{}</style></head><body>
<header><h1>Ohmstead: interface</h1><p class="quiet">Version {}. Powers are kW, energies kWh, money is the
currency of the home, times are RFC 3339 in UTC. Errors are <a href="#schema-Problem">Problem</a>.
For programs: <a href="/api/v1/openapi.json">OpenAPI 3.1</a>. <a href="/">To the dashboard</a></p></header>
<main>
)",
      k_style, escaped(version));
  for (const std::string_view title : k_titles) {
    html += fmt::format("<h2>{}</h2>\n", title);
    for (const Route& route : routes()) {
      if (group_of(route) == title) html += entry_of(route, address);
    }
  }
  html += "<h2>What is sent</h2>\n";
  for (const auto& [name, schema] : all_schemas()) {
    html += fmt::format(R"(<details id="schema-{}"><summary><b>{}</b></summary>)", name, name);
    if (schema.contains("description"))
      html += fmt::format("<p>{}</p>", escaped(schema["description"].get<std::string>()));
    html += keys_of(schema) + "</details>\n";
  }
  return html + "</main></body></html>\n";
}

}  // namespace ohmstead::api
