import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { get, type Prepared } from '../api.js';
import { Empty, Failure, Loaded, useLoaded } from '../loaded.js';
import { Answer, QuoteCard } from '../quotes.js';
import { Thumbs } from '../thumbs.js';

export function AnswersView(): JSX.Element {
  const state = useLoaded<{ answers: Prepared[] }>('/golden-answers');
  return (
    <>
      <h1>Prepared answers</h1>
      <Loaded state={state}>
        {({ answers }) =>
          answers.length === 0 ? (
            <Empty command="gibsey golden-answers import faq.jsonl">
              None is prepared. The night writes an answer to what several people have asked; yours
              can be brought in, too.
            </Empty>
          ) : (
            <>
              <Explain />
              {answers.map((prepared) => (
                <Entry key={prepared.answer_id} prepared={prepared} />
              ))}
            </>
          )
        }
      </Loaded>
    </>
  );
}

function Entry({ prepared }: { prepared: Prepared }): JSX.Element {
  const { answer_id, question, answer, sources, references } = prepared;
  return (
    <section class="entry">
      <h2>{question}</h2>
      <Answer text={answer} quotes={sources} />
      {sources.length > 0 && (
        <details class="sources">
          <summary>Where it says so</summary>
          {sources.map((quote) => (
            <QuoteCard key={`${quote.page_id}:${quote.start}`} quote={quote} />
          ))}
        </details>
      )}
      {references.length > 0 && <p class="aside">{references.join(' · ')}</p>}
      <Thumbs of={{ answer_id }} />
    </section>
  );
}

interface Explained {
  outcome: 'hit' | 'miss' | 'vetoed' | 'stale';
  nearest: string | null;
  similarity: number;
  score: number;
  threshold: number;
  veto: string | null;
}

const OUTCOMES = {
  hit: 'It gets a prepared answer.',
  miss: 'It gets none: nothing that is stored means surely the same.',
  vetoed: 'It gets none, however near: something differs.',
  stale: 'It gets none: a page that the answer was made from has changed.',
};

/** Why a question gets a prepared answer, or why not. */
function Explain(): JSX.Element {
  const text = useSignal('');
  const told = useSignal<Explained | Error | null>(null);
  const explain = () =>
    get<Explained>(`/golden-answers/explain?question=${encodeURIComponent(text.value)}`).then(
      (explained) => (told.value = explained),
      (thrown: unknown) => (told.value = thrown as Error),
    );
  return (
    <section aria-label="Why, or why not">
      <form
        class="line"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.value.trim()) void explain();
        }}
      >
        <label class="unseen" for="explained">
          A question to explain
        </label>
        <input
          id="explained"
          placeholder="Would this be answered from here?"
          value={text}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        <button type="submit">Explain</button>
      </form>
      <div role="status">{told.value && <Told told={told.value} />}</div>
    </section>
  );
}

function Told({ told }: { told: Explained | Error }): JSX.Element {
  if (told instanceof Error) return <Failure error={told} />;
  const { outcome, nearest, similarity, score, threshold, veto } = told;
  return (
    <>
      <p>{OUTCOMES[outcome]}</p>
      {nearest !== null && (
        <p class="aside">
          Nearest: “{nearest}”, similarity {similarity.toFixed(2)}; score {score.toFixed(2)},{' '}
          {threshold > 1 ? 'which is never served' : `served from ${threshold.toFixed(2)}`}
          {veto && `; vetoed: ${veto} differs`}
        </p>
      )}
    </>
  );
}
