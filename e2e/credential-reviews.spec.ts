import { expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

test('a review is begun from the inventory, attested by a link without a sign-in, and signed off', async ({
	page,
	browser,
}) => {
	await page.goto('/credentials?provider=github');
	await page.getByRole('link', { name: 'Review these' }).click();
	await page.waitForURL(/\/credentials\/reviews\?provider=github/);
	await page.getByLabel('Name').fill('github tokens');
	await page.getByLabel('Due').fill('2099-06-30');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Begin', exact: true }).click();
	await page.waitForURL(/\/credentials\/reviews\/rev_/);
	await expectAccessible(page);
	await page
		.getByRole('button', { name: /^Make the link of/ })
		.first()
		.click();
	const address = await page.getByRole('status').locator('code').textContent();
	if (address === null) throw new Error('no link was shown');

	const owner = await browser.newContext();
	const theirs = await owner.newPage();
	await theirs.goto(address);
	await theirs.getByLabel('Your name, for the record').fill('Owner');
	const items = theirs.getByTestId('review-item');
	await expectAccessible(theirs);
	await items
		.first()
		.getByRole('button', { name: /^rotate/ })
		.click();
	await expect(items.first()).toContainText('by Owner');
	await theirs.setViewportSize({ width: 390, height: 844 });
	await expectNoSideways(theirs);
	await owner.close();

	await page.reload();
	await expect(page.getByText('by Owner')).toBeVisible();
	await page.getByRole('button', { name: 'Sign it off' }).click();
	await expect(page.getByText(/^signed off/)).toBeVisible();
	await page.goto('/credentials/reviews');
	await expect(page.getByRole('link', { name: /github tokens/ })).toContainText('signed off');
	await expectAccessible(page);
	await page.setViewportSize({ width: 390, height: 844 });
	await expectNoSideways(page);
});
