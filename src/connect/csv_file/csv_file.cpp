#include "csv_file/csv_file.hpp"

#include <cmath>

#include "ohmstead/describe/csv.hpp"
#include "parts/price_rows.hpp"

namespace ohmstead::connect {
namespace {

class CsvPrices final : public PriceSource {
 public:
  CsvPrices(const home::LivePrices& live, const Settings& settings)
      : file_{live.file},
        column_{live.column},
        is_final_{live.part == "final"},
        currency_{currency_of(live, settings)},
        folder_{settings.folder} {}

  std::string name() const override { return file_; }

  FetchRule rule() const override {
    return {.every = std::chrono::minutes{5}, .fresh_for = std::chrono::hours{1}};
  }

  std::vector<Ask> requests(Span span) const override {
    return {{{.url = "file:" + (file_.starts_with('/') ? file_ : folder_ + file_)}, span}};
  }

  base::Result<home::PriceCurve> read(const Answer& answer) const override {
    home::PriceCurve curve{{}, currency_, name(), is_final_};
    const auto table = describe::parse_csv(answer.text, file_);
    if (!table) return tl::unexpected{table.error()};
    static const describe::Node k_nowhere;
    describe::Problems problems{file_, k_nowhere};
    const auto column = table->find_column(column_);
    PriceRows rows;
    if (!column) problems.add("", "there is no column '" + column_ + "'");
    const double factor = column_.ends_with("_per_mwh") ? 1e-3 : 1.0;
    for (std::size_t row = 0; column && row < table->times.size(); ++row) {
      const double said = table->values[*column][row];
      const auto price = std::isnan(said) ? std::nullopt : std::optional{said * factor};
      rows.add(table->times[row], price, describe::join_path("row", row));
    }
    curve = rows.finish(std::move(curve), problems);
    if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
    return curve;
  }

 private:
  std::string file_, column_;
  bool is_final_;
  std::string currency_, folder_;
};

}  // namespace

std::unique_ptr<PriceSource> make_csv_file(const home::LivePrices& live, const Settings& settings) {
  return std::make_unique<CsvPrices>(live, settings);
}

}  // namespace ohmstead::connect
