// Bars: how many numbers have each value. Each bar is a link to those numbers, and its length repeats
// the figure beside it.
import { Link } from '@tanstack/react-router';
import type { ListSearch } from '../numbers/search';
import { Card } from '../layout/page';
import { count } from '../words';

export type Bar = { label: string; value: number; search?: ListSearch | undefined };

export function Bars({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const longest = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <Card title={title}>
      {bars.length === 0 && <p className="quiet">None yet.</p>}
      <ul className="bars">
        {bars.map(({ label, value, search }) => (
          <li key={label}>
            <span className="bar-text">
              {search ? (
                <Link to="/numbers" search={search}>
                  {label}
                </Link>
              ) : (
                label
              )}
              <b>{count(value)}</b>
            </span>
            <span
              className="bar-fill"
              aria-hidden="true"
              style={{ width: `${(100 * value) / longest}%` }}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
