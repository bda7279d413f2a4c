"""A real Home Assistant core on loopback, headless, with entities that a test sets.

    serve.py FOLDER [PORT]

Prints one line of JSON with port, token and read_only_token once it answers, then does what lines
on its standard input say, and ends with it:

    set ENTITY STATE [ATTRIBUTES as JSON]
    remove ENTITY
    record ENTITY UNIT ROWS       long-term statistics: [{"start": "2025-03-01T00:00:00+00:00", "mean": 1.0}]
    broker PORT

FOLDER keeps users and tokens, so that a second start at the same port is the same home.
"""

import asyncio
import datetime
import json
import pathlib
import socket
import sys

from homeassistant import bootstrap, config_entries, core, loader
from homeassistant.auth import auth_manager_from_config
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.statistics import async_import_statistics
from homeassistant.helpers.recorder import async_initialize_recorder
from homeassistant.setup import async_setup_component

CONFIG = {
    "input_boolean": {"pump": {"name": "Pump"}},
    "input_number": {
        "charge_power": {"min": 0, "max": 10, "step": 0.1, "unit_of_measurement": "kW"},
        "fox_force_charge_power": {"min": 0, "max": 10, "step": 0.1},
    },
    "input_select": {"work_mode": {"options": ["Self Use", "Force Charge", "Feed-in First"]}},
    "input_button": {"go": {"name": "Go"}},
    "input_text": {"note": {"max": 100}},
    "climate": [{"platform": "generic_thermostat", "name": "Hall", "heater": "input_boolean.pump",
                 "target_sensor": "sensor.hall", "target_temp": 20, "min_temp": 10, "max_temp": 25}],
    "template": [
        {"select": [{"name": "Fox mode", "state": "{{ states('input_select.work_mode') }}",
                     "options": "{{ ['Self Use', 'Force Charge', 'Feed-in First'] }}",
                     "select_option": {"service": "input_select.select_option",
                                       "target": {"entity_id": "input_select.work_mode"},
                                       "data": {"option": "{{ option }}"}}}]},
        {"number": [{"name": "Fox power", "state": "{{ states('input_number.charge_power') }}",
                     "min": 0, "max": 10, "step": 0.1,
                     "set_value": {"service": "input_number.set_value",
                                   "target": {"entity_id": "input_number.charge_power"},
                                   "data": {"value": "{{ value }}"}}}]},
    ],
    "switch": [{"platform": "template", "switches": {"charger": {
        "value_template": "{{ is_state('input_boolean.pump', 'on') }}",
        "turn_on": {"service": "input_boolean.turn_on", "target": {"entity_id": "input_boolean.pump"}},
        "turn_off": {"service": "input_boolean.turn_off",
                     "target": {"entity_id": "input_boolean.pump"}}}}}],
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def token_for(hass, name, groups):
    user = next((each for each in await hass.auth.async_get_users() if each.name == name), None)
    if user is None:
        user = await hass.auth.async_create_user(name, group_ids=groups)
    refresh = next(iter(user.refresh_tokens.values()), None)
    if refresh is None:
        refresh = await hass.auth.async_create_refresh_token(
            user, client_name=name, token_type=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN,
            access_token_expiration=datetime.timedelta(days=365))
    return hass.auth.async_create_access_token(refresh)


async def obey(hass):
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().strip():
        words = line.split(" ", 3)
        if words[0] == "set":
            hass.states.async_set(words[1], words[2],
                                  json.loads(words[3]) if len(words) > 3 else {})
        elif words[0] == "remove":
            hass.states.async_remove(words[1])
        elif words[0] == "record":
            rows = [{**row, "start": datetime.datetime.fromisoformat(row["start"])}
                    for row in json.loads(words[3])]
            async_import_statistics(hass, {
                "statistic_id": words[1], "source": "recorder", "name": None,
                "unit_of_measurement": words[2], "has_mean": True, "has_sum": False}, rows)
            await get_instance(hass).async_block_till_done()
        elif words[0] == "broker":
            await hass.config_entries.async_add(config_entries.ConfigEntry(
                version=1, minor_version=1, domain="mqtt", title="Broker", source="user", options={},
                data={"broker": "127.0.0.1", "port": int(words[1]), "discovery": True}))


async def main(folder, port):
    hass = core.HomeAssistant(str(folder))
    hass.config.skip_pip = True
    hass.config.safe_mode = False
    loader.async_setup(hass)
    hass.config_entries = config_entries.ConfigEntries(hass, {})
    await bootstrap.async_load_base_functionality(hass)
    hass.auth = await auth_manager_from_config(hass, [{"type": "homeassistant"}], [])
    hass.states.async_set("sensor.hall", "19.5", {"unit_of_measurement": "\u00b0C"})
    config = {**CONFIG, "http": {"server_host": "127.0.0.1", "server_port": port},
              "recorder": {"db_url": f"sqlite:///{folder}/recorded.db"}}
    async_initialize_recorder(hass)
    for domain in ("homeassistant", "persistent_notification", "http", "websocket_api", "recorder",
                   *CONFIG):
        if not await async_setup_component(hass, domain, config):
            sys.exit(f"Home Assistant could not set up {domain}")
    tokens = {"token": await token_for(hass, "Ohmstead", ["system-admin"]),
              "read_only_token": await token_for(hass, "Guest", [GROUP_ID_READ_ONLY])}
    await hass.async_start()
    await hass.async_block_till_done()
    print(json.dumps({"port": port, **tokens}), flush=True)
    await obey(hass)
    await hass.async_stop(force=True)


if __name__ == "__main__":
    FOLDER = pathlib.Path(sys.argv[1])
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "configuration.yaml").touch()
    asyncio.run(main(FOLDER, int(sys.argv[2]) if len(sys.argv) > 2 else free_port()))
