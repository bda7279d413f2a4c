#include "currency_words.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace ohmstead::plan {
namespace {

struct Row {
  std::string_view currency;
  std::array<std::string_view, names_of(home::Language{}).size()> large;  // empty: its letters
  std::array<std::string_view, names_of(home::Language{}).size()> small;
  int money_digits = 2;
  int price_digits = 1;
};

constexpr Row k_rows[] = {
    {"EUR", {"", "€", "euro"}, {"ct", "ct", "cent"}},
    {"SEK", {"", "", "kr"}, {"öre", "Öre", "öre"}},
    {"NOK", {}, {"øre", "Øre", "öre"}},
    {"DKK", {}, {"øre", "Øre", "öre"}},
    {"CHF", {"", "Fr.", ""}, {"Rp", "Rp", "rappen"}},
    {"GBP", {}, {"p", "Pence", "pence"}},
    {"USD", {}, {"¢", "Cent", "cent"}},
    {"CAD", {}, {"¢", "Cent", "cent"}},
    {"AUD", {}, {"c", "Cent", "cent"}},
    {"NZD", {}, {"c", "Cent", "cent"}},
    {"PLN", {}, {"gr", "Groszy", "groszy"}},
    {"CZK", {}, {}, 2, 2},
    {"HUF", {}, {}, 0, 1},
    {"ISK", {}, {}, 0, 1},
    {"JPY", {}, {}, 0, 1},
};

}  // namespace

CurrencyWords currency_words(const std::string& currency, home::Language language) {
  const auto* const row = std::find_if(std::begin(k_rows), std::end(k_rows),
                                       [&](const Row& each) { return each.currency == currency; });
  if (row == std::end(k_rows)) return {currency, "", 2, 3};
  const auto index = static_cast<std::size_t>(language);
  const std::string_view large = row->large[index];
  return {large.empty() ? currency : std::string{large}, std::string{row->small[index]},
          row->money_digits, row->price_digits};
}

}  // namespace ohmstead::plan
