-- For wrk: so many requests a second over all connections of this thread, each at its time, and the
-- figures at the end as one line of JSON. wrk ... -s at_rate.lua URL -- PER_S_OF_EACH_THREAD
local ffi = require("ffi")
ffi.cdef([[
typedef struct { long s; long ns; } moment;
int clock_gettime(int clock, moment *now);
]])

local monotonic = 1
local step_ms, due_ms

local function now_ms()
  local now = ffi.new("moment")
  ffi.C.clock_gettime(monotonic, now)
  return tonumber(now.s) * 1000 + tonumber(now.ns) / 1e6
end

function init(args)
  step_ms = 1000 / tonumber(args[1])
  due_ms = now_ms()
end

-- Milliseconds until the next request; those that are late go at once.
function delay()
  due_ms = due_ms + step_ms
  return math.max(0, due_ms - now_ms())
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\n{"answered":%d,"failed":%d,"seconds":%.3f,"p50_ms":%.3f,"p99_ms":%.3f,"p99_9_ms":%.3f,"most_ms":%.3f}\n',
    summary.requests, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency:percentile(99.9) / 1000, latency.max / 1000))
end
