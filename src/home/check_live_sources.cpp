#include "check_live_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ohmstead::home {
namespace {

using describe::join_path;
using describe::Problems;

enum class Use : unsigned char { no, may, must };

// Which keys a service of prices uses.
struct PriceKeys {
  PriceService service;
  Use area = Use::no;
  Use product = Use::no;
  Use token = Use::no;
  Use url = Use::may;
  Use home = Use::no;
  Use entities = Use::no;
  Use file = Use::no;
  Use json = Use::no;
  std::array<std::string_view, 4> parts = {};  // that its answers have
  std::string_view only_currency = {};         // its prices are in no other
};

constexpr std::array k_price_keys{
    PriceKeys{.service = PriceService::nordpool, .area = Use::must},
    PriceKeys{.service = PriceService::entsoe, .area = Use::must, .token = Use::must},
    PriceKeys{.service = PriceService::octopus,
              .area = Use::must,
              .product = Use::must,
              .parts = {"without_vat"},
              .only_currency = "GBP"},
    PriceKeys{.service = PriceService::tibber,
              .token = Use::must,
              .home = Use::may,
              .parts = {"total", "energy"}},
    PriceKeys{.service = PriceService::awattar, .area = Use::must, .only_currency = "EUR"},
    PriceKeys{.service = PriceService::energy_charts, .area = Use::must, .only_currency = "EUR"},
    PriceKeys{.service = PriceService::energyzero,
              .parts = {"base", "base_with_vat", "all_in", "all_in_with_vat"},
              .only_currency = "EUR"},
    PriceKeys{.service = PriceService::elering, .area = Use::must, .only_currency = "EUR"},
    PriceKeys{.service = PriceService::akkudoktor, .only_currency = "EUR"},
    PriceKeys{.service = PriceService::home_assistant,
              .token = Use::must,
              .url = Use::must,
              .entities = Use::must,
              .parts = {"final"}},
    PriceKeys{.service = PriceService::evcc,
              .url = Use::must,
              .parts = {"grid", "market", "feedin", "planner"}},
    PriceKeys{.service = PriceService::json,
              .token = Use::may,
              .url = Use::must,
              .json = Use::must,
              .parts = {"final"}},
    PriceKeys{.service = PriceService::csv, .url = Use::no, .file = Use::must, .parts = {"final"}},
};

class Checker {
 public:
  Checker(const Site& site, Problems& problems) : site_{&site}, problems_{&problems} {}

  void check(const LivePrices& live, const std::string& path) const {
    if (problems_->has_about(join_path(path, "service"))) return;
    const PriceKeys& keys = k_price_keys[static_cast<std::size_t>(live.service)];
    const std::string_view who = names_of(PriceService{})[static_cast<std::size_t>(live.service)];
    use(keys.area, !live.area.empty(), who, path, "area");
    use(keys.product, !live.product.empty(), who, path, "product");
    use(keys.url, !live.url.empty(), who, path, "url");
    use(keys.home, !live.home.empty(), who, path, "home");
    use(keys.entities, !live.entities.empty(), who, path, "entities");
    use(keys.file, !live.file.empty(), who, path, "file");
    use(keys.file, !live.column.empty(), who, path, "column");
    use(keys.json, !live.json.time.empty() || !live.json.rows.empty(), who, path, "json");
    use(keys.json == Use::must ? Use::may : Use::no, !live.formula.empty(), who, path, "formula");
    use(keys.token, !live.token.empty(), who, path, "token");
    check_secret(live.token, path);
    check_url(live.url, path);
    check_part(live.part, keys, who, path);
    if (live.service == PriceService::evcc) check_direction(live.part, path);
    check_currency(live, keys, who, path);
    if (keys.json == Use::must) check_rows(live.json, join_path(path, "json"));
    if (keys.file == Use::must && !live.column.empty() && !live.column.ends_with("_per_mwh") &&
        !live.column.ends_with("_per_kwh"))
      problems_->add(join_path(path, "column"),
                     fmt::format("'{}' must end with its unit: _per_mwh, _per_kwh", live.column));
  }

  void check(const LiveWeather& live, const std::string& path) const {
    if (problems_->has_about(join_path(path, "service"))) return;
    const std::string_view who = names_of(WeatherService{})[static_cast<std::size_t>(live.service)];
    const Use open_meteo = live.service == WeatherService::open_meteo ? Use::may : Use::no;
    use(open_meteo, live.is_quarter_hourly, who, path, "quarter_hourly");
    use(open_meteo, !live.model.empty(), who, path, "model");
    use(open_meteo, !live.token.empty(), who, path, "token");
    check_secret(live.token, path);
    check_url(live.url, path);
    if (!site_->location) problems_->add(path, "needs the site's location");
  }

  void check(const LivePv& live, const std::string& path) const {
    if (problems_->has_about(join_path(path, "service"))) return;
    const std::string_view who = names_of(PvService{})[static_cast<std::size_t>(live.service)];
    const bool is_home = live.service == PvService::home_assistant;
    const bool is_solcast = live.service == PvService::solcast;
    const bool is_evcc = live.service == PvService::evcc;
    const Use token = is_home || is_solcast                       ? Use::must
                      : live.service == PvService::forecast_solar ? Use::may
                                                                  : Use::no;
    use(token, !live.token.empty(), who, path, "token");
    use(is_solcast ? Use::must : Use::no, !live.resource.empty(), who, path, "resource");
    use(is_home ? Use::must : Use::no, !live.entities.empty(), who, path, "entities");
    use(is_home || is_evcc ? Use::must : Use::may, !live.url.empty(), who, path, "url");
    check_secret(live.token, path);
    check_url(live.url, path);
    if (is_home || is_solcast || is_evcc) return;
    if (!site_->location) problems_->add(path, "needs the site's location");
    if (!site_->pv || site_->pv->planes.empty()) problems_->add(path, "needs pv.planes");
  }

 private:
  void use(Use wanted, bool is_given, std::string_view who, const std::string& path,
           std::string_view key) const {
    if (wanted == Use::must && !is_given)
      problems_->add(join_path(path, key), fmt::format("missing; {} needs it", who));
    if (wanted == Use::no && is_given)
      problems_->add(join_path(path, key), fmt::format("{} does not use it", who));
  }

  void check_secret(const std::string& name, const std::string& path) const {
    if (!name.empty() && !site_->secrets_file)
      problems_->add(join_path(path, "token"),
                     "is a name in the secrets file; secrets_file is missing");
  }

  void check_url(const std::string& url, const std::string& path) const {
    const bool is_fine = url.starts_with("https://") || url.starts_with("http://");
    if (!url.empty() && !is_fine)
      problems_->add(join_path(path, "url"),
                     fmt::format("'{}' does not begin with https:// or http://", url));
  }

  void check_part(const std::string& part, const PriceKeys& keys, std::string_view who,
                  const std::string& path) const {
    if (part.empty()) return;
    const auto end = std::find(keys.parts.begin(), keys.parts.end(), std::string_view{});
    if (std::find(keys.parts.begin(), end, part) != end) return;
    problems_->add(
        join_path(path, "part"),
        end == keys.parts.begin()
            ? fmt::format("{} does not use it", who)
            : fmt::format("'{}' is none of {}", part, fmt::join(keys.parts.begin(), end, ", ")));
  }

  // evcc has a tariff for each direction.
  void check_direction(const std::string& part, const std::string& path) const {
    const bool is_export = path.find("export_prices") != std::string::npos;
    if (is_export != (part == "feedin"))
      problems_->add(join_path(path, "part"),
                     is_export ? "must be feedin: evcc's other tariffs are of what is bought"
                               : "feedin is what is paid for what is sold: see export_prices");
  }

  void check_currency(const LivePrices& live, const PriceKeys& keys, std::string_view who,
                      const std::string& path) const {
    const std::string currency = live.currency.empty() ? site_->currency : live.currency;
    if (!keys.only_currency.empty() && currency != keys.only_currency)
      problems_->add(join_path(path, "currency"),
                     fmt::format("{} has prices in {}: give currency: {} and the rate to {}", who,
                                 keys.only_currency, keys.only_currency, site_->currency));
    else if (currency != site_->currency && !live.rate)
      problems_->add(join_path(path, "rate"), fmt::format("missing; what is one {} worth in {}?",
                                                          currency, site_->currency));
    else if (currency == site_->currency && live.rate)
      problems_->add(join_path(path, "rate"),
                     "its prices are in the site's currency and need no rate");
  }

  void check_rows(const JsonRows& rows, const std::string& path) const {
    const auto check_pointer = [&](const std::string& pointer, std::string_view key) {
      if (!pointer.empty() && pointer.front() != '/')
        problems_->add(join_path(path, key),
                       fmt::format("'{}' is no pointer such as /data/prices", pointer));
    };
    check_pointer(rows.rows, "rows");
    check_pointer(rows.time, "time");
    check_pointer(rows.price, "price");
    if (rows.until) check_pointer(*rows.until, "until");
    if (rows.rows.empty() && (rows.time.empty() || rows.price.empty()))
      problems_->add(path, "needs rows, or time and price that point to two lists");
  }

  const Site* site_;
  Problems* problems_;
};

// Whether all fees and taxes are in.
bool is_final(const LivePrices& live) {
  using enum PriceService;
  switch (live.service) {
    case octopus:
      return live.part.empty();
    case tibber:
      return live.part != "energy";
    case energyzero:
      return live.part == "all_in_with_vat";
    case evcc:
      return live.part != "market";
    default:
      return live.part == "final";
  }
}

bool adds_nothing(const ImportTariff& tariff) {
  return tariff.spot_factor == 1.0 && tariff.markup == EnergyPrice{} &&
         tariff.network_fee == EnergyPrice{} && tariff.network_fees.empty() &&
         tariff.energy_tax == EnergyPrice{} && tariff.vat_pct == 0.0;
}

// What is billed already must not be billed again.
void check_finality(const Site& site, Problems& problems) {
  const LiveSources& live = *site.sources.live;
  const auto count = std::count_if(live.prices.begin(), live.prices.end(), is_final);
  if (count == 0 || problems.has_below("sources.live")) return;
  if (count != static_cast<std::ptrdiff_t>(live.prices.size())) {
    problems.add("sources.live.prices", "some hold all fees and taxes and some do not");
    return;
  }
  if (site.tariff.import.fixed || !adds_nothing(site.tariff.import))
    problems.add("tariff.import",
                 "sources.live.prices hold all fees and taxes already: leave them out here");
  const bool uses_market = !site.tariff.export_.fixed && site.tariff.export_.spot_factor != 0.0;
  if (uses_market && live.export_prices.empty())
    problems.add("tariff.export",
                 "follows the market, but sources.live.prices hold fees and taxes: name "
                 "sources.live.export_prices");
}

// Services of published prices foretell nothing.
void check_price_forecasts(const LiveSources& live, Problems& problems) {
  for (std::size_t i = 0; i < live.price_forecasts.size(); ++i) {
    const PriceService who = live.price_forecasts[i].service;
    const bool tells_rows = who == PriceService::json || who == PriceService::csv ||
                            who == PriceService::home_assistant;
    const std::string path = join_path("sources.live.price_forecasts", i);
    if (problems.has_about(join_path(path, "service"))) continue;
    if (!tells_rows)
      problems.add(join_path(path, "service"),
                   fmt::format("{} tells published prices, no forecasts of them: use json, csv or "
                               "home_assistant",
                               names_of(who)[static_cast<std::size_t>(who)]));
    else if (!live.prices.empty() && is_final(live.price_forecasts[i]) != is_final(live.prices[0]))
      problems.add(join_path(path, "part"),
                   is_final(live.prices[0])
                       ? "sources.live.prices hold all fees and taxes: so must these (part: final)"
                       : "sources.live.prices are those of the market: so must these be");
  }
}

template <class Live>
void check_all(const Checker& checker, const std::vector<Live>& all, const std::string& path) {
  for (std::size_t i = 0; i < all.size(); ++i) checker.check(all[i], join_path(path, i));
}

}  // namespace

void find_live_source_problems(const Site& site, Problems& problems) {
  if (!site.sources.live) return;
  const Checker checker{site, problems};
  check_all(checker, site.sources.live->prices, "sources.live.prices");
  check_all(checker, site.sources.live->export_prices, "sources.live.export_prices");
  check_all(checker, site.sources.live->price_forecasts, "sources.live.price_forecasts");
  check_price_forecasts(*site.sources.live, problems);
  check_all(checker, site.sources.live->weather, "sources.live.weather");
  check_all(checker, site.sources.live->pv, "sources.live.pv");
  check_finality(site, problems);
}

}  // namespace ohmstead::home
