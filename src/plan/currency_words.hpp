// How a currency is written after a number, by language. Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "ohmstead/home/language.hpp"

namespace ohmstead::plan {

struct CurrencyWords {
  std::string large;  // "EUR", "€", "kr"
  std::string small;  // a hundredth of it: "ct", "öre"; empty where nobody uses one
  int money_digits;   // decimals of money
  int price_digits;   // decimals of a price per kWh in the unit that is used for it
};

// An unknown currency is written as its three letters.
[[nodiscard]] CurrencyWords currency_words(const std::string& currency, home::Language language);

}  // namespace ohmstead::plan
