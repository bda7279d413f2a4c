// All that `ohmstead analyze` finds, and how it is told: text, pages and tables.
//
// The page needs nothing from elsewhere. CSV files begin with a header and name their units. Thread
// rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/forecast/identify_pv.hpp"
#include "ohmstead/forecast/rooms.hpp"
#include "ohmstead/forecast/site_analysis.hpp"
#include "style.hpp"

namespace ohmstead::app {

struct Analysis {
  std::string site;
  forecast::SiteMeasured measured;
  forecast::SiteAnalysis found;
  std::optional<forecast::IdentifiedPlane> roof;
  std::vector<forecast::RoomFit> rooms;
  std::vector<std::string> notes;
};

struct NamedFile {
  std::string name;
  std::string text;
};

[[nodiscard]] std::string render_analysis(const Analysis& analysis, const Style& style);
[[nodiscard]] std::string analysis_page(const Analysis& analysis);
// quality.csv, load_profiles.csv, pv_profiles.csv, days.csv, features.csv, thermal_parameters.csv
[[nodiscard]] std::vector<NamedFile> analysis_tables(const Analysis& analysis);

}  // namespace ohmstead::app
