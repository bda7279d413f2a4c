#include "passes.hpp"

namespace ohmstead::plan::multipass {

void add_margins(State& state) {
  for (double& pv_kw : state.pv_kw) pv_kw *= state.settings.pv_confidence_pct / 100.0;
  for (double& load_kw : state.load_kw) load_kw *= state.settings.load_margin_pct / 100.0;
}

}  // namespace ohmstead::plan::multipass
