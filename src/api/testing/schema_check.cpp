#include "testing/schema_check.hpp"

#include <algorithm>
#include <regex>
#include <set>

namespace ohmstead::api::testing {
namespace {

using Json = nlohmann::json;

class Check {
 public:
  explicit Check(const Json& document) : document_{document} {}

  void look(const Json& value, const Json& schema, const std::string& path) {
    for (const auto& [keyword, wanted] : schema.items()) look_at(keyword, value, schema, path);
    if (schema.contains("properties") && value.is_object()) refuse_others(value, schema, path);
  }
  std::vector<std::string> faults;

 private:
  void add(const std::string& path, const std::string& text) {
    faults.push_back((path.empty() ? "the whole" : path) + ": " + text);
  }

  void look_at(const std::string& keyword, const Json& value, const Json& schema,
               const std::string& path) {
    const Json& wanted = schema[keyword];
    if (keyword == "$ref") {
      const auto target = wanted.get<std::string>();
      look(value, document_.at(Json::json_pointer{target.substr(1)}), path);
    } else if (keyword == "type") {
      if (!is_of_type(value, wanted.get<std::string>()))
        add(path, "is no " + wanted.get<std::string>());
    } else if (keyword == "const") {
      if (value != wanted) add(path, "is not " + wanted.dump());
    } else if (keyword == "enum") {
      if (std::find(wanted.begin(), wanted.end(), value) == wanted.end())
        add(path, value.dump() + " is none of " + wanted.dump());
    } else if (keyword == "oneOf") {
      const auto fits = std::count_if(wanted.begin(), wanted.end(), [&](const Json& each) {
        Check alone{document_};
        alone.look(value, each, path);
        return alone.faults.empty();
      });
      if (fits != 1) add(path, "fits " + std::to_string(fits) + " of its forms");
    } else if (keyword == "properties" || keyword == "required" || keyword == "items") {
      look_inside(keyword, value, wanted, path);
    } else if (keyword == "additionalProperties" && wanted.is_object()) {
      for (const auto& [key, each] : value.items())
        look(each, wanted, path.empty() ? key : path + "." + key);
    } else if (keyword == "format") {
      look_at_format(value, wanted.get<std::string>(), path);
    } else if (!look_at_size(keyword, value, wanted, path)) {
      static const std::set<std::string> k_words{
          "description", "title", "default", "x-unit", "additionalProperties", "patternProperties"};
      if (!k_words.contains(keyword)) add(path, "the schema's word '" + keyword + "' is unknown");
    }
  }

  void look_inside(const std::string& keyword, const Json& value, const Json& wanted,
                   const std::string& path) {
    if (keyword == "items") {
      for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
        look(value[i], wanted, path + "[" + std::to_string(i) + "]");
    } else if (value.is_object() && keyword == "required") {
      for (const Json& key : wanted)
        if (!value.contains(key)) add(path, "lacks " + key.get<std::string>());
    } else if (value.is_object()) {
      for (const auto& [key, schema] : wanted.items())
        if (value.contains(key)) look(value[key], schema, path.empty() ? key : path + "." + key);
    }
  }

  bool look_at_size(const std::string& keyword, const Json& value, const Json& wanted,
                    const std::string& path) {
    const double number = value.is_number() ? value.get<double>() : 0.0;
    if (keyword == "minimum") {
      if (value.is_number() && number < wanted.get<double>()) add(path, "is too small");
    } else if (keyword == "exclusiveMinimum") {
      if (value.is_number() && number <= wanted.get<double>()) add(path, "is too small");
    } else if (keyword == "maximum") {
      if (value.is_number() && number > wanted.get<double>()) add(path, "is too large");
    } else if (keyword == "minItems") {
      if (value.is_array() && value.size() < wanted.get<std::size_t>()) add(path, "is too short");
    } else {
      return false;
    }
    return true;
  }

  void look_at_format(const Json& value, const std::string& format, const std::string& path) {
    if (!value.is_string()) return;
    const bool is_day = format == "date";
    static const std::regex k_day{R"(\d{4}-\d\d-\d\d)"};
    static const std::regex k_time{R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"};
    if (!is_day && format != "date-time") return add(path, "the format is unknown: " + format);
    if (!std::regex_match(value.get<std::string>(), is_day ? k_day : k_time))
      add(path, value.dump() + " is no " + format);
  }

  void refuse_others(const Json& value, const Json& schema, const std::string& path) {
    const Json patterns = schema.value("patternProperties", Json::object());
    for (const auto& [key, each] : value.items()) {
      if (schema["properties"].contains(key)) continue;
      bool is_known = false;
      for (const auto& [pattern, wanted] : patterns.items()) {
        if (!std::regex_search(key, std::regex{pattern})) continue;
        is_known = true;
        look(each, wanted, path.empty() ? key : path + "." + key);
      }
      if (!is_known) add(path, "'" + key + "' is not in the schema");
    }
  }

  static bool is_of_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "null") return value.is_null();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number_integer();
    if (type == "null") return value.is_null();
    return type == "number" && value.is_number();
  }

  const Json& document_;
};

}  // namespace

std::vector<std::string> schema_faults(const Json& value, const Json& schema,
                                       const Json& document) {
  Check check{document};
  check.look(value, schema, "");
  return check.faults;
}

}  // namespace ohmstead::api::testing
