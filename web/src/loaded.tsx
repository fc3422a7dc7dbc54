import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { get, Refused, token } from './api.js';

type State<T> = { data: T } | { failed: Error } | null;

/** What the server has at an address: asked again when the address or the token changes. */
export function useLoaded<T>(path: string): State<T> {
  const state = useSignal<State<T>>(null);
  const asked = useSignal(path);
  useEffect(() => void (asked.value = path), [path]);
  useSignalEffect(() => {
    const life = new AbortController();
    void token.value; // another reader sees other things
    const address = asked.value;
    state.value = null;
    get<T>(address, life.signal).then(
      (data) => (state.value = { data }),
      (thrown: unknown) => {
        if (!life.signal.aborted) state.value = { failed: thrown as Error };
      },
    );
    return () => life.abort();
  });
  return asked.value === path ? state.value : null;
}

export function Failure({ error }: { error: Error }): JSX.Element {
  return (
    <div class="failure" role="alert">
      <p>{error.message}</p>
      {error instanceof Refused && error.hint && <p class="aside">{error.hint}</p>}
    </div>
  );
}

/** Waits, fails or shows. */
export function Loaded<T>({
  state,
  children,
}: {
  state: State<T>;
  children: (data: T) => ComponentChildren;
}): JSX.Element {
  if (state === null) return <p class="aside waiting">One moment…</p>;
  if ('failed' in state) return <Failure error={state.failed} />;
  return <>{children(state.data)}</>;
}

/** Where nothing is yet: the command that would make it. */
export function Empty({ children, command }: { children: ComponentChildren; command: string }) {
  return (
    <div class="empty">
      <p>{children}</p>
      <pre tabIndex={0}>{command}</pre>
    </div>
  );
}
