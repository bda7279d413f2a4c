// The importers, one per peer, and what they share (import_case.hpp says what they do).
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>

#include "ohmstead/app/import_case.hpp"
#include "ohmstead/describe/node.hpp"
#include "ohmstead/describe/problems.hpp"

namespace ohmstead::app {

// A file, parsed; `tree` may be changed by the importer before it is read by a field table.
struct PeerFile {
  std::string name;
  describe::Node tree;
};

[[nodiscard]] base::Result<ImportedCase> import_haeo(PeerFile file);
[[nodiscard]] base::Result<ImportedCase> import_epl(const PeerFile& file,
                                                    const std::string& case_name);
[[nodiscard]] base::Result<ImportedCase> import_emhass(PeerFile file);
[[nodiscard]] base::Result<ImportedCase> import_evcc(const PeerFile& file);
[[nodiscard]] base::Result<ImportedCase> import_eos(const PeerFile& file,
                                                    std::optional<std::int64_t> start_hour);
[[nodiscard]] base::Result<ImportedCase> import_family(PeerFile file, Family family);

// Where a file does not say when its first slot starts.
inline constexpr base::Time k_undated_start{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};
// ISO 4217 for "no currency", where a file names none.
inline constexpr const char* k_no_currency = "XXX";

// Takes members out of a map: results and comments that say nothing about the case.
void drop_members(describe::Node& map, std::span<const std::string_view> keys);
inline void drop_members(describe::Node& map, std::initializer_list<std::string_view> keys) {
  drop_members(map, std::span<const std::string_view>{keys.begin(), keys.size()});
}

// Fails with one line when `keys` are not all there: the file is something else.
[[nodiscard]] base::Result<void> expect_members(const PeerFile& file, std::string_view what,
                                                std::initializer_list<std::string_view> keys);

// Keeps exactly `soc` stored at the end: less is a missed reserve, more has a negative worth.
void keep_final_soc(home::Case& home, base::Energy soc);

// One value per slot; a single number stands for a constant, any other count is a problem.
template <class Q>
void spread(base::Series<Q>& series, std::size_t count, std::string_view path,
            describe::Problems& problems) {
  if (series.size() == 1) series = base::Series<Q>{count, series[0]};
  if (series.size() == count || problems.has_below(path)) return;
  problems.add(path,
               std::to_string(series.size()) + " values for " + std::to_string(count) + " slots");
}

// The problems of reading or, when there are none, those of the case itself.
[[nodiscard]] base::Result<ImportedCase> finish_import(ImportedCase imported,
                                                       const std::string& file,
                                                       const describe::Problems& problems);

}  // namespace ohmstead::app
