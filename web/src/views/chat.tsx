import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Character } from '../api.js';
import { Empty, Failure, Loaded, useLoaded } from '../loaded.js';
import { Answer, QuoteCard } from '../quotes.js';
import { route } from '../route.js';
import { ask, stop, turns, type Turn } from '../talk.js';
import { Thumbs } from '../thumbs.js';

export function ChatView(): JSX.Element {
  const characters = useLoaded<{ characters: Character[] }>('/characters');
  const contents = useLoaded<{ pages: number }>('/chapters');
  return (
    <Loaded state={contents}>
      {({ pages }) =>
        pages === 0 ? (
          <>
            <h1>An empty book</h1>
            <Empty command={'gibsey ingest pages book.epub\ngibsey nightly'}>
              There are no pages yet. Give it a book, and a night to think about it; this page goes
              on by itself.
            </Empty>
          </>
        ) : (
          <Loaded state={characters}>{(data) => <Talk characters={data.characters} />}</Loaded>
        )
      }
    </Loaded>
  );
}

function Talk({ characters }: { characters: readonly Character[] }): JSX.Element {
  const wanted = route.value.query.get('who');
  const chosen = useSignal(wanted ?? characters[0]?.char_id ?? '');
  const who = characters.find(({ char_id }) => char_id === chosen.value) ?? characters[0]!;
  const going = turns.value.at(-1)?.ended === 'going';
  return (
    <div class="talk">
      <h1 class="unseen">Talk to the book</h1>
      <Exchange greeting={who} />
      <Composer going={going} who={who}>
        <div>
          <label for="who">Ask</label>{' '}
          <select
            id="who"
            value={who.char_id}
            onChange={(event) => (chosen.value = event.currentTarget.value)}
          >
            {characters.map(({ char_id, name }) => (
              <option key={char_id} value={char_id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </Composer>
    </div>
  );
}

function Exchange({ greeting }: { greeting: Character }): JSX.Element {
  const all = turns.value;
  const going = all.at(-1)?.ended === 'going';
  return (
    <div class="exchange" role="log" aria-label="The conversation" aria-busy={going}>
      {all.length === 0 && (
        <Speech name={greeting.name} colour={greeting.colour}>
          <p class="prose">{greeting.greeting}</p>
        </Speech>
      )}
      {all.map((turn, i) => (
        <Said key={i} turn={turn} />
      ))}
    </div>
  );
}

function Said({ turn }: { turn: Turn }): JSX.Element {
  const { question, name, colour, text, quotes, nearest, ended, judged, note } = turn;
  const shown = nearest.length > 0 ? nearest : quotes;
  return (
    <>
      <p class="asked">{question}</p>
      <Speech name={name} colour={colour}>
        <Answer text={text} quotes={quotes} />
        {ended === 'going' && text === '' && <p class="aside waiting">turns the pages…</p>}
        {ended === 'stopped' && <p class="aside">You stopped here.</p>}
        {ended instanceof Error && <Failure error={ended} />}
        {ended !== 'going' && shown.length > 0 && (
          <details class="sources">
            <summary>{nearest.length > 0 ? 'Pages that come closest' : 'Where it says so'}</summary>
            {shown.map((quote) => (
              <QuoteCard key={`${quote.page_id}:${quote.start}`} quote={quote} />
            ))}
          </details>
        )}
        {ended === 'done' && judged !== null && <Thumbs of={{ request_id: judged }} />}
        {note && <p class="aside note">{note}</p>}
      </Speech>
    </>
  );
}

function Speech({
  name,
  colour,
  children,
}: {
  name: string;
  colour: string;
  children: ComponentChildren;
}): JSX.Element {
  const at = useRef<HTMLDivElement>(null);
  // Set by script: the policy of the page takes no styles from markup.
  useEffect(() => at.current?.style.setProperty('--voice', colour), [colour]);
  return (
    <div class="speech" ref={at}>
      <p class="name">{name}</p>
      {children}
    </div>
  );
}

function Composer({
  going,
  who,
  children,
}: {
  going: boolean;
  who: Character;
  children: ComponentChildren;
}): JSX.Element {
  const text = useSignal('');
  const send = () => {
    const question = text.value.trim();
    if (question === '' || going) return;
    text.value = '';
    void ask(question, who);
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {children}
      <div class="line">
        <label class="unseen" for="question">
          Your question
        </label>
        <textarea
          id="question"
          rows={2}
          placeholder="What would you like to know?"
          value={text}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        {going ? (
          <button type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="submit">Ask</button>
        )}
      </div>
    </form>
  );
}
