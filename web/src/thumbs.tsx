import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { post } from './api.js';

/** Whether a prepared answer was good: it is served more or less readily from then on. */
export function Thumbs({
  of,
}: {
  of: { request_id: string } | { answer_id: string };
}): JSX.Element {
  const said = useSignal('');
  const judge = (good: boolean) =>
    post<{ served: boolean }>('/api/feedback', { ...of, good }).then(
      ({ served }) =>
        (said.value = good ? 'Thank you.' : served ? 'Noted.' : 'Noted: it is no longer served.'),
      (thrown: unknown) => (said.value = (thrown as Error).message),
    );
  return (
    <p class="thumbs">
      {said.value === '' && (
        <>
          <span>Was this answer right?</span>{' '}
          <button type="button" class="plain" onClick={() => void judge(true)}>
            Yes
          </button>{' '}
          <button type="button" class="plain" onClick={() => void judge(false)}>
            No
          </button>
        </>
      )}
      <span role="status">{said.value}</span>
    </p>
  );
}
