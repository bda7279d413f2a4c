#include "evcc/tariffs.hpp"

#include <fmt/format.h>

#include "parts/price_rows.hpp"
#include "parts/pv_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;

FetchRule often() {
  return {.every = std::chrono::minutes{15}, .fresh_for = std::chrono::hours{2}};
}

Ask ask_tariff(const std::string& address, std::string_view name, Span span) {
  return {{.url = fmt::format("{}/api/tariff/{}", address, name)}, span};
}

// Calls add(from, to, value, path) for each rate.
template <class Add>
void read_rates(Reading& in, const Node& root, const Add& add) {
  const bool is_wrapped = has_value(root, "result");
  const Node* inside = is_wrapped ? in.map(root, "", "result") : &root;
  const std::string outer = is_wrapped ? "result" : "";
  const Node* list = inside == nullptr ? nullptr : in.list(*inside, outer, "rates");
  for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
    const Node& row = list->items[i];
    const std::string path = join_path(join_path(outer, "rates"), i);
    const auto from = in.instant(row, path, "start");
    const auto to = in.instant(row, path, "end");
    const auto value = in.number(row, path, has_value(row, "price") ? "price" : "value");
    if (from && to && value) add(*from, *to, *value, path);
  }
}

class EvccPrices final : public PriceSource {
 public:
  EvccPrices(const home::LivePrices& live, const Settings& settings)
      : tariff_{live.part.empty() || live.part == "market" ? "grid" : live.part},
        is_final_{live.part != "market"},
        currency_{currency_of(live, settings)},
        address_{address_of(live.url, "")} {}

  std::string name() const override { return "evcc " + tariff_; }
  FetchRule rule() const override { return often(); }
  std::vector<Ask> requests(Span span) const override {
    return {ask_tariff(address_, tariff_, span)};
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, currency_, name(), is_final_};
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    PriceRows rows;
    read_rates(in, *tree, [&](base::Time from, base::Time to, double price, std::string path) {
      rows.add(from, to, price, std::move(path));
    });
    curve = rows.finish(std::move(curve), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return curve;
  }

 private:
  std::string tariff_;
  bool is_final_;
  std::string currency_, address_;
};

class EvccSun final : public PvSource {
 public:
  EvccSun(const home::LivePv& live, const Settings& settings)
      : planes_{settings.planes}, address_{address_of(live.url, "")} {}

  std::string name() const override { return "evcc solar"; }
  FetchRule rule() const override { return often(); }
  std::vector<Ask> requests(Span span) const override {
    return {ask_tariff(address_, "solar", span)};
  }

  base::Result<home::PvForecast> read(const Answer& answer) const override {
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    PvRows rows;
    read_rates(in, *tree, [&](base::Time from, base::Time to, double watts, std::string path) {
      rows.add({from, to, base::Power{watts / 1000.0}, std::nullopt, std::nullopt},
               std::move(path));
    });
    home::PvForecast forecast = rows.finish(name(), peak_of(planes_), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return forecast;
  }

 private:
  std::vector<home::PvPlane> planes_;
  std::string address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_evcc_prices(const home::LivePrices& live,
                                              const Settings& settings) {
  return std::make_unique<EvccPrices>(live, settings);
}

std::unique_ptr<PvSource> make_evcc_sun(const home::LivePv& live, const Settings& settings) {
  return std::make_unique<EvccSun>(live, settings);
}

}  // namespace ohmstead::connect
