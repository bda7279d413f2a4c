// The examples of docs/connections, so that tests read what people copy.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "ohmstead/home/site.hpp"

namespace ohmstead::connect {

// The first example of a page, as a site.
[[nodiscard]] inline home::Site site_of_page(const std::string& folder, const std::string& page) {
  std::ifstream file{folder + "/docs/connections/" + page};
  std::stringstream all;
  all << file.rdbuf();
  const std::string text = all.str();
  const std::string fence = "```yaml\n";
  const std::size_t begin = text.find(fence);
  if (begin == std::string::npos) {
    ADD_FAILURE() << page << " has no example";
    return {};
  }
  const std::size_t from = begin + fence.size();
  auto site = home::read_site(text.substr(from, text.find("```", from) - from), page);
  EXPECT_TRUE(site) << site.error().message;
  return site ? std::move(*site) : home::Site{};
}

}  // namespace ohmstead::connect
