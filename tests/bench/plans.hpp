// Whole homes and other planners' cases: time, money and memory of our plan beside the library's.
//
// Each case is planned by the program as a child process, and by the library in another child, so
// that memory is that of one plan. Money is the objective. Thread rule: one thread.
#pragma once

namespace ohmstead::bench {

void register_plans();
// What the child process for the library does: prints one line. Returns the exit code.
int run_plain(const char* case_file, const char* limit_s);
// Rows of all cases that ran; nothing when none did.
void print_plan_table();

}  // namespace ohmstead::bench
