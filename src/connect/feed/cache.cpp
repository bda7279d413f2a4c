#include "feed/cache.hpp"

#include <fmt/format.h>

#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/write.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const PriceSlot*) {
  using namespace describe;
  return std::make_tuple(field("from", &PriceSlot::from, "beginning"),
                         field("to", &PriceSlot::to, "end"),
                         field("price_per_kwh", &PriceSlot::price, "in the site's currency"));
}

constexpr auto fields_of(const PvSlot*) {
  using namespace describe;
  return std::make_tuple(field("from", &PvSlot::from, "beginning"), field("to", &PvSlot::to, "end"),
                         field("power_kw", &PvSlot::power, "mean of the whole roof"),
                         field("p10_kw", &PvSlot::p10, "exceeded in nine of ten cases", optional),
                         field("p90_kw", &PvSlot::p90, "exceeded in one of ten", optional));
}

constexpr auto fields_of(const WeatherSlot*) {
  using namespace describe;
  return std::make_tuple(
      field("from", &WeatherSlot::from, "beginning"), field("to", &WeatherSlot::to, "end"),
      field("outdoor_c", &WeatherSlot::outdoor, "air", optional),
      field("global_kw_per_m2", &WeatherSlot::global, "on the horizontal", optional),
      field("direct_kw_per_m2", &WeatherSlot::direct, "on a plane facing the sun", optional),
      field("diffuse_kw_per_m2", &WeatherSlot::diffuse, "from the sky", optional),
      field("clouds_ratio", &WeatherSlot::clouds, "covered share of the sky", optional),
      field("wind_m_per_s", &WeatherSlot::wind_m_per_s, "mean", optional),
      field("snow_depth_m", &WeatherSlot::snow_depth_m, "lying", optional));
}

}  // namespace ohmstead::home

namespace ohmstead::connect {
namespace {

constexpr const char* k_schema = "ohmstead.feed/1";

template <class Slot>
struct Document {
  std::string schema = k_schema;
  std::string source;
  base::Time fetched_at;
  std::string name;
  std::string currency;
  bool is_final = false;
  std::optional<base::Time> issued_at;
  std::vector<Slot> slots;
};

template <class Slot>
constexpr auto fields_of(const Document<Slot>*) {
  using namespace describe;
  using D = Document<Slot>;
  return std::make_tuple(field("schema", &D::schema, "ohmstead.feed/1"),
                         field("source", &D::source, "digest of who was asked for what"),
                         field("fetched_at", &D::fetched_at, "when it answered well"),
                         field("name", &D::name, "of the source"),
                         field("currency", &D::currency, "of prices", optional),
                         field("final", &D::is_final, "fees and taxes are in", optional),
                         field("issued_at", &D::issued_at, "of a forecast", optional),
                         field("slots", &D::slots, "what it told"));
}

template <class Told>
auto document_of(const Cached<Told>& cached) {
  Document<typename decltype(Told::slots)::value_type> document;
  document.source = cached.source;
  document.fetched_at = cached.fetched_at;
  document.name = cached.told.source;
  document.slots = cached.told.slots;
  return document;
}

template <class Told>
base::Result<Document<typename decltype(Told::slots)::value_type>> read_document(
    const std::string& text, const std::string& file, Cached<Told>& cached) {
  const auto tree = describe::parse_json(text, file);
  if (!tree) return tl::unexpected{tree.error()};
  Document<typename decltype(Told::slots)::value_type> document;
  document.schema.clear();
  describe::Problems problems{file, *tree};
  describe::read_fields(*tree, document, problems);
  if (problems.is_empty() && document.schema != k_schema)
    problems.add("schema", fmt::format("expected {}", k_schema));
  for (std::size_t i = 0; i < document.slots.size(); ++i) {
    const bool is_after = i == 0 || document.slots[i - 1].to <= document.slots[i].from;
    if (!is_after || document.slots[i].to <= document.slots[i].from)
      problems.add(describe::join_path("slots", i), "is not in order");
  }
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  cached.source = document.source;
  cached.fetched_at = document.fetched_at;
  cached.told.source = document.name;
  cached.told.slots = std::move(document.slots);
  return document;
}

}  // namespace

std::string write_cache(const Cached<home::PriceCurve>& cached) {
  auto document = document_of(cached);
  document.currency = cached.told.currency;
  document.is_final = cached.told.is_final;
  return describe::write_json(std::move(document));
}

std::string write_cache(const Cached<home::Weather>& cached) {
  auto document = document_of(cached);
  document.issued_at = cached.told.issued_at;
  return describe::write_json(std::move(document));
}

std::string write_cache(const Cached<home::PvForecast>& cached) {
  return describe::write_json(document_of(cached));
}

base::Result<void> read_cache(const std::string& text, const std::string& file,
                              Cached<home::PriceCurve>& cached) {
  const auto document = read_document(text, file, cached);
  if (!document) return tl::unexpected{document.error()};
  cached.told.currency = document->currency;
  cached.told.is_final = document->is_final;
  return {};
}

base::Result<void> read_cache(const std::string& text, const std::string& file,
                              Cached<home::Weather>& cached) {
  const auto document = read_document(text, file, cached);
  if (!document) return tl::unexpected{document.error()};
  cached.told.issued_at = document->issued_at;
  return {};
}

base::Result<void> read_cache(const std::string& text, const std::string& file,
                              Cached<home::PvForecast>& cached) {
  const auto document = read_document(text, file, cached);
  if (!document) return tl::unexpected{document.error()};
  return {};
}

}  // namespace ohmstead::connect
