#include "elements/leg_steps.hpp"

#include <algorithm>

namespace ohmstead::plan {

// Wear steps and pieces of the leg, cut or stretched to the power of the device.
std::vector<LegStep> leg_steps(const std::vector<home::WearStep>& wear, BaseWear base,
                               const home::Leg& leg, double power_kw) {
  std::vector<LegStep> steps;
  std::size_t piece = 0, step = 0;
  double piece_left = leg.pieces()[0].width_kw;
  double step_left = wear.empty() ? power_kw : wear[0].power.value();
  double left = power_kw;
  while (left > 0.0 || steps.empty()) {
    const bool is_last_step = step + 1 >= wear.size();
    const double width = std::min({left, piece_left, is_last_step ? left : step_left});
    const double store = leg.pieces()[piece].inside_per_kw;
    const double extra = wear.empty() ? 0.0 : wear[step].price.value();
    if (width > 0.0 || steps.empty())
      steps.push_back({width, base.per_kwh + extra + base.per_stored_kwh * store, store});
    left -= width;
    piece_left -= width;
    step_left -= width;
    if (piece_left <= 0.0 && piece + 1 < leg.pieces().size())
      piece_left = leg.pieces()[++piece].width_kw;
    if (step_left <= 0.0 && !is_last_step) step_left = wear[++step].power.value();
    if (left <= 0.0) break;
  }
  return steps;
}

bool gains_rise(const std::vector<LegStep>& inward) {
  const auto gets_more = [](const LegStep& a, const LegStep& b) {
    return b.inside_per_kw > a.inside_per_kw;
  };
  return std::adjacent_find(inward.begin(), inward.end(), gets_more) != inward.end();
}

bool needs_fall(const std::vector<LegStep>& outward) {
  const auto takes_less = [](const LegStep& a, const LegStep& b) {
    return b.inside_per_kw < a.inside_per_kw;
  };
  return std::adjacent_find(outward.begin(), outward.end(), takes_less) != outward.end();
}

const LegStep& step_below(const std::vector<LegStep>& steps, double power_kw) {
  double edge = 0.0;
  for (const LegStep& step : steps) {
    edge += step.width_kw;
    if (power_kw <= edge + 1e-9) return step;
  }
  return steps.back();
}

const LegStep& step_above(const std::vector<LegStep>& steps, double power_kw) {
  double edge = 0.0;
  for (const LegStep& step : steps) {
    edge += step.width_kw;
    if (power_kw < edge - 1e-9) return step;
  }
  return steps.back();
}

}  // namespace ohmstead::plan
