// One outside system as addresses with texts: a broker's topics, a Home Assistant's entities, an
// inverter's registers.
//
// A bus keeps what its addresses said last and reaches its system on threads of its own; nothing
// here waits. Thread rule: start() and stop() from one thread, the others from any.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::connect {

class PointBus {
 public:
  struct Told {
    std::string text;
    base::Time at;          // when the system said it, or last confirmed it
    std::string unit = {};  // "kW", where the system says
  };

  virtual ~PointBus() = default;
  // Before start(): an address that will be asked for.
  virtual void watch(const std::string& address) = 0;
  // Before start(): whether that text can be written there shall be found out, by reading alone.
  virtual void try_write(const std::string& address, const std::string& text) {
    (void)address, (void)text;
  }
  // Why what try_write() was told cannot be written, in words; empty: nothing speaks against it, as
  // far as reading tells. Nothing: not known yet.
  [[nodiscard]] virtual std::optional<std::string> fault_of_write(const std::string& address,
                                                                  const std::string& text) const {
    (void)address, (void)text;
    return std::string{};
  }
  // Begins to reach the system, and goes on until stop(): it comes back by itself after failures.
  virtual void start() = 0;
  virtual void stop() = 0;
  // What it said last; nothing: nothing yet.
  [[nodiscard]] virtual std::optional<Told> told(const std::string& address) const = 0;
  // Returns when it was handed over. Errors: unavailable (not connected now; it is not kept for
  // later), invalid_input (no such address), refused, timed_out.
  [[nodiscard]] virtual base::Result<void> write(const std::string& address,
                                                 const std::string& text) = 0;
  // Whether nothing that was handed over waits to be sent.
  [[nodiscard]] virtual bool is_idle() const { return true; }
  // Why it is not reached, in a sentence for people; empty: it is.
  [[nodiscard]] virtual std::string fault() const = 0;
  // Why an address cannot be one of this system, such as a register's number; empty: it can be.
  // `is_written`: commands go there. Once it runs also why nothing comes from there, if it knows.
  [[nodiscard]] virtual std::string fault_of(const std::string& address, bool is_written) const = 0;
};

}  // namespace ohmstead::connect
