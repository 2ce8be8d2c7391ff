// The bar at the top: the current token, or a form to enter one.
export function TokenBar({ token }) {
  return (
    <header className="bar">
      <a className="brand" href=".">numbergate</a>
      {token.value ? <CurrentToken token={token} /> : <TokenForm token={token} />}
    </header>
  );
}

function CurrentToken({ token }) {
  return (
    <>
      {token.isRefused ? (
        <p role="alert" className="bad">
          The server refuses the token <code>…{token.value.slice(-4)}</code>: it is unknown, expired or revoked
        </p>
      ) : (
        <p role="status">
          Requests are sent with the token <code>…{token.value.slice(-4)}</code>
        </p>
      )}
      <button type="button" onClick={token.forget}>Forget</button>
    </>
  );
}

function TokenForm({ token }) {
  const submit = (event) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    token.keep(data.get('token').trim(), data.has('remember'));
  };
  return (
    <form onSubmit={submit}>
      <input name="token" type="password" aria-label="Token" aria-describedby="how" placeholder="Paste a token" autoComplete="off" required />
      <label title="Without this, the token is forgotten when the tab is closed">
        <input name="remember" type="checkbox" /> Remember
      </label>
      <button>Use</button>
      <p id="how">
        Create one with <code>numbergate token create</code>; the first start of <code>numbergate serve</code> prints one.
      </p>
    </form>
  );
}
