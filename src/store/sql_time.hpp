// How an instant stands in a table: UTC seconds since 1970. Thread rule: plain functions.
#pragma once

#include <cstdint>

#include "ohmstead/base/time.hpp"

namespace ohmstead::store {

[[nodiscard]] inline std::int64_t to_sql(base::Time time) {
  return time.time_since_epoch().count();
}
[[nodiscard]] inline base::Time from_sql(std::int64_t time_s) {
  return base::Time{base::Seconds{time_s}};
}

}  // namespace ohmstead::store
