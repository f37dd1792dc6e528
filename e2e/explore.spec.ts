import { expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

const drawer = 'event-drawer';

test('a query finds events, has an address, and its event leads to the incident', async ({
	page,
}) => {
	await page.goto('/incidents');
	await page.getByRole('link', { name: 'Explore' }).click();
	await expect(page.getByRole('row').nth(5)).toBeVisible();
	await page.getByRole('combobox', { name: 'Query' }).fill('operation:volumeDelete');
	await page.getByRole('button', { name: 'Search' }).click();
	await expect(page).toHaveURL(/query=operation%3AvolumeDelete/);
	await expect(page.getByText(/^1 event$/)).toBeVisible();
	await page.getByTestId('events').getByRole('button').first().click();
	const open = page.getByTestId(drawer);
	await expect(open.getByTestId('origin')).toHaveText(/agent\.jsonl:\d+$/);
	await expect(open.getByLabel('Raw record, redacted')).toContainText('volumeDelete');
	await expect(open.getByLabel('How it was read')).toContainText('destroy');
	await expect(open.getByText(/‹[a-z-]+:[0-9a-f]+›/).first()).toBeVisible();
	await page.reload();
	await expect(open.getByTestId('origin')).toBeVisible();
	await open.getByRole('link', { name: 'same credential' }).click();
	await expect(page).toHaveURL(/query=credential%3A/);
	await expect(page.getByTestId('events').getByRole('button').nth(1)).toBeVisible();
	await open.getByRole('link', { name: 'INC-0001' }).click();
	await page.waitForURL('**/incidents/INC-0001?event=*');
	await expect(page.getByTestId('evidence')).toContainText('volumeDelete');
});

test('a field that is not there is shown where it stands', async ({ page }) => {
	await page.goto('/explore?query=tool%3AShell+foo%3Abar');
	await expect(page.getByTestId('problem')).toContainText('At character 12: no field “foo”');
	await expectAccessible(page);
});

test('everything can be done by keyboard', async ({ page }) => {
	await page.goto('/explore');
	await expect(page.getByRole('row').nth(5)).toBeVisible();
	await page.keyboard.press('/');
	await page.keyboard.type('acti');
	await expect(page.getByRole('listbox').getByRole('option')).toHaveText(['action:']);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.keyboard.type('destr');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/query=action%3Adestroy/);
	await expect(page.getByTestId('events').getByText('kubectl')).toHaveCount(0);
	await expect(page.getByTestId('events').getByText('volumeDelete').first()).toBeVisible();
	await page.getByRole('combobox', { name: 'Query' }).blur();
	await page.keyboard.press('ArrowDown');
	await expect(page.getByTestId(drawer)).toBeVisible();
	const first = page.url();
	await page.keyboard.press('ArrowDown');
	await expect.poll(() => page.url()).not.toBe(first);
	await page.keyboard.press('Escape');
	await expect(page.getByTestId(drawer)).toHaveCount(0);
});

test('a search that finds nothing says how to widen it', async ({ page }) => {
	await page.goto('/explore?query=%22no+event+says+this%22&range=1h');
	await expect(page.getByText('No event matches')).toBeVisible();
	await page.getByRole('button', { name: 'Search everything' }).click();
	await expect(page.getByRole('row').nth(5)).toBeVisible();
});

test.describe('a failed search', () => {
	test.use({ expectedErrors: [/503/] });
	test('says what failed and tries again', async ({ page }) => {
		await page.route('**/api/v1/events?*', (route) =>
			route.fulfill({ status: 503, json: { title: 'The store does not answer' } }),
		);
		await page.goto('/explore');
		await expect(page.getByRole('alert').filter({ hasText: 'The search failed' })).toContainText(
			'The store does not answer',
		);
		await page.unroute('**/api/v1/events?*');
		await page.getByRole('button', { name: 'Try again' }).click();
		await expect(page.getByRole('row').nth(5)).toBeVisible();
	});
});

for (const [colorScheme, width] of [
	['light', 1440],
	['dark', 1280],
	['light', 390],
] as const) {
	test.describe(`${colorScheme}, ${width} wide`, () => {
		test.use({ colorScheme, viewport: { width, height: 844 } });
		test('events and the drawer are accessible and stay on the page', async ({ page }) => {
			await page.goto('/explore?query=kind%3Atool-call');
			await expect(page.getByRole('row').nth(5)).toBeVisible();
			await expectAccessible(page);
			await page.getByTestId('events').getByRole('button').first().click();
			await expect(page.getByTestId(drawer).getByTestId('origin')).toBeVisible();
			await expectAccessible(page);
			await expectNoSideways(page);
		});
	});
}
