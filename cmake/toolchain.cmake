# Language level, warnings, sanitizers, ccache and output folders for all targets of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g -D_GLIBCXX_ASSERTIONS")

add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wconversion;-Wshadow>")
# Clang counts mixed signs as conversions, g++ does not; both shall report the same.
add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-sign-conversion>")
# libstdc++ 12 uses its own deprecated get_temporary_buffer inside std::stable_sort.
add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-deprecated-declarations>")
if(OHMSTEAD_WERROR)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Werror>")
endif()

if(OHMSTEAD_SANITIZE)
  add_compile_options(-fsanitize=${OHMSTEAD_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${OHMSTEAD_SANITIZE})
  # Checked at each access to memory, where the address sanitizer looks as well: a third of the compile time.
  if(OHMSTEAD_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize=null,alignment,object-size,vptr)
  endif()
  # Lines are all that a report names; full debug information costs a quarter of the compile time.
  add_compile_options(-g1)
  # g++'s analysis of uninitialised values reports what is initialised in code that the sanitizers
  # have instrumented; the release build keeps the warning.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized>")
  endif()
endif()

if(OHMSTEAD_LTO)
  include(CheckIPOSupported)
  check_ipo_supported(LANGUAGES CXX)
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
endif()

# Without the sloppiness flags ccache refuses every file that uses a precompiled header. Paths below
# the project count as relative, so that a second clone finds what the first one compiled.
find_program(OHMSTEAD_CCACHE ccache)
mark_as_advanced(OHMSTEAD_CCACHE)
if(OHMSTEAD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
      CCACHE_NOHASHDIR=1 "${OHMSTEAD_CCACHE}")
endif()
