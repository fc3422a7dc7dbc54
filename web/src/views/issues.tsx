import type { JSX } from 'preact';
import type { Issue } from '../api.js';
import { Empty, Loaded, useLoaded } from '../loaded.js';
import { route, toIssue } from '../route.js';
import { TrendLine } from '../trend.js';
import { plural } from '../words.js';

interface IssuesJson {
  issues: Issue[];
  total: number;
}

export const STATES = ['open', 'acknowledged', 'resolved'] as const;
const MOST = 200;

/** What strangers complain about, as the nights have found it. */
export function IssuesView(): JSX.Element {
  const { query } = route.value;
  const wanted = new URLSearchParams({ limit: String(MOST) });
  for (const name of ['state', 'category']) {
    const value = query.get(name);
    if (value) wanted.set(name, value);
  }
  const all = wanted.size === 1;
  const state = useLoaded<IssuesJson>(`/issues?${wanted}`);
  return (
    <>
      <h1>Issues</h1>
      <Loaded state={state}>
        {({ issues, total }) =>
          total === 0 && all ? (
            <Empty command="gibsey nightly --only issues">
              No issue is known yet. The night finds them in what people complain about in public;
              which places it reads stands in <code>gibsey.config.json</code>.
            </Empty>
          ) : (
            <>
              <States />
              <p class="aside" role="status">
                {plural(total, 'issue')}
                {total > issues.length && `, of which these are the ${issues.length} largest`}
              </p>
              <Board issues={issues} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function States(): JSX.Element {
  const { query } = route.value;
  const category = query.get('category');
  return (
    <nav aria-label="Which issues">
      {['', ...STATES].map((state) => (
        <a
          key={state}
          href={toIssues(state, category)}
          aria-current={(query.get('state') ?? '') === state ? 'true' : undefined}
        >
          {state || 'all'}
        </a>
      ))}
      {category && <a href={toIssues(query.get('state') ?? '', null)}>{category} ×</a>}
    </nav>
  );
}

function toIssues(state: string, category: string | null): string {
  const query = new URLSearchParams();
  if (state) query.set('state', state);
  if (category) query.set('category', category);
  return query.size > 0 ? `#/issues?${query}` : '#/issues';
}

function Board({ issues }: { issues: readonly Issue[] }): JSX.Element {
  const until = issues.reduce((last, { last_day }) => (last_day > last ? last_day : last), '');
  return (
    <>
      {issues.map((issue) => (
        <section class="entry" key={issue.issue_key}>
          <h2>
            <a href={toIssue(issue.issue_key)}>{issue.title}</a>
          </h2>
          <Marks issue={issue} until={until} />
        </section>
      ))}
    </>
  );
}

/** What is seen of an issue at a glance. */
export function Marks({ issue, until }: { issue: Issue; until: string }): JSX.Element {
  const { category, impact_level, would_pay_signal, items, trend, state, days } = issue;
  return (
    <div class="marks aside">
      <TrendLine days={days} until={until} />
      <span>
        {trend} · {plural(items, 'post')} · <a href={toIssues('', category)}>{category}</a> · impact{' '}
        {impact_level} · {state}
        {would_pay_signal && (
          <>
            {' '}
            · <strong>somebody would pay</strong>
          </>
        )}
      </span>
    </div>
  );
}
