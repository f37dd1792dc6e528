import { describe, expect, it } from 'vitest';
import type { Act } from '../actions/action.ts';
import { fingerprint } from '../event/ids.ts';
import { Logins } from './logins.ts';

const print = fingerprint('0123456789abcdef0123');
const act = (text: string, credentials: Act['credentials'] = []): Act =>
	({ text, credentials, provider: 'azure' }) as unknown as Act;

describe('a tool that was signed in acts with the credential of its sign-in', () => {
	it.each([
		['az login --service-principal -u x -p ‹secret:0123456789abcdef0123›', 'az group delete -n x'],
		['aws configure set aws_secret_access_key ‹k:0123456789abcdef0123›', 'aws s3 rb s3://x'],
		['kubectl config set-credentials x --token=‹k:0123456789abcdef0123›', 'kubectl delete ns x'],
		['vault login ‹k:0123456789abcdef0123›', 'vault secrets disable kv'],
	])('%s', (login, later) => {
		const logins = new Logins();
		logins.see([act(login, [print])]);
		expect(logins.of(act(later)).credentials).toEqual([print]);
	});

	it('leaves other tools, credentials of their own, and what comes after a sign-out alone', () => {
		const logins = new Logins();
		logins.see([act('az login -p ‹secret:0123456789abcdef0123›', [print])]);
		const own = fingerprint('fedcba98765432100123');
		expect(logins.of(act('gcloud projects delete x')).credentials).toEqual([]);
		expect(logins.of(act('az group delete -n x', [own])).credentials).toEqual([own]);
		logins.see([act('az logout')]);
		expect(logins.of(act('az group delete -n x')).credentials).toEqual([]);
	});

	it('takes no command that merely carries a credential for a sign-in', () => {
		const logins = new Logins();
		logins.see([act('curl -H "Authorization: Bearer ‹k:0123456789abcdef0123›" x', [print])]);
		expect(logins.of(act('curl -X DELETE https://x.example')).credentials).toEqual([]);
	});
});
