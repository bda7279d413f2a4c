#include <algorithm>
#include <initializer_list>

#include "ohmstead/home/site_connections.hpp"

namespace ohmstead::home {

bool is_unit_of(PointValue value, PointUnit unit) {
  using enum PointValue;
  using U = PointUnit;
  const auto is_any = [unit](std::initializer_list<U> all) {
    return std::find(all.begin(), all.end(), unit) != all.end();
  };
  switch (value) {
    case power:
    case import:
    case export_:
    case charge:
    case discharge:
      return is_any({U::W, U::kW, U::MW});
    case energy:
    case imported:
    case exported:
    case charged:
    case discharged:
      return is_any({U::Wh, U::kWh, U::MWh});
    case soc:
      return is_any({U::percent, U::Wh, U::kWh});
    case temperature:
      return is_any({U::C, U::F, U::K});
    case frequency:
      return is_any({U::Hz, U::mHz});
    case current_l1:
    case current_l2:
    case current_l3:
      return is_any({U::A, U::mA});
    case connected:
    case running:
      return false;
  }
  return false;
}

}  // namespace ohmstead::home
