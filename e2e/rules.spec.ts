import { expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

test('rules are narrowed by the address and switched by key', async ({ page }) => {
	await page.goto('/rules');
	const rows = page.getByTestId('rules').getByRole('row');
	await expect(rows.nth(5)).toBeVisible();
	await expectAccessible(page);
	await page.getByLabel('Any log source').selectOption('aws/cloudtrail');
	await expect(page).toHaveURL(/source=aws%2Fcloudtrail/);
	await expect(page.getByTestId('rules')).not.toContainText('aftertrace/agent');
	await page.reload();
	await expect(page.getByLabel('Any log source')).toHaveValue('aws/cloudtrail');
	await page.getByLabel('Words').fill('no rule is called so');
	await expect(page.getByText('No rule matches these filters')).toBeVisible();
	await page.getByRole('button', { name: 'Take the filters away' }).last().click();
	await expect(page).toHaveURL(/\/rules$/);
	await page.getByRole('heading', { name: 'Rules' }).click();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	const row = page.locator('tr[data-id]').nth(1);
	await expect(row.getByRole('link').first()).toBeFocused();
	await page.keyboard.press('x');
	await expect(row.getByRole('switch')).not.toBeChecked();
	await expect(page.getByText('1 switched off')).toBeVisible();
	await page.reload();
	await expect(row.getByRole('switch')).not.toBeChecked();
	await row.getByRole('switch').click();
	await expect(row.getByRole('switch')).toBeChecked();
});

test('a rule’s page says what it looks for and leads to what it found', async ({ page }) => {
	await page.goto('/rules?state=found');
	await page.locator('a[data-row]').first().click();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(page.getByLabel('Text of the rule')).toContainText('title:');
	const hits = page.getByRole('region', { name: 'Latest hits' });
	await expect(hits.getByRole('listitem').first()).toBeVisible();
	await expectAccessible(page);
	await hits.getByRole('link').first().click();
	await expect(page.getByTestId('event-drawer')).toBeVisible();
});

for (const width of [1440, 390]) {
	test(`rules fit ${width} pixels, light and dark`, async ({ page }) => {
		await page.setViewportSize({ width, height: 900 });
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await page.goto('/rules');
			await expect(page.locator('a[data-row]').first()).toBeVisible();
			await expectNoSideways(page);
			await expectAccessible(page);
			await page.locator('a[data-row]').first().click();
			await expect(page.getByLabel('Text of the rule')).toBeVisible();
			await expectNoSideways(page);
			await expectAccessible(page);
		}
	});
}
