// Cursor pagination: the place in the list is part of the address, so that back, forward and a
// reload find it again.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { PageEndsFragment } from '../gql/graphql';

export type Place = { after?: string | undefined; before?: string | undefined };
type PagerProps = {
  ends: PageEndsFragment;
  labels: readonly [back: string, on: string];
  onTurn: (place: Place) => void;
};

export function Pager({ ends, labels: [back, on], onTurn }: PagerProps) {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = ends;
  if (!hasNextPage && !hasPreviousPage) return null;
  return (
    <nav className="pager" aria-label="Pages">
      <button
        type="button"
        className="button"
        disabled={!hasPreviousPage}
        onClick={() => startCursor && onTurn({ before: startCursor })}
      >
        <ChevronLeft aria-hidden /> {back}
      </button>
      <button
        type="button"
        className="button"
        disabled={!hasNextPage}
        onClick={() => endCursor && onTurn({ after: endCursor })}
      >
        {on} <ChevronRight aria-hidden />
      </button>
    </nav>
  );
}

/** The arguments of a connection for a place in it: the first page without one. */
export function pageAt({ after, before }: Place, size: number) {
  if (before) return { last: size, before };
  return after ? { first: size, after } : { first: size };
}
