// The benchmarks by subject; each call registers its own. Commands come first in main.cpp: a
// child's peak memory counts what this program held when it started it.
#pragma once

namespace ohmstead::bench {

void register_command();
void register_cold();
void register_rolling();
void register_linear();
void register_decisions();
void register_switched();
void register_year();
void register_whole_year();

}  // namespace ohmstead::bench
