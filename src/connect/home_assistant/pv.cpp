#include <fmt/format.h>

#include "home_assistant/attributes.hpp"
#include "home_assistant/home_assistant.hpp"
#include "parts/fill_gaps.hpp"
#include "parts/pv_rows.hpp"

namespace ohmstead::connect {
namespace {

using describe::Node;

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? ""
                                    : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// "a + b" is two entities.
std::vector<std::string> split_sum(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('+', begin), text.size());
    names.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return names;
}

class EntityPv final : public PvSource {
 public:
  EntityPv(const home::LivePv& live, Settings settings)
      : planes_{std::move(settings.planes)},
        zone_{std::move(settings.zone)},
        token_{std::move(settings.token)},
        address_{address_of(live.url, "")} {
    for (const std::string& item : live.entities) groups_.push_back(split_sum(item));
  }

  std::string name() const override { return "Home Assistant PV"; }

  FetchRule rule() const override {
    return {.zone = zone_,
            .every = std::chrono::minutes{15},
            .fresh_for = std::chrono::hours{3},
            .ahead = std::chrono::hours{96}};
  }

  std::vector<Ask> requests(Span span) const override {
    std::vector<Ask> asks;
    for (const auto& group : groups_) {
      for (const std::string& entity : group)
        asks.push_back({ask_entity(address_, entity, token_), span});
    }
    return asks;
  }

  home::PvForecast combine(std::vector<std::optional<home::PvForecast>> parts) const override {
    home::PvForecast all{{}, name()};
    std::size_t next = 0;
    for (const auto& group : groups_) {
      std::vector<home::PvForecast> planes;
      for (std::size_t i = 0; i < group.size() && next < parts.size(); ++i, ++next) {
        if (parts[next]) planes.push_back(std::move(*parts[next]));
      }
      // Without one plane the others say nothing about the roof.
      if (planes.size() == group.size())
        all.slots = fill_gaps(std::move(all.slots), sum_of(planes).slots);
    }
    return all;
  }

  base::Result<home::PvForecast> read(const Answer& answer) const override {
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    PvRows rows;
    if (const Node* attributes = find_attributes(in, *tree); attributes != nullptr)
      read_attributes(in, *attributes, rows);
    home::PvForecast forecast = rows.finish(name(), peak_of(planes_), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return forecast;
  }

 private:
  void read_attributes(Reading& in, const Node& attributes, PvRows& rows) const {
    if (has_value(attributes, "detailedForecast")) return read_detailed(in, attributes, rows);
    if (has_value(attributes, "watts")) return read_plain(in, attributes, "watts", {}, 1e-3, rows);
    if (has_value(attributes, "forecasts")) {
      const Node* unit = attributes.find("unit_of_measurement");
      const bool is_kw = unit != nullptr && unit->text == "kW";
      if (!is_kw && (unit == nullptr || unit->text != "W"))
        in.problems.add("attributes.unit_of_measurement", "is neither W nor kW");
      return read_plain(in, attributes, "forecasts", {}, is_kw ? 1.0 : 1e-3, rows);
    }
    in.problems.add("attributes", "none of them is a forecast of PV power that is known");
  }

  void read_plain(Reading& in, const Node& attributes, std::string_view name,
                  const std::vector<std::string_view>& keys, double kw_each, PvRows& rows) const {
    for (const EntityRow& row : read_rows(in, attributes, name, keys, zone_)) {
      const auto said = in.number(*row.value, row.path);
      if (said)
        rows.add({row.from, row.to, base::Power{*said * kw_each}, std::nullopt, std::nullopt},
                 row.path);
    }
  }

  // Solcast in kW with its band, Volcast in W.
  void read_detailed(Reading& in, const Node& attributes, PvRows& rows) const {
    for (const EntityRow& row :
         read_rows(in, attributes, "detailedForecast", {"pv_estimate", "power_w"}, zone_)) {
      const bool is_watts = row.row != nullptr && row.value == row.row->find("power_w");
      const auto said = in.number(*row.value, row.path);
      if (!said) continue;
      home::PvSlot slot{row.from, row.to, base::Power{is_watts ? *said / 1000.0 : *said},
                        std::nullopt, std::nullopt};
      if (row.row != nullptr && !is_watts) {
        if (const auto p10 = in.number_if_any(*row.row, row.path, "pv_estimate10"))
          slot.p10 = base::Power{*p10};
        if (const auto p90 = in.number_if_any(*row.row, row.path, "pv_estimate90"))
          slot.p90 = base::Power{*p90};
      }
      rows.add(slot, row.path);
    }
  }

  std::vector<std::vector<std::string>> groups_;
  std::vector<home::PvPlane> planes_;
  base::Zone zone_;
  std::string token_, address_;
};

}  // namespace

std::unique_ptr<PvSource> make_home_assistant_pv(const home::LivePv& live,
                                                 const Settings& settings) {
  return std::make_unique<EntityPv>(live, settings);
}

}  // namespace ohmstead::connect
