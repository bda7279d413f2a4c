#include "entsoe/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace ohmstead::connect {
namespace {

constexpr std::size_t k_deepest = 64;
constexpr std::string_view k_space = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(k_space);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(k_space) - begin + 1);
}

std::string_view local_name(std::string_view tag) {
  const std::string_view name = tag.substr(0, tag.find_first_of(k_space));
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_{text} {}

  base::Result<Element> parse() {
    while (at_ < text_.size()) {
      if (!step()) return base::fail(base::ErrorKind::invalid_input, fault_);
    }
    if (!open_.empty())
      return base::fail(base::ErrorKind::invalid_input,
                        fmt::format("the XML ends inside <{}>", open_.back().name));
    if (!has_root_) return base::fail(base::ErrorKind::invalid_input, "there is no XML element");
    return std::move(root_);
  }

 private:
  bool fail(std::string what) {
    fault_ = std::move(what);
    return false;
  }

  // A tag, or the text up to the next one.
  bool step() {
    if (text_[at_] != '<') {
      const std::size_t end = std::min(text_.find('<', at_), text_.size());
      const std::string_view between = text_.substr(at_, end - at_);
      at_ = end;
      return open_.empty() ? trimmed(between).empty() || fail("the XML has text outside its root")
                           : add_text(between);
    }
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) return skip_to("-->");
    if (rest.starts_with("<?")) return skip_to("?>");
    if (rest.starts_with("<!")) return fail("the XML has a document type or raw text");
    const std::size_t end = text_.find('>', at_);
    if (end == std::string_view::npos) return fail("the XML ends inside a tag");
    const std::string_view tag = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    if (tag.starts_with('/')) return close(local_name(tag.substr(1)));
    return open(tag);
  }

  bool skip_to(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) return fail("the XML ends inside a comment");
    at_ = found + end.size();
    return true;
  }

  bool add_text(std::string_view raw) {
    static constexpr std::array<std::pair<std::string_view, char>, 5> k_entities{
        {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}}};
    std::string& text = open_.back().text;
    for (std::size_t i = 0; i < raw.size();) {
      if (raw[i] != '&') {
        text += raw[i++];
        continue;
      }
      const auto is_here = [&](const auto& each) { return raw.substr(i).starts_with(each.first); };
      const auto* found = std::find_if(k_entities.begin(), k_entities.end(), is_here);
      if (found == k_entities.end()) return fail("the XML has an unknown entity");
      text += found->second;
      i += found->first.size();
    }
    return true;
  }

  bool open(std::string_view tag) {
    const bool is_empty = tag.ends_with('/');
    if (is_empty) tag.remove_suffix(1);
    if (local_name(tag).empty()) return fail("the XML has a tag without a name");
    if (open_.empty() && has_root_) return fail("the XML has two roots");
    if (open_.size() == k_deepest) return fail("the XML is nested too deeply");
    has_root_ = true;
    Element element;
    element.name = local_name(tag);
    open_.push_back(std::move(element));
    return is_empty ? close(open_.back().name) : true;
  }

  bool close(std::string_view name) {
    if (open_.empty() || open_.back().name != name)
      return fail(fmt::format("the XML closes <{}>, which is not open", name.substr(0, 40)));
    Element done = std::move(open_.back());
    open_.pop_back();
    done.text = std::string{trimmed(done.text)};
    (open_.empty() ? root_ : open_.back().children.emplace_back()) = std::move(done);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Element> open_;
  Element root_;
  bool has_root_ = false;
  std::string fault_;
};

}  // namespace

const Element* Element::find(std::string_view child) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const Element& each) { return each.name == child; });
  return found == children.end() ? nullptr : &*found;
}

std::string_view Element::text_of(std::string_view child) const {
  const Element* found = find(child);
  return found == nullptr ? std::string_view{} : std::string_view{found->text};
}

base::Result<Element> parse_xml(std::string_view text) { return Parser{text}.parse(); }

}  // namespace ohmstead::connect
