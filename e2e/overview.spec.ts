import { expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

test('the overview leads to the gravest incident and to the credentials that it counts', async ({
	page,
}) => {
	await page.goto('/');
	await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
	await page
		.getByRole('list', { name: 'Open incidents by severity' })
		.getByRole('link', { name: /critical/i })
		.click();
	await expect(page).toHaveURL(/status=open&severity=critical/);
	await page.goBack();
	await page
		.getByRole('list', { name: 'Credential risk' })
		.getByRole('link', {
			name: /never expire/,
		})
		.click();
	await expect(page).toHaveURL(/finding=never-expires/);
	await expect(page.getByTestId('credentials').getByRole('row').nth(1)).toBeVisible();
});

for (const [colorScheme, width] of [
	['light', 1440],
	['dark', 1280],
	['light', 390],
] as const) {
	test.describe(`${colorScheme}, ${width} wide`, () => {
		test.use({ colorScheme, viewport: { width, height: 844 } });
		test('the overview is accessible and stays on the page', async ({ page }) => {
			await page.goto('/');
			await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
			await expectAccessible(page);
			await expectNoSideways(page);
		});
	});
}
