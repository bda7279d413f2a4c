#include "json_rows/json_rows.hpp"

#include <fmt/format.h>

#include "parts/formula.hpp"
#include "parts/local_times.hpp"
#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using base::Time;
using describe::join_path;
using describe::Node;
using describe::NodeKind;

class JsonPrices final : public PriceSource {
 public:
  JsonPrices(const home::LivePrices& live, Settings settings)
      : rows_{live.json},
        // The site's check has parsed it before.
        formula_{Formula::parse(live.formula.empty() ? "x" : live.formula).value_or(Formula{})},
        is_final_{live.part == "final"},
        url_{live.url},
        currency_{currency_of(live, settings)},
        zone_{std::move(settings.zone)},
        token_{std::move(settings.token)} {}

  std::string name() const override { return net::host_of(url_); }

  FetchRule rule() const override { return {.zone = zone_, .every = std::chrono::hours{1}}; }

  // {from} and {to} in the address become UTC times, {from_date} and {to_date} local dates.
  std::vector<Ask> requests(Span span) const override {
    std::string url = url_;
    const auto replace = [&](std::string_view word, const std::string& by) {
      for (std::size_t at = url.find(word); at != std::string::npos; at = url.find(word, at))
        url.replace(at, word.size(), by);
    };
    replace("{from}", base::format_time(span.from));
    replace("{to}", base::format_time(span.to));
    replace("{from_date}", base::format_date(zone_.date(span.from)));
    replace("{to_date}", base::format_date(zone_.date(span.to)));
    net::WebRequest request{.url = std::move(url)};
    request.headers.emplace_back("Accept", "application/json");
    if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
    return {{std::move(request), span}};
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, currency_, name(), is_final_};
    const auto tree = parse_answer(name(), answer.text);
    if (!tree) return tl::unexpected{tree.error()};
    Reading in{name(), *tree};
    LocalTimes times{zone_};
    PriceRows rows;
    if (rows_.rows.empty()) {
      read_lists(in, *tree, times, rows);
    } else if (const Node* list = find_rows(*tree); list == nullptr) {
      in.problems.add(rows_.rows, "there is nothing at this pointer");
    } else if (list->kind == NodeKind::map) {
      for (const describe::Member& member : list->members) {
        Node time;
        time.kind = NodeKind::scalar;
        time.text = member.key;
        time.is_quoted = true;
        read_row(in, time, nullptr, &member.value, join_path(rows_.rows, member.key), times, rows);
      }
    } else {
      for (std::size_t i = 0; i < list->items.size(); ++i) {
        const Node& item = list->items[i];
        const Node* time = find_pointer(item, rows_.time);
        const Node* until = rows_.until ? find_pointer(item, *rows_.until) : nullptr;
        const std::string path = join_path(rows_.rows, i);
        if (time == nullptr || (rows_.until && until == nullptr))
          in.problems.add(path, "has no time where the pointers say");
        else
          read_row(in, *time, until, find_pointer(item, rows_.price), path, times, rows);
      }
    }
    if (in.problems.is_empty()) curve = rows.finish(std::move(curve), in.problems);
    if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
    return curve;
  }

 private:
  // An answer that is itself the list has no pointer to it.
  [[nodiscard]] const Node* find_rows(const Node& root) const {
    const bool is_all = rows_.rows == "/" && root.kind == NodeKind::list;
    return is_all ? &root : find_pointer(root, rows_.rows);
  }

  void read_lists(Reading& in, const Node& root, LocalTimes& times, PriceRows& rows) const {
    const Node* starts = find_pointer(root, rows_.time);
    const Node* prices = find_pointer(root, rows_.price);
    const bool is_pair = starts != nullptr && prices != nullptr && starts->kind == NodeKind::list &&
                         prices->kind == NodeKind::list &&
                         starts->items.size() == prices->items.size();
    if (!is_pair) {
      in.problems.add(rows_.time, "the pointers name no two lists of one length");
      return;
    }
    for (std::size_t i = 0; i < starts->items.size(); ++i)
      read_row(in, starts->items[i], nullptr, &prices->items[i], join_path(rows_.price, i), times,
               rows);
  }

  // A row without a price is a hole; one whose local time does not exist is none.
  void read_row(Reading& in, const Node& time, const Node* until, const Node* price,
                const std::string& path, LocalTimes& times, PriceRows& rows) const {
    if (price == nullptr) {
      in.problems.add(path, "has no price where the pointer says");
      return;
    }
    const auto said = in.number(*price, path);
    const auto from = read_time(in, time, path, times);
    std::optional<Time> to;
    if (until != nullptr && until->kind != NodeKind::null) {
      LocalTimes ends = times;  // after the row's own beginning
      to = read_time(in, *until, path, ends);
    }
    if (from && !said) rows.add_hole(*from);
    if (!from || !said) return;
    const auto per_kwh = formula_.at(*said);
    if (per_kwh)
      rows.add(*from, to, *per_kwh, path);
    else
      in.problems.add(path, fmt::format("the formula has no value for {:g}", *said));
  }

  static std::optional<Time> read_time(Reading& in, const Node& node, const std::string& path,
                                       LocalTimes& times) {
    if (node.kind == NodeKind::scalar && !node.is_quoted) return in.epoch(node, path);
    const auto read = times.next(node.text);
    if (read.verdict == LocalTimes::Verdict::time) return read.time;
    if (read.verdict == LocalTimes::Verdict::bad)
      in.problems.add(path, fmt::format("'{}' is no time", node.text.substr(0, 40)));
    return std::nullopt;
  }

  home::JsonRows rows_;
  Formula formula_;
  bool is_final_;
  std::string url_, currency_;
  base::Zone zone_;
  std::string token_;
};

}  // namespace

std::unique_ptr<PriceSource> make_json_rows(const home::LivePrices& live,
                                            const Settings& settings) {
  return std::make_unique<JsonPrices>(live, settings);
}

}  // namespace ohmstead::connect
