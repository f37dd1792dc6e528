import type { ResourceRef } from '../../action.ts';
import { environmentNamed } from '../../environment.ts';
import { HOLDS_SECRETS } from '../../http/request.ts';
import { readOperation, resourceRef } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

/** `aws ec2 terminate-instances --instance-ids i-1`: the API operation of the same name. */
export const aws: ProgramReader = (command, { catalogue }) => {
	const texts = textsOf(command.args);
	const global = new Set(['--profile', '--region', '--output', '--endpoint-url', '--query']);
	const args = parseArguments(texts, global);
	const [service, verb] = args.operands;
	if (service === undefined || verb === undefined || service === 'help' || verb === 'help')
		return [];
	const isDry = texts.includes('--dry-run') && !texts.includes('--no-dry-run');
	const profile = args.value('--profile') ?? command.environment.AWS_PROFILE ?? null;
	const environment = profile === null ? null : environmentNamed(profile);
	const parameters: Record<string, unknown> = {};
	for (let i = 0; i < texts.length; i++) {
		const flag = texts[i] ?? '';
		if (!flag.startsWith('--') || global.has(flag)) continue;
		const values: string[] = [];
		while (i + 1 < texts.length && !(texts[i + 1] ?? '').startsWith('--'))
			values.push(texts[++i] ?? '');
		parameters[flag.replace(/^--(no-)?/, '')] =
			values.length === 0
				? !flag.startsWith('--no-')
				: values.length === 1
					? jsonOrText(values[0] ?? '')
					: values;
	}
	const operation = `${/^s3(api|control)$/.test(service) ? 's3' : service}:${verb
		.split('-')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join('')}`;
	const act = readOperation(catalogue, {
		provider: 'aws',
		operation,
		parameters,
		text: command.source,
	});
	// `sns publish --message file://.env`: what is in the file goes to whoever listens.
	const told = /^(publish|send-(message|email|raw|events|data|bulk))/.test(verb)
		? texts.filter((text) => /^fileb?:\/\//.test(text) && HOLDS_SECRETS.test(text))
		: [];
	return [
		{
			...act,
			...(told.length === 0 || isDry
				? {}
				: {
						class: 'expose' as const,
						readsPaths: told.map((text) => text.replace(/^fileb?:\/\//, '')),
					}),
			resources:
				act.resources.length > 0 || act.class === 'read' ? act.resources : named(parameters),
			...(isDry ? { class: 'read' as const, fallsWith: [], weakens: false } : {}),
			...(environment === null
				? {}
				: { environment: { value: environment, reason: `the profile “${profile ?? ''}”` } }),
		},
	];
};

function jsonOrText(text: string): unknown {
	const structure = shorthand(text);
	if (structure !== null) return structure;
	// Set to nothing: `--bucket-logging-status '{}'`.
	if (/^\{\s*\}$/.test(text)) return 'none';
	if (!/^[[{]/.test(text)) return text;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/**
 * The shorthand for structures, `Status=Suspended,Rule={Cidr=0.0.0.0/0},Ids=[a,b]`; null where the
 * text is none. https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
 */
function shorthand(text: string): Record<string, unknown> | null {
	if (!/^[A-Za-z][\w.-]*=/.test(text) || text.length > 20_000) return null;
	const made: Record<string, unknown> = {};
	for (const part of partsOf(text)) {
		const at = part.indexOf('=');
		if (at < 1 || !/^[A-Za-z][\w.-]*$/.test(part.slice(0, at))) return null;
		made[part.slice(0, at)] = shorthandValue(part.slice(at + 1), 0);
	}
	return made;
}

function shorthandValue(text: string, depth: number): unknown {
	if (depth > 10) return text;
	if (text.startsWith('[') && text.endsWith(']'))
		return partsOf(text.slice(1, -1)).map((part) => shorthandValue(part, depth + 1));
	if (text.startsWith('{') && text.endsWith('}')) return shorthand(text.slice(1, -1)) ?? text;
	return text.replace(/^"(.*)"$/s, '$1');
}

/** Splits at the commas that stand in no bracket. */
function partsOf(text: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let from = 0;
	for (let at = 0; at < text.length; at++) {
		const c = text[at];
		if (c === '{' || c === '[') depth++;
		else if (c === '}' || c === ']') depth--;
		else if (c === ',' && depth === 0) {
			parts.push(text.slice(from, at));
			from = at + 1;
		}
	}
	return [...parts, text.slice(from)];
}

/** What a call that nothing describes is about: `--log-group-name x`, `--trail-arn y`. */
function named(parameters: Readonly<Record<string, unknown>>): ResourceRef[] {
	for (const [flag, value] of Object.entries(parameters)) {
		const kind = /^(.+)-(?:name|id|arn|identifier)$/.exec(flag)?.[1];
		if (kind !== undefined && typeof value === 'string' && value !== '')
			return [resourceRef('aws', kind, value)];
	}
	return [];
}
