"""A SunSpec inverter with storage on loopback, made with pymodbus: modbus_device.py

Prints "port N" when it listens. Unit 1 has the list of models at 40000 (103 and 124); unit 2 is a
brand of its own: input registers 5003 (32 bits, low word first) and 5010, a coil 7. Each line of
standard input, "set NUMBER WORD", changes a holding register of unit 1; "get NUMBER" prints it.
"""
import asyncio
import sys

from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice


def models():
    words = [0] * 83
    words[0:2] = [0x5375, 0x6E53]
    words[2:4] = [103, 50]
    words[2 + 14], words[2 + 15] = 0x10000 - 1234, 0  # W, W_SF
    words[2 + 24], words[2 + 25], words[2 + 26] = 1, 2, 0  # WH
    words[54:56] = [124, 24]
    words[54 + 2], words[54 + 18] = 5000, 0  # WChaMax
    words[54 + 8], words[54 + 22] = 5550, 0x10000 - 2  # ChaState
    words[54 + 7] = 0xFFFF  # MinRsvPct: not implemented
    words[54 + 25] = 0x10000 - 2  # InOutWRte_SF
    words[80], words[81] = 0xFFFF, 0
    return words


async def main():
    inverter = SimDevice(id=1, simdata=[SimData(40000, values=models(), datatype=DataType.REGISTERS)])
    brand = SimDevice(id=2, simdata=(
        [SimData(0, count=16, values=False, datatype=DataType.BITS)],
        [SimData(0, count=16, values=True, datatype=DataType.BITS)],
        [SimData(0, values=[7], datatype=DataType.REGISTERS)],
        [SimData(5003, values=[0x0002, 0x0001], datatype=DataType.REGISTERS),
         SimData(5010, values=[1234], datatype=DataType.REGISTERS)]))
    server = ModbusTcpServer([inverter, brand], address=("127.0.0.1", 0))
    await server.serve_forever(background=True)
    print("port", server.transport.sockets[0].getsockname()[1], flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        words = line.split()
        if words[0] == "set":
            await server.async_setValues(1, 6, int(words[1]), [int(words[2])])
        elif words[0] == "get":
            print(words[1], (await server.async_getValues(1, 3, int(words[1]), 1))[0], flush=True)
    await server.shutdown()


asyncio.run(main())
