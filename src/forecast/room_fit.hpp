// Fits one room by maximum likelihood and says what can be told from its history.
//
// Thread rule: pure functions.
#pragma once

#include "room_cells.hpp"

namespace ohmstead::forecast {

struct FittedRoom {
  RoomDynamics dynamics;
  std::vector<double> coefficients;  // of each input, K/h per its unit
  double scale = 0.0;                // variance of noise, K^2/h
  bool is_fitted = false;
  RoomFit fit;
};

[[nodiscard]] FittedRoom fit_room(const RoomsPast& past, std::size_t room, const RoomCells& cells,
                                  const RoomStart& start);
// Decays and cycles: `cells` as laid for the room, heat where measured.
[[nodiscard]] RoomStart start_of(const RoomCells& cells, bool has_heat);

}  // namespace ohmstead::forecast
