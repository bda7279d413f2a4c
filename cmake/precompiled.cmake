# What most sources include is compiled once for the rooms and once, with GoogleTest, for the test
# programs. It saves half a second for each source; every source still includes what it uses, and
# clang-tidy, which sees each file alone, tells when one does not.
set(OHMSTEAD_OFTEN_INCLUDED
  <algorithm> <array> <chrono> <cmath> <functional> <map> <memory> <mutex> <optional> <span> <string>
  <string_view> <vector> <fmt/format.h> <tl/expected.hpp>)

# A target that others with the same compile options take the precompiled headers of.
function(ohmstead_precompile target)
  cmake_parse_arguments(PARSE_ARGV 1 PRECOMPILE "" "" "HEADERS;LIBRARIES")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "// Only its precompiled headers count.\n")
  add_library(${target} OBJECT "${source}")
  target_link_libraries(${target} PRIVATE ${PRECOMPILE_LIBRARIES})
  target_precompile_headers(${target} PRIVATE ${PRECOMPILE_HEADERS})
endfunction()

if(OHMSTEAD_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # ccache finds out by the first what a precompiled header was made from. The others are what g++ 12
  # wrongly reports of the standard library's own strings (its bug 105651) once these are precompiled.
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess;-Wno-array-bounds;-Wno-stringop-overflow>")
  ohmstead_precompile(ohmstead_often HEADERS ${OHMSTEAD_OFTEN_INCLUDED}
                      LIBRARIES fmt::fmt tl::expected)
  if(OHMSTEAD_TESTS AND TARGET GTest::gtest_main)
    ohmstead_precompile(ohmstead_often_tested
                        HEADERS ${OHMSTEAD_OFTEN_INCLUDED} <gtest/gtest.h> <gmock/gmock.h>
                        LIBRARIES fmt::fmt tl::expected GTest::gtest_main GTest::gmock)
    ohmstead_test_options(ohmstead_often_tested)
  endif()
endif()
