// SPDX-License-Identifier: EUPL-1.2
// The caseload page as fastify + pg + sodium-native: a session looked up, an audit row, 25 cases of six sealed fields.
// usage: node server.js PORT WORKERS VARIANT POOL
//   written  as usually written: awaited queries of a pooled client inside a transaction, named prepared statements
//   tuned    one statement for session, audit and page
'use strict'
const cluster = require('cluster')

const [port, workers, variant, pool] = process.argv.slice(2)
const KEY = Buffer.from([...Array(32).keys()])
const FIELDS = ['name', 'dob', 'address', 'phone', 'nid', 'note']
const COLUMNS = 'id, officer_id, status, opened_at, due_minutes, done_minutes, ' + FIELDS.map(f => 'f_' + f).join(', ')
const ORDER = 'order by opened_at desc, id desc limit 25'
const BEGIN = { name: 'b', text: 'begin' }
const COMMIT = { name: 'c', text: 'commit' }
const SESSION = {
  name: 's', text: 'select user_id, district_id, role from sessions where token_hash = $1 and expires_at > now()'
}
const SET_USER = { name: 'u', text: "select set_config('app.user', $1, true)" }
const SET_DISTRICT = { name: 'd', text: "select set_config('app.district', $1, true)" }
const PAGE = { name: 'p', text: `select ${COLUMNS} from cases where district_id = $1 and status = 1 ${ORDER}` }
const AUDIT = {
  name: 'a', text: 'insert into audit (actor, district_id, action, subject, detail) ' +
    "values ($1, $2, 'cases.list', null, '{\"page\":1,\"rows\":25}')"
}
const TUNED = {
  name: 't', text: 'with s as materialized (select user_id, district_id, role from sessions ' +
    'where token_hash = $1 and expires_at > now()), a as (insert into audit (actor, district_id, action, subject, ' +
    "detail) select user_id, district_id, 'cases.list', null, '{\"page\":1,\"rows\":25}' from s) " +
    `select c.* from s cross join lateral (select ${COLUMNS} from cases ` +
    `where district_id = s.district_id and status = 1 ${ORDER}) c`
}

function serve () {
  const sodium = require('sodium-native')
  const { Pool } = require('pg')
  const app = require('fastify')({ logger: false })
  const db = new Pool({ max: +pool, idleTimeoutMillis: 0 })
  const plain = Buffer.alloc(4096)
  const bound = Buffer.alloc(9)
  const ask = (c, statement, values) => c.query({ ...statement, values })

  function open (id, k, sealed) {
    const m = plain.subarray(0, sealed.length - 41)
    bound.writeBigUInt64BE(id)
    bound[8] = k
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(m, null, sealed.subarray(25), bound, sealed.subarray(1, 25), KEY)
    return m.toString('utf8')
  }

  async function asWritten (hash) {
    const c = await db.connect()
    try {
      await ask(c, BEGIN)
      const session = (await ask(c, SESSION, [hash])).rows[0]
      if (!session) {
        await ask(c, COMMIT)
        return null
      }
      await ask(c, SET_USER, [String(session.user_id)])
      await ask(c, SET_DISTRICT, [String(session.district_id)])
      const rows = (await ask(c, PAGE, [session.district_id])).rows
      await ask(c, AUDIT, [session.user_id, session.district_id])
      await ask(c, COMMIT)
      return rows
    } finally {
      c.release()
    }
  }

  function item (row) {
    const id = BigInt(row.id)
    const out = {
      id: row.id, officer: row.officer_id, status: row.status, opened_at: row.opened_at.toISOString(),
      due_minutes: row.due_minutes, done_minutes: row.done_minutes
    }
    FIELDS.forEach((f, k) => { out[f] = open(id, k, row['f_' + f]) })
    return out
  }

  const text = { type: 'string' }
  const int = { type: 'integer' }
  const properties = { id: text, officer: int, status: int, opened_at: text, due_minutes: int, done_minutes: int }
  for (const f of FIELDS) properties[f] = text
  const list = { type: 'array', items: { type: 'object', properties } }
  const schema = { response: { 200: { type: 'object', properties: { cases: list } } } }
  app.get('/cases', { schema }, async (request, reply) => {
    const bearer = request.headers.authorization || ''
    const hash = Buffer.alloc(32)
    sodium.crypto_hash_sha256(hash, Buffer.from(bearer.slice(7), 'hex'))
    const rows = variant === 'tuned' ? (await ask(db, TUNED, [hash])).rows : await asWritten(hash)
    if (rows === null) reply.code(401)
    return { cases: (rows || []).map(item) }
  })
  app.listen({ port: +port, host: '127.0.0.1' })
}

if (cluster.isPrimary && +workers > 1) {
  for (let i = 0; i < +workers; i++) cluster.fork()
  process.on('SIGTERM', () => {
    for (const w of Object.values(cluster.workers)) w.process.kill('SIGTERM')
    process.exit(0)
  })
} else serve()
