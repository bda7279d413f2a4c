// Small files of other planners, made by hand for the tests of the importers.
#pragma once

namespace ohmstead::app::testing {

inline constexpr const char* k_haeo_text = R"({
  "source": "by hand", "start": "2025-01-01T00:00:00+01:00", "period_s": [60, 3600],
  "captured": {"timezone": "Europe/Berlin"},
  "series": {"import_price": [0.3, 0.2], "export_price": 0.1, "load_kw": 1.0, "solar_kw": [0, 2]},
  "grid": {"import_max_kw": 10, "export_max_kw": 5},
  "inverter": {"dc_to_ac_max_kw": 6, "ac_to_dc_max_kw": 4, "eta_dc_to_ac": 1, "eta_ac_to_dc": 1},
  "solar": {"curtailable": true, "bus": "dc"}, "load": {"bus": "ac"},
  "battery": {"bus": "dc", "nominal_capacity_kwh": 10, "min_soc_pct": 10, "max_soc_pct": 100,
              "usable_capacity_kwh": 9, "initial_usable_kwh": 3, "eta_charge": 0.8, "eta_discharge": 0.9,
              "charge_max_kw_after_eta": 4, "discharge_max_kw_after_eta": 5, "salvage_value_per_kwh": 0},
  "policies": [{"name": "Wear", "source": ["Battery"], "target": "any", "price_per_kwh": 0.01},
               {"name": "Sell", "source": "Battery", "target": ["Grid"], "price_per_kwh": 0.05},
               {"name": "Sun", "source": ["Solar"], "target": ["Grid"], "price_per_kwh": 0.02}],
  "expected": {"anything": [1, 2]}, "measured": {}
})";

inline constexpr const char* k_epl_text = R"({"cases": [
  {"name": "money", "objective": "price", "epl_median_s": 0.1, "expected": {},
   "inputs": {"asset": "battery", "power_mw": 2, "capacity_mwh": 4, "efficiency_pct": 0.9,
              "electricity_prices": [100, -50], "export_electricity_prices": 40, "freq_mins": 30,
              "final_charge_mwh": 1}},
  {"name": "carbon", "objective": "carbon",
   "inputs": {"asset": "battery", "power_mw": 2, "capacity_mwh": 4, "efficiency_pct": 1,
              "electricity_prices": [0, 0], "electricity_carbon_intensities": [0.1, 0.8],
              "freq_mins": 60, "initial_charge_mwh": 3}},
  {"name": "car", "objective": "price",
   "inputs": {"asset": "evs", "power_mw": 2, "capacity_mwh": 4, "efficiency_pct": 1,
              "electricity_prices": [1, 2], "freq_mins": 60}}
]})";

inline constexpr const char* k_emhass_text = R"({
  "name": "by hand", "source": "x", "kind": "x", "currency": "EUR", "step_minutes": 30, "start_minute": 60,
  "steps": 2, "import_price": [0.2, 0.3], "export_price": 0.05, "load_kwh": [0.5, 1], "pv_kwh": [0, 2],
  "battery": {"capacity_kwh": 10, "soc_kwh": 5, "min_soc_kwh": 1, "max_soc_kwh": 9, "max_charge_kw": 5,
              "max_discharge_kw": 4, "charge_eff": 0.95, "discharge_eff": 0.9, "inverter_eff": 1,
              "hybrid": false, "inverter_kw": null, "export_limit_kw": 9, "import_limit_kw": 8,
              "power_side": "AC"},
  "terminal": {"soc_end_kwh": 4, "rule": "hard equality"}, "ev": null, "deferrable_loads": [],
  "peer_result": {"cost": 1}
})";

inline constexpr const char* k_family_text = R"({
  "seed": 7, "slots": 2, "step_h": 0.25, "import_per_kwh": [0.2, 0.4], "export_per_kwh": 0.1,
  "pv_kw": [0, 1], "load_kw": 1, "import_limit_kw": 17, "export_limit_kw": 7,
  "battery": {"capacity_kwh": 9, "power_kw": 3, "leg_efficiency": 0.95, "soc_kwh": 6},
  "vehicles": [], "tank": {}, "rooms": []
})";

}  // namespace ohmstead::app::testing
