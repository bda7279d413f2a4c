#include "entsoe/areas.hpp"

#include <algorithm>
#include <array>

namespace ohmstead::connect {
namespace {

struct Area {
  std::string_view name;
  std::string_view code;
};

constexpr std::array k_areas{
    Area{"AT", "10YAT-APG------L"},      Area{"BE", "10YBE----------2"},
    Area{"BG", "10YCA-BULGARIA-R"},      Area{"CH", "10YCH-SWISSGRIDZ"},
    Area{"CZ", "10YCZ-CEPS-----N"},      Area{"DE-LU", "10Y1001A1001A82H"},
    Area{"DK1", "10YDK-1--------W"},     Area{"DK2", "10YDK-2--------M"},
    Area{"EE", "10Y1001A1001A39I"},      Area{"ES", "10YES-REE------0"},
    Area{"FI", "10YFI-1--------U"},      Area{"FR", "10YFR-RTE------C"},
    Area{"GR", "10YGR-HTSO-----Y"},      Area{"HR", "10YHR-HEP------M"},
    Area{"HU", "10YHU-MAVIR----U"},      Area{"IE-SEM", "10Y1001A1001A59C"},
    Area{"IT-CALA", "10Y1001C--00096J"}, Area{"IT-CNOR", "10Y1001A1001A70O"},
    Area{"IT-CSUD", "10Y1001A1001A71M"}, Area{"IT-NORD", "10Y1001A1001A73I"},
    Area{"IT-SARD", "10Y1001A1001A74G"}, Area{"IT-SICI", "10Y1001A1001A75E"},
    Area{"IT-SUD", "10Y1001A1001A788"},  Area{"LT", "10YLT-1001A0008Q"},
    Area{"LV", "10YLV-1001A00074"},      Area{"ME", "10YCS-CG-TSO---S"},
    Area{"MK", "10YMK-MEPSO----8"},      Area{"NL", "10YNL----------L"},
    Area{"NO1", "10YNO-1--------2"},     Area{"NO2", "10YNO-2--------T"},
    Area{"NO3", "10YNO-3--------J"},     Area{"NO4", "10YNO-4--------9"},
    Area{"NO5", "10Y1001A1001A48H"},     Area{"PL", "10YPL-AREA-----S"},
    Area{"PT", "10YPT-REN------W"},      Area{"RO", "10YRO-TEL------P"},
    Area{"RS", "10YCS-SERBIATSOV"},      Area{"SE1", "10Y1001A1001A44P"},
    Area{"SE2", "10Y1001A1001A45N"},     Area{"SE3", "10Y1001A1001A46L"},
    Area{"SE4", "10Y1001A1001A47J"},     Area{"SI", "10YSI-ELES-----O"},
    Area{"SK", "10YSK-SEPS-----K"},
};

constexpr std::string_view k_letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";

}  // namespace

bool is_eic(std::string_view text) {
  if (text.size() != 16) return false;
  std::size_t sum = 0;
  for (std::size_t i = 0; i < 15; ++i) {
    const std::size_t value = k_letters.find(text[i]);
    if (value == std::string_view::npos) return false;
    sum += value * (16 - i);
  }
  return text[15] == k_letters[36 - (sum + 36) % 37];
}

std::optional<std::string> find_eic(std::string_view area) {
  if (is_eic(area)) return std::string{area};
  const auto* found = std::find_if(k_areas.begin(), k_areas.end(),
                                   [&](const Area& each) { return each.name == area; });
  if (found == k_areas.end()) return std::nullopt;
  return std::string{found->code};
}

}  // namespace ohmstead::connect
