#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "home_assistant/attributes.hpp"
#include "home_assistant/home_assistant.hpp"
#include "parts/price_rows.hpp"

namespace ohmstead::connect {
namespace {

using describe::Node;

// Attributes that belong together stand in one row: all of the first row that is there are read.
struct Attributes {
  std::array<std::string_view, 2> names;
  bool is_raw_feed_in_negative = false;  // what one earns is written as a negative price
};
constexpr std::array k_attributes{
    Attributes{{"raw_today", "raw_tomorrow"}},
    Attributes{{"forecasts", ""}},
    Attributes{{"Forecasts", ""}, true},
    Attributes{{"forecast", ""}},
    Attributes{{"forecast_dict", ""}},
    Attributes{{"unit_load_cost_forecasts", ""}},
    Attributes{{"unit_prod_price_forecasts", ""}},
    Attributes{{"rates", ""}},
    Attributes{{"prices_today", "prices_tomorrow"}},
    Attributes{{"prices", ""}},
    Attributes{{"data", ""}},
};

const std::vector<std::string_view>& value_keys() {
  static const std::vector<std::string_view> k_keys{
      "advanced_price_predicted", "per_kwh", "price_per_kwh", "value_inc_vat", "price", "value"};
  return k_keys;
}

class EntityPrices final : public PriceSource {
 public:
  EntityPrices(const home::LivePrices& live, Settings settings)
      : entities_{live.entities},
        is_final_{live.part == "final"},
        currency_{currency_of(live, settings)},
        zone_{std::move(settings.zone)},
        token_{std::move(settings.token)},
        address_{address_of(live.url, "")} {}

  std::string name() const override {
    return fmt::format("Home Assistant {}", fmt::join(entities_, ", "));
  }

  FetchRule rule() const override {
    return {.zone = zone_, .every = std::chrono::minutes{5}, .fresh_for = std::chrono::hours{1}};
  }

  std::vector<Ask> requests(Span span) const override {
    std::vector<Ask> asks;
    asks.reserve(entities_.size());
    for (const std::string& entity : entities_)
      asks.push_back({ask_entity(address_, entity, token_), span});
    return asks;
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, currency_, name(), is_final_};
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    PriceRows rows;
    if (const Node* attributes = find_attributes(in, *tree); attributes != nullptr)
      read_attributes(in, *attributes, rows);
    if (in.problems.is_empty()) curve = rows.finish(std::move(curve), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return curve;
  }

 private:
  void read_attributes(Reading& in, const Node& attributes, PriceRows& rows) const {
    const auto* found = std::find_if(
        k_attributes.begin(), k_attributes.end(),
        [&](const Attributes& each) { return has_value(attributes, each.names.front()); });
    if (found == k_attributes.end()) {
      in.problems.add("attributes", "none of them is a forecast of prices that is known");
      return;
    }
    const auto factor = read_unit(in, attributes);
    if (!factor) return;
    const bool is_feed_in =
        has_value(attributes, "channel_type") && attributes.find("channel_type")->text == "feedin";
    const double sign = found->is_raw_feed_in_negative && is_feed_in ? -1.0 : 1.0;
    for (const std::string_view name : found->names) {
      if (name.empty()) continue;
      for (const EntityRow& row : read_rows(in, attributes, name, value_keys(), zone_)) {
        const auto said = in.number(*row.value, row.path);
        if (said) rows.add(row.from, row.to, sign * *said * *factor, row.path);
      }
    }
  }

  // Of the unit of measurement, else of the currency and energy that some name alone.
  std::optional<double> read_unit(Reading& in, const Node& attributes) const {
    std::string unit;
    if (has_value(attributes, "unit_of_measurement"))
      unit = attributes.find("unit_of_measurement")->text;
    else if (has_value(attributes, "currency"))
      unit = fmt::format("{}/{}", attributes.find("currency")->text,
                         has_value(attributes, "unit") ? attributes.find("unit")->text : "kWh");
    const auto factor = per_kwh_factor(unit);
    if (!factor) {
      in.problems.add("attributes.unit_of_measurement",
                      fmt::format("'{}' is no unit of a price like EUR/kWh", unit.substr(0, 40)));
      return std::nullopt;
    }
    const std::string money = unit.substr(0, unit.find('/'));
    const bool is_code = money.size() == 3 && std::all_of(money.begin(), money.end(), [](char c) {
                           return c >= 'A' && c <= 'Z';
                         });
    if (is_code && money != currency_)
      in.problems.add("attributes.unit_of_measurement",
                      fmt::format("prices are in {}, expected {}", money, currency_));
    return factor;
  }

  std::vector<std::string> entities_;
  bool is_final_;
  std::string currency_;
  base::Zone zone_;
  std::string token_, address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_home_assistant(const home::LivePrices& live,
                                                 const Settings& settings) {
  return std::make_unique<EntityPrices>(live, settings);
}

}  // namespace ohmstead::connect
