#include "web_transfer.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

#include "text.hpp"

namespace ohmstead::net {
namespace {

using base::ErrorKind;

constexpr std::size_t k_header_bytes_max = std::size_t{64} * 1024;
constexpr int k_poll_ms = 1000;

using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Multi = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// What the library fills while the answer comes in.
struct Arriving {
  WebAnswer answer;
  std::size_t header_bytes = 0;
  std::size_t body_bytes_max = 0;
  bool is_header_whole = false;
  bool is_too_large = false;
};

// Returning less than was given makes the library give up; exceptions must not pass through it.
std::size_t take_body(char* bytes, std::size_t /*one*/, std::size_t count, void* to) {
  auto& arriving = *static_cast<Arriving*>(to);
  if (count > arriving.body_bytes_max - arriving.answer.body.size()) {
    arriving.is_too_large = true;
    return 0;
  }
  try {
    arriving.answer.body.append(bytes, count);
  } catch (const std::exception&) {
    arriving.is_too_large = true;
    return 0;
  }
  return count;
}

std::size_t take_header(char* bytes, std::size_t /*one*/, std::size_t count, void* to) {
  auto& arriving = *static_cast<Arriving*>(to);
  arriving.header_bytes += count;
  if (arriving.header_bytes > k_header_bytes_max) {
    arriving.is_too_large = true;
    return 0;
  }
  try {
    std::string_view line{bytes, count};
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    const std::size_t colon = line.find(':');
    arriving.is_header_whole = line.empty();
    if (line.starts_with("HTTP/"))
      arriving.answer.headers.clear();  // of an interim answer
    else if (colon != std::string_view::npos)
      arriving.answer.headers.emplace_back(trimmed(line.substr(0, colon)),
                                           trimmed(line.substr(colon + 1)));
  } catch (const std::exception&) {
    return 0;
  }
  return count;
}

void set(CURL* easy, CURLoption option, long value) { curl_easy_setopt(easy, option, value); }
void set(CURL* easy, CURLoption option, const std::string& text) {
  curl_easy_setopt(easy, option, text.c_str());  // the library keeps a copy
}

List list_of(const WebRequest& request) {
  curl_slist* list = nullptr;
  const auto add = [&](const std::string& line) {
    // Without memory for one more the list stays as it is.
    if (curl_slist* longer = curl_slist_append(list, line.c_str()); longer != nullptr)
      list = longer;
  };
  add("Expect:");  // a server that does not know it would make each POST wait
  for (const auto& [name, value] : request.headers) {
    // A header without a value is sent when it ends with a semicolon.
    add(value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value));
  }
  return List{list, &curl_slist_free_all};
}

void prepare(CURL* easy, const WebRequest& request, const WebOptions& options) {
  set(easy, CURLOPT_URL, request.url);
  set(easy, CURLOPT_PROTOCOLS_STR, std::string{"http,https"});
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy, CURLOPT_ACCEPT_ENCODING, std::string{"gzip, deflate"});
  set(easy, CURLOPT_USERAGENT, options.user_agent);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_timeout.count()));
  if (!options.ca_file.empty()) set(easy, CURLOPT_CAINFO, options.ca_file.string());
  if (!options.is_proxy_of_environment_used) set(easy, CURLOPT_PROXY, std::string{});
  if (!request.user.empty()) {
    set(easy, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC | CURLAUTH_DIGEST));
    set(easy, CURLOPT_USERNAME, request.user);
    set(easy, CURLOPT_PASSWORD, request.password);
  }
  if (request.method != "GET") {
    set(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    set(easy, CURLOPT_COPYPOSTFIELDS, request.body);
    if (request.method != "POST") set(easy, CURLOPT_CUSTOMREQUEST, request.method);
  }
}

base::Error certificate_error(CURL* easy, const std::string& host) {
  long verdict = 0;
  curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verdict);
  // The library itself compares the name when the chain is fine.
  const char* why = verdict == X509_V_OK ? "it is not made out to this name"
                                         : X509_verify_cert_error_string(verdict);
  return {ErrorKind::refused, fmt::format("{}: its certificate is not trusted: {}", host, why)};
}

base::Error error_of(CURLcode code, CURL* easy, const Arriving& arriving, const std::string& host) {
  const auto error = [&](ErrorKind kind, std::string_view what) {
    return base::Error{kind, fmt::format("{}: {}", host, what)};
  };
  if (arriving.is_too_large) return error(ErrorKind::invalid_input, "its answer is too large");
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return error(ErrorKind::timed_out, "no answer in time");
    case CURLE_COULDNT_RESOLVE_HOST:
      return error(ErrorKind::unavailable, "there is no such host, or no way to look it up");
    case CURLE_COULDNT_RESOLVE_PROXY:
      return error(ErrorKind::unavailable, "the proxy of this machine cannot be looked up");
    case CURLE_COULDNT_CONNECT:
      return error(ErrorKind::unavailable, "it takes no connection");
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return error(ErrorKind::unavailable, "the connection ended before the answer was whole");
    case CURLE_PEER_FAILED_VERIFICATION:
      return certificate_error(easy, host);
    case CURLE_SSL_CONNECT_ERROR:
      return error(ErrorKind::unavailable, "no encrypted connection comes about");
    case CURLE_BAD_CONTENT_ENCODING:
      return error(ErrorKind::invalid_input, "its answer is wrongly packed");
    default:  // the library's own words for a code hold nothing of the request
      return error(ErrorKind::unavailable, curl_easy_strerror(code));
  }
}

// Runs until the end, or until a stop is asked for; then nothing.
std::optional<CURLcode> run(CURLM* multi, const std::stop_token& stop) {
  const std::stop_callback wake{stop, [multi] { curl_multi_wakeup(multi); }};
  int running = 1;
  while (running > 0) {
    if (stop.stop_requested()) return std::nullopt;
    if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
    if (running > 0) curl_multi_poll(multi, nullptr, 0, k_poll_ms, nullptr);
  }
  int waiting = 0;
  const CURLMsg* message = curl_multi_info_read(multi, &waiting);
  return message == nullptr ? CURLE_FAILED_INIT : message->data.result;
}

std::optional<std::chrono::seconds> retry_after_of(const WebAnswer& answer) {
  constexpr std::chrono::seconds k_longest = std::chrono::hours{24};
  const std::string* text = answer.find_header("Retry-After");
  if (text == nullptr || text->empty()) return std::nullopt;
  if (std::all_of(text->begin(), text->end(), [](char c) { return c >= '0' && c <= '9'; }))
    return text->size() > 6 ? k_longest
                            : std::min(k_longest, std::chrono::seconds{std::stol(*text)});
  const std::string* sent = answer.find_header("Date");
  const time_t until = curl_getdate(text->c_str(), nullptr);
  const time_t from = sent == nullptr ? -1 : curl_getdate(sent->c_str(), nullptr);
  if (until < 0 || from < 0) return std::nullopt;
  return std::clamp(std::chrono::seconds{until - from}, std::chrono::seconds{0}, k_longest);
}

}  // namespace

base::Result<Transferred> transfer(const WebRequest& request, const WebOptions& options,
                                   const std::string& host, const std::stop_token& stop) {
  static const CURLcode k_begun = curl_global_init(CURL_GLOBAL_DEFAULT);
  const Easy easy{curl_easy_init(), &curl_easy_cleanup};
  const Multi multi{curl_multi_init(), &curl_multi_cleanup};
  if (k_begun != CURLE_OK || easy == nullptr || multi == nullptr)
    return base::fail(ErrorKind::internal, "the HTTP client could not start");
  Arriving arriving;
  arriving.body_bytes_max = options.body_bytes_max;
  prepare(easy.get(), request, options);
  const List headers = list_of(request);
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &arriving);
  curl_easy_setopt(easy.get(), CURLOPT_HEADERFUNCTION, &take_header);
  curl_easy_setopt(easy.get(), CURLOPT_HEADERDATA, &arriving);
  curl_multi_add_handle(multi.get(), easy.get());
  const std::optional<CURLcode> code = run(multi.get(), stop);
  curl_multi_remove_handle(multi.get(), easy.get());
  if (!code) return base::fail(ErrorKind::cancelled, fmt::format("{}: given up", host));
  // A connection that ends in the middle of a header is fine with the library.
  const bool is_cut = *code == CURLE_OK && !arriving.is_header_whole;
  if (is_cut || *code != CURLE_OK)
    return tl::unexpected{
        error_of(is_cut ? CURLE_PARTIAL_FILE : *code, easy.get(), arriving, host)};
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  const char* redirect = nullptr;
  curl_easy_getinfo(easy.get(), CURLINFO_REDIRECT_URL, &redirect);
  arriving.answer.status = static_cast<int>(status);
  arriving.answer.retry_after = retry_after_of(arriving.answer);
  return Transferred{std::move(arriving.answer), redirect == nullptr ? "" : redirect};
}

}  // namespace ohmstead::net
