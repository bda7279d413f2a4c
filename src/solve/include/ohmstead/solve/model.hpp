// A linear or mixed-integer problem in memory: columns (unknowns) with bounds and costs, rows (sums
// of columns) with bounds, to be minimised. Solvers read it; it knows none of them.
//
// Every column and row carries a Tag: the interned name of its series and a slot number that the
// caller counts from an origin of its choice. Tags make messages readable and let a basis move in
// time (basis.hpp); a (name, slot) pair should therefore be used once per kind. The numbers have no
// unit here: the caller decides, Ohmstead uses kW, kWh and money.
//
// Thread rule: plain value; many threads may read one finalised model.
//
//   Model m; NameId charge = m.name("battery.charge[home]");
//   ColumnId x = m.add_column({.tag = {charge, t}, .upper = 5.0, .cost = 0.02}); ... m.finalise();
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ohmstead::solve {

inline constexpr double k_infinity = std::numeric_limits<double>::infinity();

struct ColumnId {
  std::int32_t index = -1;
  friend auto operator<=>(const ColumnId&, const ColumnId&) = default;
};

struct RowId {
  std::int32_t index = -1;
  friend auto operator<=>(const RowId&, const RowId&) = default;
};

// Valid for the model that gave it out, also after clear().
struct NameId {
  std::int32_t index = -1;
  friend auto operator<=>(const NameId&, const NameId&) = default;
};

// Things that exist once (a peak, an end value) leave the slot at 0.
struct Tag {
  NameId name = {};
  std::int32_t slot = 0;
  friend auto operator<=>(const Tag&, const Tag&) = default;
};

struct Bounds {
  double lower = -k_infinity;
  double upper = k_infinity;
};

struct Column {
  Tag tag = {};
  double lower = 0.0;
  double upper = k_infinity;
  double cost = 0.0;
  bool is_integer = false;
};

struct Row {
  Tag tag = {};
  double lower = -k_infinity;
  double upper = k_infinity;
};

// One coefficient of a row that is written as a whole.
struct Term {
  ColumnId column;
  double coefficient = 0.0;
};

// One coefficient of a column that is written as a whole; its rows may be added later.
struct Entry {
  RowId row;
  double coefficient = 0.0;
};

class Model {
 public:
  // The id of a series name; the same text gives the same id. Call it once per series, not per
  // slot.
  [[nodiscard]] NameId name(std::string_view text);
  [[nodiscard]] const std::string& text(NameId name) const;
  [[nodiscard]] std::int32_t name_count() const { return static_cast<std::int32_t>(names_.size()); }

  void reserve(std::size_t columns, std::size_t rows, std::size_t coefficients);
  // Empties the model but keeps names and memory, for the next cycle.
  void clear();

  ColumnId add_column(const Column& column);
  ColumnId add_column(const Column& column, std::span<const Entry> entries);
  RowId add_row(const Row& row);
  RowId add_row(const Row& row, std::span<const Term> terms);
  RowId add_row(const Row& row, std::initializer_list<Term> terms) {
    return add_row(row, std::span<const Term>{terms.begin(), terms.size()});
  }
  // Coefficients may come in any order. Those given for the same place add up; zeros are left out.
  void add(RowId row, ColumnId column, double coefficient) {
    if (is_finalised_) refuse_late_change();
    pending_.push_back({row.index, column.index, coefficient});
  }
  // Constant part of the objective.
  void add_to_objective(double constant) { objective_offset_ += constant; }

  // Sorts the coefficients into columns. Once per build; afterwards only bounds and costs may
  // change.
  void finalise();
  [[nodiscard]] bool is_finalised() const { return is_finalised_; }

  // Changes for a further solve of the same shape. Precondition: the id is of this model.
  void set_bounds(ColumnId column, Bounds bounds);
  void set_bounds(RowId row, Bounds bounds);
  void set_cost(ColumnId column, double cost);
  void set_integer(ColumnId column, bool is_integer);

  [[nodiscard]] std::int32_t column_count() const { return count_of(column_tags_); }
  [[nodiscard]] std::int32_t row_count() const { return count_of(row_tags_); }
  [[nodiscard]] std::int32_t integer_count() const { return integer_count_; }
  [[nodiscard]] double objective_offset() const { return objective_offset_; }

  [[nodiscard]] std::span<const double> column_lower() const { return column_lower_; }
  [[nodiscard]] std::span<const double> column_upper() const { return column_upper_; }
  [[nodiscard]] std::span<const double> costs() const { return costs_; }
  [[nodiscard]] std::span<const std::uint8_t> integer_flags() const { return is_integer_; }
  [[nodiscard]] std::span<const Tag> column_tags() const { return column_tags_; }
  [[nodiscard]] std::span<const double> row_lower() const { return row_lower_; }
  [[nodiscard]] std::span<const double> row_upper() const { return row_upper_; }
  [[nodiscard]] std::span<const Tag> row_tags() const { return row_tags_; }

  // The matrix by columns: column j owns entries starts()[j] to starts()[j + 1]. After finalise().
  [[nodiscard]] std::span<const std::int32_t> starts() const { return starts_; }
  [[nodiscard]] std::span<const std::int32_t> entry_rows() const { return entry_rows_; }
  [[nodiscard]] std::span<const double> coefficients() const { return coefficients_; }

  // Coefficients whose row or column does not exist; check_model() reports them.
  struct StrayEntry {
    std::int32_t row = -1;
    std::int32_t column = -1;
    double coefficient = 0.0;
  };
  [[nodiscard]] std::span<const StrayEntry> stray_entries() const { return stray_; }

  // For people: `column battery.charge[home]@12`, `row grid.balance@3`.
  [[nodiscard]] std::string label(ColumnId column) const;
  [[nodiscard]] std::string label(RowId row) const;

 private:
  static std::int32_t count_of(const std::vector<Tag>& tags) {
    return static_cast<std::int32_t>(tags.size());
  }
  [[noreturn]] static void refuse_late_change();
  [[nodiscard]] std::string text_of(Tag tag) const;
  void count_entries();
  void scatter_entries();
  void merge_duplicates();

  std::vector<std::string> names_;
  std::vector<double> column_lower_, column_upper_, costs_, row_lower_, row_upper_;
  std::vector<std::uint8_t> is_integer_;
  std::vector<Tag> column_tags_, row_tags_;
  std::vector<StrayEntry> pending_, stray_;
  std::vector<std::int32_t> starts_, entry_rows_, scratch_;
  std::vector<double> coefficients_;
  double objective_offset_ = 0.0;
  std::int32_t integer_count_ = 0;
  bool is_finalised_ = false;
};

}  // namespace ohmstead::solve
