#include "render_prices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "style.hpp"

namespace ohmstead::app {
namespace {

using base::EnergyPrice;
using base::Time;

constexpr std::array<std::string_view, 5> k_states{"good", "waiting", "failing", "stale",
                                                   "missing"};

struct Row {
  Time from;
  Time to;
  double market = 0.0;  // sums while rows are put together
  double pays = 0.0;
  std::optional<double> earns;
};

// What a kWh sold then is paid by: prices of its own, where the site names a source of them.
std::optional<EnergyPrice> sold_at(const ports::FeedsSnapshot& known, const home::PriceSlot& slot) {
  if (known.export_prices.slots.empty()) return slot.price;
  const auto& slots = known.export_prices.slots;
  const auto found = std::find_if(slots.begin(), slots.end(), [&](const home::PriceSlot& each) {
    return each.from <= slot.from && slot.from < each.to;
  });
  return found == slots.end() ? std::nullopt : std::optional{found->price};
}

std::vector<Row> rows_of(const ports::FeedsSnapshot& known, const plan::TariffRule& tariff,
                         Time from) {
  std::vector<Row> rows;
  for (const home::PriceSlot& slot : known.prices.slots) {
    if (slot.to <= from) continue;
    Row row{slot.from, slot.to, slot.price.value(),
            tariff.import_price(slot.from, slot.price).value(), std::nullopt};
    if (const auto sold = sold_at(known, slot)) row.earns = tariff.export_price(*sold).value();
    rows.push_back(row);
  }
  return rows;
}

// The mean by time of rows in the same local hour.
std::vector<Row> by_hour(const std::vector<Row>& rows, const base::Zone& zone) {
  std::vector<Row> hours;
  for (const Row& row : rows) {
    const bool is_same =
        !hours.empty() && hours.back().to == row.from &&
        zone.wall_clock(hours.back().from).hour == zone.wall_clock(row.from).hour &&
        row.to - hours.back().from <= std::chrono::hours{1};
    if (!is_same) {
      hours.push_back(row);
      continue;
    }
    Row& hour = hours.back();
    const double share = base::hours(row.to - row.from) / base::hours(row.to - hour.from);
    hour.market += (row.market - hour.market) * share;
    hour.pays += (row.pays - hour.pays) * share;
    if (hour.earns && row.earns)
      *hour.earns += (*row.earns - *hour.earns) * share;
    else
      hour.earns.reset();
    hour.to = row.to;
  }
  return hours;
}

}  // namespace

std::string render_prices(const ports::FeedsSnapshot& known, const plan::TariffRule& tariff,
                          const std::string& currency, Time now, bool is_detailed) {
  std::string text;
  for (const ports::FeedHealth& health : known.health)
    text += fmt::format("{}: {}\n", health.what,
                        fold(health.name + ": " + health.sentence, 78, health.what.size() + 2));
  std::vector<Row> rows = rows_of(known, tariff, base::floor_to(now, std::chrono::hours{1}));
  if (!is_detailed) rows = by_hour(rows, tariff.zone());
  if (rows.empty()) return text;
  text += fmt::format("\n{:<17} {:>9} {:>9} {:>9}   {} per kWh\n", "from", "told", "you pay",
                      "you earn", currency);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && rows[i].from != rows[i - 1].to) text += "  ... nothing is known here ...\n";
    text += fmt::format("{:<17} {:>9.4f} {:>9.4f} {:>9}\n",
                        tariff.zone().format_short(rows[i].from), rows[i].market, rows[i].pays,
                        rows[i].earns ? fmt::format("{:.4f}", *rows[i].earns) : "");
  }
  return text;
}

std::string write_prices(const ports::FeedsSnapshot& known, const plan::TariffRule& tariff,
                         const std::string& currency, Time now) {
  using nlohmann::json;
  json health = json::array();
  for (const ports::FeedHealth& each : known.health) {
    json one{{"what", each.what},
             {"name", each.name},
             {"state", k_states[static_cast<std::size_t>(each.state)]},
             {"sentence", each.sentence},
             {"next_try", base::format_time(each.next_try)}};
    if (each.last_good) one["last_good"] = base::format_time(*each.last_good);
    if (each.known_until) one["known_until"] = base::format_time(*each.known_until);
    health.push_back(std::move(one));
  }
  json prices = json::array();
  for (const Row& row : rows_of(known, tariff, base::floor_to(now, std::chrono::hours{1}))) {
    json one{{"from", base::format_time(row.from)},
             {"to", base::format_time(row.to)},
             {"price_per_kwh", row.market},
             {"import_per_kwh", row.pays}};
    if (row.earns) one["export_per_kwh"] = *row.earns;
    prices.push_back(std::move(one));
  }
  return json{{"at", base::format_time(now)},
              {"currency", currency},
              {"health", std::move(health)},
              {"prices", std::move(prices)}}
             .dump(2) +
         "\n";
}

}  // namespace ohmstead::app
