#include "ohmstead/solve/model.hpp"

#include <algorithm>
#include <stdexcept>

#include "ohmstead/base/result.hpp"

namespace ohmstead::solve {
namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

bool is_inside(std::int32_t index, std::int32_t count) { return index >= 0 && index < count; }

}  // namespace

NameId Model::name(std::string_view text) {
  // A model has some ten series, so looking at all of them beats a hash table.
  const auto found = std::find(names_.begin(), names_.end(), text);
  if (found != names_.end()) return NameId{static_cast<std::int32_t>(found - names_.begin())};
  names_.emplace_back(text);
  return NameId{name_count() - 1};
}

const std::string& Model::text(NameId name) const {
  base::expect(is_inside(name.index, name_count()), "the name id is not of this model");
  return names_[at(name.index)];
}

void Model::reserve(std::size_t columns, std::size_t rows, std::size_t coefficients) {
  for (auto* numbers : {&column_lower_, &column_upper_, &costs_}) numbers->reserve(columns);
  is_integer_.reserve(columns);
  column_tags_.reserve(columns);
  row_lower_.reserve(rows);
  row_upper_.reserve(rows);
  row_tags_.reserve(rows);
  pending_.reserve(coefficients);
}

void Model::clear() {
  for (auto* numbers :
       {&column_lower_, &column_upper_, &costs_, &row_lower_, &row_upper_, &coefficients_}) {
    numbers->clear();
  }
  is_integer_.clear();
  column_tags_.clear();
  row_tags_.clear();
  pending_.clear();
  stray_.clear();
  starts_.clear();
  entry_rows_.clear();
  objective_offset_ = 0.0;
  integer_count_ = 0;
  is_finalised_ = false;
}

ColumnId Model::add_column(const Column& column) {
  if (is_finalised_) refuse_late_change();
  column_lower_.push_back(column.lower);
  column_upper_.push_back(column.upper);
  costs_.push_back(column.cost);
  is_integer_.push_back(column.is_integer ? 1 : 0);
  integer_count_ += column.is_integer ? 1 : 0;
  column_tags_.push_back(column.tag);
  return ColumnId{column_count() - 1};
}

ColumnId Model::add_column(const Column& column, std::span<const Entry> entries) {
  const ColumnId id = add_column(column);
  for (const Entry& entry : entries) add(entry.row, id, entry.coefficient);
  return id;
}

RowId Model::add_row(const Row& row) {
  if (is_finalised_) refuse_late_change();
  row_lower_.push_back(row.lower);
  row_upper_.push_back(row.upper);
  row_tags_.push_back(row.tag);
  return RowId{row_count() - 1};
}

RowId Model::add_row(const Row& row, std::span<const Term> terms) {
  const RowId id = add_row(row);
  for (const Term& term : terms) add(id, term.column, term.coefficient);
  return id;
}

void Model::finalise() {
  if (is_finalised_) refuse_late_change();
  count_entries();
  scatter_entries();
  merge_duplicates();
  pending_.clear();
  is_finalised_ = true;
}

// starts_[j + 1] = entries of column j, then summed up; entries outside of the model go astray.
void Model::count_entries() {
  starts_.assign(at(column_count()) + 1, 0);
  std::size_t kept = 0;
  for (const StrayEntry& entry : pending_) {
    const bool fits = is_inside(entry.row, row_count()) && is_inside(entry.column, column_count());
    if (!fits) {
      stray_.push_back(entry);
      continue;
    }
    ++starts_[at(entry.column) + 1];
    pending_[kept++] = entry;
  }
  pending_.resize(kept);
  for (std::size_t j = 1; j < starts_.size(); ++j) starts_[j] += starts_[j - 1];
}

void Model::scatter_entries() {
  entry_rows_.resize(pending_.size());
  coefficients_.resize(pending_.size());
  scratch_.assign(starts_.begin(), starts_.end());
  for (const StrayEntry& entry : pending_) {
    const std::size_t place = at(scratch_[at(entry.column)]++);
    entry_rows_[place] = entry.row;
    coefficients_[place] = entry.coefficient;
  }
}

// Solvers treat a place that is given twice differently (refuse, add, last one wins), so none of
// them gets to see one. Zeros would only cost time. NaN stays, for check_model() to find.
void Model::merge_duplicates() {
  scratch_.assign(at(row_count()), -1);  // where the row's entry in this column was put
  std::int32_t put = 0;
  for (std::size_t j = 0; j + 1 < starts_.size(); ++j) {
    const std::int32_t first = starts_[j], last = starts_[j + 1], begin = put;
    for (std::int32_t k = first; k < last; ++k) {
      std::int32_t& seen = scratch_[at(entry_rows_[at(k)])];
      if (seen >= begin) {
        coefficients_[at(seen)] += coefficients_[at(k)];
        continue;
      }
      seen = put;
      entry_rows_[at(put)] = entry_rows_[at(k)];
      coefficients_[at(put++)] = coefficients_[at(k)];
    }
    std::int32_t kept = begin;
    for (std::int32_t k = begin; k < put; ++k) {
      scratch_[at(entry_rows_[at(k)])] = -1;
      if (coefficients_[at(k)] == 0.0) continue;
      entry_rows_[at(kept)] = entry_rows_[at(k)];
      coefficients_[at(kept++)] = coefficients_[at(k)];
    }
    put = kept;
    starts_[j] = begin;
  }
  starts_.back() = put;
  entry_rows_.resize(at(put));
  coefficients_.resize(at(put));
}

void Model::set_bounds(ColumnId column, Bounds bounds) {
  base::expect(is_inside(column.index, column_count()), "the column is not of this model");
  column_lower_[at(column.index)] = bounds.lower;
  column_upper_[at(column.index)] = bounds.upper;
}

void Model::set_bounds(RowId row, Bounds bounds) {
  base::expect(is_inside(row.index, row_count()), "the row is not of this model");
  row_lower_[at(row.index)] = bounds.lower;
  row_upper_[at(row.index)] = bounds.upper;
}

void Model::set_cost(ColumnId column, double cost) {
  base::expect(is_inside(column.index, column_count()), "the column is not of this model");
  costs_[at(column.index)] = cost;
}

void Model::set_integer(ColumnId column, bool is_integer) {
  base::expect(is_inside(column.index, column_count()), "the column is not of this model");
  std::uint8_t& flag = is_integer_[at(column.index)];
  integer_count_ += (is_integer ? 1 : 0) - (flag != 0 ? 1 : 0);
  flag = is_integer ? 1 : 0;
}

std::string Model::text_of(Tag tag) const {
  if (!is_inside(tag.name.index, name_count())) return "(no name)@" + std::to_string(tag.slot);
  return names_[at(tag.name.index)] + '@' + std::to_string(tag.slot);
}

std::string Model::label(ColumnId column) const {
  if (!is_inside(column.index, column_count())) return "column " + std::to_string(column.index);
  return "column " + text_of(column_tags_[at(column.index)]);
}

std::string Model::label(RowId row) const {
  if (!is_inside(row.index, row_count())) return "row " + std::to_string(row.index);
  return "row " + text_of(row_tags_[at(row.index)]);
}

void Model::refuse_late_change() {
  throw std::logic_error{"a finalised model takes no more columns, rows or coefficients"};
}

}  // namespace ohmstead::solve
