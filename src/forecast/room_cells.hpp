// The history of rooms laid out for their filters: gaps filled or marked, inputs side by side.
//
// Inputs of a room, in this order: heat, gain and sun (where known), each neighbour's distance to
// the outdoor air, and a daily round of gains (a constant and two waves by the local clock). Units
// as in rooms.hpp. Thread rule: pure functions.
#pragma once

#include "ohmstead/forecast/rooms.hpp"
#include "room_filter.hpp"

namespace ohmstead::forecast {

enum class InputKind { heat, gain, sun, neighbour, constant, wave };

struct RoomInput {
  InputKind kind = InputKind::constant;
  std::size_t neighbour = 0;  // which room
};

[[nodiscard]] std::vector<RoomInput> inputs_of(const RoomsPast& past, std::size_t room);

// The cells of all rooms in [first, first + count), with temperatures before cell `known` only;
// what drives them is taken as given, and as a day before where it is missing.
[[nodiscard]] std::vector<RoomCells> lay_rooms(const RoomsPast& past, std::int64_t first,
                                               std::size_t count, std::int64_t known);

// The value that `share` of them do not pass (rank share (n + 1) of n); NaN without any.
[[nodiscard]] double rank_of(std::vector<double> values, double share);

}  // namespace ohmstead::forecast
