// The page of production as a person sees it, in a real browser.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './support/browser.js';
import { prepareStack, startStack, type RunningStack } from './support/stack.js';

const TITLE = 'The Corner Shop';
const SECONDS = 15_000;

let stack: RunningStack;
let browser: Browser;

beforeAll(async () => {
  stack = await prepareStack('production', { name: 'e2e-browser', title: TITLE });
  await Promise.all([startStack(stack), openBrowser().then((opened) => (browser = opened))]);
});

afterAll(async () => {
  await browser.close();
  await stack.project.remove();
});

interface Visit {
  readonly page: Page;
  /** What its console says, what fails to load and what the content security policy forbids. */
  readonly complaints: readonly string[];
}

// Texts, because they run in the page, and the types of this project know none.
const LISTEN =
  "document.addEventListener('securitypolicyviolation', (event) => console.error(`forbidden by ${event.violatedDirective}: ${event.blockedURI}`))";
const INJECT =
  "document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = 1' }))";

async function visit(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Visit> {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1000, height: 800 } });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  await page.addInitScript(LISTEN);
  await page.goto(stack.origin + path, { waitUntil: 'load' });
  return { page, complaints };
}

/** Each service as the page shows it, by its name. */
async function shown(page: Page): Promise<Readonly<Record<string, string>>> {
  const items = await page.locator('li').all();
  const pairs = await Promise.all(
    items.map(
      async (item) => [await item.getByRole('heading').innerText(), await item.locator('.state').innerText()] as const,
    ),
  );
  return Object.fromEntries(pairs.map(([name, state]) => [name, state.toLowerCase()]));
}

const summary = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor({ timeout: SECONDS });

describe('the page in a browser', () => {
  it.each(['/', '/some/route'])(
    '%s shows API, database, cache and task queue as reached, without a complaint',
    async (path) => {
      const { page, complaints } = await visit(path);
      await summary(page, 'Everything is reached.');
      expect(await page.title()).toBe(TITLE);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(TITLE);
      expect(await shown(page)).toEqual({
        API: 'reached',
        Database: 'reached',
        Cache: 'reached',
        'Task queue': 'reached',
      });
      expect(complaints).toEqual([]);
      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/page.png` });
      await page.close();
    },
  );

  it('what the content security policy forbids, it forbids: these tests would see it', async () => {
    const { page, complaints } = await visit('/');
    await page.evaluate(INJECT);
    expect(await page.title()).toBe(TITLE);
    expect(complaints).toContainEqual(expect.stringContaining('forbidden by script-src-elem: inline'));
    await page.close();
  });

  it('it says what is not reached, and that it is again', async () => {
    const { page } = await visit('/', 'dark');
    await summary(page, 'Everything is reached.');
    await stack.project.compose('production', ['kill', 'redis']);
    await page.getByRole('button', { name: 'Check again' }).click();
    await summary(page, 'Not reached: Cache, Task queue.');
    expect(await shown(page)).toMatchObject({
      API: 'reached',
      Database: 'reached',
      Cache: 'not reached',
      'Task queue': 'not reached',
    });
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/not-reached.png` });
    await startStack(stack);
    await page.getByRole('button', { name: 'Check again' }).click();
    await summary(page, 'Everything is reached.');
    await page.close();
  });
});
