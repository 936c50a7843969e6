-- SPDX-License-Identifier: EUPL-1.2
-- wrk: one page after the other, the session tokens in turn. Arguments: the path, a file with a token a line.
local requests, n = {}, 0

function init(args)
    for token in io.lines(args[2]) do
        requests[#requests + 1] = wrk.format("GET", args[1], {["Host"] = "localhost", ["Authorization"] = "Bearer " .. token})
    end
end

function request()
    n = n % #requests + 1
    return requests[n]
end
