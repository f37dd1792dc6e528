import { expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

/** The one that the agent of the sample incident found in a file. */
const sampleCredential = 'domains-cli';

test('scopes: the matrix is walked by keyboard, and Enter opens a narrower grant', async ({
	page,
}) => {
	await page.goto('/credentials/scopes?provider=railway');
	const grid = page.getByRole('grid', { name: 'Scopes granted and used' });
	await expect(grid).toBeVisible();
	const name = grid.getByRole('rowheader').filter({ hasText: sampleCredential }).first();
	await expect(name).toBeVisible();
	await expect(async () => {
		await grid.locator('[tabindex="0"]').first().focus();
		await page.keyboard.press('ArrowRight');
		await expect(page.locator('[data-cell="0:1"]:focus')).toHaveCount(1, { timeout: 500 });
	}).toPass();
	await page.keyboard.press('ArrowDown');
	await expect(page.locator('[data-cell="1:1"]:focus')).toHaveCount(1);
	await page.keyboard.press('Home');
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/open=/);
	const panel = page.getByRole('complementary', { name: 'Narrower scope' });
	await expect(panel).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(panel).toHaveCount(0);
	await name.click();
	await expect(panel.getByRole('button', { name: /Copy the Railway token kind/ })).toBeVisible();
	await expectAccessible(page);
});

test('scopes: a filter has an address', async ({ page }) => {
	await page.goto('/credentials/scopes');
	await expect(page.getByTestId('matrix')).toBeVisible();
	await page.getByRole('combobox', { name: 'Any provider' }).selectOption('github');
	await expect(page).toHaveURL(/provider=github/);
	await expect(page.getByRole('columnheader', { name: 'github', exact: true })).toBeVisible();
});

test('reach: the leaked credential stands first, its copies fall with the data, and a table says so', async ({
	page,
}) => {
	await page.goto('/credentials/reach');
	await expect(page.getByRole('heading', { name: sampleCredential })).toBeVisible();
	const graph = page.getByTestId('reach-graph');
	await expect(graph.getByText('falls too').first()).toBeVisible();
	await expect(async () => {
		await graph.locator('[data-node]').first().focus();
		await page.keyboard.press('ArrowDown');
		await expect(graph.locator('[data-node]').nth(1)).toBeFocused({ timeout: 500 });
	}).toPass();
	await page.getByRole('radio', { name: 'Table' }).click();
	await expect(page).toHaveURL(/as=table/);
	await expect(page.getByRole('table', { name: /Data that it reaches/ })).toBeVisible();
});

test('sprawl: a number leads to the list that it counts, and the list can be taken along', async ({
	page,
}) => {
	await page.goto('/credentials/sprawl');
	const figure = page
		.getByRole('list', { name: 'Totals' })
		.getByRole('link', { name: /nobody owns/ });
	const count = /nobody owns\s*(\d+)/.exec((await figure.textContent()) ?? '')?.[1] ?? '';
	await expect(page.getByText('The record of figures begins today')).toBeVisible();
	const csv = await page.request.get('/api/v1/credentials/export?finding=unowned&live=true');
	expect((await csv.text()).trim().split('\r\n')).toHaveLength(Number(count) + 1);
	const report = await page.request.get('/api/v1/credentials/sprawl/report');
	expect(await report.text()).toContain('<h1>Token sprawl</h1>');
	await figure.click();
	await expect(page.getByText(new RegExp(`^${count} credentials?$`))).toBeVisible();
});

for (const [colorScheme, width] of [
	['light', 1440],
	['dark', 1440],
	['light', 390],
	['dark', 390],
] as const) {
	test.describe(`${colorScheme}, ${width} wide`, () => {
		test.use({ colorScheme, viewport: { width, height: 860 } });
		for (const view of ['scopes', 'reach', 'sprawl'] as const) {
			test(`${view} is accessible and stays on the page`, async ({ page }) => {
				await page.goto(`/credentials/${view}`);
				await expect(
					page.getByRole('navigation', { name: 'Parts of the inventory' }),
				).toBeVisible();
				await page.waitForLoadState('networkidle');
				await expectAccessible(page);
				await expectNoSideways(page);
			});
		}
	});
}
