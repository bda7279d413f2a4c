#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "ohmstead/describe/node.hpp"
#include "tree_builder.hpp"

namespace ohmstead::describe {
namespace {

// yaml-cpp 0.7 loads equal keys and aliases silently; its event stream lets us refuse both.
class YamlEvents final : public YAML::EventHandler {
 public:
  explicit YamlEvents(TreeBuilder& tree) : tree_{&tree} {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { value(mark, {}); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    tree_->fail_at(mark.line + 1, mark.column + 1, "aliases (*name) are not supported");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& text) override {
    if (tree_->expects_key()) {
      tree_->key(text, mark.line + 1, mark.column + 1);
      return;
    }
    Node node;
    const bool is_plain = tag == "?";
    const bool is_null = is_plain && (text.empty() || text == "~" || text == "null");
    node.kind = is_null ? NodeKind::null : NodeKind::scalar;
    node.text = text;
    node.is_quoted = !is_plain;
    value(mark, std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(NodeKind::list, mark);
  }
  void OnSequenceEnd() override { tree_->close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(NodeKind::map, mark);
  }
  void OnMapEnd() override { tree_->close(); }

 private:
  void value(const YAML::Mark& mark, Node node) {
    if (tree_->expects_key()) {
      tree_->fail_at(mark.line + 1, mark.column + 1, "a key must be a word");
      return;
    }
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    tree_->scalar(std::move(node));
  }

  void open(NodeKind kind, const YAML::Mark& mark) {
    if (tree_->expects_key()) {
      tree_->fail_at(mark.line + 1, mark.column + 1, "a key must be a word");
      return;
    }
    tree_->open(kind, mark.line + 1, mark.column + 1);
  }

  TreeBuilder* tree_;
};

tl::unexpected<base::Error> fail_at(const std::string& file, int line, int column,
                                    const std::string& message) {
  return base::fail(base::ErrorKind::invalid_input,
                    fmt::format("{}:{}:{}: {}", file, line, column, message));
}

}  // namespace

base::Result<Node> parse_yaml(const std::string& text, const std::string& file) {
  TreeBuilder tree;
  YamlEvents events{tree};
  std::istringstream stream{text};
  try {
    YAML::Parser parser{stream};
    if (!parser.HandleNextDocument(events)) return fail_at(file, 1, 1, "the file is empty");
    if (!tree.fault() && parser.HandleNextDocument(events)) {
      return fail_at(file, 1, 1, "the file holds more than one document");
    }
  } catch (const YAML::Exception& fault) {
    if (!tree.fault()) return fail_at(file, fault.mark.line + 1, fault.mark.column + 1, fault.msg);
  }
  if (const auto& fault = tree.fault()) return fail_at(file, fault->line, fault->column, fault->message);
  return tree.take_root();
}

}  // namespace ohmstead::describe
