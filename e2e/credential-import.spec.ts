import { expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

// A file of no known source is answered with 422 or 400.
test.use({ expectedErrors: [/status of 4(?:00|15|22)/] });

const stamp = Date.now().toString(36);
const table = `Label,Ablauf,Wer
import ${stamp} a,2027-01-31,Payments
import ${stamp} b,never,
,2027-02-28,
`;
const file = { name: 'keys of ours.csv', mimeType: 'text/csv', buffer: Buffer.from(table) };

test('a table is given its columns by keyboard, previewed, applied, and known the next time', async ({
	page,
}) => {
	await page.goto('/credentials');
	await page.getByRole('link', { name: 'Import', exact: true }).click();
	await expect(page).toHaveURL(/\/credentials\/import$/);
	await expectAccessible(page);
	await page.getByLabel('Exports of credentials').setInputFiles(file);
	const card = page.getByRole('article', { name: 'keys of ours.csv' });
	await expect(card.getByText('no known export')).toBeVisible();
	await expect(card.getByRole('button', { name: 'Apply' })).toBeDisabled();
	const name = card.getByLabel('Name', { exact: true });
	await name.focus();
	await page.keyboard.type('Label');
	await expect(card.getByText('CSV table')).toBeVisible();
	await card.getByLabel('Expires').selectOption('Ablauf');
	await card.getByLabel('Owner').selectOption('Wer');
	await expect(card.getByRole('list', { name: 'What it changes' })).toContainText('2 new');
	await card.getByText('Why 1 could not be read').click();
	await expect(card).toContainText('line 4: neither name nor id is given');
	await expectAccessible(page);
	await page.setViewportSize({ width: 390, height: 844 });
	await expectNoSideways(page);
	await expectAccessible(page);
	await card.getByRole('button', { name: 'Apply' }).focus();
	await page.keyboard.press('Enter');
	await expect(card.getByText('Applied')).toBeVisible();
	await page.getByRole('link', { name: 'See the inventory' }).click();
	await page.goto(`/credentials?query=${stamp}`);
	await expect(page.getByTestId('credentials').getByText(`import ${stamp} a`)).toBeVisible();

	await page.goto('/credentials/import');
	await page.getByLabel('Exports of credentials').setInputFiles(file);
	await expect(card.getByText('as saved for tables with these columns')).toBeVisible();
	await expect(card.getByLabel('Expires')).toHaveValue('Ablauf');
	await expect(card.getByLabel('Owner')).toHaveValue('Wer');
	await expect(card.getByText('It would change nothing')).toBeVisible();
});

test('an export that is dropped is recognised, and one that is none says so', async ({ page }) => {
	await page.goto('/credentials/import');
	const drop = async (name: string, text: string) => {
		const data = await page.evaluateHandle(
			([name, text]) => {
				const transfer = new DataTransfer();
				transfer.items.add(new File([text ?? ''], name ?? ''));
				return transfer;
			},
			[name, text] as const,
		);
		await page.getByText('Drop exports here').dispatchEvent('drop', { dataTransfer: data });
	};
	await expect(async () => {
		await drop(
			'access-keys.json',
			JSON.stringify({
				AccessKeyMetadata: [
					{
						UserName: 'e2e',
						AccessKeyId: `AKIA${stamp.toUpperCase().padEnd(16, 'Q')}`,
						Status: 'Active',
						CreateDate: '2025-01-01T00:00:00Z',
					},
				],
			}),
		);
		await expect(
			page.getByRole('article', { name: 'access-keys.json' }).first().getByText('AWS access keys'),
		).toBeVisible({ timeout: 2_000 });
	}).toPass();
	await drop('notes.txt', 'nothing of the kind');
	const notes = page.getByRole('article', { name: 'notes.txt' });
	await expect(notes.getByRole('alert')).toContainText('neither JSON nor a table');
	await notes.getByRole('button', { name: 'Leave it' }).click();
	await expect(notes).toHaveCount(0);
});

test('credentials on demand: guides lead to what never ends, and copy by keyboard', async ({
	page,
}) => {
	await page.goto('/credentials/on-demand');
	await expect(page.getByRole('region', { name: /^AWS: a role/ })).toBeVisible();
	await expectAccessible(page);
	await page.setViewportSize({ width: 390, height: 844 });
	await expectNoSideways(page);
	const link = page.getByRole('link', { name: /^railway: \d+ that never end/ });
	await link.focus();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/provider=railway/);
	await expect(page.getByTestId('credentials').getByRole('row').nth(1)).toBeVisible();
});
