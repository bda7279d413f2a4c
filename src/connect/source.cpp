#include "ohmstead/connect/source.hpp"

#include "parts/fill_gaps.hpp"

namespace ohmstead::connect {

template <class Told>
Told Source<Told>::combine(std::vector<std::optional<Told>> parts) const {
  Told all;
  bool is_first = true;
  for (std::optional<Told>& part : parts) {
    if (!part) continue;
    if (std::exchange(is_first, false))
      all = std::move(*part);
    else
      all.slots = fill_gaps(std::move(all.slots), part->slots);
  }
  return all;
}

template class Source<home::PriceCurve>;
template class Source<home::Weather>;
template class Source<home::PvForecast>;

}  // namespace ohmstead::connect
