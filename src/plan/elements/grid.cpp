#include "grid.hpp"

#include <algorithm>
#include <limits>

namespace ohmstead::plan {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

double value_at(const base::PerSlot<home::Power>& values, std::size_t slot) {
  return values ? values[slot].value() : k_infinity;
}

double value_at(const base::PerSlot<home::EnergyPrice>& prices, std::size_t slot,
                double otherwise) {
  return prices ? prices[slot].value() : otherwise;
}

}  // namespace

GridElement::GridElement(const home::Case& home)
    : home_{&home}, violation_price_{effective_violation_price(home).value()} {}

double GridElement::import_limit_kw(std::size_t slot) const {
  return value_at(home_->grid.import_limit, slot);
}

double GridElement::export_limit_kw(std::size_t slot) const {
  const auto limit = effective_export_limit(home_->grid, slot);
  return limit ? limit->value() : k_infinity;
}

double GridElement::import_price_per_kwh(std::size_t slot) const {
  return home_->prices.import.raw()[slot] + import_weight(*home_, slot).value();
}

double GridElement::export_price_per_kwh(std::size_t slot) const {
  return home_->prices.export_.raw()[slot] - export_weight(*home_, slot).value();
}

GridSteps GridElement::steps(std::size_t slot) const {
  const double import_price = import_price_per_kwh(slot);
  const double export_price = export_price_per_kwh(slot);
  const double over_import = value_at(home_->grid.import_over_limit_price, slot, violation_price_);
  const double over_export = value_at(home_->grid.export_over_limit_price, slot, violation_price_);
  return {{{{import_limit_kw(slot), import_price}, {k_infinity, import_price + over_import}}},
          {{{export_limit_kw(slot), export_price}, {k_infinity, export_price - over_export}}}};
}

bool GridElement::would_cheat(std::size_t slot) const {
  return export_price_per_kwh(slot) > import_price_per_kwh(slot);
}

void GridElement::make_cost(std::size_t slot, double low_kw, double high_kw, Pwl& cost) const {
  const GridSteps s = steps(slot);
  const double over_export = s.export_[1].price_per_kwh;
  const double over_import = s.import[1].price_per_kwh;
  const double import_limit = s.import[0].width_kw, export_limit = s.export_[0].width_kw;
  cost.reset(0.0, 0.0);
  if (!home_->grid.is_exclusive && would_cheat(slot)) {
    // Both at once pays: from full export on, import fills up first, then export falls.
    const double far_left = std::min(low_kw, -export_limit);
    cost.reset(far_left, -s.export_[0].price_per_kwh * export_limit +
                             over_export * (far_left + export_limit));
    cost.append(-export_limit - far_left, over_export);
    cost.append(import_limit, s.import[0].price_per_kwh);
    cost.append(export_limit, s.export_[0].price_per_kwh);
    cost.append(std::max(0.0, high_kw - import_limit), over_import);
    cost.clip(low_kw, high_kw);
    return;
  }
  const double beyond = std::max(0.0, -export_limit - low_kw);
  const double exported = std::max(0.0, -low_kw) - beyond;
  const double start = std::min(low_kw, 0.0);
  cost.reset(start, -(exported * s.export_[0].price_per_kwh + beyond * over_export));
  cost.append(beyond, over_export);
  cost.append(exported, s.export_[0].price_per_kwh);
  const double imported = std::clamp(high_kw, 0.0, import_limit);
  cost.append(imported, s.import[0].price_per_kwh);
  cost.append(std::max(0.0, high_kw - import_limit), over_import);
  if (low_kw > 0.0 || high_kw < 0.0) cost.clip(low_kw, std::max(low_kw, high_kw));
}

GridElement::Flows GridElement::flows(std::size_t slot, double net_import_kw) const {
  if (home_->grid.is_exclusive || !would_cheat(slot)) {
    return {std::max(0.0, net_import_kw), std::max(0.0, -net_import_kw)};
  }
  const double imported =
      std::clamp(net_import_kw + export_limit_kw(slot), 0.0, import_limit_kw(slot));
  const double import_kw = std::max(imported, net_import_kw);
  return {import_kw, import_kw - net_import_kw};
}

}  // namespace ohmstead::plan
