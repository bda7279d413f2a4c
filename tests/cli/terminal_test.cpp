// The main job as a person sees it, and the terminal rules: width, colour, character set.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>

#include "run_program.hpp"

namespace ohmstead::cli {
namespace {

namespace fs = std::filesystem;

std::size_t width_of(const std::string& line) {
  std::size_t width = 0;
  for (const char letter : line)
    width += (static_cast<unsigned char>(letter) & 0xC0) != 0x80 ? 1 : 0;
  return width;
}

void expect_fits(const std::string& text) {
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) {
    const bool is_path = line.find("--db /") != std::string::npos;
    EXPECT_TRUE(width_of(line) <= 80 || is_path) << line;
  }
}

TEST(RunCommand, PlansTheExampleHome) {
  const ScratchFolder scratch;
  const std::string database = (scratch.path() / "home.db").string();
  const Outcome outcome = run_program({"tour", "--db", database});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  for (const char* part :
       {"The example home as of 2024-05-11 14:00", "proven optimal", "What comes next, and why",
        "saves ", "against no battery", "Stored as plan 1", "self_use", "bound", "Try next"}) {
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part;
  }
  expect_fits(outcome.out);
  EXPECT_EQ(outcome.out.find('\x1b'), std::string::npos) << "no colour into a pipe";
  const Outcome replay = run_program({"replay", "1", "--db", database});
  EXPECT_EQ(replay.code, 0) << replay.err;
}

TEST(RunCommand, UsesTheStateFolderAndTwiceInARow) {
  const ScratchFolder scratch;
  const Surroundings around{.variables = {"XDG_STATE_HOME=" + scratch.path().string()}};
  EXPECT_EQ(run_program({"tour"}, around).code, 0);
  EXPECT_TRUE(fs::exists(scratch.path() / "ohmstead/example.db"));
  const Outcome second = run_program({"tour"}, around);
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_NE(second.out.find("Stored as plan 2"), std::string::npos);
}

TEST(RunCommand, GoesOnWithoutItsUsualDatabase) {
  const ScratchFolder scratch;
  scratch.write("file", "not a folder");
  const Outcome outcome = run_program(
      {"tour"}, {.variables = {"XDG_STATE_HOME=" + (scratch.path() / "file").string()}});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.err.find("nothing is stored in this run"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.out.find("Try next"), std::string::npos);
  const Outcome asked = run_program({"tour", "--db", (scratch.path() / "file/home.db").string()});
  EXPECT_NE(asked.code, 0) << "a database that was asked for is not left out";
  EXPECT_EQ(asked.out, "");
}

TEST(RunCommand, AsciiWhereTheTerminalKnowsNoMore) {
  const Outcome outcome = run_program({"tour"}, {.variables = {"LC_ALL=C"}});
  EXPECT_EQ(outcome.code, 0);
  for (const char letter : outcome.out) ASSERT_LT(static_cast<unsigned char>(letter), 0x80);
  expect_fits(outcome.out);
}

// Runs `ohmstead schema`-like commands with a terminal as standard output, and gives what it
// showed.
std::string shown_on_terminal(const std::vector<std::string>& words, const std::string& variable) {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0 || ::grantpt(terminal) != 0 || ::unlockpt(terminal) != 0) return {};
  const fs::path device = ::ptsname(terminal);
  // Kept open here, so that what was written is still there when the program has ended.
  const int keeper = ::open(device.c_str(), O_RDWR | O_NOCTTY);
  ::fcntl(terminal, F_SETFL, O_NONBLOCK);
  std::string shown;
  const pid_t reader = ::fork();  // the program runs in a child, so that this process can read
  if (reader == 0) {
    const Outcome outcome =
        run_program(words, {.variables = {variable}, .standard_output = device});
    ::_exit(outcome.code);
  }
  int status = 0;
  char block[4096];
  for (bool is_running = true; is_running;) {
    is_running = ::waitpid(reader, &status, WNOHANG) == 0;
    for (ssize_t count; (count = ::read(terminal, block, sizeof block)) > 0;) {
      shown.append(block, static_cast<std::size_t>(count));
    }
    if (is_running) ::usleep(2000);
  }
  ::close(keeper);
  ::close(terminal);
  return shown;
}

TEST(Colour, OnATerminalUnlessNoColorIsSet) {
  const std::string home = std::string{OHMSTEAD_SOURCE_DIR} + "/tests/cli/good/small.json";
  const std::vector<std::string> words{"plan", "--case", home};
  const std::string coloured = shown_on_terminal(words, "TERM=xterm");
  if (coloured.empty()) GTEST_SKIP() << "this system gives no pseudo-terminal";
  EXPECT_NE(coloured.find("\x1b["), std::string::npos);
  EXPECT_EQ(shown_on_terminal(words, "NO_COLOR=1").find('\x1b'), std::string::npos);
  EXPECT_EQ(shown_on_terminal(words, "TERM=dumb").find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace ohmstead::cli
