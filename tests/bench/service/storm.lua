-- SPDX-License-Identifier: EUPL-1.2
-- wrk: people who sign in with a name that nobody has, which costs the whole password hash.
function init()
    math.randomseed(os.time())
end

function request()
    local body = string.format('{"login":"nobody.%d","password":"Cheval correct pile agrafe","otp":"123456"}',
        math.random(1, 1000000000))
    return wrk.format("POST", "/api/v1/sessions", {["Host"] = "localhost", ["Content-Type"] = "application/json"}, body)
end
