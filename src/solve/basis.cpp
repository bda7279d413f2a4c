#include "ohmstead/solve/basis.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "ohmstead/base/result.hpp"

namespace ohmstead::solve {
namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

BasisStatus resting_status(double lower, double upper) {
  if (std::isinf(lower) && std::isinf(upper)) return BasisStatus::nonbasic_free;
  return std::abs(lower) <= std::abs(upper) ? BasisStatus::at_lower : BasisStatus::at_upper;
}

// The status itself when its bound exists, otherwise the nearest thing that does.
BasisStatus possible_status(BasisStatus status, double lower, double upper) {
  switch (status) {
    case BasisStatus::basic:
      return status;
    case BasisStatus::at_lower:
      return std::isinf(lower) ? resting_status(lower, upper) : status;
    case BasisStatus::at_upper:
      return std::isinf(upper) ? resting_status(lower, upper) : status;
    case BasisStatus::nonbasic_free:
      return resting_status(lower, upper);
  }
  return status;
}

// The statuses of one kind (columns or rows) by name and slot, in ascending slots within a name.
class StatusesByTag {
 public:
  StatusesByTag(std::span<const Tag> tags, std::span<const BasisStatus> statuses,
                std::int32_t names)
      : tags_{tags}, statuses_{statuses}, first_(at(names) + 1, 0), order_(tags.size()) {
    for (const Tag tag : tags) {
      if (is_named(tag)) ++first_[at(tag.name.index) + 1];
    }
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t k = 0; k < tags.size(); ++k) {
      if (is_named(tags[k])) order_[next[at(tags[k].name.index)]++] = k;
    }
    const auto by_slot = [tags](std::size_t a, std::size_t b) {
      return tags[a].slot < tags[b].slot;
    };
    for (std::size_t n = 0; n + 1 < first_.size(); ++n) {
      const auto begin = order_.begin() + static_cast<std::ptrdiff_t>(first_[n]);
      const auto end = order_.begin() + static_cast<std::ptrdiff_t>(first_[n + 1]);
      if (!std::is_sorted(begin, end, by_slot)) std::stable_sort(begin, end, by_slot);
    }
    cursor_.assign(first_.begin(), first_.end() - 1);
  }

  // Precondition: `name` has at least one entry.
  [[nodiscard]] BasisStatus find(std::int32_t name, std::int64_t slot) {
    const std::size_t begin = first_[at(name)], end = first_[at(name) + 1];
    // Callers ask in ascending slots, so the answer is at or just behind the last one.
    std::size_t& here = cursor_[at(name)];
    if (tags_[order_[here]].slot > slot) here = begin;
    while (here + 1 < end && tags_[order_[here + 1]].slot <= slot) ++here;
    return statuses_[order_[here]];
  }

  [[nodiscard]] bool has(std::int32_t name) const {
    return name >= 0 && first_[at(name)] < first_[at(name) + 1];
  }

 private:
  [[nodiscard]] bool is_named(Tag tag) const {
    return tag.name.index >= 0 && at(tag.name.index) + 1 < first_.size();
  }

  std::span<const Tag> tags_;
  std::span<const BasisStatus> statuses_;
  std::vector<std::size_t> first_, order_, cursor_;
};

// For each name of `to` its id in `from`, or -1.
std::vector<std::int32_t> match_names(const Model& from, const Model& to) {
  std::vector<std::int32_t> matches(at(to.name_count()), -1);
  for (std::int32_t n = 0; n < to.name_count(); ++n) {
    const std::string& text = to.text(NameId{n});
    // Models of successive cycles are built alike, so the same id is the likely match.
    for (std::int32_t step = 0; step < from.name_count(); ++step) {
      const std::int32_t candidate = (n + step) % from.name_count();
      if (from.text(NameId{candidate}) != text) continue;
      matches[at(n)] = candidate;
      break;
    }
  }
  return matches;
}

void carry_over(StatusesByTag& source, std::span<const std::int32_t> names,
                std::span<const Tag> tags, std::int32_t slots, std::span<BasisStatus> statuses) {
  for (std::size_t k = 0; k < tags.size(); ++k) {
    const std::int32_t name = tags[k].name.index;
    if (name < 0 || at(name) >= names.size() || !source.has(names[at(name)])) continue;
    statuses[k] = source.find(names[at(name)], std::int64_t{tags[k].slot} + slots);
  }
}

void make_possible(std::span<BasisStatus> statuses, std::span<const double> lower,
                   std::span<const double> upper) {
  for (std::size_t k = 0; k < statuses.size(); ++k) {
    statuses[k] = possible_status(statuses[k], lower[k], upper[k]);
  }
}

std::ptrdiff_t count_basics(const Basis& basis) {
  return std::count(basis.columns.begin(), basis.columns.end(), BasisStatus::basic) +
         std::count(basis.rows.begin(), basis.rows.end(), BasisStatus::basic);
}

// Indices with (or without) status basic, latest slots first, later ones first among equals.
std::vector<std::size_t> latest_first(std::span<const BasisStatus> statuses,
                                      std::span<const Tag> tags, bool is_basic) {
  std::vector<std::size_t> found;
  for (std::size_t k = statuses.size(); k-- > 0;) {
    if ((statuses[k] == BasisStatus::basic) == is_basic) found.push_back(k);
  }
  std::stable_sort(found.begin(), found.end(),
                   [tags](std::size_t a, std::size_t b) { return tags[a].slot > tags[b].slot; });
  return found;
}

}  // namespace

bool fits(const Basis& basis, const Model& model) {
  return basis.columns.size() == model.column_tags().size() &&
         basis.rows.size() == model.row_tags().size() && count_basics(basis) == model.row_count();
}

Basis slack_basis(const Model& model) {
  Basis basis;
  basis.rows.assign(model.row_tags().size(), BasisStatus::basic);
  basis.columns.resize(model.column_tags().size());
  for (std::size_t j = 0; j < basis.columns.size(); ++j) {
    basis.columns[j] = resting_status(model.column_lower()[j], model.column_upper()[j]);
  }
  return basis;
}

Basis shift(const Basis& basis, const Model& from, const Model& to, std::int32_t slots) {
  base::expect(basis.columns.size() == from.column_tags().size() &&
                   basis.rows.size() == from.row_tags().size(),
               "the basis is not of the model it is shifted from");
  Basis shifted = slack_basis(to);
  const std::vector<std::int32_t> names = match_names(from, to);
  StatusesByTag columns{from.column_tags(), basis.columns, from.name_count()};
  StatusesByTag rows{from.row_tags(), basis.rows, from.name_count()};
  carry_over(columns, names, to.column_tags(), slots, shifted.columns);
  carry_over(rows, names, to.row_tags(), slots, shifted.rows);
  repair(shifted, to);
  return shifted;
}

void repair(Basis& basis, const Model& model) {
  base::expect(basis.columns.size() == model.column_tags().size() &&
                   basis.rows.size() == model.row_tags().size(),
               "the basis does not have the sizes of the model");
  make_possible(basis.columns, model.column_lower(), model.column_upper());
  make_possible(basis.rows, model.row_lower(), model.row_upper());
  std::ptrdiff_t excess = count_basics(basis) - model.row_count();
  if (excess < 0) {
    // A row that becomes basic only stops binding, which never makes the basis singular by itself.
    for (const std::size_t row : latest_first(basis.rows, model.row_tags(), false)) {
      if (excess++ == 0) break;
      basis.rows[row] = BasisStatus::basic;
    }
  } else if (excess > 0) {
    for (const std::size_t column : latest_first(basis.columns, model.column_tags(), true)) {
      if (excess-- == 0) break;
      basis.columns[column] =
          resting_status(model.column_lower()[column], model.column_upper()[column]);
    }
  }
  base::expect(fits(basis, model), "a repaired basis fits its model");
}

}  // namespace ohmstead::solve
