import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchChromium, serveBuild, type Site } from '../chromium';
import type { Fakes } from './page';
import './window.d.ts';

/** The page on fakes, in real Chromium: opened before each test of the file, and free of errors after it. */
export function fakedPage() {
	let site: Site;
	let browser: Browser;
	let page: Page;
	let errors: string[];

	async function open(viewport = { width: 1280, height: 800 }): Promise<void> {
		page = await browser.newPage({ viewport });
		errors = [];
		page.on('pageerror', ({ message }) => errors.push(message));
		await page.goto(site.url);
		await page.getByRole('button', { name: 'Start', exact: true }).first().click();
		await page.waitForFunction(
			() => document.querySelector<HTMLElement>('.stage')?.inert === false
		);
	}

	beforeAll(async () => {
		site = await serveBuild(new URL('./', import.meta.url));
		browser = await launchChromium();
	});

	beforeEach(() => open());

	afterEach(async () => {
		expect(errors).toEqual([]);
		await page.close();
	});

	afterAll(async () => {
		await browser.close();
		await site.close();
	});

	return {
		page: () => page,
		open,
		button: (name: string | RegExp) => page.getByRole('button', { name }),
		dialog: () => page.getByRole('dialog'),
		openMenu: (name: string) =>
			page.getByRole('navigation', { name: 'Looper' }).getByRole('button', { name }).click(),
		/** The controls within `place` that nobody can name, as HTML. */
		namelessIn: (place: string) =>
			page.evaluate(
				(within) =>
					[...document.querySelectorAll(`${within} :is(button, select, input:not([hidden]))`)]
						.filter(
							(control) =>
								control.textContent.trim() === '' &&
								control.ariaLabel === null &&
								(control as HTMLInputElement).labels?.length === 0
						)
						.map((control) => control.outerHTML),
				place
			),
		/** What the page asked of the fake. */
		callsOf: (fake: Exclude<keyof Fakes, 'jam'>) =>
			page.evaluate((name) => window.fakes[name].calls, fake)
	};
}
