"""Proves that tools/check_house catches one bad sample per rule and leaves good code alone."""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LISTS = {
    "src/base/CMakeLists.txt": "ohmstead_room(NAME base)\n",
    "src/net/CMakeLists.txt": "ohmstead_room(NAME net DEPENDS base)\n",
    "src/solve/CMakeLists.txt": "ohmstead_room(NAME solve DEPENDS base)\n",
    "src/plan/CMakeLists.txt": "ohmstead_room(NAME plan DEPENDS base solve)\n",
    "src/describe/CMakeLists.txt": "ohmstead_room(NAME describe DEPENDS base)\n",
    "src/connect/CMakeLists.txt": "ohmstead_room(NAME connect DEPENDS base)\n",
    "src/connect/entsoe/xml.hpp": "#pragma once\n",
    "src/connect/parts/rows.hpp": "#pragma once\n",
}
LONG_BODY = "  int a{};\n" * 61
LONG_TABLE = "  Row{1},\n" * 61

# (what it shows, path, text, expected "line: rule" or None when the file is fine)
SAMPLES = [
    ("plain source", "src/plan/a.cpp", "#include <vector>\n#include <sys/stat.h>\n", None),
    ("fmt anywhere", "src/plan/a.cpp", "#include <fmt/format.h>\n", None),
    ("json in describe", "src/describe/a.cpp", "#include <nlohmann/json.hpp>\n", None),
    ("json in plan", "src/plan/a.cpp", "\n#include <nlohmann/json.hpp>\n", "2: includes"),
    ("yaml in a public header", "src/describe/include/ohmstead/describe/a.hpp",
     "#include <yaml-cpp/yaml.h>\n", "1: includes"),
    ("cctz outside base", "src/plan/a.cpp", "#include <cctz/time_zone.h>\n", "1: includes"),
    ("solver outside solve", "src/plan/a.cpp", "#include <ClpSimplex.hpp>\n", "1: includes"),
    ("beast in net", "src/net/a.cpp", "#include <boost/beast/core.hpp>\n", None),
    ("beast in a public header", "src/net/include/ohmstead/net/a.hpp",
     "#include <boost/beast/core.hpp>\n", "1: includes"),
    ("beast outside net", "src/plan/a.cpp", "#include <boost/beast/core.hpp>\n", "1: includes"),
    ("asio outside net", "src/plan/a.cpp", "#include <boost/asio/post.hpp>\n", "1: includes"),
    ("unknown library", "src/plan/a.cpp", "#include <boost/any.hpp>\n", "1: includes"),
    ("gtest in a source", "src/plan/a.cpp", "#include <gtest/gtest.h>\n", "1: includes"),
    ("gtest in a test", "src/plan/a_test.cpp", "#include <gtest/gtest.h>\n", None),
    ("gtest in what tests share", "src/plan/testing/a.hpp", "#include <gtest/gtest.h>\n", None),
    ("include in a comment", "src/plan/a.cpp", "// #include <boost/any.hpp>\n", None),
    ("allowed room", "src/plan/a.cpp", '#include "ohmstead/solve/lp.hpp"\n', None),
    ("forbidden room", "src/plan/a.cpp", '#include "ohmstead/describe/field.hpp"\n',
     "1: includes"),
    ("include by a way round", "src/plan/a.cpp", '#include "../solve/simplex.hpp"\n',
     "1: includes"),
    ("a system's own header", "src/connect/entsoe/a.cpp", '#include "entsoe/xml.hpp"\n', None),
    ("shared parts", "src/connect/tibber/a.cpp", '#include "parts/rows.hpp"\n', None),
    ("another outside system", "src/connect/tibber/a.cpp", '#include "entsoe/xml.hpp"\n',
     "1: includes"),
    ("who knows all systems", "src/connect/make_source.cpp", '#include "entsoe/xml.hpp"\n', None),
    ("clock in base", "src/base/clock.cpp", "auto t = std::chrono::system_clock::now();\n", None),
    ("clock elsewhere", "src/plan/a.cpp", "auto t = std::chrono::system_clock::now();\n",
     "1: clock"),
    ("clock in a comment", "src/plan/a.cpp", "// system_clock::now() is banned\n", None),
    ("double without unit", "src/plan/include/ohmstead/plan/a.hpp",
     "void set(int slot,\n         double limit);\n", "2: units"),
    ("double without unit and a default", "src/plan/include/ohmstead/plan/a.hpp",
     "void set(double limit = 1.0);\n", "1: units"),
    ("double with unit", "src/plan/include/ohmstead/plan/a.hpp",
     "void set(double limit_kw, const double price_per_kwh);\n", None),
    ("double member", "src/plan/include/ohmstead/plan/a.hpp", "double limit = 1.0;\n", None),
    ("double in a private header", "src/plan/a.hpp", "void set(double limit);\n", None),
    ("double in solve", "src/solve/include/ohmstead/solve/a.hpp", "void set(double limit);\n",
     None),
    ("value in units.hpp", "src/base/include/ohmstead/base/units.hpp",
     "explicit Quantity(double value);\n", None),
    ("long header", "src/plan/a.hpp", "int a;\n" * 201, "201: size"),
    ("header at the limit", "src/plan/a.hpp", "int a;\n" * 200, None),
    ("long source", "src/plan/a.cpp", "int a;\n" * 401, "401: size"),
    ("long source with a reason", "src/plan/a.cpp",
     "// house: one table of all cases\n" + "int a;\n" * 401, None),
    ("long function", "src/plan/a.cpp", "\nint f(int b,\n      int c) {\n" + LONG_BODY + "}\n",
     "2: size"),
    ("long constructor", "src/plan/a.cpp", "A::A(int b)\n    : b_{b} {\n" + LONG_BODY + "}\n",
     "1: size"),
    ("long method", "src/plan/a.cpp", "class A {\n  int f() const {\n" + LONG_BODY + "  }\n};\n",
     "2: size"),
    ("long test", "src/plan/a_test.cpp", "TEST(A, b) {\n" + LONG_BODY + "}\n", "1: size"),
    ("long class", "src/plan/a.cpp", "class A {\n" + LONG_BODY + "};\n", None),
    ("long namespace", "src/plan/a.cpp", "namespace a {\n" + LONG_BODY + "}\n", None),
    ("long table", "src/plan/a.cpp", "constexpr Row k_rows[] = {\n" + LONG_TABLE + "};\n", None),
    ("short functions", "src/plan/a.cpp", "int f() {\n  return 1;\n}\n\n" * 60, None),
    ("co_await", "src/plan/a.cpp", "\nauto x = co_await read();\n", "2: coroutine"),
    ("Manager", "src/plan/a.cpp", "class BatteryManager {};\n", "1: names"),
    ("helper", "src/plan/a.cpp", "int battery_helper();\n", "1: names"),
    ("util namespace", "src/plan/a.cpp", "namespace util {}\n", "1: names"),
    ("Util file", "src/plan/time_util.cpp", "int a;\n", "1: names"),
    ("manager in a text", "src/plan/a.cpp", 'auto a = "home energy manager";\n', None),
    ("utility is a word", "src/plan/a.cpp", "#include <utility>\nint utilisation;\n", None),
    ("digit separator", "src/plan/a.cpp", "int a = 1'000;\nclass AHelper;\nint b = 2'000;\n",
     "2: names"),
]


def faults_of(path, text):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, content in {**LISTS, path: text}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content)
        answer = subprocess.run([sys.executable, ROOT / "tools/check_house", root],
                                capture_output=True, text=True, check=False)
        lines = [line for line in answer.stdout.splitlines() if line.startswith("src/")]
        assert answer.returncode == (1 if lines else 0), answer.stdout + answer.stderr
        return lines


def main():
    failed = 0
    for name, path, text, expected in SAMPLES:
        faults = faults_of(path, text)
        wanted = [f"{path}:{expected}:"] if expected else []
        if len(faults) != len(wanted) or not all(a.startswith(b) for a, b in zip(faults, wanted)):
            failed += 1
            print(f"{name}: expected {wanted}, got {faults}")
    print(f"{len(SAMPLES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
