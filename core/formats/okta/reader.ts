import type { NamedResource } from '@/core/event/event.ts';
import { ownText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import { at, firstText, listOf, type RedactedObject, textAt } from '../json-access.ts';
import { plainRecord, providerReader } from '../provider-reader.ts';

const resourcesOf = (record: RedactedObject): NamedResource[] =>
	listOf(at(record, 'target'))
		.slice(0, 50)
		.flatMap((target): NamedResource[] => {
			const id = firstText(target, 'id', 'alternateId');
			if (id === null) return [];
			return [
				{
					kind: textAt(target, 'type')?.toLowerCase() ?? null,
					id,
					name: firstText(target, 'displayName', 'alternateId'),
				},
			];
		});

function outcomeOf(record: RedactedObject) {
	const word = textAt(record, 'outcome', 'result');
	if (word === null) return 'unknown';
	if (/DENY|CHALLENGE/.test(word)) return 'denied';
	return /SUCCESS|ALLOW/.test(word) ? 'ok' : 'error';
}

export const okta = providerReader({
	id: 'okta',
	title: 'Okta System Log',
	versions: 'System Log API version 0',
	confidence: 0.92,
	isRecord: (record) =>
		/^[a-z_0-9]+(?:\.[a-z_0-9]+)+$/.test(firstText(record, 'eventType', 'eventtype') ?? '') &&
		Object.hasOwn(record, 'actor') &&
		['published', 'outcome', 'legacyEventType', 'displayMessage', 'client'].some((key) =>
			Object.hasOwn(record, key),
		),
	reading: (record) => {
		const operation = firstText(record, 'eventType', 'eventtype');
		if (operation === null) return null;
		const name = firstText(record, 'actor.alternateId', 'actor.displayName', 'actor.id');
		const words = firstText(record, 'displayMessage', 'displaymessage');
		const outcome = outcomeOf(record);
		return {
			time: parseTime(at(record, 'published')),
			actor: {
				type: /SystemPrincipal|PublicClientApp|Client/i.test(textAt(record, 'actor', 'type') ?? '')
					? 'service'
					: name === null
						? 'unknown'
						: 'human',
				name,
			},
			key: textAt(record, 'uuid'),
			...(words === null ? {} : { text: ownText(`${operation}: ${words}`) }),
			record: plainRecord('okta', operation, {
				outcome,
				errorCode: outcome === 'ok' ? null : textAt(record, 'outcome', 'reason'),
				requestId: firstText(record, 'transaction.id', 'debugContext.debugData.requestId'),
				principal: name,
				credentialId: firstText(
					record,
					'authenticationContext.externalSessionId',
					'transaction.detail.requestApiTokenId',
				),
				sourceAddress: textAt(record, 'client', 'ipAddress'),
				userAgent: textAt(record, 'client', 'userAgent', 'rawUserAgent'),
				resources: resourcesOf(record),
				parameters: at(record, 'debugContext', 'debugData') ?? null,
			}),
		};
	},
});
