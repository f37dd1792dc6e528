import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rawText } from '@/core/event/text.ts';
import { knownSecrets } from './known.ts';
import { withoutFingerprints } from './markers.ts';
import { createRedactor } from './redactor.ts';

const hmacWith = (key: string) => (label: string, text: string) =>
	createHmac('sha256', key).update(`${label}\0${text}`).digest('hex');
const hmac = hmacWith('a key of the tests');
const fresh = () => createRedactor({ hmac });
const redact = (text: string) => fresh().redactText(rawText(text)).text as string;

describe('a secret that only its surroundings give away', () => {
	const token = randomUUID();
	// Not with a dash at its beginning: two of them begin another flag.
	const random = `k${randomBytes(24).toString('base64url')}7`;
	const password = `${randomBytes(6).toString('hex')}!Q`;

	test.each([
		['a shell export', `export RAILWAY_API_TOKEN=${token}`, 'railway-api-token'],
		['a project token', `RAILWAY_TOKEN="${token}"`, 'railway-project-token'],
		['a project header', `-H 'Project-Access-Token: ${token}'`, 'railway-project-token'],
		[
			'a bearer token to its host',
			`curl https://backboard.railway.com/graphql/v2 -H "Authorization: Bearer ${token}"`,
			'railway-api-token',
		],
		[
			'a bearer token to any host',
			`curl https://api.invalid -H "Authorization: Bearer ${token}"`,
			'bearer-token',
		],
		[
			'an escaped header',
			JSON.stringify(`curl -H "Authorization: Bearer ${token}"`),
			'bearer-token',
		],
		['an API key header', `X-Api-Key: ${random}`, 'api-key'],
		['a URL', `postgres://app:${password}@db.invalid:5432/app`, 'url-password'],
		['a YAML value', `database:\n  password: ${password}\n`, 'password'],
		['JSON', JSON.stringify({ client_secret: random }), 'secret'],
		['escaped JSON', JSON.stringify(JSON.stringify({ client_secret: random })), 'secret'],
		['a flag', `deploy --password=${password} --force`, 'password'],
		['a flag and a space', `deploy --api-key ${random}`, 'api-key'],
		['a flag and a value with a dash', `deploy --api-key -${random}`, 'api-key'],
		['curl -u', `curl -u admin:${password} https://host.invalid`, 'command-line-password'],
		['mysql -p', `mysql -u root -p${password} app`, 'command-line-password'],
		['PGPASSWORD', `PGPASSWORD=${password} psql -h db`, 'postgres-password'],
		['an XML element', `<password>${password}</password>`, 'password'],
		['a query', `https://h.invalid/?page=2&access_token=${random}&z=1`, 'access-token'],
		['a numbered listing', `     3→SECRET_KEY=${random}`, 'secret'],
		['a name and value pair', `- name: DEPLOY_TOKEN\n  value: ${random}`, 'access-token'],
	])('%s', (_, text, kind) => {
		const { text: redacted, found } = fresh().redactText(rawText(text));
		expect(found.map((s) => s.kind)).toContain(kind);
		for (const secret of [token, random, password]) expect(redacted).not.toContain(secret);
	});

	test('a random value is found also when it happens to hold no digit', () => {
		const letters = fc.string({
			unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'),
			minLength: 32,
			maxLength: 32,
		});
		let missed = 0;
		fc.assert(
			fc.property(fc.noBias(letters), (value) => {
				if (redact(`API_KEY="${value}"`).includes(value)) missed++;
			}),
			{ numRuns: 1_000 },
		);
		expect(missed).toBeLessThan(20);
	});

	test('a password without quotes is found also when it holds letters alone, and a word is none', () => {
		// Each letter once: how random a value looks goes by how varied it is.
		const turned = (letters: string) => {
			const at = (randomBytes(1)[0] ?? 0) % letters.length;
			return letters.slice(at) + letters.slice(0, at);
		};
		const small = turned('npqrstvwxz');
		const value = [...turned('BCDFGHJKLM')].map((letter, i) => letter + small[i]).join('');
		expect(redact(`PGPASSWORD=${value} psql -h db`)).not.toContain(value);
		for (const word of ['passwordOfTheDatabase', 'PASSWORD_FROM_ENVIRONMENT'])
			expect(redact(`PGPASSWORD=${word} psql -h db`)).toContain(word);
	});

	test('a password of curl ends where its word does: what holds the command stays whole', () => {
		const password = `q7${randomBytes(8).toString('hex')}`;
		for (const [before, after] of [
			['{"command":["bash","-lc","curl -u admin:', '"]}'],
			["sh -c 'curl -u admin:", "' && ls"],
			['x=$(curl -u admin:', ') && ls'],
			['curl -u admin:', '; ls'],
			['curl -u admin:"', '" https://host.invalid'],
			['curl -u "admin:', '" https://host.invalid'],
		] as const) {
			const { text } = fresh().redactText(rawText(`${before}${password}${after}`));
			expect(text.startsWith(before), before).toBe(true);
			expect(text.endsWith(after), text.replaceAll(password, '…')).toBe(true);
			expect(text.includes(password)).toBe(false);
		}
		const bare = '{"command":["bash","-lc","curl -X DELETE -u some_user:"]}';
		expect(redact(bare)).toBe(bare);
	});

	test('a cookie loses its values and keeps its names', () => {
		const redacted = redact(`Cookie: session=${random}; lang=en`);
		expect(redacted).toMatch(/^Cookie: session=‹session-cookie:[0-9a-f]{20}›; lang=en$/);
	});

	test('Basic credentials have the fingerprint of the password inside', () => {
		const redactor = fresh();
		const basic = Buffer.from(`user:${password}`).toString('base64');
		const { found } = redactor.redactText(rawText(`Authorization: Basic ${basic}`));
		expect(found[0]?.fingerprint).toBe(redactor.fingerprintOf(password));
	});

	test('a private key goes whole, also when its line ends are escaped and when its end is cut off', () => {
		const body = randomBytes(600)
			.toString('base64')
			.replace(/(.{64})/g, '$1\n');
		const name = ['PRIVATE', 'KEY'].join(' ');
		const key = `-----BEGIN RSA ${name}-----\n${body}\n-----END RSA ${name}-----`;
		for (const text of [key, JSON.stringify({ key }), key.slice(0, 500)]) {
			const redacted = redact(`before\n${text}`);
			expect(redacted).toContain('‹private-key:');
			expect(redacted).not.toContain(body.slice(100, 140));
		}
	});
});

describe('what is no secret stays', () => {
	test('a flag after a flag', () => {
		for (const text of [
			'deploy --token --force-with-lease now',
			'deploy --token -f config.yaml',
			'deploy --token -verbose x',
			'deploy --password - < file',
		])
			expect(redact(text)).toBe(text);
	});

	test.each([
		'volumeDelete(volumeId: "3d2c42fb-0000-4000-8000-5e1dbe1f9d10")',
		'commit 5f0c9b2a7d1e4c3b8a6f9e0d1c2b3a4f5e6d7c8b',
		'"nextToken": "AAAAdGhpc2lzYWN1cnNvcjEyMzQ1Njc4OTA="',
		'"max_tokens": 4096, "input_tokens": 12345678',
		'"tool_use_id": "toolu_01KsJ4hG7fD3sA9qW2eR5tYu"',
		'TOKEN=$RAILWAY_TOKEN',
		'password: <your password>',
		'API_KEY=your-api-key-here',
		'const token = response.data.token;',
		'apiKey: process.env.API_KEY,',
		'"passwordPolicy": {"minimumLength": 12}',
		'ssh_key_path=/home/app/.ssh/id_ed25519',
		'"secretId": "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf"',
		'link to reset your password: https://accounts.invalid/reset',
		'https://user@host.invalid/path',
		'publicKey = "9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit"',
		'authorization: "https://accounts.invalid/oauth2/v2/authorize"',
		'const password = process.env.SESSION_PASSWORD!',
		'password = parts[2] as string',
		'"pgpass": "1.0.5"',
		"const pgPass = require('pgpass')",
	])('%s', (text) => {
		expect(redact(text)).toBe(text);
	});

	test('an AWS access key id stays readable and is sighted', () => {
		const id = `AKIA${randomBytes(20)
			.toString('base64')
			.replace(/[^A-Z2-7]/g, '')
			.padEnd(16, 'Q7ZK4M2XW9B3JTYN')
			.slice(0, 16)}`;
		const { text, found } = fresh().redactText(rawText(`aws_access_key_id = ${id}`));
		expect(text).toContain(id);
		expect(found.map((s) => s.kind)).toEqual(['aws-access-key']);
	});
});

describe('a secret found once', () => {
	test('is hidden where nothing names it, and before it was found when the input is read twice', () => {
		const token = randomUUID();
		const other = randomUUID();
		const redactor = fresh();
		const bare = rawText(`id ${token} and ${other}`);
		redactor.redactText(rawText(`RAILWAY_API_TOKEN=${token}`));
		expect(redactor.redactText(bare).text).toBe(
			`id ‹railway-api-token:${redactor.fingerprintOf(token)}› and ${other}`,
		);
	});

	test('is known again from its fingerprint alone', () => {
		const token = randomUUID();
		const first = fresh();
		first.redactText(rawText(`RAILWAY_API_TOKEN=${token}`));
		const later = createRedactor({ hmac, known: knownSecrets(first.known.entries()) });
		expect(later.redactText(rawText(`volume/${token}`)).text).not.toContain(token);
		expect(JSON.stringify(first.known.entries())).not.toContain(token);
	});

	test('is hidden in base64 and percent-encoded too', () => {
		const secret = `${randomBytes(12).toString('base64')}7+/=`;
		const redactor = fresh();
		redactor.redactJson({ client_secret: secret });
		for (let offset = 0; offset < 3; offset++) {
			const encoded = Buffer.from(`${'~'.repeat(offset)}${secret} tail`).toString('base64');
			const { text } = redactor.redactText(rawText(`data ${encoded}`));
			expect(text).toContain('‹secret:');
		}
		expect(redactor.redactText(rawText(`u=${encodeURIComponent(secret)}`)).text).toContain(
			'‹secret:',
		);
	});

	test('a plain word that was a password once is not hunted everywhere', () => {
		const redactor = fresh();
		redactor.redactJson({ password: 'production' });
		expect(redactor.redactText(rawText('delete the production volume')).text).toBe(
			'delete the production volume',
		);
	});

	test('has the same fingerprint under every kind, and another under another key', () => {
		const token = randomUUID();
		const prints = [`Authorization: Bearer ${token}`, `RAILWAY_TOKEN=${token}`].map(
			(text) => fresh().redactText(rawText(text)).found[0]?.fingerprint,
		);
		expect(prints[0]).toMatch(/^[0-9a-f]{20}$/);
		expect(prints[1]).toBe(prints[0]);
		const other = createRedactor({ hmac: hmacWith('another key') });
		expect(other.redactText(rawText(`RAILWAY_TOKEN=${token}`)).found[0]?.fingerprint).not.toBe(
			prints[0],
		);
	});
});

describe('markers', () => {
	test('a source cannot forge one', () => {
		const forged = '‹railway-api-token:0123456789abcdef0123›';
		expect(redact(`look: ${forged}`)).toBe('look: <railway-api-token:0123456789abcdef0123>');
		expect(JSON.stringify(fresh().redactJson({ [forged]: forged }).value)).not.toContain('‹');
	});

	test('redacting what was redacted changes nothing', () => {
		const parts = fc.oneof(
			fc.string({ maxLength: 20 }),
			fc.constantFrom(
				'password=',
				'token: ',
				'"',
				"'",
				'\\"',
				'&',
				'://u:',
				'@h',
				'Bearer ',
				'Authorization: ',
				'Cookie: a=',
				'curl -u ',
				'\n',
				'eyJ',
			),
			fc.uuid(),
			fc.base64String({ minLength: 20, maxLength: 60 }),
		);
		fc.assert(
			fc.property(fc.array(parts, { maxLength: 14 }), (pieces) => {
				const redactor = fresh();
				const once = redactor.redactText(rawText(pieces.join(''))).text;
				const twice = redactor.redactAgain(once);
				expect(twice.text).toBe(once);
			}),
			{ numRuns: 400 },
		);
	});

	test('without fingerprints, text is the same under every key', () => {
		const text = rawText(`export GITLAB_TOKEN=${randomBytes(16).toString('hex')}`);
		const [a, b] = ['one', 'two'].map(
			(key) => createRedactor({ hmac: hmacWith(key) }).redactText(text).text,
		);
		expect(a).not.toBe(b);
		expect(withoutFingerprints(a as string)).toBe(withoutFingerprints(b as string));
	});
});
