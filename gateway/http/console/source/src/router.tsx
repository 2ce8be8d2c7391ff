// Routes: the address decides which page is shown, with which filters and at which place of a list.
// Each page is loaded when it is first visited.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { HOME } from './address';
import { connectionSearch } from './connections/search';
import { Failed, Missing } from './layout/fallback';
import { focusHeading } from './layout/page';
import { Shell } from './layout/shell';
import { eventSearch } from './activity/search';
import { jobSearch, rowSearch } from './jobs/search';
import { filterSearch, listSearch } from './numbers/search';
import { tabSearch } from './numbers/tabs';
import { deliverySearch } from './webhooks/search';

const root = createRootRoute({ component: Shell, notFoundComponent: Missing });
const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/overview'), 'Overview'),
});
const numbers = createRoute({
  getParentRoute: () => root,
  path: '/numbers',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./numbers/list'), 'NumberList'),
});
const newNumber = createRoute({
  getParentRoute: () => root,
  path: '/numbers/new',
  component: lazyRouteComponent(() => import('./numbers/import'), 'ImportPage'),
});
const changeNumbers = createRoute({
  getParentRoute: () => root,
  path: '/numbers/change',
  validateSearch: filterSearch,
  component: lazyRouteComponent(() => import('./numbers/change-all'), 'ChangeAllPage'),
});
const number = createRoute({
  getParentRoute: () => root,
  path: '/numbers/$id',
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import('./numbers/number'), 'NumberPage'),
});
const activity = createRoute({
  getParentRoute: () => root,
  path: '/activity',
  validateSearch: eventSearch,
  component: lazyRouteComponent(() => import('./activity/activity'), 'ActivityPage'),
});
const jobs = createRoute({
  getParentRoute: () => root,
  path: '/jobs',
  validateSearch: jobSearch,
  component: lazyRouteComponent(() => import('./jobs/jobs'), 'JobsPage'),
});
const job = createRoute({
  getParentRoute: () => root,
  path: '/jobs/$id',
  validateSearch: rowSearch,
  component: lazyRouteComponent(() => import('./jobs/job'), 'JobPage'),
});
const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./webhooks/webhooks'), 'WebhooksPage'),
});
const webhook = createRoute({
  getParentRoute: () => root,
  path: '/webhooks/$id',
  validateSearch: deliverySearch,
  component: lazyRouteComponent(() => import('./webhooks/webhook'), 'WebhookPage'),
});
const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  component: lazyRouteComponent(() => import('./connections/connections'), 'ConnectionsPage'),
});
const connection = createRoute({
  getParentRoute: () => root,
  path: '/connections/$id',
  validateSearch: connectionSearch,
  component: lazyRouteComponent(() => import('./connections/connection'), 'ConnectionPage'),
});
const platform = createRoute({
  getParentRoute: () => root,
  path: '/platform',
  component: lazyRouteComponent(() => import('./platform/platform'), 'PlatformPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    numbers,
    newNumber,
    changeNumbers,
    number,
    activity,
    jobs,
    job,
    webhooks,
    webhook,
    connections,
    connection,
    platform,
  ]),
  basepath: HOME,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: textOf,
  defaultErrorComponent: Failed,
  scrollRestoration: true,
});

// Addresses hold plain text: ?tags=support, and nothing for what is not set.
function textOf(search: Record<string, unknown>): string {
  const set = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
  if (fromLocation && pathChanged) focusHeading();
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
