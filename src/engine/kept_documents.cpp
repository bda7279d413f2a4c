#include "kept_documents.hpp"

namespace ohmstead::engine {

base::Result<std::optional<std::string>> KeptDocuments::read(const std::string& name) {
  const std::scoped_lock lock{mutex_};
  if (const auto found = waiting_.find(name); found != waiting_.end()) return found->second.text;
  return memory_.read(name);
}

base::Result<void> KeptDocuments::write(const std::string& name, const std::string& text) {
  const std::scoped_lock lock{mutex_};
  return write_now(name, text);
}

base::Result<void> KeptDocuments::write_now(const std::string& name, const std::string& text) {
  auto done = memory_.write(name, text);
  if (done)
    waiting_.erase(name);
  else
    waiting_.insert_or_assign(name, Waiting{text, done.error().message});
  return done;
}

base::Result<void> KeptDocuments::append_all(const std::string& book,
                                             const std::vector<Entry>& entries) {
  return memory_.append_all(book, entries);
}

base::Result<std::vector<std::string>> KeptDocuments::entries(const std::string& book,
                                                              base::Time from, base::Time to) {
  return memory_.entries(book, from, to);
}

void KeptDocuments::retry() {
  const std::scoped_lock lock{mutex_};
  const auto all = waiting_;
  for (const auto& [name, each] : all)
    if (!write_now(name, each.text)) return;  // the next would fail too
}

std::string KeptDocuments::why_unkept(const std::string& name) const {
  const std::scoped_lock lock{mutex_};
  const auto found = waiting_.find(name);
  return found == waiting_.end() ? std::string{} : found->second.why;
}

}  // namespace ohmstead::engine
