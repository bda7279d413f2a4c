#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "ohmstead/describe/write.hpp"

namespace ohmstead::describe {
namespace {

using Json = nlohmann::ordered_json;

// The unit that a key's ending names.
std::string_view unit_of(std::string_view key) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> k_units{
      {{"_per_kwh", "money/kWh"},
       {"_per_mwh", "money/MWh"},
       {"_per_kw", "money/kW"},
       {"_per_kwh_h", "money/(kWh h)"},
       {"_kwh", "kWh"},
       {"_kw", "kW"},
       {"_pct", "%"},
       {"_c", "degC"},
       {"_s", "s"},
       {"_h", "h"},
       {"_min", "min"},
       {"_w", "W"}}};
  std::string_view best;
  std::size_t best_length = 0;
  for (const auto& [ending, unit] : k_units) {
    if (key.ends_with(ending) && ending.size() > best_length) {
      best = unit;
      best_length = ending.size();
    }
  }
  return best;
}

class SchemaWriter final : public Visitor {
 public:
  SchemaWriter(const FindFieldWords& words, std::string path)
      : words_{&words}, path_{std::move(path)} {}

  bool enter_optional(const FieldFacts&, bool) override {
    is_optional_ = true;
    return true;
  }

  void number(const FieldFacts& facts, double& value) override {
    Json schema = number_schema(facts, "number");
    put_default(facts, schema, value);
    put(facts, std::move(schema));
  }
  void integer(const FieldFacts& facts, std::int64_t& value) override {
    Json schema = number_schema(facts, "integer");
    put_default(facts, schema, value);
    put(facts, std::move(schema));
  }
  void flag(const FieldFacts& facts, bool& value) override {
    Json schema{{"type", "boolean"}};
    put_default(facts, schema, value);
    put(facts, std::move(schema));
  }
  void text(const FieldFacts& facts, std::string& value) override {
    Json schema{{"type", "string"}};
    if (!value.empty()) put_default(facts, schema, value);
    put(facts, std::move(schema));
  }
  void instant(const FieldFacts& facts, base::Time&) override {
    put(facts, Json{{"type", "string"}, {"format", "date-time"}});
  }
  void choice(const FieldFacts& facts, std::span<const std::string_view> names,
              std::size_t& index) override {
    Json schema{{"type", "string"}, {"enum", std::vector<std::string>(names.begin(), names.end())}};
    put_default(facts, schema, std::string{names[index]});
    put(facts, std::move(schema));
  }
  void series(const FieldFacts& facts, std::vector<double>&) override {
    Json one = number_schema(facts, "number");
    put(facts, Json{{"oneOf", Json::array({one, Json{{"type", "array"}, {"items", one}}})}});
  }
  void integers(const FieldFacts& facts, std::vector<std::int64_t>&) override {
    put(facts, Json{{"type", "array"}, {"items", number_schema(facts, "integer")}});
  }
  void texts(const FieldFacts& facts, std::vector<std::string>&) override {
    put(facts, Json{{"type", "array"}, {"items", Json{{"type", "string"}}}});
  }
  void object(const FieldFacts& facts, ObjectFace& object) override {
    SchemaWriter inner = inside(facts);
    const bool was_optional = std::exchange(is_optional_, false);
    object.walk(inner);
    is_optional_ = was_optional;
    put(facts, inner.take());
  }
  void list(const FieldFacts& facts, ListFace& list) override {
    SchemaWriter inner = inside(facts);
    list.walk_default(inner);
    put(facts, Json{{"type", "array"}, {"items", inner.take()}});
  }

  void number_or_list(const FieldFacts& facts, double& value, ListFace& list) override {
    SchemaWriter inner = inside(facts);
    list.walk_default(inner);
    const Json points{{"type", "array"}, {"minItems", 1}, {"items", inner.take()}};
    Json schema{{"oneOf", Json::array({number_schema(facts, "number"), points})}};
    put_default(facts, schema, value);
    put(facts, std::move(schema));
  }

  Json take() {
    Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", properties_}};
    if (!required_.empty()) schema["required"] = required_;
    return schema;
  }

 private:
  [[nodiscard]] std::string path_of(const FieldFacts& facts) const {
    return path_.empty() ? std::string{facts.key} : path_ + '.' + std::string{facts.key};
  }
  [[nodiscard]] SchemaWriter inside(const FieldFacts& facts) const {
    return {*words_, path_of(facts)};
  }

  static Json number_schema(const FieldFacts& facts, const char* type) {
    Json schema{{"type", type}};
    if (std::isfinite(facts.range.low)) {
      schema[facts.range.is_low_excluded ? "exclusiveMinimum" : "minimum"] = facts.range.low;
    }
    if (std::isfinite(facts.range.high)) schema["maximum"] = facts.range.high;
    if (const auto unit = unit_of(facts.key); !unit.empty()) schema["x-unit"] = std::string{unit};
    return schema;
  }

  template <class T>
  void put_default(const FieldFacts& facts, Json& schema, const T& value) const {
    if (facts.presence == Presence::optional && !is_optional_) schema["default"] = value;
  }

  void put(const FieldFacts& facts, Json schema) {
    const auto words = *words_ ? (*words_)(path_of(facts)) : std::nullopt;
    if (words) schema["title"] = std::string{words->label};
    schema["description"] = std::string{words ? words->text : facts.text};
    properties_[std::string{facts.key}] = std::move(schema);
    if (facts.presence == Presence::required && !is_optional_) required_.emplace_back(facts.key);
    is_optional_ = false;
  }

  const FindFieldWords* words_;
  std::string path_;  // of the object; empty: the whole
  Json properties_ = Json::object();
  std::vector<std::string> required_;
  bool is_optional_ = false;
};

}  // namespace

std::string write_schema_object(ObjectFace& object, std::string_view title,
                                const FindFieldWords& words) {
  SchemaWriter writer{words, {}};
  object.walk(writer);
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"title", std::string{title}}};
  schema.update(writer.take());
  return schema.dump(2) + "\n";
}

}  // namespace ohmstead::describe
