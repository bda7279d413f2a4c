"""An inverter with a battery on loopback that fails as it is told, made with pymodbus: failing_inverter.py

Prints "port N" when it listens, and "told REGISTER VALUE" for each register that is written. The home
draws 0.4 kW. Holding registers: 0 what it does (0 by itself, 1 charges, 2 holds), 1 the power in W;
10 and 11 the power at the grid in W (32 bits, high word first), 12 the charge in tenths of a per cent,
13 the battery's power in W. Each line of standard input is something that happens to it: "gone",
"back", "late SECONDS" (each answer; twice as late to what is written), "refuse CODE" (an exception for each request; 0: none any more),
"half" (of each answer), "whole", "swap" (the words of the grid's power), "right", "waver" (its battery's
power is another one by some W each time, as it is in life), "freeze FROM TO" (these registers show the
same for ever), "thaw".
"""
import asyncio
import sys

from pymodbus import pymodbus_apply_logging_config
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice


class Inverter:
    port = 0
    late_s = 0.0
    code = 0
    is_half = False
    is_swapped = False
    waver_w = 0
    is_wavering = False
    frozen = slice(0, 0)
    server = None

    async def act(self, function_code, start, address, count, registers, values):
        await asyncio.sleep(self.late_s)
        if self.code:
            return ExcCodes(self.code)
        if values is not None:
            for place, value in enumerate(values):
                print("told", address + place, value, flush=True)
            return None
        before = registers[:]
        battery_w = registers[1] if registers[0] == 1 else 0
        if self.is_wavering and battery_w:
            self.waver_w = (self.waver_w + 7) % 50
            battery_w -= self.waver_w
        grid_w = 400 + battery_w
        words = [grid_w >> 16, grid_w & 0xFFFF]
        registers[10:12] = reversed(words) if self.is_swapped else words
        registers[13] = battery_w
        registers[self.frozen] = before[self.frozen]
        return None

    def send(self, is_sent, packet):
        return packet[:len(packet) // 2] if is_sent and self.is_half else packet

    async def come(self):
        registers = [0] * 14
        registers[12] = 500
        device = SimDevice(id=1, simdata=[SimData(0, values=registers, datatype=DataType.REGISTERS)],
                           action=self.act)
        self.server = ModbusTcpServer([device], address=("127.0.0.1", self.port), trace_packet=self.send)
        await self.server.serve_forever(background=True)
        self.port = self.server.transport.sockets[0].getsockname()[1]

    async def happen(self, words):
        what = words[0]
        if what == "gone":
            await self.server.shutdown()
        elif what == "back":
            await self.come()
        elif what == "late":
            self.late_s = float(words[1])
        elif what == "refuse":
            self.code = int(words[1])
        elif what in ("half", "whole"):
            self.is_half = what == "half"
        elif what in ("swap", "right"):
            self.is_swapped = what == "swap"
        elif what == "waver":
            self.is_wavering = True
        elif what in ("freeze", "thaw"):
            self.frozen = slice(int(words[1]), int(words[2]) + 1) if what == "freeze" else slice(0, 0)
        print("done", what, flush=True)


async def main():
    pymodbus_apply_logging_config("CRITICAL")
    inverter = Inverter()
    await inverter.come()
    print("port", inverter.port, flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        await inverter.happen(line.split())


asyncio.run(main())
