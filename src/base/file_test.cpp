#include "ohmstead/base/file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "ohmstead/base/private_file.hpp"

namespace ohmstead::base {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class File : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "ohmstead_file_XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::size_t count_entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator{folder_}, fs::directory_iterator{}));
  }

  fs::path folder_;
};

TEST_F(File, ReadsBackWhatWasWritten) {
  std::string content = "line\r\n\xC3\xA9";
  content.push_back('\0');
  content += std::string(200000, 'x');  // more than one block
  for (const std::string& text : {content, std::string{}}) {
    ASSERT_TRUE(write_file(folder_ / "a.txt", text));
    EXPECT_EQ(read_file(folder_ / "a.txt").value(), text);
  }
}

TEST_F(File, ReplacesWholeFilesAndLeavesNothingBeside) {
  ASSERT_TRUE(write_file(folder_ / "a.txt", "a longer first content"));
  ASSERT_TRUE(write_file(folder_ / "a.txt", "second"));
  EXPECT_EQ(read_file(folder_ / "a.txt").value(), "second");
  EXPECT_EQ(count_entries(), 1u);
}

TEST_F(File, MissingFilesAreNotFound) {
  const fs::path path = folder_ / "none.txt";
  const auto text = read_file(path);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::not_found);
  EXPECT_EQ(text.error().message, "cannot read " + path.string() + ": No such file or directory");
}

TEST_F(File, FoldersCannotBeRead) {
  const auto text = read_file(folder_);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(text.error().message, HasSubstr(folder_.string()));
}

TEST_F(File, WritingIntoAMissingFolderFails) {
  const fs::path path = folder_ / "none" / "a.txt";
  const auto written = write_file(path, "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::not_found);
  EXPECT_THAT(written.error().message, HasSubstr("cannot write " + path.string()));
}

TEST_F(File, WritingOverAFolderFailsAndLeavesNothingBeside) {
  fs::create_directory(folder_ / "target");
  const auto written = write_file(folder_ / "target", "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(fs::is_directory(folder_ / "target"));
  EXPECT_EQ(count_entries(), 1u);
}

TEST_F(File, PrivateFilesAreForTheirOwnerAlone) {
  const fs::path path = folder_ / "secrets.yaml";
  ASSERT_TRUE(write_private_file(path, "a: b"));
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(read_private_file(path).value(), "a: b");
  fs::permissions(path, fs::perms::group_read, fs::perm_options::add);
  const auto text = read_private_file(path);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::refused);
  EXPECT_EQ(text.error().message,
            path.string() + ": others may read this file; run: chmod 600 " + path.string());
  ASSERT_TRUE(write_private_file(path, "c: d"));
  EXPECT_EQ(read_private_file(path).value(), "c: d");
  EXPECT_EQ(read_private_file(folder_ / "none").error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace ohmstead::base
