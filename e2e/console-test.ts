import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

const named = (name: string): string => {
	const value = process.env[name];
	if (value === undefined) throw new Error(`${name} is not set: run through playwright.config.ts`);
	return value;
};
export const consoleUrl = (): string => named('AFTERTRACE_E2E_URL');
export const setupLink = (): string => named('AFTERTRACE_E2E_LINK');
export const signedInState = (): string => named('AFTERTRACE_E2E_STATE');

/** A test that fails on any error in the browser's console, and starts signed in unless it says otherwise. */
export const test = base.extend<{ signedIn: boolean; expectedErrors: RegExp[] }>({
	signedIn: [true, { option: true }],
	expectedErrors: [[], { option: true }],
	// biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first parameter
	baseURL: async ({}, use) => use(consoleUrl()),
	storageState: async ({ signedIn }, use) => use(signedIn ? signedInState() : undefined),
	page: async ({ page, expectedErrors }, use) => {
		const errors: string[] = [];
		page.on('console', (message) => {
			if (message.type() === 'error') errors.push(message.text());
		});
		page.on('pageerror', (error) => errors.push(error.message));
		await use(page);
		const unexpected = errors.filter((text) => !expectedErrors.some((known) => known.test(text)));
		expect(unexpected, 'errors in the browser console').toEqual([]);
	},
});

export { expect };

/** No violation of WCAG A or AA that axe calls serious or critical. */
export async function expectAccessible(page: Page) {
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		.analyze();
	const serious = violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(
			({ id, nodes }) =>
				`${id}: ${nodes
					.map((node) => node.target.join(' '))
					.slice(0, 5)
					.join(' | ')}`,
		);
	expect(serious).toEqual([]);
}

/** The page can be scrolled up and down only. */
export async function expectNoSideways(page: Page) {
	const over = await page.evaluate(() => {
		const content = document.getElementById('content') ?? document.documentElement;
		return content.scrollWidth - content.clientWidth;
	});
	expect(over, 'pixels beyond the right edge').toBeLessThanOrEqual(0);
}

/** Opens the sample incident and waits until its page is live. */
export async function openIncident(page: Page, query = '') {
	await page.goto(`/incidents/INC-0001${query}`);
	await expect(page.getByTestId('strip')).toBeVisible();
	await expect(page.getByTestId('evidence').getByTestId('origin')).toBeVisible();
}
