// Whether new prices can stand beside those that are known. Thread rule: pure function.
#pragma once

#include <string>

#include "ohmstead/home/price_curve.hpp"

namespace ohmstead::connect {

// Empty when they can. Else one sentence: the new prices are the known ones moved by an hour or
// two.
[[nodiscard]] std::string find_shift(const home::PriceCurve& known, const home::PriceCurve& fresh);

}  // namespace ohmstead::connect
