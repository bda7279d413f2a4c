#include "testing/certificate.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <cstdlib>

namespace ohmstead::net {

TestCertificate::TestCertificate(const std::string& name) {
  std::string pattern = (std::filesystem::temp_directory_path() / "ohmstead_tls_XXXXXX").string();
  folder_ = ::mkdtemp(pattern.data());
  renew(name);
}

TestCertificate::~TestCertificate() { std::filesystem::remove_all(folder_); }

void TestCertificate::renew(const std::string& name) {
  EVP_PKEY* const pair = EVP_EC_gen("P-256");
  X509* const paper = X509_new();
  X509_set_version(paper, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(paper), 1);
  X509_gmtime_adj(X509_getm_notBefore(paper), -3600);
  X509_gmtime_adj(X509_getm_notAfter(paper), 3600);
  X509_set_pubkey(paper, pair);
  X509_NAME* const subject = X509_get_subject_name(paper);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(paper, subject);
  X509_sign(paper, pair, EVP_sha256());
  FILE* file = std::fopen(certificate().c_str(), "w");
  PEM_write_X509(file, paper);
  std::fclose(file);
  file = std::fopen(key().c_str(), "w");
  PEM_write_PrivateKey(file, pair, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  std::filesystem::permissions(
      key(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  X509_free(paper);
  EVP_PKEY_free(pair);
}

ServerOptions TestCertificate::in(ServerOptions options) const {
  options.tls_certificate = certificate();
  options.tls_key = key();
  return options;
}

}  // namespace ohmstead::net
