import { expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

test('rows are selected by mouse and keyboard, and get an owner together', async ({ page }) => {
	await page.goto('/credentials?provider=npm&sort=name');
	const table = page.getByTestId('credentials');
	const boxes = table.getByRole('checkbox', { name: /^Select (?!the)/ });
	await expect(async () => {
		await boxes.nth(0).check();
		await expect(page.getByText('1 selected')).toBeVisible({ timeout: 500 });
	}).toPass();
	await boxes.nth(2).click({ modifiers: ['Shift'] });
	await expect(page.getByText('3 selected')).toBeVisible();
	await page.getByRole('button', { name: 'Select none' }).click();
	await table.locator('a[data-row]').first().focus();
	await page.keyboard.press('x');
	await page.keyboard.press('Shift+ArrowDown');
	await expect(page.getByText('2 selected')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Set the owner' }).click();
	await page.getByLabel('Owner; empty: nobody').fill('release team');
	await page.keyboard.press('Enter');
	await expect(page.getByText('2 selected')).toBeHidden();
	await expect(table.getByText('release team')).toHaveCount(2);
});

test('a revocation is recorded with its reason, and can be taken back', async ({ page }) => {
	await page.goto('/credentials?provider=npm&sort=-name');
	await page.locator('a[data-row]').first().click();
	await page.waitForURL(/\/credentials\/[^/?]+$/);
	await page.getByRole('button', { name: 'Mark as revoked' }).click();
	await expectAccessible(page);
	await page.getByLabel('Why').fill('left in a container image');
	await page.getByRole('dialog').getByRole('button', { name: 'Mark as revoked' }).click();
	const history = page.getByRole('region', { name: 'Recorded by hand' });
	await expect(history).toContainText('left in a container image');
	await page.getByRole('button', { name: 'Take the revocation back' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Take the revocation back' }).click();
	await expect(history).toContainText('reinstated');
	await expectAccessible(page);
	await page.setViewportSize({ width: 390, height: 844 });
	await expectNoSideways(page);
});
