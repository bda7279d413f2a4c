// Collects everything that is wrong with a document, so that people mend it in one go.
//
// A problem has a path such as `batteries[0].capacity_kwh`; its place in the file is looked up in
// the tree. The message of one problem reads `file:line:column: path: what is wrong` (line and
// column only where the format has them). Thread rule: one thread.
//
//   Problems problems{"site.yaml", tree};
//   problems.add("batteries[0].soc_kwh", "12 is above capacity_kwh 10");
//   if (!problems.is_empty()) return problems.to_error();
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/describe/node.hpp"

namespace ohmstead::describe {

class Problems {
 public:
  // `root` must outlive this object. Its doubled keys are problems from the start.
  Problems(std::string file, const Node& root);

  // A second problem at the same path is dropped: the first is the cause. Beyond 100 they are
  // counted.
  void add(std::string_view path, std::string_view message);
  // A problem of the key at the end of `path` rather than of its value.
  void add_about_key(std::string_view path, std::string_view message);
  // Whether there is a problem at `path` or anywhere below it.
  [[nodiscard]] bool has_below(std::string_view path) const;
  // Whether there is a problem at `path`, below it, or at anything that contains it.
  [[nodiscard]] bool has_about(std::string_view path) const;
  [[nodiscard]] bool is_empty() const { return lines_.empty(); }
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
  // All lines in the order of the file, joined by newlines, as one invalid_input.
  [[nodiscard]] base::Error to_error() const;

 private:
  struct Place {
    int line = 0;
    int column = 0;
  };
  [[nodiscard]] Place find_place(std::string_view path, bool is_about_key) const;
  void add_at(std::string_view path, Place place, std::string_view message);

  std::string file_;
  const Node* root_;
  std::vector<std::string> lines_;
  std::vector<std::string> paths_;  // [i] belongs to lines_[i]
  std::vector<Place> places_;
  std::size_t more_ = 0;  // problems beyond the limit
};

// "site" + "name" -> "site.name"; an empty parent gives the key alone.
[[nodiscard]] std::string join_path(std::string_view parent, std::string_view key);
[[nodiscard]] std::string join_path(std::string_view parent, std::size_t index);

// The candidate that looks most like `word`, or empty when none is near.
[[nodiscard]] std::string nearest(std::string_view word,
                                  const std::vector<std::string_view>& candidates);

}  // namespace ohmstead::describe
