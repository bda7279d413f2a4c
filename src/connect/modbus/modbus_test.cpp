// Addresses, numbers in registers, requests, and the list of SunSpec models.
#include <gtest/gtest.h>

#include "modbus/address.hpp"
#include "modbus/blocks.hpp"
#include "modbus/sunspec.hpp"
#include "modbus/sunspec_tables.hpp"

namespace ohmstead::connect {
namespace {

RegisterPoint point_of(const std::string& text) {
  const auto address = parse_register_address(text);
  if (address) return address->point;
  ADD_FAILURE() << address.error().message;
  return {};
}

std::string fault_of_text(const std::string& text) {
  const auto address = parse_register_address(text);
  return address ? "" : address.error().message;
}

TEST(RegisterAddress, SaysTableNumberTypeAndScale) {
  const RegisterPoint point = point_of("input:5003:uint32:swap:x0.1");
  EXPECT_EQ(point.table, net::ModbusTable::input);
  EXPECT_EQ(point.number, 5003);
  EXPECT_EQ(point.type, RegisterType::uint32);
  EXPECT_TRUE(point.is_swapped);
  EXPECT_EQ(point.scale, 0.1);
  EXPECT_EQ(point_of("holding:40083:int16:sf@40084").scale_at, 40084);
  EXPECT_EQ(point_of("holding:7").type, RegisterType::uint16);
  EXPECT_EQ(point_of("coil:3").type, RegisterType::bit);
  EXPECT_TRUE(point_of("holding:7:uint16:any").is_any);
}

TEST(RegisterAddress, NamesPointsOfSunspec) {
  const auto address = parse_register_address("sunspec:203#2.W");
  ASSERT_TRUE(address);
  ASSERT_TRUE(address->sunspec);
  EXPECT_EQ(address->sunspec->model, "203");
  EXPECT_EQ(address->sunspec->instance, 2);
  EXPECT_EQ(address->sunspec->point, "W");
  EXPECT_EQ(parse_register_address("sunspec:160.2.DCW")->sunspec->block, 2);
  EXPECT_EQ(parse_register_address("103.W")->sunspec->model, "103");
}

TEST(RegisterAddress, WhatIsNoneIsToldInWords) {
  EXPECT_EQ(fault_of_text(""), "'' begins with none of holding, input, coil, discrete, sunspec");
  EXPECT_EQ(fault_of_text("holding"),
            "'holding' has no register's number from 0 to 65535 after the first colon");
  EXPECT_NE(fault_of_text("holding:65536"), "");
  EXPECT_NE(fault_of_text("holding:-1"), "");
  EXPECT_EQ(fault_of_text("holding:65535:int32"),
            "'holding:65535:int32' reaches beyond the last register, 65535");
  EXPECT_NE(fault_of_text("holding:7:int8"), "");
  EXPECT_NE(fault_of_text("holding:7:int16:swap"), "");
  EXPECT_NE(fault_of_text("holding:7:int16:x0"), "");
  EXPECT_NE(fault_of_text("holding:7:int16:xnan"), "");
  EXPECT_NE(fault_of_text("holding:7:int16:sf@70000"), "");
  EXPECT_NE(fault_of_text("coil:7:int16"), "");
  EXPECT_NE(fault_of_text("holding:7:bit"), "");
  EXPECT_NE(fault_of_text("sunspec:999.W"), "");
  EXPECT_EQ(fault_of_text("sunspec:802.Soc")
                .find("'sunspec:802.Soc' names point 'Soc', which is "
                      "none of WHRtg, "),
            0U);
  EXPECT_EQ(fault_of_text("sunspec:103.1.W"),
            "'sunspec:103.1.W' names a block, but this model has none");
}

std::string text(const std::string& address, const Words& words, int exponent = 0) {
  return text_of(point_of(address), words, exponent).value_or("none");
}

TEST(Registers, SayNumbers) {
  EXPECT_EQ(text("holding:1:int16", {0xFFFF}), "-1");
  EXPECT_EQ(text("holding:1:uint16", {0xFFFE}), "65534");
  EXPECT_EQ(text("holding:1:int32", {0xFFFF, 0xFFFE}), "-2");
  EXPECT_EQ(text("holding:1:uint32:swap", {0x0001, 0x0002}), "131073");
  EXPECT_EQ(text("holding:1:uint64", {0x7FFF, 0xFFFF, 0xFFFF, 0xFFFF}), "9223372036854775807");
  EXPECT_EQ(text("holding:1:float32", {0x42F6, 0xE979}), "123.456");
  EXPECT_EQ(text("holding:1:float64", {0x405E, 0xDD2F, 0x1A9F, 0xBE77}), "123.456");
  EXPECT_EQ(text("holding:1:uint16:x0.1", {1234}), "123.4");
  EXPECT_EQ(text("holding:1:int16", {1234}, -2), "12.34");
  EXPECT_EQ(text("holding:1:int16", {12}, 3), "12000");
  EXPECT_EQ(text("coil:1", {1}), "1");
}

TEST(Registers, WhatStandsForNoneIsNone) {
  EXPECT_EQ(text("holding:1:int16", {0x8000}), "none");
  EXPECT_EQ(text("holding:1:uint16", {0xFFFF}), "none");
  EXPECT_EQ(text("holding:1:uint16:any", {0xFFFF}), "65535");
  EXPECT_EQ(text("holding:1:int32", {0x8000, 0}), "none");
  EXPECT_EQ(text("holding:1:uint32", {0xFFFF, 0xFFFF}), "none");
  EXPECT_EQ(text("holding:1:uint64", {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF}), "none");
  EXPECT_EQ(text("holding:1:float32", {0x7FC0, 0}), "none");
  EXPECT_EQ(text("holding:1:float64", {0x7FF0, 0, 0, 0}), "none");
  EXPECT_EQ(text("holding:1:acc32", {0, 0}), "none");
  EXPECT_EQ(exponent_of(0x8000), 0);
  EXPECT_EQ(exponent_of(0xFFFE), -2);
  EXPECT_FALSE(exponent_of(200));
}

TEST(Registers, TakeNumbersThatFit) {
  const auto words = [](const std::string& address, const std::string& number, int exponent = 0) {
    return words_of(point_of(address), number, exponent).value_or(Words{});
  };
  EXPECT_EQ(words("holding:1:int16", "-1"), Words{0xFFFF});
  EXPECT_EQ(words("holding:1:int16", "2.5", -1), Words{25});
  EXPECT_EQ(words("holding:1:uint16:x0.1", "12.3"), Words{123});
  EXPECT_EQ(words("holding:1:uint32:swap", "131073"), (Words{1, 2}));
  EXPECT_EQ(words("holding:1:float32", "1"), (Words{0x3F80, 0}));
  EXPECT_EQ(words("holding:1:int64", "-2"), (Words{0xFFFF, 0xFFFF, 0xFFFF, 0xFFFE}));
  EXPECT_EQ(words("coil:1", "on"), Words{1});
  EXPECT_EQ(words("holding:1:int16", "32768"), Words{});
  EXPECT_EQ(words("holding:1:uint16", "-1"), Words{});
  EXPECT_EQ(words("holding:1:int64", "9223372036854775808"), Words{});
  EXPECT_EQ(words("holding:1:uint16", "nan"), Words{});
  EXPECT_EQ(words("holding:1:uint16", "12 "), Words{});
  EXPECT_EQ(words("holding:1:uint16", ""), Words{});
  EXPECT_EQ(words_of(point_of("holding:1:int16"), "40000", 0).error().message,
            "'40000' does not fit into int16");
}

// Whatever is said is read back as it was, for all types and scales.
TEST(Registers, ReadBackWhatTheyWereTold) {
  for (const char* address : {"holding:1:int16", "holding:1:uint16", "holding:1:int32:swap",
                              "holding:1:uint32:x0.01", "holding:1:int64", "holding:1:float32",
                              "holding:1:float64:swap", "holding:1:uint64:x0.5"}) {
    for (const char* number : {"0", "10", "120", "30000"}) {
      for (const int exponent : {-1, 0, 1}) {
        const RegisterPoint point = point_of(address);
        const auto words = words_of(point, number, exponent);
        if (!words) continue;  // 300000 in 16 bits
        EXPECT_EQ(text_of(point, *words, exponent).value_or("none"), number)
            << address << " " << exponent;
      }
    }
  }
}

TEST(Blocks, HoldNeighboursAndKeepLimits) {
  using enum net::ModbusTable;
  const auto blocks = blocks_of({{holding, 10, 2},
                                 {holding, 5, 1},
                                 {holding, 10, 2},
                                 {input, 5, 1},
                                 {holding, 200, 1},
                                 {holding, 28, 1}});
  ASSERT_EQ(blocks.size(), 3U);
  EXPECT_EQ(blocks[0].whole, (RegisterSpan{input, 5, 1}));
  EXPECT_EQ(blocks[1].whole, (RegisterSpan{holding, 5, 24}));
  EXPECT_EQ(blocks[1].parts.size(), 3U);
  EXPECT_EQ(blocks[2].whole, (RegisterSpan{holding, 200, 1}));
  std::vector<RegisterSpan> many;
  for (int i = 0; i < 1000; i += 2) many.push_back({holding, i, 2});
  for (const RegisterBlock& block : blocks_of(many)) EXPECT_LE(block.whole.count, 100);
  EXPECT_TRUE(blocks_of({}).empty());
}

// Registers from `begin` on.
ReadRegisters registers(int begin, Words words) {
  return [begin, words = std::move(words)](int first, int count) -> base::Result<Words> {
    Words found;
    for (int i = first; i < first + count; ++i) {
      if (i < begin || i >= begin + static_cast<int>(words.size()))
        return base::fail(base::ErrorKind::not_found, "no such register");
      found.push_back(words[static_cast<std::size_t>(i - begin)]);
    }
    return found;
  };
}

Words list_of(const std::vector<std::pair<int, int>>& models) {
  Words words{0x5375, 0x6e53};
  for (const auto& [id, length] : models) {
    words.push_back(static_cast<std::uint16_t>(id));
    words.push_back(static_cast<std::uint16_t>(length));
    words.insert(words.end(), static_cast<std::size_t>(length), 0);
  }
  words.push_back(0xFFFF);
  words.push_back(0);
  return words;
}

TEST(Sunspec, FindsModelsWhereverTheListBegins) {
  for (const int begin : {40000, 50000, 0}) {
    const auto models = find_models(registers(begin, list_of({{1, 66}, {103, 50}, {203, 105}})));
    ASSERT_TRUE(models);
    ASSERT_EQ(models->size(), 3U);
    EXPECT_EQ((*models)[1].id, 103);
    EXPECT_EQ((*models)[1].at, begin + 2 + 68);
    const auto place = place_of({"inverter", 1, 0, "W"}, *models);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->number, (*models)[1].at + 14);
    EXPECT_EQ(place->scale_at, (*models)[1].at + 15);
    EXPECT_EQ(place->unit, "W");
  }
}

TEST(Sunspec, SaysWhatADeviceDoesNotHave) {
  EXPECT_FALSE(find_models(registers(40000, {1, 2, 3, 4})));
  const auto models = find_models(
      registers(40000, list_of({{1, 66}, {103, 50}, {124, 10}, {203, 105}, {203, 105}})));
  ASSERT_TRUE(models);
  EXPECT_EQ(place_of({"802", 1, 0, "SoC"}, *models).error().message,
            "it has no model 802; its SunSpec models are 1, 103, 124, 203, 203");
  EXPECT_TRUE(place_of({"124", 1, 0, "WChaMax"}, *models).error().message.find("ends before it") !=
              std::string::npos);
  EXPECT_EQ(place_of({"meter", 2, 0, "W"}, *models)->number, (*models)[4].at + 18);
  EXPECT_FALSE(place_of({"meter", 3, 0, "W"}, *models));
}

// The second of two modules: number 8 behind the head, 20 registers each.
TEST(Sunspec, FindsRepeatingBlocks) {
  const std::vector<SunspecModel> models{{160, 40100, 48}};
  EXPECT_EQ(place_of({"mppt", 1, 2, "DCW"}, models)->number, 40100 + 10 + 20 + 11);
  EXPECT_EQ(place_of({"mppt", 1, 2, "DCW"}, models)->scale_at, 40104);
  EXPECT_FALSE(place_of({"mppt", 1, 3, "DCW"}, models));
}

TEST(Sunspec, AListThatLiesEnds) {
  // A model of no length over and over; one that reaches beyond the last register; no end.
  EXPECT_LE(find_models(registers(0,
                                  [] {
                                    Words words{0x5375, 0x6e53};
                                    words.resize(2000, 0);
                                    return words;
                                  }()))
                ->size(),
            100U);
  EXPECT_EQ(find_models(registers(50000, {0x5375, 0x6e53, 103, 65000}))->size(), 1U);
  EXPECT_EQ(find_models(registers(0, {0x5375, 0x6e53, 103}))->size(), 0U);
}

TEST(Sunspec, ALostConnectionIsNotAnEmptyList) {
  const auto lost = find_models([](int, int) -> base::Result<Words> {
    return base::fail(base::ErrorKind::timed_out, "no answer in time");
  });
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, base::ErrorKind::timed_out);
}

// No point may reach beyond what the standard gives its model.
TEST(Sunspec, TablesFitTheirModels) {
  const std::vector<std::pair<int, int>> lengths{{101, 50},  {112, 60}, {120, 26}, {121, 30},
                                                 {123, 24},  {124, 24}, {160, 28}, {201, 105},
                                                 {213, 124}, {713, 7},  {802, 62}};
  for (const auto& [id, length] : lengths) {
    const SunspecTable* table = find_table(id);
    ASSERT_NE(table, nullptr) << id;
    for (const SunspecPoint& point : table->points) {
      const SunspecName name{std::to_string(id), 1, 0, std::string{point.name}};
      EXPECT_TRUE(place_of(name, {{id, 0, length}})) << id << " " << point.name;
    }
  }
}

}  // namespace
}  // namespace ohmstead::connect
