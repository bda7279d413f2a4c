#include <fmt/format.h>

#include <cctype>
#include <cmath>

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/describe/write.hpp"

namespace ohmstead::describe {
namespace {

std::string range_cell(const Range& range) {
  const bool has_low = std::isfinite(range.low), has_high = std::isfinite(range.high);
  const std::string low =
      has_low ? fmt::format("{} {}", range.is_low_excluded ? ">" : ">=", range.low) : "";
  const std::string high = has_high ? fmt::format("<= {}", range.high) : "";
  if (has_low && has_high && !range.is_low_excluded)
    return fmt::format("{} to {}", range.low, range.high);
  return has_low && has_high ? low + ", " + high : low + high;
}

// One table for this struct; the tables of nested structs follow it.
class ReferenceWriter final : public Visitor {
 public:
  explicit ReferenceWriter(std::string path) : path_{std::move(path)} {}

  bool enter_optional(const FieldFacts&, bool) override {
    is_optional_ = true;
    return true;
  }
  void number(const FieldFacts& facts, double& value) override {
    row(facts, "number", fmt::format("{}", value));
  }
  void integer(const FieldFacts& facts, std::int64_t& value) override {
    row(facts, "whole number", fmt::format("{}", value));
  }
  void flag(const FieldFacts& facts, bool& value) override {
    row(facts, "true / false", value ? "true" : "false");
  }
  void text(const FieldFacts& facts, std::string& value) override { row(facts, "text", value); }
  void instant(const FieldFacts& facts, base::Time&) override { row(facts, "time (RFC 3339)", ""); }
  void choice(const FieldFacts& facts, std::span<const std::string_view> names,
              std::size_t& index) override {
    row(facts, fmt::format("{}", fmt::join(names, " / ")), std::string{names[index]});
  }
  void series(const FieldFacts& facts, std::vector<double>& values) override {
    row(facts, "number, or one per slot", values.size() == 1 ? fmt::format("{}", values[0]) : "");
  }
  void integers(const FieldFacts& facts, std::vector<std::int64_t>&) override {
    row(facts, "list of whole numbers", "");
  }
  void texts(const FieldFacts& facts, std::vector<std::string>&) override {
    row(facts, "list of texts", "");
  }
  void object(const FieldFacts& facts, ObjectFace& object) override {
    ReferenceWriter inner{join_path(path_, facts.key)};
    row(facts, "map, see below", "");
    object.walk(inner);
    sections_ += inner.section(facts.text);
  }
  void list(const FieldFacts& facts, ListFace& list) override {
    ReferenceWriter inner{join_path(path_, facts.key) + "[]"};
    row(facts, "list of maps, see below", "");
    list.walk_default(inner);
    sections_ += inner.section(facts.text);
  }

  void number_or_list(const FieldFacts& facts, double& value, ListFace& list) override {
    ReferenceWriter inner{join_path(path_, facts.key) + "[]"};
    row(facts, "number, or list of maps, see below", fmt::format("{}", value));
    list.walk_default(inner);
    sections_ += inner.section(facts.text);
  }

  [[nodiscard]] std::string section(std::string_view text) const {
    std::string sentence{text};
    if (!sentence.empty())
      sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
    return fmt::format("\n## `{}`\n\n{}.\n\n{}", path_, sentence, table()) + sections_;
  }
  [[nodiscard]] std::string table() const {
    return "| key | kind | range | default | meaning |\n|---|---|---|---|---|\n" + rows_;
  }
  [[nodiscard]] const std::string& sections() const { return sections_; }

 private:
  void row(const FieldFacts& facts, std::string_view kind, const std::string& value) {
    const bool is_required = facts.presence == Presence::required && !is_optional_;
    const std::string standard = is_required ? "**required**" : is_optional_ ? "-" : value;
    rows_ += fmt::format("| `{}` | {} | {} | {} | {} |\n", facts.key, kind, range_cell(facts.range),
                         standard, facts.text);
    is_optional_ = false;
  }

  std::string path_;
  std::string rows_;
  std::string sections_;
  bool is_optional_ = false;
};

}  // namespace

std::string write_reference_object(ObjectFace& object, std::string_view title) {
  ReferenceWriter writer{""};
  object.walk(writer);
  return fmt::format(
      "# {}\n\nGenerated from the field tables of the program; every key is strict.\n\n{}{}", title,
      writer.table(), writer.sections());
}

}  // namespace ohmstead::describe
