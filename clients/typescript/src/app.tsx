// The application: asks for a token, then routes to the list, the import form or one number.
import { useState, useSyncExternalStore, type FormEvent } from 'react';
import { TextField } from './form';
import { ImportForm } from './import-form';
import { List } from './list';
import { NumberPage } from './number-page';
import { forgetToken, keepToken, token } from './token';

export function App() {
  const [signedIn, setSignedIn] = useState(token() !== '');
  if (!signedIn)
    return (
      <main>
        <SignIn
          onToken={(value) => {
            keepToken(value);
            setSignedIn(true);
          }}
        />
      </main>
    );
  return (
    <>
      <header>
        <a href="#/">Numbers</a>
        <a href="#/import">Import</a>
        <button
          type="button"
          className="link"
          onClick={() => {
            forgetToken();
            setSignedIn(false);
          }}
        >
          Forget the token
        </button>
      </header>
      <main>
        <Page />
      </main>
    </>
  );
}

function Page() {
  const [, name, id] = useSyncExternalStore(followAddress, () => location.hash).split('/');
  if (name === 'import') return <ImportForm />;
  if (name === 'numbers' && id) return <NumberPage key={id} id={decodeURIComponent(id)} />;
  return <List />;
}

function followAddress(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

function SignIn({ onToken }: { onToken: (token: string) => void }) {
  const [value, setValue] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value.trim()) onToken(value.trim());
  };
  return (
    <form onSubmit={submit}>
      <h1>Numbers</h1>
      <TextField
        place="token"
        label="Token"
        hint="Kept in this tab until it is closed: ng_…"
        value={value}
        onChange={setValue}
      />
      <button>Use it</button>
    </form>
  );
}
