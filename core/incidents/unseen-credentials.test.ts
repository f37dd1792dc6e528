import { describe, expect, it } from 'vitest';
import type { Act } from '../actions/action.ts';
import type { Event } from '../event/event.ts';
import { fingerprint } from '../event/ids.ts';
import { isUnseen, UnseenCredentials } from './unseen-credentials.ts';

const act = (text: string): Act =>
	({
		text,
		credentials: [],
		provider: 'api.example',
		hosts: ['api.example'],
		resources: [],
		readsPaths: [],
	}) as unknown as Act;
const nothing = (): undefined => undefined;

describe('a secret that a command fetches from a file and never shows is known by its file', () => {
	it.each([
		[
			'curl -H "Authorization: Bearer $(cat ~/.config/x/token)" https://api.example/v1',
			'~/.config/x/token',
		],
		['curl -H "X-Api-Key: `cat .key`" https://api.example/v1', '.key'],
		['acme --token "$(jq -r .token ~/.acme.json)" apps delete 7', '~/.acme.json'],
		['curl -H "Authorization: token $(< /run/secrets/gh)" https://api.example', '/run/secrets/gh'],
		[
			'curl -H "Authorization: Bearer $(grep TOKEN ../ops/.env | cut -d= -f2)" https://api.example',
			'../ops/.env',
		],
	])('%s', (text, path) => {
		expect(new UnseenCredentials().of(act(text), nothing).credentials).toEqual([`unseen:${path}`]);
	});

	it('follows the variable that holds the substitution', () => {
		const [print = ''] = new UnseenCredentials().of(
			act('curl -H "Authorization: Bearer $T" https://api.example'),
			(name) => (name === 'T' ? '$(cat ~/.token)' : undefined),
		).credentials;
		expect(print).toBe('unseen:~/.token');
		expect(isUnseen(print)).toBe(true);
	});

	it('is the secret that an earlier answer showed in that file', () => {
		const known = fingerprint('0123456789abcdef0123');
		const unseen = new UnseenCredentials();
		unseen.see([{ ...act('cat ~/.token'), readsPaths: ['~/.token'] }], {
			sightings: [{ fingerprint: known }],
		} as unknown as Event);
		expect(
			unseen.of(act('curl -H "Authorization: Bearer $(cat ~/.token)" https://api.example'), nothing)
				.credentials,
		).toEqual([known]);
	});

	it.each([
		'curl -d "$(cat report.txt)" https://api.example',
		'curl -H "Authorization: Bearer $(vault read -field=t x/y)" https://api.example',
		'curl -H "Authorization: Bearer $TOKEN" https://api.example',
	])('states none where no file holds what signs in: %s', (text) => {
		expect(new UnseenCredentials().of(act(text), nothing).credentials).toEqual([]);
	});
});
