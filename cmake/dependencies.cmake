# Third-party libraries. All of them are distribution packages; see tools/setup for their names.
find_package(tl-expected CONFIG REQUIRED)
find_package(fmt CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(yaml-cpp CONFIG REQUIRED)
find_package(SQLiteCpp CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(CURL 7.85 REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED)  # headers only: Asio and Beast

# cctz ships neither a CMake file nor a pkg-config file.
find_library(CCTZ_LIBRARY cctz REQUIRED)
find_path(CCTZ_INCLUDE_DIR cctz/time_zone.h REQUIRED)
mark_as_advanced(CCTZ_LIBRARY CCTZ_INCLUDE_DIR)
add_library(cctz::cctz UNKNOWN IMPORTED)
set_target_properties(cctz::cctz PROPERTIES
  IMPORTED_LOCATION "${CCTZ_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${CCTZ_INCLUDE_DIR}")

find_package(PkgConfig REQUIRED)
pkg_check_modules(coinutils REQUIRED IMPORTED_TARGET coinutils)
pkg_check_modules(clp REQUIRED IMPORTED_TARGET clp)
pkg_check_modules(cbc REQUIRED IMPORTED_TARGET cbc)
pkg_check_modules(mosquitto REQUIRED IMPORTED_TARGET libmosquitto>=2.0)
pkg_check_modules(modbus REQUIRED IMPORTED_TARGET libmodbus)

# Debian's package names a CMake file that needs others; header and library are all that is used.
option(OHMSTEAD_XGBOOST "Use boosted trees (XGBoost) in forecasts when it is found" ON)
if(OHMSTEAD_XGBOOST)
  find_library(XGBOOST_LIBRARY xgboost)
  find_path(XGBOOST_INCLUDE_DIR xgboost/c_api.h)
  mark_as_advanced(XGBOOST_LIBRARY XGBOOST_INCLUDE_DIR)
endif()
if(XGBOOST_LIBRARY AND XGBOOST_INCLUDE_DIR)
  add_library(xgboost::xgboost UNKNOWN IMPORTED)
  set_target_properties(xgboost::xgboost PROPERTIES
    IMPORTED_LOCATION "${XGBOOST_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${XGBOOST_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES gomp)  # to keep its threads from spinning (src/forecast/trees.cpp)
else()
  message(STATUS "XGBoost not found: forecasts come from profiles and physics alone")
endif()

if(OHMSTEAD_HIGHS)
  find_package(highs CONFIG QUIET)
endif()
if(TARGET highs::highs)
  message(STATUS "HiGHS ${highs_VERSION} found: built in as a further solver")
endif()

if(OHMSTEAD_TESTS)
  find_package(GTest CONFIG QUIET)
  find_package(rapidcheck CONFIG QUIET)
  if(NOT TARGET GTest::gtest_main)
    message(STATUS "GoogleTest not found: configuring without tests")
  endif()
endif()
if(OHMSTEAD_BENCH)
  find_package(benchmark CONFIG REQUIRED)
endif()
