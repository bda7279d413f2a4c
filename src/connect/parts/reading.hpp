// The careful look at an answer's JSON: what is missing or of the wrong kind becomes a problem with
// its path, and reading goes on, so that all of them are told at once.
//
// Numbers may be written as texts ("0.0799"), as several services do; null is "no value" and no
// problem. Thread rule: one thread.
//
//   const Result<Node> tree = parse_answer("Nord Pool", answer.text);
//   Reading in{"Nord Pool", *tree};
//   if (const Node* rows = in.list(*tree, "", "data")) ...
//   if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/base/time.hpp"
#include "ohmstead/describe/node.hpp"
#include "ohmstead/describe/problems.hpp"

namespace ohmstead::connect {

// Fails with one sentence for what is no JSON, such as an error page or half an answer.
[[nodiscard]] base::Result<describe::Node> parse_answer(const std::string& who,
                                                        const std::string& text);

// The node at a JSON pointer (RFC 6901) such as /data/0/price; null when there is none.
[[nodiscard]] const describe::Node* find_pointer(const describe::Node& root,
                                                 std::string_view pointer);
[[nodiscard]] bool is_pointer(std::string_view text);

// Whether a member is there and has a value.
[[nodiscard]] bool has_value(const describe::Node& map, std::string_view key);

// Of an instant as services write it: RFC 3339, also without seconds, or with an offset like +1100.
[[nodiscard]] std::optional<base::Time> read_instant(const std::string& text);

class Reading {
 public:
  Reading(std::string who, const describe::Node& root) : problems{std::move(who), root} {}

  // A member of `map`, which stands at `path`; a problem when it is not there.
  const describe::Node* member(const describe::Node& map, const std::string& path,
                               std::string_view key);
  const describe::Node* list(const describe::Node& map, const std::string& path,
                             std::string_view key);
  const describe::Node* map(const describe::Node& map, const std::string& path,
                            std::string_view key);
  // Nothing for null, without a problem.
  std::optional<double> number(const describe::Node& node, const std::string& path);
  std::optional<double> number(const describe::Node& map, const std::string& path,
                               std::string_view key);
  // Nothing when it is not there; null counts as not there.
  std::optional<double> number_if_any(const describe::Node& map, const std::string& path,
                                      std::string_view key);
  std::optional<base::Time> instant(const describe::Node& node, const std::string& path);
  std::optional<base::Time> instant(const describe::Node& map, const std::string& path,
                                    std::string_view key);
  // Seconds, or milliseconds, since 1970.
  std::optional<base::Time> epoch(const describe::Node& node, const std::string& path);
  std::optional<base::Time> epoch(const describe::Node& map, const std::string& path,
                                  std::string_view key);
  std::string text(const describe::Node& map, const std::string& path, std::string_view key);
  // A problem unless the member is there and is `wanted`, in any case of letters and spaces.
  void expect_text(const describe::Node& map, const std::string& path, std::string_view key,
                   std::string_view wanted);

  describe::Problems problems;
};

}  // namespace ohmstead::connect
