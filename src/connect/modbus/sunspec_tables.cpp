#include "modbus/sunspec_tables.hpp"

#include <array>

namespace ohmstead::connect {
namespace {

using enum RegisterType;
using Point = SunspecPoint;

constexpr std::array k_inverter{Point{"A", 2, uint16, 6, "A"},
                                Point{"W", 14, int16, 15, "W"},
                                Point{"Hz", 16, uint16, 17, "Hz"},
                                Point{"VA", 18, int16, 19, "VA"},
                                Point{"PF", 22, int16, 23, "%"},
                                Point{"WH", 24, acc32, 26, "Wh"},
                                Point{"DCA", 27, uint16, 28, "A"},
                                Point{"DCV", 29, uint16, 30, "V"},
                                Point{"DCW", 31, int16, 32, "W"},
                                Point{"TmpCab", 33, int16, 37, "°C"},
                                Point{"TmpSnk", 34, int16, 37, "°C"},
                                Point{"St", 38, uint16},
                                Point{"StVnd", 39, uint16}};

constexpr std::array k_inverter_float{Point{"A", 2, float32, 0, "A"},
                                      Point{"W", 22, float32, 0, "W"},
                                      Point{"Hz", 24, float32, 0, "Hz"},
                                      Point{"VA", 26, float32, 0, "VA"},
                                      Point{"PF", 30, float32, 0, "%"},
                                      Point{"WH", 32, float32, 0, "Wh"},
                                      Point{"DCA", 34, float32, 0, "A"},
                                      Point{"DCV", 36, float32, 0, "V"},
                                      Point{"DCW", 38, float32, 0, "W"},
                                      Point{"TmpCab", 40, float32, 0, "°C"},
                                      Point{"TmpSnk", 42, float32, 0, "°C"},
                                      Point{"St", 48, uint16},
                                      Point{"StVnd", 49, uint16}};

constexpr std::array k_nameplate{Point{"DERTyp", 2, uint16}, Point{"WRtg", 3, uint16, 4, "W"},
                                 Point{"WHRtg", 19, uint16, 20, "Wh"},
                                 Point{"MaxChaRte", 23, uint16, 24, "W"},
                                 Point{"MaxDisChaRte", 25, uint16, 26, "W"}};

constexpr std::array k_settings{Point{"WMax", 2, uint16, 22, "W"}};

constexpr std::array k_controls{Point{"Conn", 4, uint16}, Point{"WMaxLimPct", 5, uint16, 23, "%"},
                                Point{"WMaxLimPct_RvrtTms", 7, uint16, 0, "s"},
                                Point{"WMaxLim_Ena", 9, uint16}};

constexpr std::array k_storage{
    Point{"WChaMax", 2, uint16, 18, "W"},          Point{"WChaGra", 3, uint16, 19, "%"},
    Point{"WDisChaGra", 4, uint16, 19, "%"},       Point{"StorCtl_Mod", 5, uint16},
    Point{"VAChaMax", 6, uint16, 20, "VA"},        Point{"MinRsvPct", 7, uint16, 21, "%"},
    Point{"ChaState", 8, uint16, 22, "%"},         Point{"StorAval", 9, uint16, 23, "Ah"},
    Point{"InBatV", 10, uint16, 24, "V"},          Point{"ChaSt", 11, uint16},
    Point{"OutWRte", 12, int16, 25, "%"},          Point{"InWRte", 13, int16, 25, "%"},
    Point{"InOutWRte_WinTms", 14, uint16, 0, "s"}, Point{"InOutWRte_RvrtTms", 15, uint16, 0, "s"},
    Point{"InOutWRte_RmpTms", 16, uint16, 0, "s"}, Point{"ChaGriSet", 17, uint16}};

constexpr std::array k_mppt{Point{"N", 8, uint16}, Point{"TmsPer", 9, uint16, 0, "s"}};
constexpr std::array k_mppt_module{
    Point{"DCA", 9, uint16, 2, "A"},  Point{"DCV", 10, uint16, 3, "V"},
    Point{"DCW", 11, uint16, 4, "W"}, Point{"DCWH", 12, acc32, 5, "Wh"},
    Point{"Tmp", 16, int16, 0, "°C"}, Point{"DCSt", 17, uint16}};

constexpr std::array k_meter{
    Point{"A", 2, int16, 6, "A"},           Point{"PhV", 7, int16, 15, "V"},
    Point{"Hz", 16, int16, 17, "Hz"},       Point{"W", 18, int16, 22, "W"},
    Point{"WphA", 19, int16, 22, "W"},      Point{"WphB", 20, int16, 22, "W"},
    Point{"WphC", 21, int16, 22, "W"},      Point{"PF", 33, int16, 37, "%"},
    Point{"TotWhExp", 38, acc32, 54, "Wh"}, Point{"TotWhImp", 46, acc32, 54, "Wh"}};

constexpr std::array k_meter_float{
    Point{"A", 2, float32, 0, "A"},          Point{"PhV", 10, float32, 0, "V"},
    Point{"Hz", 26, float32, 0, "Hz"},       Point{"W", 28, float32, 0, "W"},
    Point{"WphA", 30, float32, 0, "W"},      Point{"WphB", 32, float32, 0, "W"},
    Point{"WphC", 34, float32, 0, "W"},      Point{"PF", 52, float32},
    Point{"TotWhExp", 60, float32, 0, "Wh"}, Point{"TotWhImp", 68, float32, 0, "Wh"}};

constexpr std::array k_capacity{
    Point{"WHRtg", 2, uint16, 7, "Wh"}, Point{"WHAvail", 3, uint16, 7, "Wh"},
    Point{"SoC", 4, uint16, 8, "%"}, Point{"SoH", 5, uint16, 8, "%"}, Point{"Sta", 6, uint16}};

constexpr std::array k_battery{Point{"WHRtg", 3, uint16, 53, "Wh"},
                               Point{"WChaRteMax", 4, uint16, 54, "W"},
                               Point{"WDisChaRteMax", 5, uint16, 54, "W"},
                               Point{"SoCMax", 7, uint16, 56, "%"},
                               Point{"SoCMin", 8, uint16, 56, "%"},
                               Point{"SoC", 11, uint16, 56, "%"},
                               Point{"DoD", 12, uint16, 57, "%"},
                               Point{"SoH", 13, uint16, 58, "%"},
                               Point{"NCyc", 14, uint32},
                               Point{"ChaSt", 16, uint16},
                               Point{"LocRemCtl", 17, uint16},
                               Point{"CtrlHb", 19, uint16},
                               Point{"State", 22, uint16},
                               Point{"V", 34, uint16, 59, "V"},
                               Point{"A", 44, int16, 61, "A"},
                               Point{"W", 47, int16, 63, "W"},
                               Point{"ReqW", 49, int16, 63, "W"},
                               Point{"SetOp", 50, uint16},
                               Point{"SetInvState", 51, uint16}};

constexpr SunspecTable k_inverter_table{k_inverter};
constexpr SunspecTable k_inverter_float_table{k_inverter_float};
constexpr SunspecTable k_nameplate_table{k_nameplate};
constexpr SunspecTable k_settings_table{k_settings};
constexpr SunspecTable k_controls_table{k_controls};
constexpr SunspecTable k_storage_table{k_storage};
constexpr SunspecTable k_mppt_table{k_mppt, k_mppt_module, 10, 20};
constexpr SunspecTable k_meter_table{k_meter};
constexpr SunspecTable k_meter_float_table{k_meter_float};
constexpr SunspecTable k_capacity_table{k_capacity};
constexpr SunspecTable k_battery_table{k_battery};

}  // namespace

const SunspecTable* find_table(int model) {
  if (model >= 101 && model <= 103) return &k_inverter_table;
  if (model >= 111 && model <= 113) return &k_inverter_float_table;
  if (model >= 201 && model <= 204) return &k_meter_table;
  if (model >= 211 && model <= 214) return &k_meter_float_table;
  switch (model) {
    case 120:
      return &k_nameplate_table;
    case 121:
      return &k_settings_table;
    case 123:
      return &k_controls_table;
    case 124:
      return &k_storage_table;
    case 160:
      return &k_mppt_table;
    case 713:
      return &k_capacity_table;
    case 802:
      return &k_battery_table;
    default:
      return nullptr;
  }
}

}  // namespace ohmstead::connect
