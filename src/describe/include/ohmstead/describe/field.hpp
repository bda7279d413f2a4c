// Field tables: each configuration or interface struct says once what its fields are called, mean
// and may hold; reader, writer, JSON Schema and reference page all follow from that table.
//
// A struct gets a table by a constexpr function found by argument-dependent lookup:
//
//   constexpr auto fields_of(const Battery*) {
//     return std::make_tuple(
//         field("capacity_kwh", &Battery::capacity, "usable energy when full", above(0.0)),
//         field("wear_per_kwh", &Battery::wear, "cost of one kWh discharged", at_least(0.0),
//         optional));
//   }
//
// An enum gets its names by `constexpr auto names_of(Mode) -> std::array<std::string_view, N>`, in
// the order of its values, which count from 0. walk() hands every field to a Visitor. Members may
// be double or any Quantity, bool, int64, std::string, Time, Seconds, enums, Series, vectors of
// structs, nested structs, NumberOr (a number or such a vector), and std::optional of those. Thread
// rule: tables are constants.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <tuple>

namespace ohmstead::describe {

struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool is_low_excluded = false;
};

constexpr Range above(double low) { return {low, std::numeric_limits<double>::infinity(), true}; }
constexpr Range at_least(double low) {
  return {low, std::numeric_limits<double>::infinity(), false};
}
constexpr Range between(double low, double high) { return {low, high, false}; }
// Above `low`, at most `high`: the range of an efficiency.
constexpr Range within(double low, double high) { return {low, high, true}; }

enum class Presence { required, optional };
constexpr Presence required = Presence::required;
constexpr Presence optional = Presence::optional;

struct FieldFacts {
  std::string_view key;   // as in the file; a number's key ends with its unit
  std::string_view text;  // one phrase for people
  Range range;
  Presence presence = Presence::required;
};

template <class Struct, class Member>
struct Field {
  FieldFacts facts;
  Member Struct::* member;
};

template <class Struct, class Member>
constexpr Field<Struct, Member> field(std::string_view key, Member Struct::* member,
                                      std::string_view text, Range range = {},
                                      Presence presence = required) {
  return {{key, text, range, presence}, member};
}

template <class Struct, class Member>
constexpr Field<Struct, Member> field(std::string_view key, Member Struct::* member,
                                      std::string_view text, Presence presence) {
  return {{key, text, Range{}, presence}, member};
}

}  // namespace ohmstead::describe
