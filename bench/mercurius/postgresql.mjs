// The numbers of a project in a PostgreSQL database, over postgres.js and its pool of 15 connections.
import postgres from 'postgres';

const MOMENT = `to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')`;
const SHOWN = `
  id, number, name, capabilities, number_type, country_code, tags::text AS tags, version,
  ${MOMENT} AS created_at, call_handler::text AS call_handler,
  message_handler::text AS message_handler
`;
const LIVE = `SELECT ${SHOWN} FROM phone_number WHERE project_id = $1 AND released_at IS NULL`;
const INSERT = `
  INSERT INTO phone_number (
    id, project_id, number, number_type, country_code, capabilities, name, tags,
    call_receive_mode, call_handler, release_protected, version, created_at, updated_at
  ) VALUES ($1, $2, $3, $4, 'US', 15, $5, '[]', 'voice', $6::text::jsonb, false, 1, $7, $7)
  RETURNING ${SHOWN}
`;
const RENAME = `
  UPDATE phone_number SET name = $1, version = version + 1, updated_at = $2
  WHERE id = $3 AND project_id = $4 RETURNING ${SHOWN}
`;

export const open = (host, project) => {
  const sql = postgres({ host, database: 'postgres', username: 'postgres', max: 15 });
  const rows = (text, ...values) => sql.unsafe(text, values, { prepare: true });
  const row = async (...asked) => (await rows(...asked))[0];
  return {
    one: (id) => row(`${LIVE} AND id = $2`, project, id),
    page: (wanted, first) => {
      const conditions = wanted.map(([column], place) => `AND ${column} = ANY($${place + 2})`);
      const newest = `ORDER BY created_at DESC, id DESC LIMIT $${wanted.length + 2}`;
      const text = [LIVE, ...conditions, newest].join(' ');
      return rows(text, project, ...wanted.map(([, values]) => values), first);
    },
    insert: (id, number, type, name, handler) =>
      row(INSERT, id, project, number, type, name, handler, new Date()),
    rename: (id, name) => row(RENAME, name, new Date(), id, project),
    id: (found) => found.id,
    createdAt: (found) => found.created_at.replace('.000000', ''),
  };
};
