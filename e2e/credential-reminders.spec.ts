import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

// A receiver that refuses, and an address that is none, are answered with 400 and 409.
test.use({ expectedErrors: [/status of 40[09]/] });

let receiver: Server;
let answer = 204;
const posted: { signature: string; body: string }[] = [];
test.beforeAll(async () => {
	receiver = createServer(async (request, response) => {
		const parts: Buffer[] = [];
		for await (const part of request) parts.push(part as Buffer);
		posted.push({
			signature: String(request.headers['webhook-signature']),
			body: Buffer.concat(parts).toString('utf8'),
		});
		response.writeHead(answer).end();
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
test.afterAll(() => void receiver.close());

test('reminders are set up by keyboard, tested, and say what failed', async ({ page }) => {
	await page.goto('/credentials/reminders');
	await expect(page.getByText('Nothing was sent yet')).toBeVisible();
	await expectAccessible(page);
	const address = page.getByLabel('Address (https), which hears of everything');
	await expect(async () => {
		await address.fill('');
		await address.focus();
		await page.keyboard.type(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`);
		await page.keyboard.press('Enter');
		await expect(page.getByText('It is shown this once')).toBeVisible({ timeout: 2_000 });
	}).toPass();
	await expectAccessible(page);
	const send = page.getByRole('button', { name: 'Send a test' });
	await send.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByText('It was taken.')).toBeVisible();
	expect(posted.at(-1)?.signature).toMatch(/^v1,/);
	expect(JSON.parse(posted.at(-1)?.body ?? '')).toMatchObject({ type: 'test' });
	answer = 500;
	await send.click();
	await expect(page.getByText('the receiver answered 500')).toBeVisible();

	await page.getByLabel(/^Addresses of owners/).fill('Payments: nobody');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('addresses of owners, line 1')).toBeVisible();
	await page.getByLabel(/^Addresses of owners/).fill('Payments = payments@example.org');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved.')).toBeVisible();
	await page.reload();
	await expect(page.getByLabel(/^Addresses of owners/)).toHaveValue(
		'Payments = payments@example.org',
	);
	await expect(page.getByText(/whsec_/)).toHaveCount(0);
	await page.setViewportSize({ width: 390, height: 844 });
	await expectNoSideways(page);
	await address.fill('');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved.')).toBeVisible();
});
