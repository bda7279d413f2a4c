// Small things that tests of sources share.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "make_source.hpp"

namespace ohmstead::connect {

[[nodiscard]] inline base::Time at(std::string_view text) { return base::parse_time(text).value(); }

[[nodiscard]] inline base::Zone zone(const std::string& name) {
  return base::Zone::load(name).value();
}

[[nodiscard]] inline Settings settings_in(const std::string& zone_name,
                                          const std::string& currency = "EUR") {
  Settings settings;
  settings.zone = zone(zone_name);
  settings.currency = currency;
  settings.token = "hush";
  settings.location = {52.52, 13.405, 34.0};
  settings.planes = {{base::Power{5.0}, 30.0, 180.0}, {base::Power{3.0}, 20.0, 90.0}};
  return settings;
}

// What a source reads from a text; its message when it refuses.
template <class Told>
[[nodiscard]] Told read_well(const Source<Told>& source, const std::string& text, Span asked = {}) {
  auto told = source.read({200, text, asked});
  if (told) return std::move(*told);
  ADD_FAILURE() << told.error().message;
  return {};
}

template <class Told>
[[nodiscard]] std::string refusal(const Source<Told>& source, const std::string& text,
                                  Span asked = {}) {
  const auto told = source.read({200, text, asked});
  return told ? "" : told.error().message;
}

// A recorded answer that is not part of the project; empty where it is absent.
[[nodiscard]] inline std::string recorded(const std::string& project, const std::string& name) {
  std::ifstream file{project + "/../shared/data/api-samples/" + name};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace ohmstead::connect
