import { expect, expectAccessible, test } from './console-test.ts';

test('a dropped log is stored once, and lines that cannot be read are named', async ({ page }) => {
	await page.goto('/sources');
	await expectAccessible(page);
	const lines = [
		JSON.stringify({ timestamp: '2026-05-01T10:00:00Z', message: `uploaded ${Date.now()}` }),
		JSON.stringify({ timestamp: '2026-05-01T10:00:01Z', message: 'second' }),
		'{"timestamp": "2026-05-01T10:00:02Z", "message": "cut',
	];
	const file = {
		name: 'upload.jsonl',
		mimeType: 'application/x-ndjson',
		buffer: Buffer.from(lines.join('\n')),
	};
	await page.getByLabel('Log files').setInputFiles(file);
	const job = page.getByRole('listitem').filter({ hasText: 'upload.jsonl' });
	await expect(job.first()).toContainText('2 events');
	await expect(job.first()).toContainText('1 quarantined');
	await expect(job.first()).toContainText('upload.jsonl:3');
	await page.getByLabel('Log files').setInputFiles([]);
	await page.getByLabel('Log files').setInputFiles(file);
	await expect(job.first()).toContainText('0 events, 2 known already');
});
