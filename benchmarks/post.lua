-- Sends the lines of a file as bodies of POST /v1/comments, in their order. Arguments: file, key. A line may begin with
-- another path and content type, each ended by a tab.
local requests, at = {}, 0

function init(args)
    for line in io.lines(args[1]) do
        local path, kind, body = line:match("^(/[^\t]*)\t([^\t]*)\t(.*)$")
        local headers = { ["Content-Type"] = kind or "application/json", ["Authorization"] = "Bearer " .. args[2] }
        requests[#requests + 1] = wrk.format("POST", path or "/v1/comments", headers, body or line)
    end
end

function request()
    at = at % #requests + 1
    return requests[at]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '{"requests": %d, "seconds": %.6f, "p50": %.6f, "p99": %.6f, "errors": %d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout
    ))
end
