import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { consoleUrl, expect, expectAccessible, expectNoSideways, test } from './console-test.ts';

test('a dropped log is stored once, and lines that cannot be read are named', async ({ page }) => {
	await page.goto('/sources');
	await expect(page.getByRole('heading', { name: 'What sends here' })).toBeVisible();
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
	const row = page.getByRole('row').filter({ hasText: 'upload.jsonl' });
	await expect(row).toContainText('2 quarantined', { timeout: 15_000 });
});

test('quarantined lines are read again at the press of a button, and it says what came of it', async ({
	page,
}) => {
	await page.goto('/sources');
	const stamp = Date.now();
	const lines = [
		JSON.stringify({ timestamp: '2026-05-01T10:00:00Z', message: `fine ${stamp}` }),
		'{"timestamp": "2026-05-01T10:00:01Z", "message": broken}',
		JSON.stringify({ timestamp: '2026-05-01T10:00:02Z', message: 'fine too' }),
	];
	await page.getByLabel('Log files').setInputFiles({
		name: 'again.jsonl',
		mimeType: 'application/x-ndjson',
		buffer: Buffer.from(`${lines.join('\n')}\n`),
	});
	const job = page.getByRole('listitem').filter({ hasText: 'again.jsonl' }).first();
	await expect(job).toContainText('2 events');
	await expect(job).toContainText('again.jsonl:2');
	const button = job.getByRole('button', { name: 'Read these again' });
	await button.focus();
	await page.keyboard.press('Enter');
	await expect(job.getByRole('status')).toHaveText('None of 1 could be read.');
	await expect(job).toContainText('again.jsonl:2');
	await expectAccessible(page);
});

test('a key is made, an exporter sends with it, and the source appears', async ({ page }) => {
	await page.goto('/sources');
	await page.getByLabel('What sends with it').fill('exporter');
	await page.getByRole('button', { name: 'Make a key' }).click();
	const key = await page.locator('code').filter({ hasText: /^at_/ }).textContent();
	await page.getByRole('button', { name: 'Any OpenTelemetry SDK or collector' }).click();
	await expect(page.getByText('OTEL_EXPORTER_OTLP_ENDPOINT=')).toBeVisible();
	const exporter = new OTLPTraceExporter({
		url: `${consoleUrl()}/v1/traces`,
		headers: { authorization: `Bearer ${key}` },
	});
	const provider = new BasicTracerProvider({
		resource: resourceFromAttributes({ 'service.name': 'browser-test' }),
		spanProcessors: [new SimpleSpanProcessor(exporter)],
	});
	provider
		.getTracer('t')
		.startSpan('execute_tool ls', { attributes: { 'gen_ai.operation.name': 'execute_tool' } })
		.end();
	await provider.forceFlush();
	await provider.shutdown();
	const row = page.getByRole('row').filter({ hasText: 'otlp:browser-test' });
	await expect(row).toBeVisible({ timeout: 30_000 });
	await expect(row).toContainText('otlp');
	await page.getByRole('button', { name: 'End the key exporter' }).click();
	await expect(page.getByRole('button', { name: 'End the key exporter' })).toHaveCount(0);
});

test('a log of one’s own is mapped with a preview, and read so from then on', async ({ page }) => {
	await page.goto('/sources');
	const csv = [
		'occurred,who,did,ok,thing',
		'2026-05-01T10:00:00Z,ci,bucket.purge,nope,backups',
		'2026-05-01T10:00:01Z,ci,bucket.read,yes,backups',
	].join('\n');
	const file = { name: 'own.csv', mimeType: 'text/csv', buffer: Buffer.from(`${csv}\n`) };
	await page.getByLabel('Sample of a log').setInputFiles(file);
	const preview = page.getByRole('region', { name: 'What comes of it' });
	await expect(preview).toBeVisible();
	await page.getByLabel('A record is').selectOption('provider-record');
	for (const [label, path] of [
		['Time', 'occurred'],
		['Actor', 'who'],
		['Operation', 'did'],
		['Resource', 'thing'],
	] as const)
		await page.getByLabel(label, { exact: true }).selectOption(path);
	await expect(preview.getByRole('row').nth(1)).toContainText('bucket.purge');
	await expect(preview.getByRole('row').nth(1)).toContainText('2026-05-01T10:00:00');
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Save the mapping' }).click();
	await expect(page.getByRole('button', { name: 'Delete the mapping own' })).toBeVisible();
	await page.getByLabel('Log files').setInputFiles({ ...file, name: 'later.csv' });
	const job = page.getByRole('listitem').filter({ hasText: 'later.csv' });
	await expect(job.first()).toContainText('2 events');
	const row = page.getByRole('row').filter({ hasText: 'later.csv' });
	await expect(row).toContainText('mapped', { timeout: 15_000 });
	await page.getByRole('button', { name: 'Delete the mapping own' }).click();
	await expect(page.getByRole('button', { name: 'Delete the mapping own' })).toHaveCount(0);
});

test('a connector is added, says how it goes, is paused and deleted', async ({ page }) => {
	const server = createServer((_, response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(
			JSON.stringify([
				{
					'@timestamp': Date.now(),
					_document_id: 'e2e-1',
					action: 'repo.create',
					actor: 'octo',
					org: 'acme',
				},
			]),
		);
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	await page.goto('/sources');
	const added = await page.evaluate(async (endpoint) => {
		const response = await fetch('/api/v1/connectors', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				kind: 'github-audit',
				name: 'Acme on GitHub',
				settings: { owner: 'acme', endpoint },
				credential: { token: crypto.randomUUID() },
			}),
		});
		return response.status;
	}, `http://127.0.0.1:${port}`);
	expect(added).toBe(201);
	await page.reload();
	const line = page.getByRole('listitem').filter({ hasText: 'Acme on GitHub' });
	await expect(line).toContainText('1 event', { timeout: 30_000 });
	await line.getByRole('button', { name: 'Pause' }).click();
	await expect(line).toContainText('paused');
	await page.getByRole('button', { name: 'Add a connector' }).click();
	await expect(page.getByLabel('Secret access key')).toHaveAttribute('type', 'password');
	await page.getByLabel('From', { exact: true }).selectOption('railway');
	await expect(page.getByLabel('Workspace id')).toBeVisible();
	await expectAccessible(page);
	await line.getByRole('button', { name: 'Delete Acme on GitHub' }).click();
	await expect(line).toHaveCount(0);
	server.closeAllConnections();
	await new Promise((done) => server.close(done));
	expect((await fetch(`${consoleUrl()}/api/v1/connectors`)).status).toBe(401);
});

for (const width of [1440, 390]) {
	test(`the page fits ${width} pixels, light and dark`, async ({ page }) => {
		await page.setViewportSize({ width, height: 900 });
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await page.goto('/sources');
			await expect(page.getByRole('heading', { name: 'Connectors' })).toBeVisible();
			await expect(page.getByRole('status', { name: /Loading/ })).toHaveCount(0);
			await expectNoSideways(page);
			const shots = process.env.AFTERTRACE_SHOTS;
			if (shots !== undefined)
				await page.screenshot({
					path: `${shots}/sources-${width}-${colorScheme}.png`,
					fullPage: true,
				});
		}
	});
}
