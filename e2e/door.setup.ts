import { expect, expectAccessible, setupLink, signedInState, test } from './console-test.ts';

test.use({ signedIn: false });

const email = 'first.admin@example.test';
const password = `a sentence made for this run ${Date.now()}`;

test('the set-up link makes the first admin, once, and signs them in', async ({ page }) => {
	await page.goto(setupLink());
	await expectAccessible(page);
	await page.getByLabel('Name').fill('First Admin');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Make the admin' }).click();
	await page.waitForURL('**/incidents');
	await expect(page.getByRole('heading', { name: 'Incidents' })).toBeVisible();
	await page.context().storageState({ path: signedInState() });

	await page.goto(setupLink());
	await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
});

test.describe('signing in', () => {
	test.use({ expectedErrors: [/401/] });

	test('refuses a wrong password and says so, then leads to where one wanted to go', async ({
		page,
	}) => {
		await page.goto('/incidents/INC-0001');
		await expect(page).toHaveURL(/\/sign-in\?next=/);
		await expectAccessible(page);
		await page.getByLabel('E-mail address').fill(email);
		await page.getByLabel('Password').fill('something else');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByRole('alert').filter({ hasText: 'Not signed in' })).toBeVisible();
		await page.getByLabel('Password').fill(password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL('**/incidents/INC-0001*');
		await expect(page.getByTestId('strip')).toBeVisible();
	});
});
