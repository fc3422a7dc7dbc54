import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { enter } from './api.js';

/** A token for this tab: kept until it is closed, and never written into an address. */
export function Login(): JSX.Element {
  const given = useSignal('');
  return (
    <form
      class="login"
      onSubmit={(event) => {
        event.preventDefault();
        enter(given.value.trim());
      }}
    >
      <h1>Who is reading?</h1>
      <p>
        This book asks for a token. One is made with <code>gibsey tokens create NAME</code>.
      </p>
      <label for="token">Token</label>
      <input
        id="token"
        type="password"
        autocomplete="off"
        spellcheck={false}
        value={given}
        onInput={(event) => (given.value = event.currentTarget.value)}
      />
      <button type="submit">Open the book</button>
    </form>
  );
}
