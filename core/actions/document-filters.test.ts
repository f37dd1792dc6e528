import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';

const classes = (script: string): string[] =>
	understanding.readShell(script, null).map((act) => act.class);

it.each(['', '{}', '{ _id: { $exists: true } }', '{_id: {$ne: null}}'])(
	'takes the filter (%s) for every document',
	(filter) => {
		expect(classes(`mongosh shop --eval 'db.orders.deleteMany(${filter})'`)).toEqual(['destroy']);
	},
);

it.each(['{ _id: 7 }', '{ paid: { $exists: true } }', '{ _id: { $exists: false } }'])(
	'does not take the filter (%s) for every document',
	(filter) => {
		expect(classes(`mongosh shop --eval 'db.orders.deleteMany(${filter})'`)).toEqual(['delete']);
	},
);

it('reads keys that are all removed, and a key that is', () => {
	expect(classes("redis-cli --scan --pattern '*' | xargs redis-cli del")).toContain('destroy');
	expect(classes("redis-cli --scan --pattern 'cart:*' | xargs redis-cli del")).not.toContain(
		'destroy',
	);
});

it('reads what PowerShell does for each thing, and fields inside fields of gh api', () => {
	expect(
		classes('pwsh -c "Get-ChildItem D:\\Data | ForEach-Object { Remove-Item $_ -Recurse }"'),
	).toContain('destroy');
	const acts = understanding.readShell(
		'gh api -X PATCH repos/acme/site -F security_and_analysis[secret_scanning][status]=disabled',
		null,
	);
	expect(acts.some(({ weakens }) => weakens)).toBe(true);
});
