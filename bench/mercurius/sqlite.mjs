// The numbers of a project in an SQLite file, over better-sqlite3 with the pragmas that numbergate
// has. With events, a write leaves one, and its position in the project's stream.
import Database from 'better-sqlite3';

const live = 'SELECT * FROM phone_number WHERE project_id = ? AND released_at IS NULL';
const newest = 'ORDER BY created_at DESC, id DESC LIMIT ?';
const INSERT = `
  INSERT INTO phone_number (
    id, project_id, number, number_type, country_code, capabilities, name, tags,
    call_receive_mode, call_handler, release_protected, version, created_at, updated_at
  ) VALUES (?, ?, ?, ?, 'US', 15, ?, '[]', 'voice', ?, 0, 1, ?, ?) RETURNING *
`;
const RENAME = `
  UPDATE phone_number SET name = ?, version = version + 1, updated_at = ?
  WHERE id = ? AND project_id = ? RETURNING *
`;
const LENGTHEN = `
  INSERT INTO event_stream (project_id, length) VALUES (?, 1)
  ON CONFLICT (project_id) DO UPDATE SET length = length + 1 RETURNING length
`;
const APPEND = `
  INSERT INTO phone_number_event (
    project_id, position, number_id, number, type, occurred_at, actor, request_id, changes
  ) VALUES (?, ?, ?, ?, ?, ?, 'bench', ?, ?)
`;
const TOKEN = 'SELECT id, digest, expires_at, revoked_at FROM access_token WHERE id = ?';
const dashed = (hex) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
const hex = (id) => id.replaceAll('-', '');
const kept = (date) => date.toISOString().replace('T', ' ').replace('Z', '000');
const now = () => kept(new Date());
const among = (column, values) =>
  values.length === 1
    ? `AND ${column} = ?`
    : `AND ${column} IN (${values.map(() => '?').join(', ')})`;

export const open = (file, dashedProject, events) => {
  const [db, project] = [new Database(file), hex(dashedProject)];
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
    db.pragma(pragma);
  }
  const statements = [`${live} AND id = ?`, INSERT, RENAME, LENGTHEN, APPEND, TOKEN];
  const [one, insert, rename, lengthen, append, token] = statements.map((q) => db.prepare(q));
  const record = (row, type, requestId, ...changes) => {
    const { length } = lengthen.get(project);
    const named = changes.map(([field, before, after]) => ({ field, before, after }));
    const said = [row.id, row.number, type, row.updated_at, requestId, JSON.stringify(named)];
    append.run(project, length, ...said);
  };
  const transaction = db.transaction((work) => work()).immediate;
  // A page's statement is prepared once for each form of its filter.
  const pages = new Map();
  const pageOf = (conditions) => {
    const text = [live, ...conditions, newest].join(' ');
    if (!pages.has(text)) pages.set(text, db.prepare(text));
    return pages.get(text);
  };
  return {
    one: (id) => one.get(project, hex(id)),
    page: (wanted, before, first) => {
      const conditions = wanted.map(([column, values]) => among(column, values));
      const values = wanted.flatMap(([, given]) => given);
      if (before) {
        conditions.push('AND created_at < ?');
        values.push(kept(new Date(before)));
      }
      return pageOf(conditions).all(project, ...values, first);
    },
    insert: (id, number, type, name, handler, requestId) =>
      transaction(() => {
        const at = now();
        const row = insert.get(hex(id), project, number, type, name, handler, at, at);
        const changes = [['name', null, name], ['call_handler', null, handler]];
        if (events) record(row, 'imported', requestId, ...changes);
        return row;
      }),
    rename: (id, name, requestId) =>
      transaction(() => {
        const before = events && one.get(project, hex(id));
        const row = rename.get(name, now(), hex(id), project);
        if (events) record(row, 'updated', requestId, ['name', before.name, name]);
        return row;
      }),
    token: (id) => token.get(id),
    id: (row) => dashed(row.id),
    createdAt: (row) => `${row.created_at.replace(' ', 'T')}+00:00`,
  };
};
