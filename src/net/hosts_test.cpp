#include "hosts.hpp"

#include <gtest/gtest.h>

#include "request_rules.hpp"

namespace ohmstead::net {
namespace {

bool allows(const HostGuard& guard, std::string_view text) {
  const auto host = parse_host(text);
  return host && guard.is_allowed(*host);
}

TEST(HostsTest, reads_hosts_into_one_form) {
  EXPECT_EQ(parse_host("Home.Example.:8080")->host, "home.example");
  EXPECT_EQ(parse_host("Home.Example.:8080")->port, "8080");
  EXPECT_EQ(parse_host("a_b-c")->port, "");
  EXPECT_EQ(parse_host("a:")->port, "");
  EXPECT_EQ(parse_host("[0:0::0:1]:80")->host, "[::1]");
  for (const char* bad : {"", ".", ":80", "a b", "a/b", "a@b", "a:b", "a:123456", "[::1", "[x]",
                          "[]", "[::1]80", "::1", "a:80:80", "\xc3\xa4.example", "a,b", ".a"}) {
    EXPECT_FALSE(parse_host(bad)) << bad;
  }
  EXPECT_FALSE(parse_host(std::string(300, 'a')));
}

TEST(HostsTest, allows_loopback_names_the_own_address_and_what_is_listed) {
  const HostGuard guard{"192.168.1.5", {"Home.example", "[fd00::1]"}};
  for (const char* host :
       {"localhost", "app.localhost:80", "127.0.0.1", "127.9.9.9:1", "[::1]", "192.168.1.5:8080",
        "home.example", "HOME.EXAMPLE.:443", "[fd00:0::1]"}) {
    EXPECT_TRUE(allows(guard, host)) << host;
  }
  for (const char* host : {"192.168.1.6", "evil.example", "localhost.evil.example", "xlocalhost",
                           "127.0.0.1.evil.example", "127.1", "sub.home.example", "[::2]",
                           "[::ffff:127.0.0.1]", "0.0.0.0"}) {
    EXPECT_FALSE(allows(guard, host)) << host;
  }
}

TEST(HostsTest, allows_every_address_but_no_further_name_when_all_are_listened_on) {
  for (const char* all : {"0.0.0.0", "::"}) {
    const HostGuard guard{all, {}};
    EXPECT_TRUE(allows(guard, "192.168.1.5:8080"));
    EXPECT_TRUE(allows(guard, "[fd00::1]"));
    EXPECT_FALSE(allows(guard, "evil.example"));
    EXPECT_FALSE(allows(guard, "192.168.1.5.evil.example"));
  }
  EXPECT_TRUE(allows(HostGuard{"fd00:0:0::1", {}}, "[fd00::1]:80"));
}

TEST(HostsTest, allows_pages_of_the_same_place_and_of_listed_hosts) {
  const HostGuard guard{"127.0.0.1", {"home.example"}};
  const auto is_allowed = [&](std::string_view origin, std::string_view host) {
    return guard.is_origin_allowed(origin, *parse_host(host));
  };
  EXPECT_TRUE(is_allowed("http://localhost:8080", "localhost:8080"));
  EXPECT_TRUE(is_allowed("http://LOCALHOST", "localhost:80"));
  EXPECT_TRUE(is_allowed("https://localhost", "localhost:443"));
  EXPECT_TRUE(is_allowed("https://localhost", "localhost")) << "behind a proxy that ends TLS";
  EXPECT_TRUE(is_allowed("https://home.example:8443", "127.0.0.1:8080"));
  EXPECT_FALSE(is_allowed("http://localhost:3000", "localhost:8080"));
  EXPECT_FALSE(is_allowed("http://127.0.0.1:8080", "localhost:8080"));
  EXPECT_FALSE(is_allowed("http://evil.example", "localhost:8080"));
  EXPECT_FALSE(is_allowed("http://home.example.evil.example", "localhost:8080"));
  EXPECT_FALSE(is_allowed("http://localhost:8080/", "localhost:8080")) << "not an origin";
  EXPECT_FALSE(is_allowed("null", "localhost"));
  EXPECT_FALSE(is_allowed("", "localhost"));
  EXPECT_FALSE(is_allowed("chrome-extension://localhost", "localhost"));
}

TEST(HostsTest, addresses_have_one_form) {
  EXPECT_EQ(normal_address("192.168.1.5"), "192.168.1.5");
  EXPECT_EQ(normal_address("2001:DB8:0::0:1"), "2001:db8::1");
  for (const char* text : {"", "localhost", "1.2.3", "[::1]", "::1%eth0", "1.2.3.4:80", "unknown"})
    EXPECT_EQ(normal_address(text), "") << text;
}

TEST(ClientOfTest, believes_the_proxies_that_are_trusted_alone) {
  const std::vector<std::string> proxies{"127.0.0.1", "::1"};
  const auto client = [&](const HttpHeaders& headers, const std::string& remote) {
    return client_of(headers, remote, proxies);
  };
  EXPECT_EQ(client({{"X-Forwarded-For", "10.0.0.7"}}, "127.0.0.1"), "10.0.0.7");
  EXPECT_EQ(client({{"x-forwarded-for", "1.1.1.1, 10.0.0.7"}}, "::1"), "10.0.0.7")
      << "the proxy adds at the end; what is before it the client may have made up";
  EXPECT_EQ(client({{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "2001:DB8::7"}}, "::1"),
            "2001:db8::7");
  EXPECT_EQ(client({{"X-Forwarded-For", "10.0.0.7"}}, "192.168.1.9"), "192.168.1.9");
  for (const char* told : {"", ",", "10.0.0.7,", "unknown", "10.0.0.7:80", "evil\"}"})
    EXPECT_EQ(client({{"X-Forwarded-For", told}}, "127.0.0.1"), "127.0.0.1") << told;
  EXPECT_EQ(client({}, "127.0.0.1"), "127.0.0.1");
}

}  // namespace
}  // namespace ohmstead::net
