"""A charge point of OCPP 1.6, made with the libraries ocpp and websockets.

    charge_point.py URL IDENTITY [PASSWORD]

Prints "connected", and then each thing that it is told as a line: "profile LIMIT PURPOSE", "clear ID",
"start", "stop", "change KEY VALUE", "trigger MESSAGE". Each line of standard input is something it does:
"boot", "status WORD", "begin METER", "values WATT WATTHOURS", "end METER", "offline BEGIN END",
"refuse zero|profiles", "quit"; or that happens to its line: "gone" (without a word), "deaf" (it lives and
takes nothing), "again" (a new line), "late SECONDS" (each answer), "twice" (each answer, each question),
"swapped" (each answer comes after the next one), "fine", "half" (a text, then half a frame, then gone).
"""
import asyncio
import base64
import json
import sys
from datetime import datetime, timedelta, timezone

import websockets
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from websockets.exceptions import InvalidStatus


def stamp(minutes=0):
    return (datetime.now(timezone.utc) - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def say(*words):
    print(*words, flush=True)


class Line:
    """A line that fails as it is told."""

    late_s = 0.0
    is_doubled = False
    is_swapped = False
    held = None

    def __init__(self, socket):
        self.socket = socket

    async def recv(self):
        return await self.socket.recv()

    async def send(self, text):
        is_answer = json.loads(text)[0] != 2
        if is_answer:
            await asyncio.sleep(self.late_s)
            if self.is_swapped and self.held is None:
                self.held = text
                return
        await self.socket.send(text)
        if self.is_doubled:
            await self.socket.send(text)
        if is_answer and self.held is not None:
            await self.socket.send(self.held)
            self.held = None

    async def release(self):
        if self.held is not None:
            await self.socket.send(self.held)
        self.held = None
        self.late_s, self.is_doubled, self.is_swapped = 0.0, False, False

    def abort(self):
        self.socket.transport.abort()

    async def send_half(self):
        await self.socket.send('[2,"h1","MeterVal')
        # The head of a frame of 100 bytes with a mask, and 10 of them.
        self.socket.transport.write(bytes([0x81, 0x80 | 100, 1, 2, 3, 4]) + b"[2,\"h2\",\"S")
        await asyncio.sleep(0.2)
        self.abort()


class Point(ChargePoint):
    refused = ""
    transaction = None
    connect = None
    listening = None

    async def come(self):
        self._connection = Line(await self.connect())
        say("connected", self._connection.socket.subprotocol)
        self.listening = asyncio.create_task(self.start())
        # Its end is no news: whoever asked for it knows.
        self.listening.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def suffer(self, words):
        line = self._connection
        if words[0] == "gone":
            line.abort()
        elif words[0] == "deaf":
            line.socket.transport.pause_reading()
        elif words[0] == "again":
            await self.come()
        elif words[0] == "late":
            line.late_s = float(words[1])
        elif words[0] == "twice":
            line.is_doubled = True
        elif words[0] == "swapped":
            line.is_swapped = True
        elif words[0] == "fine":
            await line.release()
        elif words[0] == "half":
            await line.send_half()

    @on("SetChargingProfile")
    def take_profile(self, connector_id, cs_charging_profiles):
        limit = cs_charging_profiles["charging_schedule"]["charging_schedule_period"][0]["limit"]
        is_refused = self.refused == "profiles" or (self.refused == "zero" and limit == 0)
        if not is_refused:
            say("profile", limit, cs_charging_profiles["charging_profile_purpose"])
        return call_result.SetChargingProfile(status="Rejected" if is_refused else "Accepted")

    @on("ClearChargingProfile")
    def clear_profile(self, **payload):
        say("clear", payload["id"])
        return call_result.ClearChargingProfile(status="Accepted")

    @on("RemoteStartTransaction")
    def begin_for(self, id_tag, **payload):
        say("start", id_tag)
        return call_result.RemoteStartTransaction(status="Accepted")

    @on("RemoteStopTransaction")
    def end_for(self, transaction_id):
        say("stop", transaction_id == self.transaction)
        return call_result.RemoteStopTransaction(status="Accepted")

    @on("ChangeConfiguration")
    def change(self, key, value):
        say("change", key, value)
        return call_result.ChangeConfiguration(status="Rejected" if "SoC" in value else "Accepted")

    @on("TriggerMessage")
    def trigger(self, requested_message, connector_id):
        say("trigger", requested_message)
        return call_result.TriggerMessage(status="Accepted")

    async def begin(self, meter, when):
        answer = await self.call(call.StartTransaction(connector_id=1, id_tag="card", meter_start=meter, timestamp=when))
        assert answer.id_tag_info["status"] == "Accepted", answer
        return answer.transaction_id

    async def end(self, transaction, meter, when):
        await self.call(call.StopTransaction(meter_stop=meter, timestamp=when, transaction_id=transaction))

    async def act(self, words):
        what = words[0]
        if what == "boot":
            answer = await self.call(call.BootNotification(charge_point_model="Wall", charge_point_vendor="ACME"))
            say("booted", answer.status, answer.interval)
        elif what == "status":
            await self.call(call.StatusNotification(connector_id=1, error_code="NoError", status=words[1]))
        elif what == "begin":
            await self.call(call.Authorize(id_tag="card"))
            self.transaction = await self.begin(int(words[1]), stamp())
        elif what == "values":
            await self.call(call.MeterValues(connector_id=1, transaction_id=self.transaction, meter_value=[{
                "timestamp": stamp(), "sampled_value": [
                    {"value": words[1], "measurand": "Power.Active.Import", "unit": "W"},
                    {"value": words[2], "measurand": "Energy.Active.Import.Register", "unit": "Wh"}]}]))
        elif what == "end":
            await self.end(self.transaction, int(words[1]), stamp())
        elif what == "offline":
            late = await self.begin(int(words[1]), stamp(90))
            await self.end(late, int(words[2]), stamp(60))
        elif what == "refuse":
            self.refused = words[1]
        else:
            await self.suffer(words)
        say("done", what)


async def obey(point):
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line.strip() == "quit":
            return
        await point.act(line.split())


async def main(url, identity, password=None):
    headers = {}
    if password:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{identity}:{password}".encode()).decode()
    point = Point(identity, None)
    point.connect = lambda: websockets.connect(f"{url}/{identity}", subprotocols=["ocpp1.6"],
                                               additional_headers=headers)
    try:
        await point.come()
        await obey(point)
    except InvalidStatus as refusal:
        say("refused", refusal.response.status_code)


asyncio.run(main(*sys.argv[1:]))
