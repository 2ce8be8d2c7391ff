// Uploads: sends a file to an address that the server named, with the same token as a query.
import { besides } from '../address';
import { storedToken } from './token';

/** Send a file by PUT. Returns what went wrong, or null. */
export async function send(path: string, file: File): Promise<string | null> {
  const token = storedToken();
  const response = await fetch(besides(path.replace(/^\//, '')), {
    method: 'PUT',
    headers: {
      'Content-Type': 'text/csv',
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: file,
  }).catch(() => null);
  if (response?.ok) return null;
  return response ? messageOf(await response.text()) : 'The server cannot be reached.';
}

function messageOf(text: string): string {
  try {
    const { errors, message } = JSON.parse(text) as {
      errors?: { message?: string }[];
      message?: string;
    };
    return errors?.[0]?.message ?? message ?? 'The file was not accepted.';
  } catch {
    return 'The file was not accepted.';
  }
}
