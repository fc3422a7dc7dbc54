/** Every view has an address, behind the #: it works below any path, and never reaches a log. */
import { signal } from '@preact/signals';

export interface Route {
  view: string;
  /** What follows the view, decoded: an id. */
  id: string;
  query: URLSearchParams;
}

export const route = signal(read());

window.addEventListener('hashchange', () => {
  route.value = read();
  document.getElementById('main')?.focus({ preventScroll: true });
  window.scrollTo(0, 0);
});

function read(): Route {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [view = '', ...rest] = path.split('/');
  return { view: view || 'chat', id: decoded(rest.join('/')), query: new URLSearchParams(query) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const go = (to: string) => (location.hash = to);

export const toPage = (id: string, range?: { start: number; end: number }) =>
  `#/pages/${encodeURIComponent(id)}${range ? `?start=${range.start}&end=${range.end}` : ''}`;
export const toIssue = (key: string) => `#/issues/${encodeURIComponent(key)}`;
export const toUser = (id: string) => `#/users/${encodeURIComponent(id)}`;
export const toCluster = (id: number) => `#/chapters/${id}`;
