#include "entsoe/entsoe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "entsoe/areas.hpp"
#include "entsoe/xml.hpp"
#include "parts/days.hpp"
#include "parts/fill_gaps.hpp"
#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using base::Seconds;
using base::Time;
using describe::Problems;

// Where a price stands among those of the same time: the sequence of the auction, then the length
// of its slots; the lowest counts.
struct Rank {
  int sequence = 1;
  Seconds step{};
  friend auto operator<=>(const Rank&, const Rank&) = default;
};

struct Ranked {
  Rank rank;
  std::vector<home::PriceSlot> slots;
};

std::optional<int> read_integer(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> read_double(std::string_view text) {
  double value = 0.0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Seconds> read_resolution(std::string_view text) {
  if (text == "PT60M" || text == "PT1H") return std::chrono::hours{1};
  if (text == "PT30M") return std::chrono::minutes{30};
  if (text == "PT15M") return std::chrono::minutes{15};
  return std::nullopt;
}

// Nothing for an interval that is none, or longer than a year.
std::optional<Span> read_interval(const Element& period) {
  const Element* interval = period.find("timeInterval");
  if (interval == nullptr) return std::nullopt;
  const auto from = read_instant(std::string{interval->text_of("start")});
  const auto to = read_instant(std::string{interval->text_of("end")});
  const Span span{from.value_or(Time{}), to.value_or(Time{})};
  const bool is_fine = span.from < span.to && span.to - span.from <= std::chrono::days{366};
  return from && to && is_fine ? std::optional{span} : std::nullopt;
}

struct Point {
  int position = 0;
  double per_mwh = 0.0;
};

// Points in order; nothing when one cannot be read.
std::optional<std::vector<Point>> read_points(const Element& period, int count,
                                              const std::string& path, Problems& problems) {
  std::vector<Point> points;
  for (const Element& child : period.children) {
    if (child.name != "Point") continue;
    const auto position = read_integer(child.text_of("position"));
    const auto price = read_double(child.text_of("price.amount"));
    const bool is_in_order = position && *position >= 1 && *position <= count &&
                             (points.empty() || *position > points.back().position);
    if (!is_in_order || !price) {
      problems.add(path, fmt::format("a bad point '{}' with price '{}'",
                                     child.text_of("position").substr(0, 20),
                                     child.text_of("price.amount").substr(0, 20)));
      return std::nullopt;
    }
    points.push_back({*position, *price});
  }
  return points;
}

class Entsoe final : public PriceSource {
 public:
  Entsoe(const home::LivePrices& live, Settings settings)
      : area_{live.area},
        code_{find_eic(live.area).value_or("")},
        currency_{live.currency.empty() ? settings.currency : live.currency},
        token_{std::move(settings.token)},
        address_{address_of(live.url, "https://web-api.tp.entsoe.eu")} {}

  std::string name() const override { return "ENTSO-E " + area_; }

  FetchRule rule() const override {
    return {.published_at = std::chrono::hours{13}, .zone = zone_of("Europe/Brussels")};
  }

  std::vector<Ask> requests(Span span) const override {
    // Whole days of the market: the platform answers with those that it touches anyway.
    const auto days = local_days(zone_of("Europe/Brussels"), span);
    const Span whole{days.front().span.from, days.back().span.to};
    const auto stamp = [](Time time) {
      std::string text = base::format_time(time);  // 2024-10-07T22:00:00Z
      std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
      return text.substr(0, 12);
    };
    return {{{.url = fmt::format("{}/api?documentType=A44&in_Domain={}&out_Domain={}&periodStart={}"
                                 "&periodEnd={}&securityToken={}",
                                 address_, code_, code_, stamp(whole.from), stamp(whole.to),
                                 net::encode_url_part(token_))},
             whole}};
  }

  // 400 comes with a document that says why; often only that there is nothing yet.
  bool can_read(int status) const override { return status == 200 || status == 400; }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, currency_, name()};
    const auto root = parse_xml(answer.text);
    if (!root) return tl::unexpected{base::in_context(name(), root.error())};
    if (root->name == "Acknowledgement_MarketDocument") return read_refusal(*root, curve);
    static const describe::Node k_nowhere;
    Problems problems{name(), k_nowhere};
    if (root->name != "Publication_MarketDocument")
      problems.add("", fmt::format("expected a Publication_MarketDocument, got {}", root->name));
    std::vector<Ranked> all;
    std::size_t number = 0;
    for (const Element& series : root->children) {
      if (series.name != "TimeSeries") continue;
      read_series(series, describe::join_path("TimeSeries", number++), all, problems);
    }
    if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
    std::stable_sort(all.begin(), all.end(),
                     [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
    for (const Ranked& each : all) curve.slots = fill_gaps(std::move(curve.slots), each.slots);
    return curve;
  }

 private:
  base::Result<home::PriceCurve> read_refusal(const Element& root, home::PriceCurve& empty) const {
    const Element* reason = root.find("Reason");
    const std::string text{reason == nullptr ? std::string_view{} : reason->text_of("text")};
    if (text.find("No matching data") != std::string::npos) return std::move(empty);
    return base::fail(base::ErrorKind::refused, fmt::format("{}: {}", name(), text.substr(0, 200)));
  }

  void read_series(const Element& series, const std::string& path, std::vector<Ranked>& all,
                   Problems& problems) const {
    const std::string_view contract = series.text_of("contract_MarketAgreement.type");
    if (!contract.empty() && contract != "A01") return;  // not of the day-ahead market
    if (series.text_of("currency_Unit.name") != currency_)
      problems.add(path,
                   fmt::format("prices are in '{}', expected {}",
                               series.text_of("currency_Unit.name").substr(0, 10), currency_));
    if (series.text_of("price_Measure_Unit.name") != "MWH")
      problems.add(path, "prices are not per MWh");
    const auto sequence =
        read_integer(series.text_of("classificationSequence_AttributeInstanceComponent.position"));
    const bool is_held = series.text_of("curveType") == "A03";
    std::size_t number = 0;
    for (const Element& period : series.children) {
      if (period.name != "Period") continue;
      const std::string at = describe::join_path(path + ".Period", number++);
      read_period(period, sequence.value_or(1), is_held, at, all, problems);
    }
  }

  void read_period(const Element& period, int sequence, bool is_held, const std::string& path,
                   std::vector<Ranked>& all, Problems& problems) const {
    const auto interval = read_interval(period);
    const auto step = read_resolution(period.text_of("resolution"));
    if (!interval) {
      problems.add(path, "has no time interval");
      return;
    }
    const auto [from, to] = *interval;
    if (!step || (to - from) % *step != Seconds{0}) {
      problems.add(path, fmt::format("has a resolution that does not fit: '{}'",
                                     period.text_of("resolution").substr(0, 20)));
      return;
    }
    const int count = static_cast<int>((to - from) / *step);
    const auto points = read_points(period, count, path, problems);
    if (!points) return;
    PriceRows rows;
    for (std::size_t i = 0; i < points->size(); ++i) {
      // Of this kind of curve a point that is left out has the price of the one before it.
      const int next = i + 1 < points->size() ? (*points)[i + 1].position : count + 1;
      const int last = is_held ? next : (*points)[i].position + 1;
      for (int position = (*points)[i].position; position < last; ++position) {
        const Time start = from + *step * (position - 1);
        rows.add(start, start + *step, (*points)[i].per_mwh / 1000.0, path);
      }
    }
    home::PriceCurve done = rows.finish({{}, currency_, ""}, problems);
    all.push_back({{sequence, *step}, std::move(done.slots)});
  }

  std::string area_, code_, currency_, token_, address_;
};

}  // namespace

std::unique_ptr<PriceSource> make_entsoe(const home::LivePrices& live, const Settings& settings) {
  return std::make_unique<Entsoe>(live, settings);
}

}  // namespace ohmstead::connect
