/** A browser that reads the web page of a server, and tells of all that its policy has refused. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 900 };
const PATIENCE_MS = 30_000;

export interface Reader {
  page: Page;
  context: BrowserContext;
  /** Errors of scripts, refusals of the policy, and addresses of other hosts. */
  complaints: string[];
}

/** Somebody who has just come in, with nothing kept. */
export async function reader(browser: Browser, origin: string): Promise<Reader> {
  const context = await browser.newContext({ viewport: DESK, baseURL: origin });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) complaints.push(request.url());
  });
  return { page, context, complaints };
}
