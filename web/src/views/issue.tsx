import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { put, type Account, type Evidence, type Issue } from '../api.js';
import { Failure, Loaded, useLoaded } from '../loaded.js';
import { toIssue } from '../route.js';
import { moment } from '../words.js';
import { Marks, STATES } from './issues.js';

type Whole = Issue & {
  pay_quote: string | null;
  aliases: string[];
  related: { issue_key: string; title: string }[];
  evidence: Evidence[];
};

export function IssueView({ issueKey }: { issueKey: string }): JSX.Element {
  const state = useLoaded<Whole>(`/issues/${encodeURIComponent(issueKey)}`);
  return (
    <article>
      <p>
        <a href="#/issues">All issues</a>
      </p>
      <Loaded state={state}>{(issue) => <Told issue={issue} />}</Loaded>
    </article>
  );
}

function Told({ issue }: { issue: Whole }): JSX.Element {
  const { title, description, method, aliases, related, pay_quote, evidence } = issue;
  const decided = useSignal(issue.state);
  return (
    <>
      <h1>{title}</h1>
      <Marks issue={{ ...issue, state: decided.value }} until={issue.last_day} />
      <p class="prose">{description}</p>
      {pay_quote !== null && <blockquote class="said">{pay_quote}</blockquote>}
      <p class="aside">
        {issue.first_day === issue.last_day
          ? issue.first_day
          : `${issue.first_day} to ${issue.last_day}`}
        , named by {method === 'llm' ? 'a language model' : 'rules'}
        {aliases.length > 0 && ` · before: ${aliases.join(' · ')}`}
      </p>
      <Triage issue={issue} decided={(state) => (decided.value = state)} />
      {related.length > 0 && (
        <>
          <h2>Related, and not the same</h2>
          <ul class="contents">
            {related.map(({ issue_key, title }) => (
              <li key={issue_key}>
                <a href={toIssue(issue_key)}>{title}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>Who says so</h2>
      {evidence.map((each, at) => (
        <Post key={at} evidence={each} />
      ))}
    </>
  );
}

/** What was decided; whoever may, decides here. */
function Triage({
  issue,
  decided,
}: {
  issue: Issue;
  decided: (state: Issue['state']) => void;
}): JSX.Element {
  const account = useLoaded<Account>('/account');
  const chosen = useSignal(issue.state);
  const told = useSignal<Error | string>('');
  useEffect(() => void (chosen.value = issue.state), [issue]);
  const decide = (state: Issue['state']) => {
    const before = chosen.value;
    chosen.value = state;
    put(`/issues/${encodeURIComponent(issue.issue_key)}/triage`, { state }).then(
      () => {
        told.value = `It is ${state} now.`;
        decided(state);
      },
      (thrown: unknown) => {
        told.value = thrown as Error;
        chosen.value = before;
      },
    );
  };
  if (account === null || 'failed' in account || account.data.role === 'reader')
    return <p class="aside">Whoever is here as author or ops can say what becomes of it.</p>;
  return (
    <fieldset class="choices">
      <legend>What becomes of it</legend>
      {STATES.map((state) => (
        <label key={state}>
          <input
            type="radio"
            name="state"
            value={state}
            checked={chosen.value === state}
            onChange={() => decide(state)}
          />{' '}
          {state}
        </label>
      ))}
      <span role="status" class="aside">
        {typeof told.value === 'string' ? told.value : <Failure error={told.value} />}
      </span>
    </fieldset>
  );
}

function Post({ evidence }: { evidence: Evidence }): JSX.Element {
  const { source, title, url, posted_at, pay_quote } = evidence;
  return (
    <section class="entry">
      <p class="posted">
        {url === null ? (
          title
        ) : (
          <a href={url} rel="noreferrer noopener nofollow" target="_blank">
            {title}
          </a>
        )}
      </p>
      {pay_quote !== null && <blockquote class="said">{pay_quote}</blockquote>}
      <p class="aside">
        {source} · {moment(Date.parse(posted_at))}
      </p>
    </section>
  );
}
