#include "tls.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <utility>

namespace ohmstead::net {

namespace {

namespace ssl = boost::asio::ssl;
using base::ErrorKind;
using boost::system::error_code;

}  // namespace

struct TlsIdentity {
  // Connections are made from it, which OpenSSL does not count as a change.
  mutable ssl::context context{ssl::context::tls_server};
};

namespace {

class TlsTransport final : public Transport {
 public:
  TlsTransport(Tcp::socket socket, std::shared_ptr<const TlsIdentity> identity)
      : identity_{std::move(identity)}, stream_{std::move(socket), identity_->context} {}

  void begin(std::function<void(Beginning)> done) override {
    stream_.async_handshake(ssl::stream_base::server,
                            [this, done = std::move(done)](error_code error) {
                              is_plain_ = is_plain_http(error);
                              if (is_plain_) return done(Beginning::unencrypted);
                              done(error ? Beginning::bad : Beginning::good);
                            });
  }
  void read_some(boost::asio::mutable_buffer buffer, Done done) override {
    if (is_plain_) return tcp().async_read_some(buffer, std::move(done));
    stream_.async_read_some(buffer, std::move(done));
  }
  void write_some(std::vector<boost::asio::const_buffer> buffers, Done done) override {
    if (is_plain_) return tcp().async_write_some(buffers, std::move(done));
    stream_.async_write_some(buffers, std::move(done));
  }
  // Also without the client's goodbye, which many leave out.
  void end_writing(std::function<void()> done) override {
    const auto end_tcp = [this, done = std::move(done)](error_code) {
      error_code ignored;
      (void)tcp().socket().shutdown(Tcp::socket::shutdown_send, ignored);
      done();
    };
    if (is_plain_) return end_tcp({});
    stream_.async_shutdown(end_tcp);
  }
  boost::beast::tcp_stream& tcp() override { return stream_.next_layer(); }

 private:
  static bool is_plain_http(error_code error) {
    return error.category() == boost::asio::error::get_ssl_category() &&
           ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_HTTP_REQUEST;
  }

  std::shared_ptr<const TlsIdentity> identity_;
  ssl::stream<boost::beast::tcp_stream> stream_;
  bool is_plain_ = false;  // the client does not speak TLS and is told so
};

}  // namespace

struct TlsTrust {
  mutable ssl::context context{ssl::context::tls_client};  // as above
};

namespace {

class TlsClientTransport final : public Transport {
 public:
  TlsClientTransport(Tcp::socket socket, std::shared_ptr<const TlsTrust> trust, std::string name)
      : trust_{std::move(trust)},
        name_{std::move(name)},
        stream_{std::move(socket), trust_->context} {}

  void begin(std::function<void(Beginning)> done) override {
    error_code error;
    (void)boost::asio::ip::make_address(name_, error);
    if (error) SSL_set_tlsext_host_name(stream_.native_handle(), name_.c_str());  // no number
    stream_.set_verify_mode(ssl::verify_peer);
    stream_.set_verify_callback(ssl::host_name_verification{name_});
    stream_.async_handshake(ssl::stream_base::client,
                            [this, done = std::move(done)](error_code failure) {
                              if (failure) fault_ = words_for(failure);
                              done(failure ? Beginning::bad : Beginning::good);
                            });
  }
  void read_some(boost::asio::mutable_buffer buffer, Done done) override {
    stream_.async_read_some(buffer, std::move(done));
  }
  void write_some(std::vector<boost::asio::const_buffer> buffers, Done done) override {
    stream_.async_write_some(buffers, std::move(done));
  }
  void end_writing(std::function<void()> done) override {
    stream_.async_shutdown([this, done = std::move(done)](error_code) {
      error_code ignored;
      (void)tcp().socket().shutdown(Tcp::socket::shutdown_send, ignored);
      done();
    });
  }
  boost::beast::tcp_stream& tcp() override { return stream_.next_layer(); }
  std::string fault() const override { return fault_; }

 private:
  std::string words_for(error_code failure) {
    if (failure.category() != boost::asio::error::get_ssl_category() ||
        ERR_GET_REASON(static_cast<unsigned long>(failure.value())) !=
            SSL_R_CERTIFICATE_VERIFY_FAILED)
      return "no encrypted connection comes about";
    const long verdict = SSL_get_verify_result(stream_.native_handle());
    // The name is compared when the chain is fine, which leaves no verdict of its own.
    const bool is_name = verdict == X509_V_OK || verdict == X509_V_ERR_UNSPECIFIED ||
                         verdict == X509_V_ERR_HOSTNAME_MISMATCH;
    return fmt::format(
        "its certificate is not trusted: {}",
        is_name ? "it is not made out to this name" : X509_verify_cert_error_string(verdict));
  }

  std::shared_ptr<const TlsTrust> trust_;
  std::string name_;
  std::string fault_;
  ssl::stream<boost::beast::tcp_stream> stream_;
};

// What OpenSSL says of the last failure, for people: without numbers and files of its source.
std::string ssl_reason(error_code error) {
  const char* reason = ERR_reason_error_string(static_cast<unsigned long>(error.value()));
  return reason == nullptr ? error.message() : reason;
}

std::optional<base::Error> file_fault(const std::filesystem::path& path, bool is_secret) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0) {
    return base::Error{ErrorKind::not_found, fmt::format("there is no file {}", path.string())};
  }
  // Tools that renew certificates let a group read keys.
  if (is_secret && (facts.st_mode & S_IRWXO) != 0) {
    return base::Error{ErrorKind::refused,
                       fmt::format("{}: everybody may read this key; run: chmod o= {}",
                                   path.string(), path.string())};
  }
  return std::nullopt;
}

}  // namespace

base::Result<std::shared_ptr<const TlsIdentity>> read_tls_identity(
    const std::filesystem::path& certificate, const std::filesystem::path& key) {
  for (const bool is_key : {false, true}) {
    if (auto fault = file_fault(is_key ? key : certificate, is_key))
      return tl::unexpected{*std::move(fault)};
  }
  auto identity = std::make_shared<TlsIdentity>();
  ssl::context& context = identity->context;
  SSL_CTX* const handle = context.native_handle();
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_options(handle, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_cipher_list(handle, "ECDHE+AESGCM:ECDHE+CHACHA20");
  // A key under a passphrase: never ask for it on the terminal.
  SSL_CTX_set_default_passwd_cb(handle, [](char*, int, int, void*) { return 0; });
  error_code error;
  context.use_certificate_chain_file(certificate.string(), error);
  if (error)
    return base::fail(ErrorKind::invalid_input,
                      fmt::format("{}: no certificate can be read from it ({})",
                                  certificate.string(), ssl_reason(error)));
  context.use_private_key_file(key.string(), ssl::context::pem, error);
  if (error)
    return base::fail(ErrorKind::invalid_input,
                      fmt::format("{}: no key of {} without a passphrase can be read from it ({})",
                                  key.string(), certificate.string(), ssl_reason(error)));
  return identity;
}

std::unique_ptr<Transport> make_tls_transport(Tcp::socket socket,
                                              std::shared_ptr<const TlsIdentity> identity) {
  return std::make_unique<TlsTransport>(std::move(socket), std::move(identity));
}

base::Result<std::shared_ptr<const TlsTrust>> read_tls_trust(const std::filesystem::path& file) {
  auto trust = std::make_shared<TlsTrust>();
  SSL_CTX_set_min_proto_version(trust->context.native_handle(), TLS1_2_VERSION);
  error_code error;
  if (file.empty()) {
    trust->context.set_default_verify_paths(error);
    return trust;
  }
  if (auto fault = file_fault(file, false)) return tl::unexpected{*std::move(fault)};
  trust->context.load_verify_file(file.string(), error);
  if (error)
    return base::fail(ErrorKind::invalid_input,
                      fmt::format("{}: no certificate can be read from it ({})", file.string(),
                                  ssl_reason(error)));
  return trust;
}

std::unique_ptr<Transport> make_tls_client_transport(Tcp::socket socket,
                                                     std::shared_ptr<const TlsTrust> trust,
                                                     std::string name) {
  return std::make_unique<TlsClientTransport>(std::move(socket), std::move(trust), std::move(name));
}

}  // namespace ohmstead::net
