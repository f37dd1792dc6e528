import { describe, expect, it } from 'vitest';
import type { Act } from '../actions/action.ts';
import { StandingPlaces } from './standing-places.ts';

const act = (text: string, environment: Act['environment'] = null): Act =>
	({ text, environment }) as unknown as Act;
const placeAfter = (chosen: string, later: Act): string | undefined => {
	const places = new StandingPlaces();
	places.see([act(chosen)]);
	return places.of(later).environment?.value;
};

describe('a command that names no place acts where its tool was put before', () => {
	it.each([
		['kubectl config use-context acme-production', 'kubectl delete pvc data-0'],
		['kubectl config use-context acme-production', 'helm uninstall shop'],
		['terraform workspace select production', 'terraform destroy -auto-approve'],
		['pulumi stack select acme/prod', 'pulumi up --yes'],
		['gcloud config set project acme-prod', 'gcloud sql instances delete main'],
		['docker context use prod', 'docker volume rm shop_pgdata'],
		['az account set --subscription acme-prod', 'az group delete -n data'],
	])('%s, then %s', (chosen, later) => {
		expect(placeAfter(chosen, act(later))).toBe('production');
	});

	it('unless it names one itself, is another tool, or the place was left', () => {
		const staging = { value: 'staging' as const, reason: 'the context' };
		const chosen = 'kubectl config use-context production';
		expect(placeAfter(chosen, act('kubectl --context staging delete ns x', staging))).toBe(
			'staging',
		);
		expect(placeAfter(chosen, act('terraform destroy'))).toBeUndefined();
		const places = new StandingPlaces();
		places.see([act(chosen)]);
		places.see([act('kubectl config use-context blue')]);
		expect(places.of(act('kubectl delete pvc x')).environment).toBeNull();
	});
});
