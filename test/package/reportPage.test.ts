import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/check/report/htmlReport.ts';
import { packageProblem } from '../apps/servers/server.ts';
import { HOSTILE, sampleResult } from '../check/report/sampleResult.ts';

const CHROMIUM = '/usr/bin/chromium';
const noBrowser = packageProblem(CHROMIUM, 'chromium');
/** A browser that asks nobody for anything, and runs as root. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** An expression that names the texts of a page that are hard to read. */
const FAINT_TEXTS = readFileSync(join(import.meta.dirname, 'faintTexts.cjs'), 'utf8');

let browser: Browser;
let folder: string;

describe.skipIf(noBrowser !== undefined && !process.env.CI)(
  `the page in a browser ${noBrowser ?? ''}`,
  () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'report-page-'));
      browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Opens a report; `requests` are what the page asked for besides itself. */
    async function open(
      said?: string,
      options: { width?: number; colorScheme?: 'light' | 'dark' } = {},
    ): Promise<{ page: Page; requests: readonly string[]; problems: readonly string[] }> {
      const { width = 1100, colorScheme = 'light' } = options;
      const file = join(folder, 'report.html');
      writeFileSync(file, htmlReport(sampleResult(said)));
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const requests: string[] = [];
      const problems: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(`file://${file}`);
      return { page, requests: requests.slice(1), problems };
    }

    it('asks for nothing, and nothing goes wrong in it', async () => {
      const { requests, problems } = await open();
      expect([requests, problems]).toEqual([[], []]);
    });

    it('shows twelve factors, and leads from each to what was found', async () => {
      const { page } = await open();
      const tiles = page.getByRole('list').first().getByRole('link');
      expect(await tiles.count()).toBe(12);
      await tiles.nth(10).click();
      expect(page.url()).toMatch(/#logs$/);
      expect(
        await page.locator('#logs').evaluate((one) => one.getBoundingClientRect().top),
      ).toBeLessThan(900);
    });

    it('has what broke open, and opens the rest', async () => {
      const { page } = await open();
      const broken = page.locator('[id="logs.order"]');
      expect(await broken.getByText('Answer before you end.').isVisible()).toBe(true);
      const held = page.locator('[id="config.order"]');
      expect(await held.getByText('the answer is whole').isVisible()).toBe(false);
      await held.locator('summary').click();
      expect(await held.getByText('the answer is whole').isVisible()).toBe(true);
    });

    it('shows hostile text as it is, and does not run it', async () => {
      const { page, problems } = await open(HOSTILE);
      const text = await page.locator('[id="logs.order"] .observed').innerText();
      expect(text).toContain('<script>alert("1")</script> & \'2\' ]]> -->');
      expect(problems).toEqual([]);
    });

    it.each(['light', 'dark'] as const)('can be read in the %s', async (colorScheme) => {
      const { page } = await open(undefined, { colorScheme });
      const faint = await page.evaluate(FAINT_TEXTS);
      expect(faint).toEqual([]);
    });

    it.each([320, 768, 1600])('is not wider than a window of %d', async (width) => {
      const { page } = await open('x'.repeat(400), { width });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        width,
      );
    });

    it('draws a bar for every run', async () => {
      const { page } = await open('first');
      expect(await page.locator('svg g').count()).toBe(3);
      const [first, second] = await Promise.all(
        [0, 1].map((index) => page.locator('svg rect').nth(index).boundingBox()),
      );
      expect(second?.x).toBeGreaterThan(first?.x ?? Number.POSITIVE_INFINITY);
      expect(first?.width).toBeGreaterThan(0);
    });

    it('gives every section a heading, and the drawing a name', async () => {
      const { page } = await open();
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      expect(await page.getByRole('heading', { level: 3 }).count()).toBe(12);
      expect(await page.getByRole('img', { name: /3 runs of the app/ }).count()).toBe(1);
    });

    it('can be printed', async () => {
      const { page } = await open();
      const pdf = await page.pdf({ format: 'A4' });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    });
  },
);
