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

test('a rule of one’s own is checked while it is written, tried on stored events, saved, edited, deleted', async ({
	page,
}) => {
	await page.goto('/rules');
	await page.getByRole('link', { name: 'New rule' }).click();
	const text = page.getByLabel('Text of the rule, YAML');
	await expect(page.getByText('It loads as one rule.')).toBeVisible();
	const sound = (await text.inputValue())
		.replace('Agent deletes something', `Seen ${Date.now()}`)
		.replace('    environment: production\n', '');
	await text.fill(sound.replace('action.class:', 'action.class|sounds:'));
	await expect(page.getByRole('button', { name: /^\d+:\d+$/ })).toBeVisible();
	await expect(page.getByText('there is no modifier “sounds”')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
	await expectAccessible(page);
	await page.getByRole('button', { name: /^\d+:\d+$/ }).click();
	await expect(text).toBeFocused();
	await text.fill(sound);
	await expect(page.getByText('It loads as one rule.')).toBeVisible();
	await page.getByLabel('Events to test against').selectOption('all');
	await page.getByRole('button', { name: 'Test it' }).click();
	await expect(page.getByTestId('test-result')).toContainText(
		/[1-9]\d* match(es)? in [\d,]+ events/,
		{
			timeout: 30_000,
		},
	);
	await expect(page.getByRole('region', { name: 'What it found' })).toContainText('volumeDelete');
	await expectAccessible(page);
	await text.press('Control+s');
	await expect(page.getByText('this workspace’s own')).toBeVisible();
	await expect(page.getByText('It found nothing yet')).toBeVisible();
	await page.getByRole('button', { name: 'Edit', exact: true }).click();
	await expect(page).toHaveURL(/edit/);
	await text.fill(sound.replace('level: high', 'level: low'));
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByLabel('Text of the rule', { exact: true })).toContainText('level: low');
	await page.getByRole('button', { name: 'Delete' }).click();
	await page.getByRole('button', { name: 'Delete it' }).click();
	await page.waitForURL('**/rules');
	await page.getByLabel('Any state').selectOption('own');
	await expect(page.getByText('No rule matches these filters')).toBeVisible();
});

test('a shipped rule is edited as a copy and restored', async ({ page }) => {
	await page.goto('/rules?query=deletes+a+backup+or+snapshot');
	await page.locator('a[data-row]').first().click();
	await page.getByRole('button', { name: 'Edit', exact: true }).click();
	const text = page.getByLabel('Text of the rule, YAML');
	await text.fill((await text.inputValue()).replace('level: critical', 'level: medium'));
	await page.getByRole('button', { name: 'Save a copy for this workspace' }).click();
	await expect(page.getByText('edited here')).toBeVisible();
	await page.getByRole('button', { name: 'Restore' }).click();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Restore it' }).click();
	await expect(page.getByText('edited here')).toHaveCount(0);
	await expect(page.getByLabel('Text of the rule', { exact: true })).toContainText(
		'level: critical',
	);
});

test('a hunt over everything ends with what each rule found, linked to events', async ({
	page,
}) => {
	await page.goto('/rules');
	await page.getByRole('link', { name: 'Hunts' }).click();
	await expect(page.getByRole('heading', { name: 'Hunts' })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Begin the hunt' }).click();
	await page.waitForURL('**/rules/hunts/hunt_*');
	await expect(page.getByText('done', { exact: true })).toBeVisible({ timeout: 60_000 });
	await expect(page.getByRole('heading', { name: 'By rule' })).toBeVisible();
	await expectAccessible(page);
	await page
		.getByRole('link', { name: 'Agent deletes a thing that holds its own backups' })
		.click();
	await expect(page).toHaveURL(/rule=/);
	const found = page.getByRole('region', { name: 'What it found' });
	await expect(found.getByRole('listitem')).toHaveCount(1);
	for (const width of [390, 1440]) {
		await page.setViewportSize({ width, height: 900 });
		await expectNoSideways(page);
	}
	await found.getByRole('link').first().click();
	await expect(page.getByTestId('event-drawer')).toBeVisible();
	await page.goto('/rules/hunts');
	await expect(page.getByRole('listitem').filter({ hasText: 'All rules' }).first()).toContainText(
		'done',
	);
});

test('a pipeline gives a placeholder its values, and what is not understood is refused in place', async ({
	page,
}) => {
	await page.goto('/rules');
	await page.getByRole('link', { name: 'Pipelines' }).click();
	await page.getByRole('button', { name: 'Write one' }).click();
	await page.getByLabel('Name').fill('names');
	const text = page.getByLabel('Text of the pipeline, YAML');
	const sound = await text.inputValue();
	await text.fill(sound.replace('field_name_mapping', 'set_state'));
	await expect(page.getByText('this type of transformation is not understood')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
	await text.fill(sound);
	await expect(page.getByText('It can be applied.')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page).toHaveURL(/name=names/);
	await page.goto('/rules/new');
	const rule = page.getByLabel('Text of the rule, YAML');
	const own = (await rule.inputValue()).replace(
		'    environment: production',
		"    actor.name|expand: '%Administrators%'",
	);
	await rule.fill(own.replace('%Administrators%', '%Nobody%'));
	await expect(page.getByText('%Nobody% has no values')).toBeVisible();
	await rule.fill(own);
	await expect(page.getByText('It loads as one rule.')).toBeVisible();
	await page.goto('/rules/pipelines?name=names');
	await page.getByRole('button', { name: 'Delete names' }).click();
	await expect(page.getByText('There is no pipeline')).toBeVisible();
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
