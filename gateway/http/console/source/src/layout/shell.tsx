// The frame around all pages: the navigation, and who is signed in.
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import {
  Activity,
  Compass,
  Hash,
  LayoutDashboard,
  LogOut,
  Menu,
  Server,
  X,
  ListChecks,
  Webhook,
  Cable,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { EXPLORER } from '../address';
import { ViewerDocument } from '../gql/graphql';
import { LiveProvider, LiveState } from '../live/live';
import { useSession } from '../session/session';
import { Brand } from './brand';

const PLACES = [
  { to: '/', label: 'Overview', Icon: LayoutDashboard },
  { to: '/numbers', label: 'Numbers', Icon: Hash },
  { to: '/activity', label: 'Activity', Icon: Activity },
  { to: '/jobs', label: 'Jobs', Icon: ListChecks },
  { to: '/webhooks', label: 'Webhooks', Icon: Webhook },
  { to: '/connections', label: 'Connections', Icon: Cable },
  { to: '/platform', label: 'Platform', Icon: Server },
] as const;

export function Shell() {
  return (
    <LiveProvider>
      <Frame />
    </LiveProvider>
  );
}

function Frame() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [path]);
  const Toggle = isOpen ? X : Menu;
  return (
    <div className="shell">
      <a className="skip" href="#heading">
        Skip to the content
      </a>
      <header className="sidebar" data-open={isOpen}>
        <div className="sidebar-top">
          <Link to="/" className="home">
            <Brand />
          </Link>
          <button
            type="button"
            className="button icon menu"
            aria-expanded={isOpen}
            aria-controls="places"
            onClick={() => setOpen(!isOpen)}
          >
            <Toggle aria-hidden />
            <span className="hidden">Menu</span>
          </button>
        </div>
        <div id="places" className="places">
          <nav aria-label="Main">
            {PLACES.map(({ to, label, Icon }) => (
              <Link key={to} to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
                <Icon aria-hidden /> {label}
              </Link>
            ))}
          </nav>
          <Account />
        </div>
      </header>
      <main>
        <Outlet />
      </main>
    </div>
  );
}

function Account() {
  const { hasToken, signOut } = useSession();
  const [{ data }] = useQuery({ query: ViewerDocument, requestPolicy: 'cache-first' });
  return (
    <div className="account">
      <LiveState />
      {data && (
        <p>
          <strong>{data.viewer.project.name}</strong>
          <span className="quiet">signed in as {data.viewer.tokenName}</span>
        </p>
      )}
      <a href={EXPLORER}>
        <Compass aria-hidden /> API explorer
      </a>
      {hasToken && (
        <button type="button" onClick={signOut}>
          <LogOut aria-hidden /> Sign out
        </button>
      )}
    </div>
  );
}
