#include "ohmstead/home/kept_house.hpp"

#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/walk.hpp"
#include "ohmstead/describe/write.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const KeptSoc*) {
  using namespace describe;
  return std::make_tuple(field("car", &KeptSoc::car, "its id"),
                         field("soc_kwh", &KeptSoc::soc, "what it holds, as estimated"),
                         field("told_at", &KeptSoc::told_at, "when the car told it last"));
}

constexpr auto fields_of(const KeptHygiene*) {
  using namespace describe;
  return std::make_tuple(field("heater", &KeptHygiene::heater, "its id"),
                         field("hot_at", &KeptHygiene::hot_at, "held hot up to then"),
                         field("run_from", &KeptHygiene::run_from, "of the next run", optional),
                         field("run_until", &KeptHygiene::run_until, "of the next run", optional));
}

constexpr auto fields_of(const KeptWait*) {
  using namespace describe;
  return std::make_tuple(
      field("car", &KeptWait::car, "its id"),
      field("done_since", &KeptWait::done_since, "it has what it needs, plugged in", optional),
      field("needs_since", &KeptWait::needs_since, "it waits for a plug", optional));
}

constexpr auto fields_of(const KeptHouse*) {
  using namespace describe;
  return std::make_tuple(field("cars", &KeptHouse::cars, "cars", optional),
                         field("waits", &KeptHouse::waits, "of cars", optional),
                         field("heaters", &KeptHouse::heaters, "heaters of water", optional));
}

std::string write_kept_house(const KeptHouse& kept) { return describe::write_json(kept); }

base::Result<KeptHouse> read_kept_house(const std::string& text) {
  auto tree = describe::parse_json(text, "kept house");
  if (!tree) return tl::unexpected{tree.error()};
  KeptHouse kept;
  describe::Problems problems{"kept house", *tree};
  describe::read_fields(*tree, kept, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return kept;
}

}  // namespace ohmstead::home
