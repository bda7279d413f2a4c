#include "ohmstead/net/modbus_client.hpp"

#include <modbus/modbus.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>

namespace ohmstead::net {
namespace {

using base::ErrorKind;

constexpr int k_exception_gateway_path = MODBUS_ENOBASE + 10;
constexpr int k_exception_gateway_target = MODBUS_ENOBASE + 11;

// What a device says when it understood the line but not the question; the connection stays.
base::Error exception_error(int code) {
  switch (code - MODBUS_ENOBASE) {
    case MODBUS_EXCEPTION_ILLEGAL_FUNCTION:
      return {ErrorKind::refused, "the device does not do this kind of request"};
    case MODBUS_EXCEPTION_ILLEGAL_DATA_ADDRESS:
      return {ErrorKind::not_found, "the device has no such register"};
    case MODBUS_EXCEPTION_ILLEGAL_DATA_VALUE:
      return {ErrorKind::invalid_input, "the device refuses this value, or this many at once"};
    case MODBUS_EXCEPTION_ACKNOWLEDGE:
    case MODBUS_EXCEPTION_SLAVE_OR_SERVER_BUSY:
      return {ErrorKind::unavailable, "the device is busy"};
    case MODBUS_EXCEPTION_GATEWAY_PATH:
    case MODBUS_EXCEPTION_GATEWAY_TARGET:
      return {ErrorKind::timed_out, "the gateway reaches no device of this unit_id"};
    default:
      return {ErrorKind::refused, "the device says that it failed"};
  }
}

bool is_exception(int code) { return code > MODBUS_ENOBASE && code < EMBBADCRC; }

base::Error line_error(int code) {
  switch (code) {
    case ETIMEDOUT:
    case EINPROGRESS:
    case EAGAIN:
      return {ErrorKind::timed_out, "no answer in time"};
    case ECONNREFUSED:
      return {ErrorKind::unavailable,
              "it takes no connection: are name and port right, and is Modbus switched on there?"};
    case EHOSTUNREACH:
    case ENETUNREACH:
      return {ErrorKind::unavailable, "there is no way to it in this network"};
    case ECONNRESET:
    case EPIPE:
    case EBADF:
      return {ErrorKind::unavailable, "it closed the connection; some devices take only one"};
    case ENOENT:
    case ENXIO:
    case ENODEV:
      return {ErrorKind::unavailable, "there is no such serial line: is the adapter plugged in?"};
    case EACCES:
    case EPERM:
      return {ErrorKind::unavailable,
              "no right to use this serial line: is the user in the group dialout?"};
    case EMBBADCRC:
    case EMBBADDATA:
    case EMBBADEXC:
    case EMBMDATA:
      return {ErrorKind::unavailable, "its answer is garbled: are baud and parity right?"};
    case EMBBADSLAVE:
      return {ErrorKind::unavailable, "another unit answered"};
    default:
      // The library's own word for a name that cannot be looked up is this, too.
      return {ErrorKind::unavailable, "it cannot be reached"};
  }
}

using Context = std::unique_ptr<modbus_t, decltype(&modbus_free)>;

Context context_of(const ModbusPlace& place) {
  if (place.host.empty())
    return {modbus_new_rtu(place.device.c_str(), place.baud, place.parity, place.data_bits,
                           place.stop_bits),
            &modbus_free};
  return {modbus_new_tcp_pi(place.host.c_str(), place.port.c_str()), &modbus_free};
}

}  // namespace

struct ModbusClient::Line {
  ModbusPlace place;
  std::chrono::milliseconds answer_timeout;
  Context context{nullptr, &modbus_free};
  std::mutex mutex;  // of socket, so that none is shut down that is somebody else's by then
  int socket = -1;
  std::atomic<bool> is_cancelled{false};

  void close() {
    const std::lock_guard lock{mutex};
    if (socket >= 0) modbus_close(context.get());
    socket = -1;
  }

  // Of the call that just failed.
  base::Error failure() {
    const int code = errno;
    if (is_cancelled) {
      close();
      return {ErrorKind::cancelled, "given up"};
    }
    if (is_exception(code)) return exception_error(code);
    close();
    return line_error(code);
  }

  base::Result<void> choose(int unit) {
    if (socket < 0) return base::fail(ErrorKind::unavailable, "not connected");
    if (is_cancelled) return base::fail(ErrorKind::cancelled, "given up");
    if (modbus_set_slave(context.get(), unit) != 0)
      return base::fail(ErrorKind::invalid_input, "there can be no unit of this number");
    return {};
  }
};

ModbusClient::ModbusClient(ModbusPlace place, std::chrono::milliseconds answer_timeout)
    : line_{std::make_unique<Line>()} {
  line_->place = std::move(place);
  line_->answer_timeout = answer_timeout;
}

ModbusClient::~ModbusClient() { disconnect(); }

base::Result<void> ModbusClient::connect() {
  disconnect();
  if (line_->is_cancelled) return base::fail(ErrorKind::cancelled, "given up");
  line_->context = context_of(line_->place);
  if (line_->context == nullptr) return tl::unexpected{line_error(errno)};
  modbus_t* context = line_->context.get();
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(line_->answer_timeout);
  const auto s = static_cast<std::uint32_t>(whole.count() / 1'000'000);
  const auto us = static_cast<std::uint32_t>(whole.count() % 1'000'000);
  modbus_set_response_timeout(context, s, us);
  errno = 0;
  if (modbus_connect(context) != 0) return tl::unexpected{line_error(errno)};
  const std::lock_guard lock{line_->mutex};
  line_->socket = modbus_get_socket(context);
  return {};
}

bool ModbusClient::is_connected() const { return line_->socket >= 0; }

base::Result<std::vector<std::uint16_t>> ModbusClient::read(ModbusTable table, int unit, int first,
                                                            int count) {
  base::expect(
      first >= 0 && count >= 1 && count <= k_modbus_registers_max && first + count <= 65536,
      "a request asks for 1 to 125 registers of the table");
  if (const auto fine = line_->choose(unit); !fine) return tl::unexpected{fine.error()};
  const auto size = static_cast<std::size_t>(count);
  std::vector<std::uint16_t> values(size);
  modbus_t* context = line_->context.get();
  int got = -1;
  errno = 0;
  if (table == ModbusTable::holding) {
    got = modbus_read_registers(context, first, count, values.data());
  } else if (table == ModbusTable::input) {
    got = modbus_read_input_registers(context, first, count, values.data());
  } else {
    std::vector<std::uint8_t> bits(size);
    got = table == ModbusTable::coil ? modbus_read_bits(context, first, count, bits.data())
                                     : modbus_read_input_bits(context, first, count, bits.data());
    std::copy(bits.begin(), bits.end(), values.begin());
  }
  if (got != count) return tl::unexpected{line_->failure()};
  return values;
}

base::Result<void> ModbusClient::write(ModbusTable table, int unit, int first,
                                       const std::vector<std::uint16_t>& values) {
  const int count = static_cast<int>(values.size());
  base::expect(first >= 0 && count >= 1 && count < k_modbus_registers_max && first + count <= 65536,
               "a request writes 1 to 124 registers of the table");
  if (table != ModbusTable::holding && table != ModbusTable::coil)
    return base::fail(ErrorKind::invalid_input, "this table can only be read");
  if (const auto fine = line_->choose(unit); !fine) return tl::unexpected{fine.error()};
  modbus_t* context = line_->context.get();
  int done = -1;
  errno = 0;
  if (table == ModbusTable::coil) {
    std::vector<std::uint8_t> bits;
    bits.reserve(values.size());
    for (const std::uint16_t value : values) bits.push_back(value != 0 ? 1 : 0);
    done = count == 1 ? modbus_write_bit(context, first, bits.front())
                      : modbus_write_bits(context, first, count, bits.data());
  } else {
    if (count == 1) done = modbus_write_register(context, first, values.front());
    // There are devices that know only the request for several.
    if (count > 1 || (done < 0 && errno == EMBXILFUN))
      done = modbus_write_registers(context, first, count, values.data());
  }
  if (done != count) return tl::unexpected{line_->failure()};
  return {};
}

void ModbusClient::disconnect() { line_->close(); }

void ModbusClient::cancel() {
  line_->is_cancelled = true;
  const std::lock_guard lock{line_->mutex};
  if (line_->socket >= 0 && !line_->place.host.empty()) ::shutdown(line_->socket, SHUT_RDWR);
}

}  // namespace ohmstead::net
