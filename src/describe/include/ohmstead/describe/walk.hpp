// The one template of field tables: hands every member of a struct to a Visitor.
//
//   walk(battery, visitor);   // needs fields_of(const Battery*)
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <type_traits>
#include <utility>

#include "ohmstead/base/number_or.hpp"
#include "ohmstead/base/per_slot.hpp"
#include "ohmstead/describe/visitor.hpp"

namespace ohmstead::describe {

template <class Struct>
void walk(Struct& object, Visitor& visitor);

// How a class that is not a plain struct looks in a file: specialise it with
//   struct Form { ... };  with a field table,
//   static Form to_form(const T&);  static T from_form(const Form&);
template <class T>
struct Wire;

template <class T>
concept HasWire = requires(const T& value) { Wire<T>::to_form(value); };

namespace detail {

template <class T>
struct is_quantity : std::false_type {};
template <class D>
struct is_quantity<base::Quantity<D>> : std::true_type {};

template <class T>
class StructFace final : public ObjectFace {
 public:
  explicit StructFace(T& object) : object_{&object} {}
  void walk(Visitor& visitor) override { describe::walk(*object_, visitor); }

 private:
  T* object_;
};

template <class T>
class VectorFace final : public ListFace {
 public:
  explicit VectorFace(std::vector<T>& items) : items_{&items} {}
  [[nodiscard]] std::size_t size() const override { return items_->size(); }
  void resize(std::size_t count) override { items_->resize(count); }
  void walk_element(std::size_t index, Visitor& visitor) override {
    describe::walk((*items_)[index], visitor);
  }
  void walk_default(Visitor& visitor) override {
    T element{};
    describe::walk(element, visitor);
  }

 private:
  std::vector<T>* items_;
};

inline void visit_value(const FieldFacts& f, double& value, Visitor& v) { v.number(f, value); }
inline void visit_value(const FieldFacts& f, bool& value, Visitor& v) { v.flag(f, value); }
inline void visit_value(const FieldFacts& f, std::int64_t& value, Visitor& v) {
  v.integer(f, value);
}
inline void visit_value(const FieldFacts& f, std::string& value, Visitor& v) { v.text(f, value); }
inline void visit_value(const FieldFacts& f, base::Time& value, Visitor& v) { v.instant(f, value); }

inline void visit_value(const FieldFacts& f, base::Seconds& value, Visitor& v) {
  std::int64_t count = value.count();
  v.integer(f, count);
  value = base::Seconds{count};
}

template <class D>
void visit_value(const FieldFacts& f, base::Quantity<D>& value, Visitor& v) {
  v.number(f, value.raw());
}

template <class Q>
void visit_value(const FieldFacts& f, base::Series<Q>& value, Visitor& v) {
  v.series(f, value.raw());
}

template <class Q>
void visit_value(const FieldFacts& f, base::PerSlot<Q>& value, Visitor& v) {
  const bool is_required = f.presence == Presence::required;
  if (is_required || v.enter_optional(f, value.has_value())) v.series(f, value.values().raw());
}

inline void visit_value(const FieldFacts& f, std::vector<std::int64_t>& values, Visitor& v) {
  v.integers(f, values);
}

inline void visit_value(const FieldFacts& f, std::vector<std::string>& values, Visitor& v) {
  v.texts(f, values);
}

template <class T>
  requires std::is_enum_v<T>
void visit_value(const FieldFacts& f, T& value, Visitor& v) {
  static constexpr auto k_names = names_of(T{});
  auto index = static_cast<std::size_t>(value);
  v.choice(f, k_names, index);
  value = static_cast<T>(index);
}

template <class T>
  requires std::is_class_v<T>
void visit_value(const FieldFacts& f, std::vector<T>& items, Visitor& v) {
  VectorFace<T> face{items};
  v.list(f, face);
}

template <class Q, class Point>
void visit_value(const FieldFacts& f, base::NumberOr<Q, Point>& value, Visitor& v) {
  VectorFace<Point> face{value.points()};
  v.number_or_list(f, value.number().raw(), face);
}

template <HasWire T>
void visit_value(const FieldFacts& f, T& value, Visitor& v) {
  auto form = Wire<T>::to_form(value);
  StructFace<decltype(form)> face{form};
  v.object(f, face);
  value = Wire<T>::from_form(form);
}

template <class T>
  requires(std::is_class_v<T> && !HasWire<T>)
void visit_value(const FieldFacts& f, T& object, Visitor& v) {
  StructFace<T> face{object};
  v.object(f, face);
}

template <class T>
void visit_value(const FieldFacts& f, std::optional<T>& value, Visitor& v) {
  if (!v.enter_optional(f, value.has_value())) return;
  if (!value) value.emplace();
  visit_value(f, *value, v);
}

}  // namespace detail

template <class Struct>
void walk(Struct& object, Visitor& visitor) {
  std::apply(
      [&](const auto&... each) {
        (detail::visit_value(each.facts, object.*(each.member), visitor), ...);
      },
      fields_of(static_cast<const Struct*>(nullptr)));
}

}  // namespace ohmstead::describe
