/**
 * `npm run screenshots`: the pictures of the documents, taken anew of the built server with the small sample book. It
 * needs Chromium, as the service tests do.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { gibsey, temporaryFolder } from '../../support/cli.js';
import { startServer } from '../../support/server.js';
import { launch } from './browser.js';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'images');
const DESK = { width: 1100, height: 760 };
const PHONE = { width: 390, height: 760 };
const QUESTION = 'Why did you climb the tower?';

interface Shot {
  name: string;
  address: string;
  screen: typeof DESK;
  scheme: 'light' | 'dark';
  /** Words that stand there once it is whole. */
  whole: string;
  asks?: string;
}

const SHOTS: readonly Shot[] = [
  {
    ...{ name: 'chat', address: '#/', screen: DESK, scheme: 'light' },
    ...{ whole: 'Ask', asks: QUESTION },
  },
  { name: 'map', address: '#/chapters', screen: DESK, scheme: 'dark', whole: 'Each point is' },
  {
    ...{ name: 'page', address: '#/pages/entrance-way%2F09', screen: PHONE, scheme: 'light' },
    whole: 'steps',
  },
];

async function take(browser: Browser, origin: string, shot: Shot): Promise<void> {
  const context = await browser.newContext({
    ...{ viewport: shot.screen, colorScheme: shot.scheme, reducedMotion: 'reduce' },
    baseURL: origin,
  });
  const page = await context.newPage();
  await page.goto(`/${shot.address}`);
  await page.getByText(shot.whole).first().waitFor();
  if (shot.asks !== undefined) {
    await page.getByLabel('Ask', { exact: true }).selectOption({ label: 'Arieol' });
    await page.getByLabel('Your question').fill(shot.asks);
    await page.keyboard.press('Enter');
    await page.locator('.cited').first().waitFor();
    await page.getByText('credits left').waitFor();
  }
  await page.screenshot({ path: join(FOLDER, `${shot.name}.png`) });
  await context.close();
}

mkdirSync(FOLDER, { recursive: true });
const cwd = temporaryFolder();
const { code, stderr } = await gibsey(['demo', '--book', 'entrance-way'], { cwd });
if (code !== 0) throw new Error(stderr);
const [server, browser] = await Promise.all([startServer([], { cwd }), launch()]);
for (const shot of SHOTS) await take(browser, server.url, shot);
await browser.close();
await server.stop();
