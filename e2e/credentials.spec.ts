import { expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

/** The one that the agent of the sample incident found in a file. */
const sampleCredential = 'domains-cli';

test('the inventory lists credentials, and a filter has an address', async ({ page }) => {
	await page.goto('/incidents');
	await page.getByRole('link', { name: 'Credentials' }).click();
	const table = page.getByTestId('credentials');
	await expect(table.getByRole('row').nth(1)).toBeVisible();
	await page.getByRole('combobox', { name: 'Any provider' }).selectOption('railway');
	await expect(page).toHaveURL(/provider=railway/);
	await expect(table.getByRole('row').filter({ hasText: 'Railway' }).first()).toBeVisible();
	await page.reload();
	await expect(page.getByRole('combobox', { name: 'Any provider' })).toHaveValue('railway');
	await page.getByRole('searchbox', { name: 'Words' }).fill('no credential is called this');
	await page.keyboard.press('Enter');
	await expect(page.getByText('No credential matches these filters')).toBeVisible();
	await page.getByRole('link', { name: 'Take the filters away' }).click();
	await expect(table.getByRole('row').nth(1)).toBeVisible();
});

test('a figure leads to what it counts', async ({ page }) => {
	await page.goto('/credentials');
	const figure = page.getByRole('list', { name: 'Credential risk' }).getByRole('link', {
		name: /in files on disk/,
	});
	const count = /\d+$/.exec((await figure.textContent()) ?? '')?.[0] ?? '';
	await figure.click();
	await expect(page).toHaveURL(/finding=on-disk/);
	await expect(page.getByText(new RegExp(`^${count} credentials?$`))).toBeVisible();
});

test('order stands in the address and is told to assistive technology', async ({ page }) => {
	await page.goto('/credentials');
	const column = page.getByRole('columnheader', { name: 'age' });
	await column.getByRole('button').click();
	await expect(page).toHaveURL(/sort=age/);
	await expect(column).toHaveAttribute('aria-sort', 'ascending');
	await column.getByRole('button').click();
	await expect(page).toHaveURL(/sort=-age/);
	await expect(column).toHaveAttribute('aria-sort', 'descending');
});

test('the leaked credential tells its life and leads to its incident, by keyboard', async ({
	page,
}) => {
	await page.goto('/credentials?provider=railway');
	await expect(page.getByTestId('credentials').getByRole('row').nth(1)).toBeVisible();
	// The server draws the rows; keys work once the page is live.
	await expect(async () => {
		await page.keyboard.press('ArrowDown');
		await expect(page.locator('a[data-row]:focus')).toHaveCount(1, { timeout: 500 });
	}).toPass();
	await page.locator('a[data-row]').filter({ hasText: sampleCredential }).first().focus();
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/credentials\/[^/?]+$/);
	await expect(page.getByRole('region', { name: 'Lifecycle' })).toBeVisible();
	await expect(page.getByTestId('finding').first()).toBeVisible();
	await expect(page.getByRole('region', { name: 'Findings' })).toContainText('OWASP');
	await expect(page.getByRole('table', { name: 'Sightings' })).toBeVisible();
	await expectAccessible(page);
	await page
		.getByRole('navigation', { name: 'Incidents that name it' })
		.getByRole('link', { name: /INC-0001/ })
		.click();
	await expect(page.getByTestId('strip')).toBeVisible();
});

test.describe('a credential that does not exist', () => {
	test.use({ expectedErrors: [/404/] });
	test('is told apart from a failure', async ({ page }) => {
		await page.goto('/credentials/none-of-that-id');
		await expect(page.getByText('There is no such credential in this workspace')).toBeVisible();
	});
});

for (const [colorScheme, width] of [
	['light', 1440],
	['dark', 1280],
	['light', 390],
	['dark', 390],
] as const) {
	test.describe(`${colorScheme}, ${width} wide`, () => {
		test.use({ colorScheme, viewport: { width, height: 844 } });
		test('inventory and expiry are accessible and stay on the page', async ({ page }) => {
			await page.goto('/credentials');
			await expect(page.getByTestId('credentials').getByRole('row').nth(1)).toBeVisible();
			await expectAccessible(page);
			await page.getByRole('link', { name: 'Expiry' }).click();
			await expect(page.getByRole('region', { name: 'Never expire' })).toBeVisible();
			await expect(page.getByRole('region', { name: 'Next 90 days' })).toBeVisible();
			await expectAccessible(page);
			await expectNoSideways(page);
			await page
				.getByRole('region', { name: 'Never expire' })
				.getByRole('link', { name: sampleCredential })
				.first()
				.click();
			await expect(page.getByTestId('finding').first()).toBeVisible();
			await expectAccessible(page);
			await expectNoSideways(page);
		});
	});
}
