// What a walker sees of a struct: one call per field, in the order of its table.
//
// A walker (reader, writer, schema, reference page) is an ordinary class in a .cpp file; the
// template that calls it (walk.hpp) is small. Walkers that only look must not change the values.
// Thread rule: one visitor, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/describe/field.hpp"

namespace ohmstead::describe {

class Visitor;

// A nested struct.
class ObjectFace {
 public:
  virtual ~ObjectFace() = default;
  virtual void walk(Visitor& visitor) = 0;
};

// A list of structs. walk_element gives the element at `index`; for schema and docs walk_default
// gives a default-made one.
class ListFace {
 public:
  virtual ~ListFace() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  virtual void resize(std::size_t count) = 0;
  virtual void walk_element(std::size_t index, Visitor& visitor) = 0;
  virtual void walk_default(Visitor& visitor) = 0;
};

class Visitor {
 public:
  virtual ~Visitor() = default;

  // Called before an optional member: whether to make and visit it. `is_present` is its state now.
  virtual bool enter_optional(const FieldFacts& facts, bool is_present) = 0;

  virtual void number(const FieldFacts& facts, double& value) = 0;
  virtual void integer(const FieldFacts& facts, std::int64_t& value) = 0;
  virtual void flag(const FieldFacts& facts, bool& value) = 0;
  virtual void text(const FieldFacts& facts, std::string& value) = 0;
  virtual void instant(const FieldFacts& facts, base::Time& value) = 0;
  virtual void choice(const FieldFacts& facts, std::span<const std::string_view> names,
                      std::size_t& index) = 0;
  // One value per slot; a single number stands for a constant.
  virtual void series(const FieldFacts& facts, std::vector<double>& values) = 0;
  virtual void integers(const FieldFacts& facts, std::vector<std::int64_t>& values) = 0;
  virtual void texts(const FieldFacts& facts, std::vector<std::string>& values) = 0;
  virtual void object(const FieldFacts& facts, ObjectFace& object) = 0;
  virtual void list(const FieldFacts& facts, ListFace& list) = 0;
  // Either form; a list without elements says that it is a number.
  virtual void number_or_list(const FieldFacts& facts, double& value, ListFace& list) = 0;
};

}  // namespace ohmstead::describe
