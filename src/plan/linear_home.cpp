#include "linear_home.hpp"

#include "elements/manual_weight.hpp"

namespace ohmstead::plan {

solve::Tag slot_tag(const home::Case& home, solve::NameId name, std::size_t slot) {
  // 32 bits of seconds from 2020 last until 2088.
  constexpr base::Time k_origin = std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};
  return {name, static_cast<std::int32_t>((home.slots.start(slot) - k_origin).count())};
}

solve::Tag LinearHome::tag(solve::NameId name, std::size_t slot) const {
  return slot_tag(*home_, name, slot);
}

solve::ColumnId LinearHome::add_column(solve::NameId name, std::size_t slot,
                                       const ColumnSpec& spec) {
  return model_->add_column({tag(name, slot), spec.lower, spec.upper, spec.cost, spec.is_integer});
}

solve::ColumnId LinearHome::add_column(solve::NameId name, const ColumnSpec& spec) {
  return model_->add_column({{name, 0}, spec.lower, spec.upper, spec.cost, spec.is_integer});
}

solve::RowId LinearHome::add_row(solve::NameId name, std::size_t slot, solve::Bounds bounds) {
  return model_->add_row({tag(name, slot), bounds.lower, bounds.upper});
}

solve::RowId LinearHome::add_row(solve::NameId name, solve::Bounds bounds) {
  return model_->add_row({{name, 0}, bounds.lower, bounds.upper});
}

LinearHome::Drawer LinearHome::drawer(const std::string& device_id) const {
  const auto found = counting_->find(device_id);
  return Drawer{found == counting_->end() ? nullptr : &found->second, &(*first_draws_)[device_id],
                manual_weights(*home_, device_id)};
}

void LinearHome::draw(std::size_t slot, const Drawer& device, Column column, double kw) {
  if (!device.weights_.empty() && device.weights_[slot] != 0.0) {
    const double cost = model_->costs()[static_cast<std::size_t>(column.index)];
    model_->set_cost(column, cost + device.weights_[slot] * kw * hours(slot));
  }
  model_->add((*balance_)[slot], column, -kw);
  if (slot == 0) device.first_->emplace_back(column, kw);
  // Given power does not make the load smaller that a battery's export fee is counted from.
  if (!beyond_load_->empty() && kw > 0.0) model_->add((*beyond_load_)[slot], column, kw);
  if (device.counted_ == nullptr) return;
  for (const CountingRows& counted : *device.counted_) {
    if (kw > 0.0 || counted.counts_given)
      model_->add((*counted.rows)[slot], column, counted.factor * kw);
  }
}

}  // namespace ohmstead::plan
