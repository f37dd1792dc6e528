import { expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

// A policy that is not valid is answered with 400, which browsers write to their console.
test.use({ expectedErrors: [/status of 400/] });

test('the policy is edited, says what is wrong with it, and goes back', async ({ page }) => {
	await page.goto('/credentials/policy');
	await expect(page.getByText('the installation’s', { exact: true })).toBeVisible();
	await expectAccessible(page);
	const text = page.getByLabel('The policy, as YAML or JSON');
	await expect(async () => {
		await page.getByRole('button', { name: 'Edit' }).click();
		await expect(text).toBeVisible({ timeout: 500 });
	}).toPass();
	await text.fill('schema: aftertrace.credential-policy/v1\nlimits: { runsMax: 0 }');
	await page.getByRole('button', { name: 'Save for this workspace' }).click();
	await expect(page.getByText(/limits\.runsMax/)).toBeVisible();
	await text.fill('schema: aftertrace.credential-policy/v1\nlimits: { lifetimeDaysMax: 91 }');
	await page.getByRole('button', { name: 'Save for this workspace' }).click();
	await expect(page.getByText('91 days')).toBeVisible();
	await expectAccessible(page);
	await page.setViewportSize({ width: 390, height: 844 });
	await expectNoSideways(page);
	await page.getByRole('button', { name: 'Go back to the installation’s' }).click();
	await expect(page.getByText('the installation’s', { exact: true })).toBeVisible();
});

test('a finding is accepted for a time on its credential’s page', async ({ page }) => {
	await page.goto('/credentials?finding=never-expires&sort=name');
	await page.locator('a[data-row]').last().click();
	await page.waitForURL(/\/credentials\/[^/?]+$/);
	await page.getByRole('button', { name: 'Accept for a time: Never expires' }).click();
	await page.getByLabel('Who answers for that').fill('release team');
	await page.getByLabel('Why').fill('the registry is being replaced');
	await page.getByLabel('The last day on which it is accepted').fill('2099-01-31');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Accept it' }).click();
	await expect(page.getByRole('list', { name: 'Accepted for now' })).toContainText(
		'the registry is being replaced',
	);
	await page.goto('/credentials/policy');
	await expect(page.getByText('until 2099-01-31')).toBeVisible();
	await page.getByRole('button', { name: 'Go back to the installation’s' }).click();
	await expect(page.getByText('No finding is accepted.')).toBeVisible();
});
