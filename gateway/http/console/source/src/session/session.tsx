// Session: who is signed in, and the GraphQL client with their token. A new sign-in starts with a new
// client, so that its cache holds nothing of the one before.
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { Provider } from 'urql';
import { createClient } from '../graphql/client';
import { SignIn } from './sign-in';
import { forgetToken, isOpen, storedToken, storeToken } from './token';

type Session = { signOut: () => void; hasToken: boolean };
type State = { token: string; expired: boolean };

const Context = createContext<Session>({ signOut: () => {}, hasToken: false });
export const useSession = () => useContext(Context);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [{ token, expired }, setState] = useState<State>(() => ({
    token: storedToken(),
    expired: false,
  }));
  const signedIn = token !== '' || (isOpen() && !expired);
  const client = useMemo(() => createClient(token, () => leave(setState, true)), [token]);
  const session = useMemo(
    () => ({ signOut: () => leave(setState, false), hasToken: token !== '' }),
    [token],
  );
  const signIn = (entered: string, remember: boolean) => {
    storeToken(entered, remember);
    setState({ token: entered, expired: false });
  };
  if (!signedIn) return <SignIn expired={expired} onSignIn={signIn} />;
  return (
    <Context value={session}>
      <Provider value={client}>{children}</Provider>
    </Context>
  );
}

function leave(setState: (state: State) => void, expired: boolean): void {
  forgetToken();
  setState({ token: '', expired });
}
