// Cursor pagination: the place in the list is part of the address, so that back, forward and a
// reload find it again.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { PageEndsFragment } from '../gql/graphql';
import { backwards, onwards, type Trail } from './trail';

export type Place = { after?: string | undefined; before?: string | undefined };
type Labels = readonly [back: string, on: string];
type PagerProps = { ends: PageEndsFragment; labels: Labels; onTurn: (place: Place) => void };

export function Pager({ ends, labels, onTurn }: PagerProps) {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = ends;
  const back = hasPreviousPage && startCursor ? () => onTurn({ before: startCursor }) : null;
  const on = hasNextPage && endCursor ? () => onTurn({ after: endCursor }) : null;
  return <Turns labels={labels} back={back} on={on} />;
}

type WalkProps = {
  ends: Pick<PageEndsFragment, 'hasNextPage' | 'endCursor'>;
  labels: Labels;
  trail: Trail;
  onTurn: (trail: { after: Trail }) => void;
};

/** The pager of a list that is read forwards only: its trail leads back. */
export function Walk({ ends: { hasNextPage, endCursor }, labels, trail, onTurn }: WalkProps) {
  const back = trail ? () => onTurn({ after: backwards(trail) }) : null;
  const on = hasNextPage && endCursor ? () => onTurn({ after: onwards(trail, endCursor) }) : null;
  return <Turns labels={labels} back={back} on={on} />;
}

type Turn = (() => void) | null;
type TurnsProps = { labels: Labels; back: Turn; on: Turn };

function Turns({ labels, back, on }: TurnsProps) {
  if (!back && !on) return null;
  return (
    <nav className="pager" aria-label="Pages">
      <button type="button" className="button" disabled={!back} onClick={() => back?.()}>
        <ChevronLeft aria-hidden /> {labels[0]}
      </button>
      <button type="button" className="button" disabled={!on} onClick={() => on?.()}>
        {labels[1]} <ChevronRight aria-hidden />
      </button>
    </nav>
  );
}

/** The arguments of a connection for a place in it: the first page without one. */
export function pageAt({ after, before }: Place, size: number) {
  if (before) return { last: size, before };
  return after ? { first: size, after } : { first: size };
}
