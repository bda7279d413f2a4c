// The registries of forecast models as a home's memory keeps them, for the service that runs and
// for the command line between two runs.
//
// Thread rule: plain values; the memory as it says.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/forecast/model_registry.hpp"
#include "ohmstead/ports/forecast_models.hpp"
#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine {

inline constexpr std::array k_model_kinds{"load", "pv", "price", "export_price"};

// The name of the document that holds them.
[[nodiscard]] std::string models_document(const std::string& kind);
// Empty where none are kept. Errors: invalid_input (damaged), and Memory's.
[[nodiscard]] base::Result<forecast::ModelRegistry> read_models(ports::Memory& memory,
                                                                const std::string& kind);
[[nodiscard]] std::vector<ports::ForecastModel> list_models(
    const forecast::ModelRegistry& registry);
// "version 4, learned Sat 15 Nov from 63 days; in the last week 0.31 kW off in the mean, ..."
[[nodiscard]] std::string sentence_of(const forecast::ModelRecord& record, const base::Zone& zone);

// A person's choice: the next champion that takes over by itself has to be better.
[[nodiscard]] base::Result<void> choose_model(forecast::ModelRegistry& registry, int version);
[[nodiscard]] base::Result<void> choose_previous_model(forecast::ModelRegistry& registry);

}  // namespace ohmstead::engine
