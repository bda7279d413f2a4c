// How a SlotGrid stands in a file: {start, step_s, count} or {start, durations_s: []}.
#pragma once

#include <optional>
#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/describe/walk.hpp"

namespace ohmstead::home {

struct SlotForm {
  base::Time start;
  std::optional<base::Seconds> step;
  std::optional<std::int64_t> count;
  std::optional<std::vector<std::int64_t>> durations_s;
};

constexpr auto fields_of(const SlotForm*) {
  using namespace describe;
  return std::make_tuple(
      field("start", &SlotForm::start, "start of the first slot"),
      field("step_s", &SlotForm::step, "length of every slot", at_least(1.0), optional),
      field("count", &SlotForm::count, "number of slots", between(1.0, 1e6), optional),
      field("durations_s", &SlotForm::durations_s,
            "length of each slot, instead of step_s and count", at_least(1.0), optional));
}

}  // namespace ohmstead::home

template <>
struct ohmstead::describe::Wire<ohmstead::base::SlotGrid> {
  static home::SlotForm to_form(const base::SlotGrid& slots) {
    home::SlotForm form;
    if (slots.is_empty()) return form;
    form.start = slots.start(0);
    if (const auto step = slots.uniform_step()) {
      form.step = *step;
      form.count = static_cast<std::int64_t>(slots.count());
      return form;
    }
    form.durations_s.emplace();
    for (std::size_t slot = 0; slot < slots.count(); ++slot) {
      form.durations_s->push_back(slots.duration(slot).count());
    }
    return form;
  }

  // An incomplete or contradicting form gives an empty grid, which the check of the case reports.
  static base::SlotGrid from_form(const home::SlotForm& form) {
    const bool is_uniform = form.step && form.count && !form.durations_s;
    if (is_uniform && *form.step >= base::Seconds{1} && *form.count > 0) {
      return base::SlotGrid::uniform(form.start, *form.step, static_cast<std::size_t>(*form.count));
    }
    if (!form.durations_s || form.step || form.count) return {};
    std::vector<base::Seconds> durations;
    for (const std::int64_t count : *form.durations_s) durations.emplace_back(count);
    return base::SlotGrid::make(form.start, durations).value_or(base::SlotGrid{});
  }
};
