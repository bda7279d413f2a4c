#include "ohmstead/app/import_case.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "import_formats.hpp"

namespace ohmstead::app {

void drop_members(describe::Node& map, std::span<const std::string_view> keys) {
  std::erase_if(map.members, [&](const auto& member) {
    return std::find(keys.begin(), keys.end(), member.key) != keys.end();
  });
}

base::Result<void> expect_members(const PeerFile& file, std::string_view what,
                                  std::initializer_list<std::string_view> keys) {
  const auto missing = std::find_if(keys.begin(), keys.end(), [&](std::string_view key) {
    return file.tree.find(key) == nullptr;
  });
  if (missing == keys.end()) return {};
  return base::fail(base::ErrorKind::invalid_input,
                    fmt::format("{}: this is not {}: it has no '{}'", file.name, what, *missing));
}

void keep_final_soc(home::Case& home, base::Energy soc) {
  home::Battery& battery = home.batteries.front();
  const base::EnergyPrice penalty = home::effective_violation_price(home);
  const base::Energy capacity = battery.capacity;
  battery.reserve = base::Series<base::Energy>{home.slots.count()};
  battery.reserve.set(home.slots.count() - 1, soc);
  battery.end_value_steps.clear();
  if (soc > base::Energy{}) battery.end_value_steps.push_back({soc, base::EnergyPrice{}});
  if (soc < capacity) battery.end_value_steps.push_back({capacity - soc, -penalty});
}

base::Result<ImportedCase> finish_import(ImportedCase imported, const std::string& file,
                                         const describe::Problems& problems) {
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  if (auto checked = home::check_case(imported.home, file); !checked) {
    return tl::unexpected{checked.error()};
  }
  return imported;
}

base::Result<ImportedCase> import_case(PeerFormat format, const std::string& text,
                                       const std::string& file, const std::string& case_name,
                                       Family family, std::optional<std::int64_t> start_hour) {
  auto tree = describe::parse_json(text, file);
  if (!tree) return tl::unexpected{tree.error()};
  PeerFile peer{file, std::move(*tree)};
  if (format != PeerFormat::epl && !case_name.empty()) {
    return base::fail(base::ErrorKind::invalid_input,
                      fmt::format("--case: a file of {} holds a single case",
                                  k_peer_format_names[static_cast<std::size_t>(format)]));
  }
  switch (format) {
    case PeerFormat::haeo:
      return import_haeo(std::move(peer));
    case PeerFormat::epl:
      return import_epl(peer, case_name);
    case PeerFormat::emhass:
      return import_emhass(std::move(peer));
    case PeerFormat::evcc:
      return import_evcc(peer);
    case PeerFormat::eos:
      return import_eos(peer, start_hour);
    case PeerFormat::family:
      return import_family(std::move(peer), family);
  }
  return base::fail(base::ErrorKind::internal, "unknown peer format");
}

}  // namespace ohmstead::app
