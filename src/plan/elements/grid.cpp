#include "grid.hpp"

#include <algorithm>
#include <limits>

namespace ohmstead::plan {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

double limit_of(const std::optional<home::Power>& limit) {
  return limit ? limit->value() : k_infinity;
}

}  // namespace

GridElement::GridElement(const home::Case& home)
    : home_{&home},
      import_limit_{limit_of(home.grid.import_limit)},
      export_limit_{limit_of(home.grid.export_limit)} {
  const home::EnergyPrice broken = effective_violation_price(home);
  import_over_price_ = home.grid.import_over_limit_price.value_or(broken).value();
  export_over_price_ = home.grid.export_over_limit_price.value_or(broken).value();
}

GridSteps GridElement::steps(std::size_t slot) const {
  const double import_price = home_->prices.import.raw()[slot];
  const double export_price = home_->prices.export_.raw()[slot];
  return {{{{import_limit_, import_price}, {k_infinity, import_price + import_over_price_}}},
          {{{export_limit_, export_price}, {k_infinity, export_price - export_over_price_}}}};
}

bool GridElement::would_cheat(std::size_t slot) const {
  return home_->prices.export_.raw()[slot] > home_->prices.import.raw()[slot];
}

void GridElement::make_cost(std::size_t slot, double low_kw, double high_kw, Pwl& cost) const {
  const GridSteps s = steps(slot);
  const double over_export = s.export_[1].price_per_kwh;
  const double over_import = s.import[1].price_per_kwh;
  cost.reset(0.0, 0.0);
  if (!home_->grid.is_exclusive && would_cheat(slot)) {
    // Both at once pays: from full export on, import fills up first, then export falls.
    const double far_left = std::min(low_kw, -export_limit_);
    cost.reset(far_left, -s.export_[0].price_per_kwh * export_limit_ +
                             over_export * (far_left + export_limit_));
    cost.append(-export_limit_ - far_left, over_export);
    cost.append(import_limit_, s.import[0].price_per_kwh);
    cost.append(export_limit_, s.export_[0].price_per_kwh);
    cost.append(std::max(0.0, high_kw - import_limit_), over_import);
    cost.clip(low_kw, high_kw);
    return;
  }
  const double beyond = std::max(0.0, -export_limit_ - low_kw);
  const double exported = std::max(0.0, -low_kw) - beyond;
  const double start = std::min(low_kw, 0.0);
  cost.reset(start, -(exported * s.export_[0].price_per_kwh + beyond * over_export));
  cost.append(beyond, over_export);
  cost.append(exported, s.export_[0].price_per_kwh);
  const double imported = std::clamp(high_kw, 0.0, import_limit_);
  cost.append(imported, s.import[0].price_per_kwh);
  cost.append(std::max(0.0, high_kw - import_limit_), over_import);
  if (low_kw > 0.0 || high_kw < 0.0) cost.clip(low_kw, std::max(low_kw, high_kw));
}

GridElement::Flows GridElement::flows(std::size_t slot, double net_import_kw) const {
  if (home_->grid.is_exclusive || !would_cheat(slot)) {
    return {std::max(0.0, net_import_kw), std::max(0.0, -net_import_kw)};
  }
  const double imported = std::clamp(net_import_kw + export_limit_, 0.0, import_limit_);
  const double import_kw = std::max(imported, net_import_kw);
  return {import_kw, import_kw - net_import_kw};
}

}  // namespace ohmstead::plan
