// Addresses of this server. The modules of the page lie in `assets`, beside its other paths, so that
// the page works below any prefix that a proxy may add.
const module = import.meta.url;

/** The path of the console, with a slash at its end: /console/ */
export const HOME = new URL('..', module).pathname;
export const GRAPHQL = besides('graphql');
export const EXPLORER = besides('graphiql');

export function besides(name: string): string {
  return HOME === '/' ? `/${name}` : new URL(`../${name}`, new URL(HOME, location.href)).pathname;
}
