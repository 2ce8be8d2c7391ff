// Trail: the way through a list that is read forwards only. The address holds the cursors of the pages
// that were turned to, so that the page before is found again, also after a reload.
const BETWEEN = '.'; // no cursor contains it
const LONGEST = 100; // cursors, so that the address stays short

/** The cursors of the pages after the first, the current one last. */
export type Trail = string | undefined;

/** The cursor of the current page. Null on the first one. */
export function cursorOf(trail: Trail): string | null {
  return cursorsOf(trail).at(-1) ?? null;
}

export function onwards(trail: Trail, cursor: string): Trail {
  return joined([...cursorsOf(trail), cursor].slice(-LONGEST));
}

export function backwards(trail: Trail): Trail {
  return joined(cursorsOf(trail).slice(0, -1));
}

function cursorsOf(trail: Trail): string[] {
  return trail?.split(BETWEEN) ?? [];
}

function joined(cursors: string[]): Trail {
  return cursors.join(BETWEEN) || undefined;
}
