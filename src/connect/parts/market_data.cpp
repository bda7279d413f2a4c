#include "parts/market_data.hpp"

#include "parts/price_rows.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {

using describe::join_path;
using describe::Node;

base::Result<home::PriceCurve> read_market_data(const std::string& source, const std::string& text,
                                                std::string_view rows) {
  const auto tree = parse_answer(source, text);
  if (!tree) return tl::unexpected{tree.error()};
  Reading in{source, *tree};
  PriceRows prices;
  if (const Node* list = in.list(*tree, "", rows); list != nullptr) {
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      const Node& row = list->items[i];
      const std::string path = join_path(rows, i);
      in.expect_text(row, path, "unit", "Eur/MWh");
      const auto from = in.epoch(row, path, "start_timestamp");
      const auto to = in.epoch(row, path, "end_timestamp");
      const auto per_mwh = in.number(row, path, "marketprice");
      if (from && to && per_mwh) prices.add(*from, to, *per_mwh / 1000.0, path);
    }
  }
  home::PriceCurve curve = prices.finish({{}, "EUR", source}, in.problems);
  if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
  return curve;
}

}  // namespace ohmstead::connect
