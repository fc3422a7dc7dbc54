import type { JSX } from 'preact';
import { enter, locked, token, type Account } from '../api.js';
import { Loaded, useLoaded } from '../loaded.js';
import { Login } from '../login.js';
import { toUser } from '../route.js';
import { count, moment } from '../words.js';

export function AccountView(): JSX.Element {
  const state = useLoaded<Account>('/account');
  if (locked.value) return <Login />;
  return (
    <Loaded state={state}>
      {(account) => (
        <>
          <h1>{account.account}</h1>
          <p>
            <span class="great">{count(account.credits)}</span> credits left, as {account.role}.
          </p>
          {token.value && (
            <p>
              <a href={toUser(account.account)}>What is known of you, and why tips were chosen</a>
            </p>
          )}
          <Ledger entries={account.entries} />
          {token.value ? (
            <button type="button" onClick={() => enter('')}>
              Leave
            </button>
          ) : (
            <details>
              <summary>Read as somebody else</summary>
              <Login />
            </details>
          )}
        </>
      )}
    </Loaded>
  );
}

function Ledger({ entries }: { entries: Account['entries'] }): JSX.Element {
  if (entries.length === 0) return <p class="aside">Nothing was spent yet.</p>;
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="What became of the credits">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">For</th>
            <th scope="col">Credits</th>
            <th scope="col">Left</th>
          </tr>
        </thead>
        <tbody>
          {[...entries].reverse().map((entry) => (
            <tr key={entry.request_id}>
              <th scope="row">{moment(entry.created_at)}</th>
              <td>{entry.reason}</td>
              <td>{entry.delta > 0 ? `+${entry.delta}` : `−${-entry.delta}`}</td>
              <td>{count(entry.balance_after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
