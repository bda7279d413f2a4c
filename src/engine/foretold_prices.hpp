// What a service foretold of prices, as it said it then: a forecast of the home's own is helped by
// the newest and judges by the older ones how far it can be believed.
//
// Of each half day the last word is kept, for as long as it is needed. Money per kWh. Thread rule:
// one thread.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/forecast/price_model.hpp"
#include "ohmstead/home/price_curve.hpp"
#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine {

class ForetoldPrices {
 public:
  // `memory` may be null; it must outlive this.
  ForetoldPrices(std::string book, ports::Memory* memory)
      : book_{std::move(book)}, memory_{memory} {}

  void remember(base::Time now);
  void note(const home::PriceCurve& foretold, base::Time now);
  // The oldest first.
  [[nodiscard]] const std::vector<forecast::ForetoldPrices>& all() const { return all_; }

 private:
  void put(forecast::ForetoldPrices said);

  std::string book_;
  ports::Memory* memory_;
  std::vector<forecast::ForetoldPrices> all_;
};

}  // namespace ohmstead::engine
