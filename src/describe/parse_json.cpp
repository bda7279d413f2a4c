#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "ohmstead/describe/node.hpp"
#include "tree_builder.hpp"

namespace ohmstead::describe {
namespace {

using Json = nlohmann::json;

// nlohmann's DOM keeps the last of equal keys and has no depth limit; its event stream lets us
// refuse.
class JsonEvents final : public nlohmann::json_sax<Json> {
 public:
  explicit JsonEvents(TreeBuilder& tree) : tree_{&tree} {}

  bool null() override { return tree_->scalar(Node{}); }
  bool boolean(bool value) override { return scalar(value ? "true" : "false", false); }
  bool number_integer(number_integer_t value) override {
    return scalar(fmt::to_string(value), false);
  }
  bool number_unsigned(number_unsigned_t value) override {
    return scalar(fmt::to_string(value), false);
  }
  bool number_float(number_float_t, const string_t& text) override { return scalar(text, false); }
  bool string(string_t& text) override { return scalar(text, true); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return tree_->open(NodeKind::map, 0, 0); }
  bool end_object() override { return tree_->close(); }
  bool start_array(std::size_t) override { return tree_->open(NodeKind::list, 0, 0); }
  bool end_array() override { return tree_->close(); }
  bool key(string_t& name) override { return tree_->key(name, 0, 0); }

  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::detail::exception& fault) override {
    message_ = fault.what();
    take_prefix("[", "] ");  // the library's number of the fault
    if (take_prefix("parse error at line ", ", column ")) {
      const std::string line = taken_;
      if (take_prefix("", ": ")) place_ = fmt::format(":{}:{}", line, taken_);
    }
    return false;
  }

  [[nodiscard]] const std::string& message() const { return message_; }
  // ":line:column", or empty.
  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  bool scalar(std::string text, bool is_quoted) {
    Node node;
    node.kind = NodeKind::scalar;
    node.text = std::move(text);
    node.is_quoted = is_quoted;
    return tree_->scalar(std::move(node));
  }

  // Cuts `begin`, what follows it and `end` off the message; what follows is in taken_.
  bool take_prefix(std::string_view begin, std::string_view end) {
    const auto stop = message_.find(end);
    if (!message_.starts_with(begin) || stop == std::string::npos) return false;
    taken_ = message_.substr(begin.size(), stop - begin.size());
    message_.erase(0, stop + end.size());
    return true;
  }

  TreeBuilder* tree_;
  std::string message_;
  std::string place_;
  std::string taken_;
};

}  // namespace

base::Result<Node> parse_json(const std::string& text, const std::string& file) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return base::fail(base::ErrorKind::invalid_input, fmt::format("{}: it is empty", file));
  }
  TreeBuilder tree;
  JsonEvents events{tree};
  if (Json::sax_parse(text, &events)) return tree.take_root();
  const std::string message = tree.fault() ? tree.fault()->message : events.message();
  return base::fail(base::ErrorKind::invalid_input,
                    fmt::format("{}{}: {}", file, events.place(), message));
}

}  // namespace ohmstead::describe
