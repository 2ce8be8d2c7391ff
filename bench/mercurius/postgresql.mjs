// The numbers of a project in a PostgreSQL database, over postgres.js and its pool of 15 connections.
// With events, a write leaves one, and its position in the project's stream, in the same statement.
import postgres from 'postgres';

const MOMENT = `to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')`;
const SHOWN = `
  id, number, name, capabilities, number_type, country_code, tags::text AS tags, version,
  ${MOMENT} AS created_at, call_handler::text AS call_handler,
  message_handler::text AS message_handler
`;
const LIVE = `SELECT ${SHOWN} FROM phone_number WHERE project_id = $1 AND released_at IS NULL`;
const NUMBER = `
  INSERT INTO phone_number (
    id, project_id, number, number_type, country_code, capabilities, name, tags,
    call_receive_mode, call_handler, release_protected, version, created_at, updated_at
  ) VALUES ($1, $2, $3, $4, 'US', 15, $5, '[]', 'voice', $6::text::jsonb, false, 1, $7, $7)
`;
const RENAMED = 'SET name = $1, version = version + 1, updated_at = $2';
// Every part of such a statement is executed, and all of it is one transaction.
const recorded = (type, requestId, changes) => `
  place AS (
    INSERT INTO event_stream AS stream (project_id, length) SELECT project_id, 1 FROM written
    ON CONFLICT (project_id) DO UPDATE SET length = stream.length + 1 RETURNING length
  ),
  event AS (
    INSERT INTO phone_number_event (
      project_id, position, number_id, number, type, occurred_at, actor, request_id, changes
    )
    SELECT project_id, length, id, number, '${type}', updated_at, 'bench', ${requestId}, ${changes}
    FROM written, place
  )
  SELECT ${SHOWN} FROM written
`;
const field = (name, before, after) =>
  `jsonb_build_object('field', '${name}', 'before', ${before}, 'after', ${after})`;
const [NAME, HANDLER] = [field('name', 'NULL', 'name'), field('call_handler', 'NULL', 'call_handler')];
const INSERT = {
  bare: `${NUMBER} RETURNING ${SHOWN}`,
  event: `
    WITH written AS (${NUMBER} RETURNING *),
    ${recorded('imported', '$8::text', `jsonb_build_array(${NAME}, ${HANDLER})`)}
  `,
};
const RENAME = {
  bare: `UPDATE phone_number ${RENAMED} WHERE id = $3 AND project_id = $4 RETURNING ${SHOWN}`,
  event: `
    WITH old AS (
      SELECT id AS key, name AS was FROM phone_number WHERE id = $3 AND project_id = $4 FOR UPDATE
    ),
    written AS (UPDATE phone_number ${RENAMED} FROM old WHERE id = key RETURNING *),
    ${recorded('updated', '$5::text', `jsonb_build_array(${field('name', 'was', 'name')})`)}
  `,
};
const TOKEN = 'SELECT id, digest, expires_at, revoked_at FROM access_token WHERE id = $1';

export const open = (host, project, events) => {
  const sql = postgres({ host, database: 'postgres', username: 'postgres', max: 15 });
  const rows = (text, ...values) => sql.unsafe(text, values, { prepare: true });
  const row = async (...asked) => (await rows(...asked))[0];
  const kind = events ? 'event' : 'bare';
  const written = (statement, values, requestId) =>
    row(statement[kind], ...values, ...(events ? [requestId] : []));
  return {
    one: (id) => row(`${LIVE} AND id = $2`, project, id),
    page: (wanted, before, first) => {
      const values = [project];
      const given = (value) => `$${values.push(value)}`;
      const conditions = wanted.map(([column, found]) => `AND ${column} = ANY(${given(found)})`);
      if (before) conditions.push(`AND created_at < ${given(new Date(before))}`);
      // The columns, and not the text that `SHOWN` makes of one: only they are in an index.
      const newest = `ORDER BY phone_number.created_at DESC, phone_number.id DESC LIMIT ${given(first)}`;
      return rows([LIVE, ...conditions, newest].join(' '), ...values);
    },
    insert: (id, number, type, name, handler, requestId) =>
      written(INSERT, [id, project, number, type, name, handler, new Date()], requestId),
    rename: (id, name, requestId) =>
      written(RENAME, [name, new Date(), id, project], requestId),
    token: (id) => row(TOKEN, id),
    id: (found) => found.id,
    createdAt: (found) => found.created_at.replace('.000000', ''),
  };
};
