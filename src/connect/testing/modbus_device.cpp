#include "testing/modbus_device.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace ohmstead::connect {
namespace {

constexpr int k_look_ms = 10;  // between two looks whether the test is over
constexpr std::size_t k_header_bytes = 7;

bool is_readable(int socket, int wait_ms) {
  pollfd asked{socket, POLLIN, 0};
  return ::poll(&asked, 1, wait_ms) > 0;
}

bool read_bytes(int socket, std::size_t count, std::string& into) {
  std::array<char, 300> bytes{};
  while (count > 0) {
    const ssize_t got = ::recv(socket, bytes.data(), count, 0);
    if (got <= 0) return false;
    into.append(bytes.data(), static_cast<std::size_t>(got));
    count -= static_cast<std::size_t>(got);
  }
  return true;
}

int byte_at(const std::string& text, std::size_t i) { return static_cast<unsigned char>(text[i]); }
int word_at(const std::string& text, std::size_t i) {
  return byte_at(text, i) * 256 + byte_at(text, i + 1);
}
void add_word(std::string& text, int word) {
  text += static_cast<char>(word / 256);
  text += static_cast<char>(word % 256);
}

std::string exception_of(int function, int code) {
  return {static_cast<char>(function + 0x80), static_cast<char>(code)};
}

}  // namespace

ModbusDevice::ModbusDevice(int unit) : unit_{unit} {
  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, plain, size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, plain, &size) != 0)
    throw std::runtime_error{"no loopback port for the test"};
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread{[this](const std::stop_token& stop) { serve(stop); }};
}

ModbusDevice::~ModbusDevice() {
  thread_.request_stop();
  thread_.join();
  ::close(listener_);
}

void ModbusDevice::put(int first, const std::vector<std::uint16_t>& words) {
  const std::lock_guard lock{mutex_};
  for (std::size_t i = 0; i < words.size(); ++i) registers_[first + static_cast<int>(i)] = words[i];
}

std::uint16_t ModbusDevice::at(int number) const {
  const std::lock_guard lock{mutex_};
  return registers_.at(number);
}

std::vector<std::string> ModbusDevice::written() const {
  const std::lock_guard lock{mutex_};
  return written_;
}

void ModbusDevice::serve(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!is_readable(listener_, k_look_ms)) continue;
    const int client = ::accept(listener_, nullptr, nullptr);
    while (!stop.stop_requested() && !is_gone_) {
      if (is_readable(client, k_look_ms) && !serve_one(client)) break;
    }
    ::close(client);
  }
}

bool ModbusDevice::serve_one(int client) {
  std::string request;
  if (!read_bytes(client, k_header_bytes, request)) return false;
  const auto length = static_cast<std::size_t>(word_at(request, 4));
  if (length < 2 || length > 254 || !read_bytes(client, length - 1, request)) return false;
  ++count_;
  if (is_silent_ || byte_at(request, 6) != unit_) return true;
  const std::string body = answer(request.substr(k_header_bytes));
  std::string whole = request.substr(0, 4);
  add_word(whole, static_cast<int>(body.size()) + 1);
  whole += request[6];
  whole += body;
  return ::send(client, whole.data(), whole.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(whole.size());
}

std::string ModbusDevice::answer(const std::string& request) {
  const int function = byte_at(request, 0);
  const int first = word_at(request, 1);
  const int second = word_at(request, 3);  // a count, or what is written
  if (function == 6 && !has_single_writes_) return exception_of(function, 1);
  if (function != 3 && function != 4 && function != 6 && function != 16)
    return exception_of(function, 1);
  const std::lock_guard lock{mutex_};
  const int count = function == 6 ? 1 : second;
  for (int i = first; i < first + count; ++i) {
    if (!registers_.contains(i)) return exception_of(function, 2);
  }
  if (function == 6 || function == 16) {
    for (int i = 0; i < count; ++i) {
      const int word =
          function == 6 ? second : word_at(request, 6 + static_cast<std::size_t>(2 * i));
      registers_[first + i] = static_cast<std::uint16_t>(word);
      written_.push_back(std::to_string(first + i) + "=" + std::to_string(word));
    }
    return request.substr(0, 5);
  }
  std::string body{static_cast<char>(function), static_cast<char>(2 * count)};
  for (int i = first; i < first + count; ++i) add_word(body, registers_[i]);
  return body;
}

}  // namespace ohmstead::connect
