// The failed rows of a job as CSV: all pages, each row with its reasons.
import type { Client } from 'urql';
import {
  JobRowsDocument,
  type JobRowFragment,
  type JobRowsQuery,
  type JobRowsQueryVariables,
} from '../gql/graphql';

const COLUMNS = ['line', 'number', 'code', 'message'];

/** The text of the file. Null if a page could not be read. */
export async function failedRows(client: Client, id: string): Promise<string | null> {
  const lines = [COLUMNS];
  let after: string | null = null;
  do {
    const rows = await page(client, id, after);
    if (!rows) return null;
    lines.push(...rows.nodes.map(lineOf));
    after = rows.pageInfo.hasNextPage ? rows.pageInfo.endCursor : null;
  } while (after);
  return lines.map((line) => `${line.map(quoted).join(',')}\r\n`).join('');
}

type Page = Extract<JobRowsQuery['node'], { rows: unknown }>['rows'];

async function page(client: Client, id: string, after: string | null): Promise<Page | null> {
  const variables: JobRowsQueryVariables = { id, after, fates: ['FAILED'] };
  const { data } = await client.query(JobRowsDocument, variables);
  return data?.node && 'rows' in data.node ? data.node.rows : null;
}

function lineOf({ line, place, number, code, message, fieldErrors }: JobRowFragment): string[] {
  const reasons = fieldErrors.map((error) => `${error.path.join('.')}: ${error.message}`);
  return [String(line ?? place), number, code ?? '', reasons.join(' ') || (message ?? '')];
}

// A spreadsheet runs a cell that begins like a formula: an apostrophe keeps it a text.
function quoted(text: string): string {
  const safe = /^[=@\t\r-]|^\+(?!\d+$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
