#include "ohmstead/net/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <cctype>

#include "ohmstead/base/result.hpp"

namespace ohmstead::net {
namespace {

constexpr int k_gzip_window = 15 + 16;  // zlib's way to ask for a gzip header
constexpr int k_memory_level = 8;

std::string without_spaces(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c != ' ' && c != '\t')
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return plain;
}

// "gzip", "gzip;q=0.8", "*"; not "gzip;q=0" or "gzip;q=0.000".
bool allows_gzip(std::string_view item) {
  const std::size_t end = item.find(';');
  const std::string_view name = item.substr(0, end);
  if (name != "gzip" && name != "*") return false;
  if (end == std::string_view::npos) return true;
  const std::string_view weight = item.substr(end + 1);
  return !weight.starts_with("q=") || weight.find_first_of("123456789") != std::string_view::npos;
}

}  // namespace

bool accepts_gzip(const HttpRequest& request) {
  const std::string* accepted = request.find_header("Accept-Encoding");
  if (accepted == nullptr) return false;
  const std::string all = without_spaces(*accepted);
  for (std::size_t begin = 0; begin <= all.size();) {
    const std::size_t end = std::min(all.find(',', begin), all.size());
    if (allows_gzip(std::string_view{all}.substr(begin, end - begin))) return true;
    begin = end + 1;
  }
  return false;
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  base::expect(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, k_gzip_window,
                            k_memory_level, Z_DEFAULT_STRATEGY) == Z_OK,
               "zlib could not start");
  std::string small(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  // zlib reads only, though its type does not say so.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(small.data());
  stream.avail_out = static_cast<uInt>(small.size());
  const int done = deflate(&stream, Z_FINISH);
  small.resize(stream.total_out);
  deflateEnd(&stream);
  base::expect(done == Z_STREAM_END, "zlib did not end");
  return small;
}

}  // namespace ohmstead::net
