#include "foretold_prices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "told_values.hpp"

namespace ohmstead::engine {
namespace {

using base::Seconds;
using base::Time;

constexpr Seconds k_hour = std::chrono::hours{1};
constexpr Seconds k_one_of = std::chrono::hours{12};
constexpr Seconds k_kept = std::chrono::days{50};
constexpr std::size_t k_most_hours = std::size_t{7} * 24;
constexpr const char* k_nothing = "-";

// "2026-03-01T09:12:00Z 2026-03-01T09:00:00Z 0.0712 0.0698 - 0.0655"
std::string write(const forecast::ForetoldPrices& said) {
  std::string text = base::format_time(said.issued_at) + " " + base::format_time(said.start);
  for (const double price : said.per_kwh)
    text += std::isfinite(price) ? fmt::format(" {:.5g}", price) : std::string{" "} + k_nothing;
  return text;
}

// Empty where it cannot be read: it is of another program, or damaged.
forecast::ForetoldPrices read(const std::string& text) {
  std::istringstream words{text};
  std::string issued, start, word;
  words >> issued >> start;
  const auto issued_at = base::parse_time(issued), from = base::parse_time(start);
  if (!issued_at || !from) return {};
  forecast::ForetoldPrices said{*issued_at, *from, {}};
  while (words >> word && said.per_kwh.size() < k_most_hours) {
    char* end = nullptr;
    const double price = word == k_nothing ? std::nan("") : std::strtod(word.c_str(), &end);
    if (end != nullptr && *end != '\0') return {};
    said.per_kwh.push_back(price);
  }
  return said;
}

bool are_same(const forecast::ForetoldPrices& a, const forecast::ForetoldPrices& b) {
  const auto is_same = [&](Time hour) {
    const double x = a.of(hour), y = b.of(hour);
    return (std::isnan(x) && std::isnan(y)) || std::abs(x - y) < 1e-9;
  };
  for (std::size_t i = 0; i < b.per_kwh.size(); ++i)
    if (!is_same(b.start + k_hour * static_cast<std::int64_t>(i))) return false;
  return !a.per_kwh.empty();
}

}  // namespace

void ForetoldPrices::put(forecast::ForetoldPrices said) {
  const auto block = [](const forecast::ForetoldPrices& each) {
    return base::floor_to(each.issued_at, k_one_of);
  };
  if (!all_.empty() && block(all_.back()) == block(said))
    all_.back() = std::move(said);
  else
    all_.push_back(std::move(said));
}

void ForetoldPrices::remember(Time now) {
  if (memory_ == nullptr) return;
  const auto texts = memory_->entries(book_, now - k_kept, now + k_one_of);
  if (!texts) return;
  for (const std::string& text : *texts) {
    forecast::ForetoldPrices said = read(text);
    const bool is_later = all_.empty() || all_.back().issued_at < said.issued_at;
    if (!said.per_kwh.empty() && is_later) put(std::move(said));
  }
}

void ForetoldPrices::note(const home::PriceCurve& foretold, Time now) {
  forecast::ForetoldPrices said{now, base::floor_to(now, k_hour), {}};
  for (std::size_t i = 0; i < k_most_hours; ++i) {
    const Time hour = said.start + k_hour * static_cast<std::int64_t>(i);
    said.per_kwh.push_back(price_told(foretold, hour, hour + k_hour));
  }
  while (!said.per_kwh.empty() && std::isnan(said.per_kwh.back())) said.per_kwh.pop_back();
  if (said.per_kwh.empty() || (!all_.empty() && are_same(all_.back(), said))) return;
  // A memory that fails is told by the engine, which writes more to it.
  if (memory_ != nullptr) (void)memory_->append(book_, base::floor_to(now, k_one_of), write(said));
  put(std::move(said));
  std::erase_if(all_, [&](const auto& each) { return each.issued_at < now - k_kept; });
}

}  // namespace ohmstead::engine
