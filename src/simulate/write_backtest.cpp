#include "backtest_fields.hpp"
#include "ohmstead/describe/write.hpp"
#include "ohmstead/simulate/backtest.hpp"

namespace ohmstead::simulate {

std::string write_backtest(const BacktestResult& result) {
  return describe::write_json(result, describe::JsonStyle::indented);
}

}  // namespace ohmstead::simulate
