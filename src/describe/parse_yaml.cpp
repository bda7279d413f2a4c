#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "ohmstead/describe/node.hpp"
#include "tree_builder.hpp"

namespace ohmstead::describe {
namespace {

// Whether the quoted text that begins at `line` and `column` (from 0) has an end. True when no
// quote stands there.
bool is_quote_closed(std::string_view text, int line, int column) {
  for (int i = 0; i < line; ++i) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  text.remove_prefix(std::min(static_cast<std::size_t>(column), text.size()));
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) return true;
  const char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool is_escape = quote == '"' ? text[i] == '\\' : text.substr(i, 2) == "''";
    if (is_escape) {
      ++i;
    } else if (text[i] == quote) {
      return true;
    }
  }
  return false;
}

// yaml-cpp 0.7 loads equal keys, aliases and quotes without an end silently; its event stream lets
// us refuse them.
class YamlEvents final : public YAML::EventHandler {
 public:
  YamlEvents(TreeBuilder& tree, std::string_view text) : tree_{&tree}, text_{text} {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);  // byte order mark
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { value(mark, {}); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    tree_->fail_at(mark.line + 1, mark.column + 1, "aliases (*name) are not supported");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& text) override {
    const bool is_plain = tag == "?";
    if (!is_plain && !is_quote_closed(text_, mark.line, mark.column)) {
      tree_->fail_at(mark.line + 1, mark.column + 1, "this quote has no end");
      return;
    }
    if (tree_->expects_key()) {
      tree_->key(text, mark.line + 1, mark.column + 1);
      return;
    }
    Node node;
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
  std::string_view text_;
};

// What the parser's own words mean to the writer of a file.
std::string in_plain_words(const std::string& message) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> k_words{{
      {"end of map not found", "the indentation fits none of the lines above"},
      {"end of sequence not found", "the indentation fits none of the lines above"},
      {"end of map flow not found", "a '{' above has no '}'"},
      {"end of sequence flow not found", "a '[' above has no ']'"},
      {"illegal EOF in scalar", "a quote above has no end"},
      {"illegal map value", "a ': ' stands where none may be; is a line above not finished?"},
  }};
  for (const auto& [theirs, ours] : k_words) {
    if (message == theirs) return std::string{ours};
  }
  return message;
}

// The first line that is indented with a tab, which YAML does not allow; 0 when there is none.
int find_tab_indent(std::string_view text) {
  int line = 1;
  while (!text.empty()) {
    if (text[text.find_first_not_of(' ') == std::string_view::npos ? 0
                                                                   : text.find_first_not_of(' ')] ==
        '\t')
      return line;
    const auto end = text.find('\n');
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line;
  }
  return 0;
}

tl::unexpected<base::Error> fail_at(const std::string& file, int line, int column,
                                    const std::string& message) {
  return base::fail(base::ErrorKind::invalid_input,
                    fmt::format("{}:{}:{}: {}", file, line, column, message));
}

}  // namespace

base::Result<Node> parse_yaml(const std::string& text, const std::string& file) {
  TreeBuilder tree;
  YamlEvents events{tree, text};
  std::istringstream stream{text};
  try {
    YAML::Parser parser{stream};
    if (!parser.HandleNextDocument(events)) return fail_at(file, 1, 1, "it is empty");
    if (!tree.fault() && parser.HandleNextDocument(events)) {
      return fail_at(file, 1, 1, "the file holds more than one document");
    }
  } catch (const YAML::Exception& fault) {
    const int tabbed = find_tab_indent(text);
    if (tabbed > 0) return fail_at(file, tabbed, 1, "indented with a tab; YAML wants spaces");
    if (!tree.fault()) {
      return fail_at(file, fault.mark.line + 1, fault.mark.column + 1, in_plain_words(fault.msg));
    }
  }
  if (const auto& fault = tree.fault())
    return fail_at(file, fault->line, fault->column, fault->message);
  return tree.take_root();
}

}  // namespace ohmstead::describe
