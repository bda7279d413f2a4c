#include "testing/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

#include "text.hpp"

namespace ohmstead::net {

RawClient::RawClient(std::uint16_t port, Options options) {
  socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  if (socket_ < 0) return;
  if (options.receive_buffer_bytes > 0) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &options.receive_buffer_bytes,
                 sizeof options.receive_buffer_bytes);
  }
  const timeval patience{options.patience.count() / 1000, options.patience.count() % 1000 * 1000};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  if (options.from != nullptr) {
    address.sin_addr.s_addr = ::inet_addr(options.from);
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    socket_ = -1;
  }
  if (options.is_encrypted && socket_ >= 0) begin_tls();
}

void RawClient::begin_tls() {
  SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  tls_ = SSL_new(context);
  SSL_CTX_free(context);
  SSL_set_fd(tls_, socket_);
  if (SSL_connect(tls_) == 1) return;
  ::close(socket_);
  socket_ = -1;
}

std::string RawClient::certificate_name() const {
  if (tls_ == nullptr) return {};
  X509* const certificate = SSL_get1_peer_certificate(tls_);
  std::array<char, 256> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(),
                            static_cast<int>(name.size()));
  X509_free(certificate);
  return name.data();
}

RawClient::~RawClient() {
  SSL_free(tls_);
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const long sent = tls_ != nullptr
                          ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                          : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::finish_sending() {
  if (tls_ != nullptr) SSL_shutdown(tls_);
  ::shutdown(socket_, SHUT_WR);
}

long RawClient::receive(char* bytes, std::size_t count) {
  if (tls_ == nullptr) {
    const long got = ::recv(socket_, bytes, count, 0);
    is_reset_ = got < 0 && errno == ECONNRESET;
    return got;
  }
  errno = 0;
  const int got = SSL_read(tls_, bytes, static_cast<int>(count));
  if (got > 0) return got;
  const bool is_late = errno == EAGAIN || errno == EWOULDBLOCK;
  if (!is_late && SSL_get_error(tls_, got) == SSL_ERROR_ZERO_RETURN) return 0;
  is_reset_ = !is_late;
  return -1;
}

bool RawClient::fill() {
  std::array<char, 16384> bytes{};
  const long count = receive(bytes.data(), bytes.size());
  if (count <= 0) return false;
  received_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::string RawClient::read_until(std::string_view end) {
  std::size_t found = 0;
  while ((found = received_.find(end)) == std::string::npos) {
    if (!fill()) return std::exchange(received_, {});
  }
  return read_bytes(found + end.size());
}

std::string RawClient::read_bytes(std::size_t count) {
  while (received_.size() < count) {
    if (!fill()) break;
  }
  std::string bytes = received_.substr(0, count);
  received_.erase(0, bytes.size());
  return bytes;
}

RawAnswer RawClient::read_answer(bool is_head) {
  RawAnswer answer;
  const std::string head = read_until("\r\n\r\n");
  if (!head.starts_with("HTTP/1.1 ") || !head.ends_with("\r\n\r\n")) return answer;
  const auto lines = split(head, '\n');
  for (std::size_t at = 1; at + 2 < lines.size(); ++at) {
    const std::string_view line = lines[at].substr(0, lines[at].size() - 1);
    const auto colon = line.find(':');
    answer.headers[to_lower(line.substr(0, colon))] = trimmed(line.substr(colon + 1));
  }
  std::size_t length = 0;
  if (const auto found = answer.headers.find("content-length"); found != answer.headers.end()) {
    const std::string& text = found->second;
    std::from_chars(text.data(), text.data() + text.size(), length);
  }
  if (!is_head) answer.body = read_bytes(length);
  if (is_head || answer.body.size() == length) {
    std::from_chars(head.data() + 9, head.data() + 12, answer.status);
  }
  return answer;
}

RawAnswer RawClient::ask(std::string_view bytes) {
  send(bytes);
  return read_answer();
}

bool RawClient::is_closed_by_server() {
  std::array<char, 16384> bytes{};
  while (true) {
    const long count = receive(bytes.data(), bytes.size());
    if (count == 0) return true;
    if (count < 0) return is_reset_;
  }
}

std::size_t RawClient::drain() {
  std::size_t total = received_.size();
  received_.clear();
  while (fill()) {
    total += received_.size();
    received_.clear();
  }
  return total;
}

RawAnswer RawClient::open_websocket(std::string_view path, std::string_view more_headers) {
  std::string headers =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  headers += more_headers;
  return ask(get(path, headers));
}

RawClient::Frame RawClient::read_frame() {
  const std::string head = read_bytes(2);
  if (head.size() < 2) return {};
  const auto byte = [](char letter) { return static_cast<unsigned char>(letter); };
  std::size_t length = byte(head[1]) & 0x7FU;
  if (length >= 126) {
    const std::string longer = read_bytes(length == 126 ? 2 : 8);
    length = 0;
    for (const char letter : longer) length = length * 256 + byte(letter);
  }
  Frame frame{byte(head[0]) & 0x0F, read_bytes(length)};
  if (frame.payload.size() < length) return {};
  return frame;
}

bool RawClient::send_frame(int opcode, std::string_view payload) {
  std::string frame(1, static_cast<char>(0x80 | opcode));
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 | payload.size());
  } else {
    const bool is_short = payload.size() < 65536;
    frame += static_cast<char>(0x80 | (is_short ? 126 : 127));
    for (int shift = is_short ? 8 : 56; shift >= 0; shift -= 8) {
      frame += static_cast<char>(payload.size() >> shift);
    }
  }
  frame.append(4, '\0');  // a mask of zeros leaves the payload as it is
  frame += payload;
  return send(frame);
}

std::string get(std::string_view path, std::string_view more_headers) {
  std::string request = "GET ";
  request += path;
  request += " HTTP/1.1\r\nHost: localhost\r\n";
  request += more_headers;
  return request + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view more_headers) {
  std::string request = "POST ";
  request += path;
  request +=
      " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  request += more_headers;
  request += "\r\n";
  request += body;
  return request;
}

}  // namespace ohmstead::net
