import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { call, get, Refused } from '../api.js';
import { Empty, Failure, Loaded, useLoaded } from '../loaded.js';
import { count, moment, plural } from '../words.js';

interface Tip {
  tip_id: string;
  text: string;
  propensity: number;
  source: string;
  policy: string;
  writer: string;
  created_at: string;
  options: { kind: string; text: string; propensity: number }[];
}

interface Known {
  user_id: string;
  materialized_at: string | null;
  freshness: 'fresh' | 'stale' | 'expired' | null;
  context: {
    open: number;
    done: number;
    clusters: { clusterId: number; title: string; size: number }[];
    tasks: { taskId: string; content: string; due: string | null; priority: number }[];
  } | null;
  reactions: number;
  tips: Tip[];
}

const FRESHNESS = {
  fresh: 'nothing has come since',
  stale: 'something has come since; it is still good enough',
  expired: 'too old: the next tip has it made anew',
};

/** What is known of whoever reads: it is shown to nobody else. */
export function UserView({ id }: { id: string }): JSX.Element {
  const asked = useSignal(0);
  const path = `/api/users/${encodeURIComponent(id)}`;
  const again = () => void asked.value++;
  return (
    <>
      <h1>What is known of {id}</h1>
      <Ask path={path} done={again} />
      <Shown key={asked.value} path={path} />
      <Forget path={path} done={again} />
    </>
  );
}

function Shown({ path }: { path: string }): JSX.Element {
  const state = useLoaded<Known>(`${path}/context`);
  if (state && 'failed' in state && state.failed instanceof Refused && state.failed.status === 404)
    return (
      <Empty command="gibsey ingest todoist --users FILE">Nothing is known of this user.</Empty>
    );
  return (
    <Loaded state={state}>
      {({ context, freshness, materialized_at, reactions, tips }) => (
        <>
          {context && freshness && materialized_at ? (
            <>
              <p>
                {plural(context.open, 'open task')}, {count(context.done)} done,{' '}
                {plural(reactions, 'reaction')}.
              </p>
              <p class="aside">
                Put together {moment(Date.parse(materialized_at))}, {freshness}:{' '}
                {FRESHNESS[freshness]}.
              </p>
              <Context context={context} />
            </>
          ) : (
            <Empty command="gibsey context">The night has put nothing together yet.</Empty>
          )}
          {tips.length > 0 && <h2>Tips, and between what they were chosen</h2>}
          {tips.map((tip) => (
            <Why key={tip.tip_id} tip={tip} />
          ))}
        </>
      )}
    </Loaded>
  );
}

function Context({ context }: { context: NonNullable<Known['context']> }): JSX.Element {
  return (
    <>
      {context.clusters.length > 0 && <h2>Of a kind</h2>}
      <ul class="contents">
        {context.clusters.map(({ clusterId, title, size }) => (
          <li key={clusterId}>
            {title} <span class="figure">{plural(size, 'task')}</span>
          </li>
        ))}
      </ul>
      {context.tasks.length > 0 && <h2>What presses most</h2>}
      <ul class="contents">
        {context.tasks.map(({ taskId, content, due, priority }) => (
          <li key={taskId}>
            {content}{' '}
            <span class="figure">
              {due ?? 'no date'}, priority {priority}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A chance for each option: a tip is drawn, so that something is learnt of all kinds. */
function Why({ tip }: { tip: Tip }): JSX.Element {
  const { text, created_at, policy, source, writer, options, propensity } = tip;
  return (
    <details class="sources">
      <summary>{text}</summary>
      <p class="aside">
        {moment(Date.parse(created_at))} · drawn by {policy} with a chance of{' '}
        {propensity.toFixed(2)} · context {source} · written by {writer}
      </p>
      <ul class="contents">
        {options.map((option, at) => (
          <li key={at}>
            <span class="figure">{option.propensity.toFixed(2)}</span> {option.kind}: {option.text}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Ask({ path, done }: { path: string; done: () => void }): JSX.Element {
  const told = useSignal<{ text: string } | Error | null>(null);
  const ask = () =>
    get<{ text: string }>(`${path}/recommendation`).then(
      (tip) => {
        told.value = tip;
        done();
      },
      (thrown: unknown) => (told.value = thrown as Error),
    );
  return (
    <section aria-label="A tip">
      <button type="button" onClick={() => void ask()}>
        A tip, please
      </button>
      <div role="status">
        {told.value instanceof Error ? (
          <Failure error={told.value} />
        ) : (
          told.value && <p>{told.value.text}</p>
        )}
      </div>
    </section>
  );
}

/** Asks once more before all is gone. */
function Forget({ path, done }: { path: string; done: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const told = useSignal<Error | string>('');
  const forget = () => {
    dialog.current?.close();
    return call(path, { method: 'DELETE' }).then(
      () => {
        told.value = 'All of it is gone.';
        done();
      },
      (thrown: unknown) => (told.value = thrown as Error),
    );
  };
  return (
    <section aria-label="Forgetting">
      <button type="button" onClick={() => dialog.current?.showModal()}>
        Forget all of this
      </button>
      <div role="status">
        {told.value instanceof Error ? <Failure error={told.value} /> : told.value}
      </div>
      <dialog ref={dialog} aria-labelledby="sure">
        <p id="sure">
          Tasks, reactions, context, tips and what was learnt from them are removed for good.
        </p>
        <button type="button" onClick={() => dialog.current?.close()}>
          Keep it
        </button>{' '}
        <button type="button" onClick={() => void forget()}>
          Forget it
        </button>
      </dialog>
    </section>
  );
}
