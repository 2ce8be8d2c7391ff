// The numbers of a project in an SQLite file, over better-sqlite3 with the pragmas that numbergate has.
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
const dashed = (hex) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
const hex = (id) => id.replaceAll('-', '');
const now = () => new Date().toISOString().replace('T', ' ').replace('Z', '000');
const among = (column, values) =>
  values.length === 1
    ? `AND ${column} = ?`
    : `AND ${column} IN (${values.map(() => '?').join(', ')})`;

export const open = (file, project) => {
  const db = new Database(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
    db.pragma(pragma);
  }
  const [one, insert, rename] = [`${live} AND id = ?`, INSERT, RENAME].map((q) => db.prepare(q));
  const written = db.transaction((statement, values) => statement.get(values)).immediate;
  // A page's statement is prepared once for each form of its filter.
  const pages = new Map();
  const pageOf = (conditions) => {
    const text = [live, ...conditions, newest].join(' ');
    if (!pages.has(text)) pages.set(text, db.prepare(text));
    return pages.get(text);
  };
  return {
    one: (id) => one.get(project, hex(id)),
    page: (wanted, first) => {
      const page = pageOf(wanted.map(([column, values]) => among(column, values)));
      return page.all(project, ...wanted.flatMap(([, values]) => values), first);
    },
    insert: (id, number, type, name, handler) => {
      const at = now();
      return written(insert, [hex(id), project, number, type, name, handler, at, at]);
    },
    rename: (id, name) => written(rename, [name, now(), hex(id), project]),
    id: (row) => dashed(row.id),
    createdAt: (row) => `${row.created_at.replace(' ', 'T')}+00:00`,
  };
};
