// What is asked of one Modbus device while it is connected: models, rounds of reading, writes.
//
// Registers that stand near each other are asked for together. Where the device has none in
// between it refuses the whole; then each is asked for alone from then on. Thread rule: one thread;
// its calls wait for the device.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "modbus/address.hpp"
#include "modbus/blocks.hpp"
#include "modbus/sunspec.hpp"

namespace ohmstead::connect {

class RegisterReader {
 public:
  struct Answer {
    std::optional<std::string> text = {};  // absent: the device has none now
    std::string unit = {};
    std::string fault = {};  // of this point alone, in words
  };

  RegisterReader(net::ModbusClient& client, int unit_id) : client_{&client}, unit_id_{unit_id} {}

  // After each connect: forgets where the models stand.
  void begin_anew();
  // One answer for each address, in order. Errors: the connection is lost, or no point could be
  // read.
  [[nodiscard]] base::Result<std::vector<Answer>> read(const std::vector<RegisterAddress>& all);
  // Errors: invalid_input, not_found, refused, and those of the connection.
  [[nodiscard]] base::Result<void> write(const RegisterAddress& address, const std::string& text);
  // Whether it could be written, by reading alone: the text fits, and the register is there.
  // Errors: as write().
  [[nodiscard]] base::Result<void> try_write(const RegisterAddress& address,
                                             const std::string& text);

 private:
  struct Ready {  // to be written
    RegisterPoint point;
    Words words;
  };
  base::Result<Ready> make_ready(const RegisterAddress& address, const std::string& text);

  using Place = std::pair<net::ModbusTable, int>;

  base::Result<RegisterPoint> resolve(const RegisterAddress& address);
  base::Result<std::vector<std::uint16_t>> read_span(const RegisterSpan& span);
  base::Result<void> read_blocks(const std::vector<RegisterSpan>& spans);
  base::Result<void> read_alone(const std::vector<RegisterSpan>& spans);
  void keep(const RegisterSpan& span, const std::vector<std::uint16_t>& words);
  [[nodiscard]] Answer answer_of(const RegisterPoint& point) const;
  [[nodiscard]] std::optional<Words> words_at(const RegisterSpan& span) const;

  net::ModbusClient* client_;
  int unit_id_;
  std::optional<base::Result<std::vector<SunspecModel>>> models_;
  std::set<RegisterSpan> alone_;                 // refused together with their neighbours
  bool has_answered_ = false;                    // since it was connected
  std::map<Place, std::uint16_t> now_;           // of this round
  std::map<RegisterSpan, base::Error> refused_;  // of this round
};

}  // namespace ohmstead::connect
