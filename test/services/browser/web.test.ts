/** The web page as people meet it: the built server, a real browser, the sample book after its night. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsIn } from './complaints.js';
import { gibsey, gibseyJson, temporaryFolder } from '../../support/cli.js';
import { http, own, startServer, type RunningServer } from '../../support/server.js';
import { below } from './proxy.js';
import { tasksIn } from './tasks.js';
import { DESK, launch, PHONE, reader, type Reader } from './browser.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const OPTIONS = { runOnly: { type: 'tag', values: RULES } };
/** By how much the page is wider than the screen, px. */
const WIDER = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
/** An address, and words that stand there once it is whole. */
const VIEWS = [
  ['#/', 'Ask'],
  ['#/vault', 'pages'],
  ['#/vault?q=the%20tower', 'place'],
  ['#/pages/entrance-way%2F09', 'steps'],
  ['#/chapters', 'Each point is a page'],
  ['#/chapters/1', 'from the middle outwards'],
  ['#/answers', 'Explain'],
  ['#/issues', 'somebody would pay'],
  ['#/issues?state=resolved', '0 issues'],
  ['#/runs', 'embed'],
  ['#/account', 'credits left'],
  ['#/api', 'POST /api/chat'],
] as const;
const HOSTILE =
  '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';

let server: RunningServer;
let browser: Browser;
let visit: Reader;
/** Of the largest issue. */
let issue: string;

const write = (id: string, body: string) =>
  http(`${server.url}/pages/${id}`, {
    ...{ method: 'PUT', body: { body, title: id }, headers: own(server.url) },
  });

const tokenOf = async (cwd: string, ...account: string[]) => {
  await gibsey(['accounts', 'create', ...account], { cwd });
  const made = await gibseyJson<{ secret: string }>(['tokens', 'create', account[0]!], { cwd });
  return made.json.secret;
};

/** Somebody who has shown a token. */
async function entered(origin: string, secret: string): Promise<Reader> {
  const come = await reader(browser, origin);
  await come.page.addInitScript(
    `if (location.protocol === 'http:') sessionStorage.setItem('gibsey-token', '${secret}')`,
  );
  return come;
}

let folder: string;

beforeAll(async () => {
  const cwd = (folder = temporaryFolder());
  const { code, stderr } = await gibsey(['demo', '--book', 'entrance-way'], { cwd });
  expect(code, stderr).toBe(0);
  issue = await complaintsIn(cwd);
  await tasksIn(cwd);
  [server, browser] = await Promise.all([startServer([], { cwd }), launch()]);
  visit = await reader(browser, server.url);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe('a reader', () => {
  it('asks, and is led by a quote to exactly its words', async () => {
    const { page, complaints } = visit;
    await page.goto('/');
    await page.getByLabel('Ask', { exact: true }).selectOption({ label: 'Arieol' });
    await page.getByLabel('Your question').fill('Why did you climb the tower?');
    await page.keyboard.press('Enter');
    const cited = page.locator('.cited').first();
    const words = await cited.textContent();
    await page.getByText('credits left').waitFor();
    await cited.click();
    const mark = page.locator('mark');
    await mark.waitFor();
    expect(await mark.textContent()).toBe(words);
    const { searchParams } = new URL(page.url().replace('#', ''));
    const [start, end] = ['start', 'end'].map((name) => Number(searchParams.get(name)));
    const id = decodeURIComponent(/#\/pages\/([^?]*)/.exec(page.url())![1]!);
    const { text } = await http(`${server.url}/pages/${id}`);
    expect((JSON.parse(text) as { body: string }).body.slice(start, end)).toBe(words);
    expect(complaints).toEqual([]);
  });

  it('is not shown words that no longer stand on their page', async () => {
    await write('changed', 'These words were written later.');
    await visit.page.goto('/#/pages/changed?start=0&end=11&text=Those%20words');
    await visit.page.getByText('no longer stand on it').waitFor();
    expect(await visit.page.locator('mark').count()).toBe(0);
  });

  it('sees what strangers wrote as text', async () => {
    const { page, complaints } = visit;
    await write('stranger', HOSTILE);
    await page.goto('/#/pages/stranger');
    await page.locator('.body').waitFor();
    expect(await page.locator('.body').textContent()).toBe(HOSTILE);
    expect(await page.locator('.body *').count()).toBe(0);
    await page.goto(`/#/vault?q=${encodeURIComponent(HOSTILE)}`);
    await page.getByRole('status').waitFor();
    expect(await page.title()).not.toBe('taken');
    expect(complaints).toEqual([]);
  });

  it('reaches everything by keyboard', async () => {
    const { page } = visit;
    await page.goto('about:blank');
    await page.goto('/#/vault');
    await page.locator('.contents a').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the text');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('the tower');
    await page.keyboard.press('Enter');
    await page.locator('.quote a').first().waitFor();
    await page.locator('.quote a').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('mark').waitFor();
  });
});

/** In both themes, on a phone and on a desk. */
async function isForEverybody({ page, complaints }: Reader, address: string, words: string) {
  await page.goto('about:blank');
  await page.goto(`/${address}`);
  await page.locator('main').getByText(words).first().waitFor();
  await page.evaluate(AXE);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      const found = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(OPTIONS)})`);
      const wrong = found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
      expect(wrong, `${colorScheme}, ${size.width} px`).toEqual([]);
      const wider = await page.evaluate<number>(WIDER);
      expect(wider).toBe(0);
    }
  }
  expect(complaints).toEqual([]);
}

describe.each(VIEWS)('the view %s', (address, words) => {
  it('is for everybody, in both themes, on a phone and on a desk', () =>
    isForEverybody(visit, address, words));
});

describe('an issue', () => {
  it('shows its evidence as text, and readers what was decided', async () => {
    await isForEverybody(visit, `#/issues/${issue}`, 'as author or ops');
    const { page } = visit;
    expect(await page.locator('main').textContent()).toContain('Invoices of supplier 1');
    expect(await page.locator('main img, main script, main b').count()).toBe(0);
    expect(await page.getByRole('radio').count()).toBe(0);
  });

  it('is triaged by an author, by keyboard, for good', async () => {
    const author = await entered(server.url, await tokenOf(folder, 'ada', '--role', 'author'));
    const { page } = author;
    await isForEverybody(author, `#/issues/${issue}`, 'What becomes of it');
    await page.getByRole('radio', { name: 'open' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText('It is acknowledged now.').waitFor();
    await page.reload();
    await page.getByText('What becomes of it').waitFor();
    expect(await page.getByRole('radio', { name: 'acknowledged' }).isChecked()).toBe(true);
    await author.context.close();
  });
});

describe('a user', () => {
  it('sees what is known and why a tip was chosen, and has it forgotten', async () => {
    const user = await entered(server.url, await tokenOf(folder, 'ann'));
    const { page } = user;
    await isForEverybody(user, '#/users/ann', '1 open task');
    await page.getByRole('button', { name: 'A tip, please' }).click();
    await page.getByText('between what they were chosen').waitFor();
    await page.locator('summary').first().click();
    await page.getByText('with a chance of').first().waitFor();
    await page.getByRole('button', { name: 'Forget all of this' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(await page.getByText('Prune the roses').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Forget all of this' }).click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await page.getByText('Nothing is known of this user').waitFor();
    await page.getByText('All of it is gone').waitFor();
    await user.context.close();
  });
});

it('works below a path of a proxy', async () => {
  const proxy = await below('/book/', server.url);
  const { page, context, complaints } = await reader(browser, proxy.url);
  await page.goto('/book/');
  await page.getByLabel('Your question').fill('Why did you climb the tower?');
  await page.keyboard.press('Enter');
  await page.getByText('credits left').waitFor();
  await page.locator('.cited').first().click();
  await page.locator('mark').waitFor();
  await page.getByRole('link', { name: 'Issues' }).click();
  await page.getByText('somebody would pay').first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/book/');
  expect(proxy.strays).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
  await proxy.close();
});

describe('a server that asks for a token', () => {
  it('lets in who has one, for this tab', async () => {
    const cwd = temporaryFolder();
    await gibsey(['ingest', 'pages', '-'], {
      cwd,
      input: '{"id":"a","text":"A word of the book."}\n',
    });
    await gibsey(['accounts', 'create', 'ada'], { cwd });
    const made = await gibsey(['tokens', 'create', 'ada', '--json'], { cwd });
    const { secret } = JSON.parse(made.stdout) as { secret: string };
    const open = await startServer(['--host', '0.0.0.0'], { cwd });
    const address = open.url.replace('0.0.0.0', '127.0.0.1');
    const { page, context } = await reader(browser, address);
    await page.goto('/#/account');
    await page.getByLabel('Token').fill(secret);
    await page.getByRole('button', { name: 'Open the book' }).click();
    await page.getByRole('heading', { name: 'ada' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'ada' }).waitFor();
    expect(page.url()).not.toContain(secret);
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([]);
    await context.close();
    await open.stop();
  });
});

it('greets who has no book yet with the next command', async () => {
  const empty = await startServer([], { cwd: temporaryFolder() });
  const { page, context } = await reader(browser, empty.url);
  await page.goto('/');
  await page.getByText('gibsey ingest pages').waitFor();
  await context.close();
  await empty.stop();
});
