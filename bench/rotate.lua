-- wrk: take the next Authorization value for each request; tell the result in one line of JSON.
local values = {}
local at = 0
local path = "/"

function init(args)
  path = args[1]
  -- An API request without an agent is refused (GHES behaviour).
  wrk.headers["User-Agent"] = "wrk"
  if args[2] ~= "-" then
    for line in io.lines(args[2]) do values[#values + 1] = line end
  end
  if args[3] then wrk.headers["Connection"] = args[3] end
end

function request()
  if #values > 0 then
    at = at % #values + 1
    wrk.headers["Authorization"] = values[at]
  end
  return wrk.format("GET", path)
end

function done(summary, latency)
  local wrong = summary.errors
  io.write(string.format('\n{"requests": %d, "microseconds": %d, "status": %d, "socket": %d}\n',
    summary.requests, summary.duration, wrong.status,
    wrong.connect + wrong.read + wrong.write + wrong.timeout))
end
