#include "ohmstead/home/past.hpp"

#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/write.hpp"
#include "past_fields.hpp"

namespace ohmstead::home {
namespace {

template <class T>
base::Result<T> read(const std::string& text, const char* what) {
  auto tree = describe::parse_json(text, what);
  if (!tree) return tl::unexpected{tree.error()};
  T value;
  describe::Problems problems{what, *tree};
  describe::read_fields(*tree, value, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return value;
}

}  // namespace

std::string write_measured_slot(const MeasuredSlot& slot) { return describe::write_json(slot); }
base::Result<MeasuredSlot> read_measured_slot(const std::string& text) {
  return read<MeasuredSlot>(text, "measured slot");
}

std::string write_decision(const Decision& decision) { return describe::write_json(decision); }
base::Result<Decision> read_decision(const std::string& text) {
  return read<Decision>(text, "decision");
}

std::string write_day_money(const DayMoney& day) { return describe::write_json(day); }
base::Result<DayMoney> read_day_money(const std::string& text) {
  return read<DayMoney>(text, "day");
}

std::string write_ledger(const LedgerState& state) { return describe::write_json(state); }
base::Result<LedgerState> read_ledger(const std::string& text) {
  return read<LedgerState>(text, "ledger");
}

}  // namespace ohmstead::home
