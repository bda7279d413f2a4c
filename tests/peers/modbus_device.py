"""A SunSpec inverter with storage, made with pymodbus: modbus_device.py [serial]

On loopback it prints "port N" when it listens; on a serial line, which is a pair of pseudo-terminals,
"line PATH". Unit 1 has the list of models at 40000 (103 and 124); unit 2 is a
brand of its own: input registers 5003 (32 bits, low word first) and 5010, a coil 7. Each line of
standard input, "set NUMBER WORD", changes a holding register of unit 1; "get NUMBER" prints it.
"""
import asyncio
import os
import sys
import tty

from pymodbus.server import ModbusSerialServer, ModbusTcpServer
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


def open_line():
    """The two ends of a serial line: what is written to one can be read from the other."""
    loop = asyncio.get_running_loop()
    masters, paths = [], []
    for _ in range(2):
        master, slave = os.openpty()
        tty.setraw(slave)
        masters.append(master)
        paths.append(os.ttyname(slave))
    for here, there in (masters, reversed(masters)):
        loop.add_reader(here, lambda here=here, there=there: os.write(there, os.read(here, 512)))
    return paths


async def serve(devices, is_serial):
    if is_serial:
        ours, theirs = open_line()
        server = ModbusSerialServer(devices, port=ours, baudrate=9600)
        await server.serve_forever(background=True)
        print("line", theirs, flush=True)
        return server
    server = ModbusTcpServer(devices, address=("127.0.0.1", 0))
    await server.serve_forever(background=True)
    print("port", server.transport.sockets[0].getsockname()[1], flush=True)
    return server


async def main(is_serial):
    inverter = SimDevice(id=1, simdata=[SimData(40000, values=models(), datatype=DataType.REGISTERS)])
    brand = SimDevice(id=2, simdata=(
        [SimData(0, count=16, values=False, datatype=DataType.BITS)],
        [SimData(0, count=16, values=True, datatype=DataType.BITS)],
        [SimData(0, values=[7], datatype=DataType.REGISTERS)],
        [SimData(5003, values=[0x0002, 0x0001], datatype=DataType.REGISTERS),
         SimData(5010, values=[1234], datatype=DataType.REGISTERS)]))
    server = await serve([inverter, brand], is_serial)
    while line := await asyncio.to_thread(sys.stdin.readline):
        words = line.split()
        if words[0] == "set":
            await server.async_setValues(1, 6, int(words[1]), [int(words[2])])
        elif words[0] == "get":
            print(words[1], (await server.async_getValues(1, 3, int(words[1]), 1))[0], flush=True)
    await server.shutdown()


asyncio.run(main("serial" in sys.argv[1:]))
