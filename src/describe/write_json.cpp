#include <cmath>
#include <nlohmann/json.hpp>

#include "ohmstead/describe/write.hpp"

namespace ohmstead::describe {
namespace {

using Json = nlohmann::ordered_json;

Json number_json(double value) {
  base::expect(std::isfinite(value), "only finite numbers can be written");
  constexpr double k_exact_integers = 9007199254740992.0;  // 2^53
  const bool is_whole = value == std::floor(value) && std::abs(value) < k_exact_integers;
  if (is_whole && !(value == 0.0 && std::signbit(value)))
    return Json(static_cast<std::int64_t>(value));
  return Json(value);
}

class JsonWriter final : public Visitor {
 public:
  bool enter_optional(const FieldFacts&, bool is_present) override { return is_present; }
  void number(const FieldFacts& facts, double& value) override { put(facts, number_json(value)); }
  void integer(const FieldFacts& facts, std::int64_t& value) override { put(facts, value); }
  void flag(const FieldFacts& facts, bool& value) override { put(facts, value); }
  void text(const FieldFacts& facts, std::string& value) override { put(facts, value); }
  void instant(const FieldFacts& facts, base::Time& value) override {
    put(facts, base::format_time(value));
  }

  void choice(const FieldFacts& facts, std::span<const std::string_view> names,
              std::size_t& index) override {
    put(facts, std::string{names[index]});
  }

  void series(const FieldFacts& facts, std::vector<double>& values) override {
    const bool is_constant =
        !values.empty() && std::all_of(values.begin(), values.end(), [&](double v) {
          return v == values.front() && std::signbit(v) == std::signbit(values.front());
        });
    if (is_constant) return put(facts, number_json(values.front()));
    Json items = Json::array();
    for (const double value : values) items.push_back(number_json(value));
    put(facts, std::move(items));
  }

  void integers(const FieldFacts& facts, std::vector<std::int64_t>& values) override {
    put(facts, values);
  }

  void texts(const FieldFacts& facts, std::vector<std::string>& values) override {
    put(facts, values);
  }

  void object(const FieldFacts& facts, ObjectFace& object) override {
    JsonWriter inner;
    object.walk(inner);
    put(facts, inner.take());
  }

  void list(const FieldFacts& facts, ListFace& list) override {
    Json items = Json::array();
    for (std::size_t i = 0; i < list.size(); ++i) {
      JsonWriter inner;
      list.walk_element(i, inner);
      items.push_back(inner.take());
    }
    put(facts, std::move(items));
  }

  void number_or_list(const FieldFacts& facts, double& value, ListFace& points) override {
    if (points.size() == 0) return number(facts, value);
    list(facts, points);
  }

  Json take() { return std::move(document_); }

 private:
  template <class T>
  void put(const FieldFacts& facts, T&& value) {
    document_[std::string{facts.key}] = std::forward<T>(value);
  }

  Json document_ = Json::object();
};

}  // namespace

std::string write_json_object(ObjectFace& object, JsonStyle style) {
  JsonWriter writer;
  object.walk(writer);
  return writer.take().dump(style == JsonStyle::compact ? -1 : 2);
}

}  // namespace ohmstead::describe
