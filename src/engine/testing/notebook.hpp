// A memory that lives as long as the test.
#pragma once

#include <map>
#include <string>

#include "ohmstead/ports/memory.hpp"

namespace ohmstead::engine::testing {

struct Notebook final : ports::Memory {
  std::map<std::string, std::string> documents;
  std::map<std::string, std::map<base::Time, std::string>> books;
  int writes = 0;  // to books
  base::Result<std::optional<std::string>> read(const std::string& name) override {
    const auto found = documents.find(name);
    if (found == documents.end()) return std::nullopt;
    return found->second;
  }
  base::Result<void> write(const std::string& name, const std::string& text) override {
    documents[name] = text;
    return {};
  }
  base::Result<void> append_all(const std::string& book,
                                const std::vector<Entry>& entries) override {
    ++writes;
    for (const Entry& each : entries) books[book][each.at] = each.text;
    return {};
  }
  base::Result<std::vector<std::string>> entries(const std::string& book, base::Time from,
                                                 base::Time to) override {
    std::vector<std::string> all;
    for (const auto& [time, text] : books[book])
      if (time >= from && time < to) all.push_back(text);
    return all;
  }
};

}  // namespace ohmstead::engine::testing
