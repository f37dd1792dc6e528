import { environmentNamed } from '../../environment.ts';
import { readOperation } from '../../reading.ts';
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
	const operation = `${service === 's3api' ? 's3' : service}:${verb
		.split('-')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join('')}`;
	return [
		{
			...readOperation(catalogue, { provider: 'aws', operation, parameters, text: command.source }),
			...(isDry ? { class: 'read' as const, fallsWith: [], weakens: false } : {}),
			...(environment === null
				? {}
				: { environment: { value: environment, reason: `the profile “${profile ?? ''}”` } }),
		},
	];
};

/** `Status=Suspended,MFADelete=Disabled`: the shorthand for a structure. */
const SHORTHAND = /^[A-Za-z][\w.-]*=[^,=]*(,[A-Za-z][\w.-]*=[^,=]*)*$/;

function jsonOrText(text: string): unknown {
	if (SHORTHAND.test(text))
		return Object.fromEntries(
			text.split(',').map((pair) => {
				const at = pair.indexOf('=');
				return [pair.slice(0, at), pair.slice(at + 1)];
			}),
		);
	if (!/^[[{]/.test(text)) return text;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
