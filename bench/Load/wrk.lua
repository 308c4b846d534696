-- Sends the requests of a file, one a line: method, path and API key with a tab between them. Each thread takes lines of its own,
-- so that no two connections begin with the same customer. Prints what it counted as one line of numbers.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  local each = tonumber(args[2])
  local line = 0
  requests, last = {}, 0
  for text in io.lines(args[1]) do
    if line % each == number then
      local method, path, key = text:match("^(%S+)\t(%S+)\t(%S+)$")
      table.insert(requests, wrk.format(method, path, { ["X-API-Key"] = key }))
    end
    line = line + 1
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("counted %d %d %d %d %d %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), e.status, e.connect + e.read + e.write + e.timeout))
end
