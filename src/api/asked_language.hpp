// The language that an answer is asked for in: `?language=de`; without it the home's own.
//
// The language stands in the address alone. Browsers send Accept-Language whether their viewer
// chose something or not, and a home set to German would then speak English (decision 0016). Thread
// rule: pure functions.
#pragma once

#include "ohmstead/api/api.hpp"

namespace ohmstead::api {

// Of a request whose parameters were found in order.
[[nodiscard]] home::Language language_of(const net::HttpRequest& request, const home::Site& site);

// What hands answers on whose refusals speak that language, as far as their words are known.
[[nodiscard]] net::Reply in_language_of(const net::HttpRequest& request, const home::Site& site,
                                        net::Reply reply);

}  // namespace ohmstead::api
