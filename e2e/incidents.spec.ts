import { expect, expectAccessible, test } from './console-test.ts';

test('the list shows the sample incident with its severity, impact and effects', async ({
	page,
}) => {
	await page.goto('/incidents');
	const row = page.getByRole('row').filter({ hasText: 'INC-0001' });
	await expect(row).toContainText('critical', { ignoreCase: true });
	await expect(row).toContainText('production');
	await expect(row).toContainText('destroyed');
	await expectAccessible(page);
	await row.getByRole('link').click();
	await expect(page.getByTestId('strip')).toBeVisible();
});

test('filters have addresses, and a filter that finds nothing says how to take it away', async ({
	page,
}) => {
	await page.goto('/incidents');
	await page.getByRole('link', { name: 'dismissed' }).click();
	await expect(page).toHaveURL(/status=dismissed/);
	await expect(page.getByText('No incident matches these filters')).toBeVisible();
	await page.getByRole('link', { name: 'Take the filters away' }).click();
	await expect(page.getByRole('row').filter({ hasText: 'INC-0001' })).toBeVisible();
});

test('the palette finds an incident by a word and opens it, by keyboard alone', async ({
	page,
}) => {
	await page.goto('/incidents');
	await expect(page.getByRole('row').filter({ hasText: 'INC-0001' })).toBeVisible();
	await page.keyboard.press('Control+k');
	await page.keyboard.type('inc-0001');
	await expect(page.getByRole('option')).toHaveCount(1);
	await expectAccessible(page);
	await page.keyboard.press('Enter');
	await page.waitForURL('**/incidents/INC-0001*');
});

test.describe('an incident that does not exist', () => {
	test.use({ expectedErrors: [/404/] });
	test('is told apart from a failure', async ({ page }) => {
		await page.goto('/incidents/INC-9999');
		await expect(page.getByText('There is no such incident in this workspace')).toBeVisible();
	});
});
