// A client for tests that says exactly the bytes it is told, on a socket of its own, so that a test
// of the server does not depend on the library the server is made of. Reads block, with a limit.
// Thread rule: one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

struct ssl_st;  // SSL of OpenSSL

namespace ohmstead::net {

struct RawAnswer {
  int status = 0;  // 0: the connection ended, or time was over, before a whole answer
  std::map<std::string, std::string> headers;  // names in small letters
  std::string body;
};

class RawClient {
 public:
  struct Options {
    std::chrono::milliseconds patience{10'000};
    int receive_buffer_bytes = 0;  // 0: as the system likes
    const char* from = nullptr;    // another address of loopback than the system would take
    bool is_encrypted = false;     // TLS; any certificate is believed
  };

  explicit RawClient(std::uint16_t port) : RawClient{port, Options{}} {}
  RawClient(std::uint16_t port, Options options);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  [[nodiscard]] bool is_connected() const { return socket_ >= 0; }
  // Of the server, as its name says (CN); empty without TLS.
  [[nodiscard]] std::string certificate_name() const;
  // False when the server has closed.
  bool send(std::string_view bytes);
  // No more bytes will come; the answer can still be read.
  void finish_sending();
  // Status line, headers, and the body that Content-Length tells of.
  RawAnswer read_answer(bool is_head = false);
  // send() and read_answer().
  RawAnswer ask(std::string_view bytes);
  // Up to and with `end`; what came so far when the connection ends before.
  std::string read_until(std::string_view end);
  std::string read_bytes(std::size_t count);
  // Reads on: true when the server closes, false when the time is over before.
  bool is_closed_by_server();
  // How many bytes came until the server closed.
  std::size_t drain();

  // Turns into a WebSocket; the answer's status is 101 when that went well.
  RawAnswer open_websocket(std::string_view path, std::string_view more_headers = {});
  // The next frame; empty opcode -1 when the connection ends.
  struct Frame {
    int opcode = -1;
    std::string payload;
  };
  Frame read_frame();
  // Masked, as clients must.
  bool send_frame(int opcode, std::string_view payload);

 private:
  bool fill();
  void begin_tls();
  // As recv(): 0 at the end, negative when time is over or the connection broke.
  long receive(char* bytes, std::size_t count);
  int socket_ = -1;
  bool is_reset_ = false;  // the connection broke
  ssl_st* tls_ = nullptr;  // null: plain
  std::string received_;
};

// "GET <path> HTTP/1.1" with Host and `more_headers`, each of which ends with \r\n.
std::string get(std::string_view path, std::string_view more_headers = {});
std::string post(std::string_view path, std::string_view body, std::string_view more_headers = {});

}  // namespace ohmstead::net
