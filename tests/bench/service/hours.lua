-- SPDX-License-Identifier: EUPL-1.2
-- wrk: reports of hours, each one new. Arguments: a file with the token, then a placement a line; the first number;
-- a file with a day a line.
local token, placements, days, n = nil, {}, {}, 0

function init(args)
    for line in io.lines(args[1]) do
        if token == nil then token = line else placements[#placements + 1] = line end
    end
    for day in io.lines(args[3]) do days[#days + 1] = day end
    n = tonumber(args[2])
    math.randomseed(n + os.time())
end

local function key()
    local hex = {}
    for i = 1, 8 do hex[i] = string.format("%04x", math.random(0, 65535)) end
    return hex[1] .. hex[2] .. "-" .. hex[3] .. "-4" .. hex[4]:sub(2) .. "-8" .. hex[5]:sub(2) .. "-" .. hex[6] .. hex[7] .. hex[8]
end

function request()
    local placement = placements[n % #placements + 1]
    local day = days[math.floor(n / #placements) % #days + 1]
    local from = 540 + 10 * math.floor(n / #placements / #days)
    n = n + 1
    return wrk.format("POST", "/api/v1/placements/" .. placement .. "/hours", {
        ["Host"] = "localhost", ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json",
        ["Idempotency-Key"] = key(),
    }, string.format('{"day":"%s","attendance":"attended","from":%d,"to":%d}', day, from, from + 10))
end
