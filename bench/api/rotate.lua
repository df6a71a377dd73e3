-- wrk: a request for each line of a file, the lines in turn; the result in one line of JSON.
-- Arguments: method, path, body or "-", header that the lines are values of, file or "-", [close].
-- "%d" in the body becomes a number that no other request has.
local values = {}
local at = 0
local method, path, body, header
local first = os.time() * 100000

function init(args)
  method, path, body, header = args[1], args[2], args[3], args[4]
  -- An API request without an agent is refused (GHES behaviour).
  wrk.headers["User-Agent"] = "wrk"
  if args[5] ~= "-" then
    for line in io.lines(args[5]) do values[#values + 1] = line end
  end
  if body == "-" then body = nil else wrk.headers["Content-Type"] = "application/json" end
  if args[6] then wrk.headers["Connection"] = args[6] end
end

function request()
  at = at + 1
  if #values > 0 then wrk.headers[header] = values[(at - 1) % #values + 1] end
  local sent = body and string.gsub(body, "%%d", string.format("%d", first + at))
  return wrk.format(method, path, nil, sent)
end

function done(summary, latency)
  local wrong = summary.errors
  io.write(string.format('\n{"requests": %d, "microseconds": %d, "status": %d, "socket": %d}\n',
    summary.requests, summary.duration, wrong.status,
    wrong.connect + wrong.read + wrong.write + wrong.timeout))
end
