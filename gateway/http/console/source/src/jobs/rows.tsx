// The rows of a job, and the failed ones as a CSV file.
import { getRouteApi, Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useClient } from 'urql';
import type { JobQuery, JobRowFragment, RowFate } from '../gql/graphql';
import { Badge } from '../ui/badge';
import { Walk } from '../ui/pager';
import type { Trail } from '../ui/trail';
import { pathInWords, words } from '../words';
import { failedRows, saveFile } from './failed-rows';
import { FATES } from './words';

type Node = Extract<JobQuery['node'], { rows: unknown }>;
type RowsProps = {
  id: string;
  rows: Node['rows'];
  fate: RowFate | undefined;
  trail: Trail;
  hasFailed: boolean;
};
const route = getRouteApi('/jobs/$id');

export function Rows({ id, rows: { nodes, pageInfo }, fate, trail, hasFailed }: RowsProps) {
  const navigate = route.useNavigate();
  const show = (chosen: string) =>
    void navigate({ search: chosen ? { fate: chosen as RowFate } : {} });
  return (
    <section className="card flush" aria-label="Rows">
      <header className="card-header inside">
        <h2>Rows</h2>
        <div className="actions">
          <select aria-label="Show" value={fate ?? ''} onChange={(e) => show(e.target.value)}>
            <option value="">All rows</option>
            {Object.entries(FATES).map(([name, [label]]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
          {hasFailed && <DownloadButton id={id} />}
        </div>
      </header>
      {nodes.length > 0 ? <Table rows={nodes} /> : <p className="empty">No rows.</p>}
      <Walk
        ends={pageInfo}
        trail={trail}
        labels={['Previous', 'Next']}
        onTurn={(next) => void navigate({ search: { ...(fate && { fate }), ...next } })}
      />
    </section>
  );
}

function Table({ rows }: { rows: readonly JobRowFragment[] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Row</th>
          <th scope="col">Number</th>
          <th scope="col">What became of it</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.place}>
            <td>{row.line ?? row.place}</td>
            <th scope="row">
              {row.phoneNumber ? (
                <Link to="/numbers/$id" params={{ id: row.phoneNumber.id }}>
                  {row.number}
                </Link>
              ) : (
                row.number
              )}
            </th>
            <td>
              <Fate row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Fate({ row }: { row: JobRowFragment }) {
  const [label, tone] = FATES[row.fate];
  return (
    <>
      <Badge tone={tone}>{label}</Badge>{' '}
      {row.differs.length > 0 && row.differs.map(words).join(', ')}
      {row.fieldErrors.length === 0 && row.message}
      {row.fieldErrors.length > 0 && (
        <ul className="plain">
          {row.fieldErrors.map((error) => (
            <li key={error.path.join('.') + error.code}>
              <strong>{pathInWords(error.path)}</strong> {error.message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function DownloadButton({ id }: { id: string }) {
  const client = useClient();
  const [isRunning, setRunning] = useState(false);
  const download = async () => {
    setRunning(true);
    const text = await failedRows(client, id).finally(() => setRunning(false));
    if (text) saveFile('failed-rows.csv', text);
  };
  return (
    <button type="button" className="button" disabled={isRunning} onClick={() => void download()}>
      <Download aria-hidden /> Failed rows as CSV
    </button>
  );
}
