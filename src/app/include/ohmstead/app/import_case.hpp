// Other planners' requests and test cases as cases of ours, so that their answers can be compared.
//
// - haeo: scenario of HAEO with a hybrid inverter, PV and battery on its DC bus, policies by origin
// - epl: battery case of energy-py-linear (MW, MWh), minimising money or carbon
// - emhass: planning case of EMHASS with a battery on the AC side and deferrable loads
// - eos: request of Akkudoktor-EOS (body of POST /optimize), or a neutral case like it
// - evcc: request to evcc's optimizer API, or a test case that holds one
// - family: our own generated homes; a family says how much of them is taken
// Strict: an unknown structure or a device that cannot be planned yet is refused with its place;
// what is left out on purpose is in `notes`. Power kW, energy kWh, prices per kWh. Thread rule:
// pure.
//
//   Result<ImportedCase> peer = import_case(PeerFormat::haeo, text, "scenario1.json", "");
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::app {

enum class PeerFormat { haeo, epl, emhass, family, evcc, eos };
constexpr std::array<std::string_view, 6> k_peer_format_names{"haeo",   "epl",  "emhass",
                                                              "family", "evcc", "eos"};

// Of generated homes. a: battery, grid and PV. c: with the first car at a charger of at least 1.4
// kW, flows kept apart.
enum class Family { a, b, c, d, e, g };
constexpr std::array<std::string_view, 6> k_family_names{"A", "B", "C", "D", "E", "G"};

struct ImportedCase {
  home::Case home;
  std::vector<std::string> notes;
};

// `case_name` chooses one case of a file that holds several; empty: the only one. `family` counts
// for generated homes alone, `start_hour` for bodies of EOS, which do not say it.
[[nodiscard]] base::Result<ImportedCase> import_case(
    PeerFormat format, const std::string& text, const std::string& file,
    const std::string& case_name, Family family = Family::a,
    std::optional<std::int64_t> start_hour = std::nullopt);

}  // namespace ohmstead::app
