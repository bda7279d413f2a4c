// Encrypted connections: certificate and key of the server, whom a client trusts, and the
// Transports that speak TLS.
//
// TLS 1.2 and 1.3, ciphers with forward secrecy, no renegotiation. A certificate may be replaced
// while the server runs: connections that are open keep the one they began with.
// Thread rule: read_tls_identity() and read_tls_trust() on any thread, the rest on the server's or
// the client's.
#pragma once

#include <filesystem>
#include <memory>

#include "byte_stream.hpp"

namespace ohmstead::net {

struct TlsIdentity;  // never changes once it has been read

// Files in PEM form; the certificate with those of its issuers behind it. Fails with one sentence:
// not_found or unavailable (a file), refused (others may read the key), invalid_input (no such
// thing in it, or they do not belong together).
[[nodiscard]] base::Result<std::shared_ptr<const TlsIdentity>> read_tls_identity(
    const std::filesystem::path& certificate, const std::filesystem::path& key);

[[nodiscard]] std::unique_ptr<Transport> make_tls_transport(
    Tcp::socket socket, std::shared_ptr<const TlsIdentity> identity);

struct TlsTrust;  // never changes once it has been read

// The issuers of certificates in a file in PEM form; empty: those the system trusts. Fails with one
// sentence: not_found, invalid_input.
[[nodiscard]] base::Result<std::shared_ptr<const TlsTrust>> read_tls_trust(
    const std::filesystem::path& file);

// Of a client: the certificate must be trusted and made out to `name`.
[[nodiscard]] std::unique_ptr<Transport> make_tls_client_transport(
    Tcp::socket socket, std::shared_ptr<const TlsTrust> trust, std::string name);

}  // namespace ohmstead::net
