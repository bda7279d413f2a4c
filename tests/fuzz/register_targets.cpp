// What Modbus devices hold in their registers, and addresses of registers.
#include "modbus/address.hpp"
#include "modbus/sunspec.hpp"
#include "targets.hpp"

namespace ohmstead::fuzz {
namespace {

using connect::Words;

// A device whose registers from 40000 on are these bytes.
void read_registers(const std::string& bytes) {
  const auto read = [&](int first, int count) -> base::Result<Words> {
    Words words;
    for (int i = first; i < first + count; ++i) {
      const auto at = static_cast<std::size_t>(i - 40000) * 2;
      if (i < 40000 || at + 1 >= bytes.size())
        return base::fail(base::ErrorKind::not_found, "no such register");
      words.push_back(static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) * 256 +
                                                 static_cast<unsigned char>(bytes[at + 1])));
    }
    return words;
  };
  const auto models = connect::find_models(read);
  if (!models) return base::expect(!models.error().message.empty(), "a refusal says why");
  base::expect(models->size() <= 100, "a list has an end");
  for (const char* model : {"inverter", "meter", "storage", "battery"}) {
    const auto place = connect::place_of({model, 1, 0, model[0] == 's' ? "WChaMax" : "W"}, *models);
    if (!place) continue;
    const int count = connect::words_of(place->type);
    base::expect(place->number + count <= 65536, "a point is within the table");
    const auto words = read(place->number, count);
    if (words) (void)connect::text_of(*place, *words, -2);
  }
}

void read_address(const std::string& text) {
  const auto address = connect::parse_register_address(text);
  if (!address) return base::expect(!address.error().message.empty(), "a refusal says why");
  if (address->sunspec)
    return base::expect(connect::fault_of(*address->sunspec).empty(), "a name is one");
  const connect::RegisterPoint& point = address->point;
  base::expect(point.number >= 0 && point.number + connect::words_of(point.type) <= 65536,
               "a point is within the table");
  const auto words = connect::words_of(point, "12", 0);
  if (words) (void)connect::text_of(point, *words, 3);
}

// 'SunS', model 103 of 50 registers, model 802 of 62, the end.
std::string seed() {
  std::string bytes{"SunS"};
  const auto add = [&](int id, int length) {
    for (const int word : {id, length}) {
      bytes += static_cast<char>(word / 256);
      bytes += static_cast<char>(word % 256);
    }
    bytes.append(static_cast<std::size_t>(2 * length), '\x01');
  };
  add(103, 50);
  add(802, 62);
  add(0xFFFF, 0);
  return bytes;
}

}  // namespace

std::vector<Target> register_targets() {
  return {{"modbus_registers", read_registers, {seed()}},
          {"modbus_address",
           read_address,
           {"input:5003:uint32:swap:x0.1", "holding:40083:int16:sf@40084", "sunspec:203#2.W",
            "sunspec:160.1.DCW", "coil:3"}}};
}

}  // namespace ohmstead::fuzz
