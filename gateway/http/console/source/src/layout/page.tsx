// A page: its heading, which takes the focus after navigation, its title and its actions.
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';

const HEADING = 'heading';

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · numbergate`;
  }, [title]);
}

/** Move the focus to the heading, as a new document would: screen readers then read it. */
export function focusHeading(): void {
  document.getElementById(HEADING)?.focus();
}

// A page that was loading is replaced by the loaded one: its heading takes over the focus.
let hadFocus = false;

function useFocusOfFormer() {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const element = heading.current;
    if (hadFocus) element?.focus();
    return () => {
      hadFocus = element === document.activeElement;
    };
  }, []);
  return heading;
}

type PageProps = {
  title: string;
  lead?: ReactNode;
  badges?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

export function Page({ title, lead, badges, actions, children }: PageProps) {
  const heading = useFocusOfFormer();
  useTitle(title);
  return (
    <>
      <header className="page-header">
        <div>
          <h1 id={HEADING} tabIndex={-1} ref={heading}>
            {title} {badges}
          </h1>
          {lead && <p className="quiet">{lead}</p>}
        </div>
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** A part of a page with a heading of its own. */
export function Card(props: { title?: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="card">
      {props.title && (
        <header className="card-header">
          <h2>{props.title}</h2>
          {props.aside}
        </header>
      )}
      {props.children}
    </section>
  );
}
