#include "ohmstead/net/gzip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace ohmstead::net {
namespace {

HttpRequest accepting(const std::string& encodings) {
  HttpRequest request;
  request.headers = {{"Accept-Encoding", encodings}};
  return request;
}

std::string unpacked(const std::string& small) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string text(1 << 20, '\0');
  std::string packed = small;
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

TEST(Gzip, ComesBackAsItWas) {
  for (const std::string& text :
       {std::string{}, std::string{"a"}, std::string(100000, 'x'), std::string{"\0\xff\n", 3}}) {
    EXPECT_EQ(unpacked(gzip(text)), text);
  }
  EXPECT_LT(gzip(std::string(100000, 'x')).size(), 1000U);
}

TEST(Gzip, OnlyWhereTheClientTakesIt) {
  EXPECT_FALSE(accepts_gzip({}));
  for (const char* yes : {"gzip", "deflate, gzip", "br;q=1.0, GZIP;q=0.8", "*", "gzip ; q=0.001"})
    EXPECT_TRUE(accepts_gzip(accepting(yes))) << yes;
  for (const char* no : {"", "identity", "br", "gzip;q=0", "gzip; q=0.000", "x-gzipped", ",,"})
    EXPECT_FALSE(accepts_gzip(accepting(no))) << no;
}

}  // namespace
}  // namespace ohmstead::net
