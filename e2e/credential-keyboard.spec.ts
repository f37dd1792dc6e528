import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './console-test.ts';

/** Goes on by Tab until the element that has the focus fits. */
async function tabTo(page: Page, name: RegExp, most = 200): Promise<void> {
	for (let step = 0; step < most; step++) {
		await page.keyboard.press('Tab');
		const words = await page.evaluate(() => {
			const at = document.activeElement;
			return at?.getAttribute('aria-label') ?? at?.textContent ?? '';
		});
		if (name.test(words.trim())) return;
	}
	throw new Error(`${name} is not reached by ${most} tabs`);
}

test('expiry: what never ends is opened by keyboard', async ({ page }) => {
	await page.goto('/credentials/expiry');
	await expect(page.getByRole('heading', { name: 'Credentials' })).toBeVisible();
	const title = await page
		.getByRole('region', { name: /never/i })
		.first()
		.getByRole('link')
		.first()
		.textContent();
	await tabTo(page, new RegExp(`^${(title ?? '').trim().replace(/[^\w ]/g, '.')}`), 400);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/credentials\/cred_/);
	await expectAccessible(page);
});

test('sprawl: a figure is opened by keyboard', async ({ page }) => {
	await page.goto('/credentials/sprawl');
	await tabTo(page, /^never expire/);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/finding=never-expires/);
	await expect(page.getByTestId('credentials').getByRole('row').nth(1)).toBeVisible();
});

test('policy: it is edited and left by keyboard', async ({ page }) => {
	await page.goto('/credentials/policy');
	const text = page.getByLabel('The policy, as YAML or JSON');
	await expect(async () => {
		await page.getByRole('button', { name: 'Edit' }).focus();
		await page.keyboard.press('Enter');
		await expect(text).toBeVisible({ timeout: 500 });
	}).toPass();
	await text.focus();
	await page.keyboard.press('Control+a');
	await page.keyboard.type(
		'schema: aftertrace.credential-policy/v1\nlimits: { unusedDaysMax: 33 }',
	);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page.getByText('33 days')).toBeVisible();
	await page.getByRole('button', { name: 'Go back to the installation’s' }).focus();
	await page.keyboard.press('Enter');
	await expect(page.getByText('the installation’s', { exact: true })).toBeVisible();
});

test('a review is begun, attested and signed off by keyboard, and printed whole', async ({
	page,
	browser,
}) => {
	await page.goto('/credentials/reviews?provider=railway');
	const name = page.getByLabel('Name');
	await expect(async () => {
		await name.fill('');
		await name.focus();
		await page.keyboard.type('by keyboard');
		await page.getByLabel('Due').fill('2099-06-30');
		await name.focus();
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/credentials\/reviews\/rev_/, { timeout: 3_000 });
	}).toPass();
	await tabTo(page, /^Make the link of/);
	await page.keyboard.press('Enter');
	const address = await page.getByRole('status').locator('code').textContent();

	// Who holds the link decides: it is never printed.
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByText(address ?? '')).toBeHidden();
	await page.emulateMedia({ media: 'screen' });

	const owner = await browser.newContext();
	const theirs = await owner.newPage();
	await theirs.goto(address ?? '');
	const who = theirs.getByLabel('Your name, for the record');
	await who.focus();
	await theirs.keyboard.type('Owner');
	await tabTo(theirs, /^narrow /);
	await theirs.keyboard.press('Enter');
	await expect(theirs.getByTestId('review-item').first()).toContainText('narrow by Owner');
	await expectAccessible(theirs);
	await owner.close();

	await page.reload();
	const record = page.getByRole('region', { name: 'Record' });
	await expect(record).toContainText('Not signed off');
	await page.getByRole('button', { name: 'Sign it off' }).focus();
	await page.keyboard.press('Enter');
	await expect(record).toContainText('Signed off by First Admin');
	await expectAccessible(page);
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByRole('navigation', { name: 'Console' })).toBeHidden();
	await expect(page.getByText('Signature of the auditor')).toBeVisible();
	const isCut = await page.evaluate(() => {
		const content = document.getElementById('content');
		return content === null || content.scrollHeight > content.clientHeight + 1;
	});
	expect(isCut).toBe(false);
});
