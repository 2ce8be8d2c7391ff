// The bar at the top: whose requests these are, or how to get a token.
export function TokenBar({ token }) {
  return (
    <header className="bar">
      <a className="brand" href=".">numbergate</a>
      {token.value ? <Held token={token} /> : <Wanted token={token} />}
    </header>
  );
}

function Held({ token }) {
  return (
    <>
      <p role="status">
        Requests carry the token <code>…{token.value.slice(-4)}</code>
      </p>
      <button type="button" onClick={token.forget}>Forget it</button>
    </>
  );
}

function Wanted({ token }) {
  const use = (event) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    token.keep(given.get('token').trim(), given.has('remember'));
  };
  return (
    <form onSubmit={use}>
      <input name="token" type="password" aria-label="Token" aria-describedby="how" placeholder="Paste a token" autoComplete="off" required />
      <label title="Without this, the token is forgotten when the tab is closed">
        <input name="remember" type="checkbox" /> Remember
      </label>
      <button>Use</button>
      <p id="how">
        <code>numbergate token create</code> makes one. The first start of <code>numbergate serve</code> prints one.
      </p>
    </form>
  );
}
