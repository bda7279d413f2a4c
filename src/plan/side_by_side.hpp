// Parts that know nothing of each other, each on a core of its own as far as there are threads.
//
// The first runs on the caller's thread. Order and number of cores change no result. Thread rule:
// `answer` is called by several threads at once.
//
//   const auto costs = side_by_side(rooms.size(), [&](std::size_t i) { return rooms[i].cost(); });
#pragma once

#include <cstddef>
#include <future>
#include <vector>

namespace ohmstead::plan {

// answer(0), answer(1) ... answer(count - 1).
template <class Answer>
[[nodiscard]] auto side_by_side(std::size_t count, const Answer& answer) {
  using Each = decltype(answer(std::size_t{0}));
  // Without a launch policy a part runs at get() when no thread is left.
  std::vector<std::future<Each>> others;
  for (std::size_t i = 1; i < count; ++i) others.push_back(std::async(std::cref(answer), i));
  std::vector<Each> all;
  if (count > 0) all.push_back(answer(std::size_t{0}));
  for (auto& other : others) all.push_back(other.get());
  return all;
}

}  // namespace ohmstead::plan
