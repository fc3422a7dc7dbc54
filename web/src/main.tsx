import { render } from 'preact';
import type { JSX } from 'preact';
import { Login } from './login.js';
import { locked } from './api.js';
import { route } from './route.js';
import { AccountView } from './views/account.js';
import { AnswersView } from './views/answers.js';
import { ApiView } from './views/api.js';
import { ChaptersView } from './views/chapters.js';
import { ChatView } from './views/chat.js';
import { ClusterView } from './views/cluster.js';
import { IssueView } from './views/issue.js';
import { IssuesView } from './views/issues.js';
import { PageView } from './views/page.js';
import { RunsView } from './views/runs.js';
import { UserView } from './views/user.js';
import { VaultView } from './views/vault.js';

const VIEWS: readonly [view: string, name: string][] = [
  ['chat', 'Talk'],
  ['vault', 'Vault'],
  ['chapters', 'Chapters'],
  ['answers', 'Answers'],
  ['issues', 'Issues'],
  ['runs', 'Nights'],
  ['account', 'Account'],
];

/** Views that belong to another one. */
const PARTS: Readonly<Record<string, string>> = { pages: 'vault', users: 'account' };

function Book(): JSX.Element {
  const { view } = route.value;
  const here = PARTS[view] ?? view;
  const [, name = 'The book'] = VIEWS.find(([each]) => each === here) ?? [];
  document.title = `${name} – gibsey`;
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the text
      </button>
      <header>
        <a class="colophon" href="#/">
          gibsey
        </a>
        <nav aria-label="The book">
          {VIEWS.map(([each, label]) => (
            <a key={each} href={`#/${each}`} aria-current={each === here ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        {locked.value && view !== 'account' ? <Login /> : <View />}
      </main>
      <footer>
        <a href="#/api">For programs</a>
      </footer>
    </>
  );
}

function View(): JSX.Element {
  const { view, id } = route.value;
  if (view === 'pages') return <PageView id={id} />;
  if (view === 'vault') return <VaultView />;
  if (view === 'chapters') return id ? <ClusterView id={id} /> : <ChaptersView />;
  if (view === 'answers') return <AnswersView />;
  if (view === 'issues') return id ? <IssueView issueKey={id} /> : <IssuesView />;
  if (view === 'runs') return <RunsView />;
  if (view === 'users') return <UserView id={id} />;
  if (view === 'account') return <AccountView />;
  if (view === 'api') return <ApiView />;
  return <ChatView />;
}

render(<Book />, document.getElementById('book')!);
