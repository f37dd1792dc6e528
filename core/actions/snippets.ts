import { isRebuilt } from './access-files.ts';
import type { Reading } from './action.ts';
import { reading, readOperation, resourceRef } from './reading.ts';
import { clientCalls } from './snippet-clients.ts';
import { mapperCalls } from './snippet-mappers.ts';
import { withPlainNames } from './snippet-names.ts';
import { httpCalls, sentFiles } from './snippet-requests.ts';
import { awsObjects, collections, sdkCommands, sdkObjects } from './snippet-sdks.ts';
import {
	argumentsAt,
	STRING,
	unquote,
	withoutComments,
	withoutSpokenCode,
} from './snippet-text.ts';
import { readSql } from './sql/statements.ts';
import type { Understanding } from './understanding.ts';

/**
 * Reads what a snippet of Python, JavaScript or another language does to the outside, by the calls
 * whose shape tells: HTTP clients, boto3, SQL in `execute("…")`, file removal. It is no parser of
 * those languages: what it does not recognise yields nothing. At most 100,000 characters.
 */
export function readSnippet(code: string, understanding: Understanding, text: string): Reading[] {
	const source = withConstants(
		withPlainNames(withoutSpokenCode(withoutComments(code.slice(0, 100_000)))),
	);
	return [
		...httpCalls(source, understanding, text),
		...sentFiles(source, text),
		...boto(source, understanding, text),
		...sqlCalls(source, understanding),
		...sdkCommands(source, understanding, text),
		...sdkObjects(source, understanding, text),
		...awsObjects(source, understanding, text),
		...clientCalls(source, understanding, text),
		...mapperCalls(source, text),
		...collections(source, text),
		...removals(source, text),
		...shellCalls(source, understanding),
	];
}

/** Names that are given a literal once, as that literal where a call takes them: `rmtree(target)`. At most 50. */
function withConstants(source: string): string {
	const assigned = new RegExp(
		`(?:^|[;{\\n])[ \\t]*(?:const |let |var )?([A-Za-z_]\\w*)\\s*=\\s*${STRING.source}[ \\t]*(?=$|[;\\n])`,
		'gm',
	);
	const constants = new Map<string, string | null>();
	for (const [, name = '', literal = ''] of source.matchAll(assigned)) {
		if (constants.size >= 50) break;
		constants.set(name, constants.has(name) || literal.length > 2_000 ? null : literal);
	}
	if (constants.size === 0) return source;
	return source.replace(
		/([(,:=[]\s*)([A-Za-z_]\w*)(?=\s*[,)}\]])/g,
		(whole, lead: string, name: string) => {
			const literal = constants.get(name);
			return literal == null ? whole : `${lead}${literal}`;
		},
	);
}

function boto(source: string, { catalogue }: Understanding, text: string): Reading[] {
	const acts: Reading[] = [];
	for (const client of source.matchAll(
		/(?:(\w+)\s*=\s*)?\b\w+(?:\([^()]*\))?\.(?:client|resource)\(\s*["']([\w-]+)["'][^()]*\)/g,
	)) {
		const [whole, variable, service = ''] = client;
		// `boto3.client('ec2').terminate_instances(…)`: the call stands right behind.
		const direct = /^\s*\.([a-z_]+)\s*\(/.exec(source.slice(client.index + whole.length));
		const calls = [
			...(direct === null
				? []
				: [{ name: direct[1] ?? '', open: client.index + whole.length + direct[0].length - 1 }]),
			...(variable === undefined
				? []
				: [...source.matchAll(new RegExp(`\\b${variable}\\.([a-z_]+)\\s*\\(`, 'g'))].map(
						(match) => ({
							name: match[1] ?? '',
							open: match.index + match[0].length - 1,
						}),
					)),
		];
		for (const { name, open } of calls) {
			const args = argumentsAt(source, open);
			const parameters = keywordsOf(args);
			const operation = `${service}:${name
				.split('_')
				.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
				.join('')}`;
			const act = readOperation(catalogue, { provider: 'aws', operation, parameters, text });
			acts.push(parameters.DryRun === true ? { ...act, class: 'read', fallsWith: [] } : act);
		}
		acts.push(
			...botoObjects(
				source,
				variable ?? whole.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
				service,
				catalogue,
				text,
			),
		);
	}
	return acts;
}

/** Keyword arguments whose values are literals; structures keep their inner literals, policies are parsed. */
function keywordsOf(args: string): Record<string, unknown> {
	const parameters: Record<string, unknown> = {};
	for (const [, key = '', value = ''] of args.matchAll(
		/(\w+)\s*=\s*(\[[^\]]*\]|\{[^{}]*\}|["'][^"']*["']|True\b|False\b|\d+\b)/g,
	)) {
		if (value === 'True' || value === 'False') parameters[key] = value === 'True';
		else if (/^\d/.test(value)) parameters[key] = Number(value);
		else if (value.startsWith('{'))
			parameters[key] = Object.fromEntries(
				[...value.matchAll(/["'](\w+)["']\s*:\s*(?:["']([^"']*)["']|(True|False|\d+))/g)].map(
					([, name = '', text, bare]) => [
						name,
						text ?? (bare === 'True' ? true : bare === 'False' ? false : Number(bare)),
					],
				),
			);
		else parameters[key] = [...value.matchAll(/["']([^"']*)["']/g)].map((m) => m[1] ?? '');
	}
	const policy = /\bPolicy(?:Document)?\s*=\s*json\.dumps\((\{[\s\S]*\})\s*\)/.exec(args)?.[1];
	if (policy !== undefined) {
		const read = asJson(policy);
		if (read !== null) parameters.Policy = read;
	}
	return parameters;
}

/** A literal of Python as JSON reads it; null where it is more than a literal. */
function asJson(literal: string): unknown {
	try {
		return JSON.parse(
			literal
				.replace(/'/g, '"')
				.replace(/\bTrue\b/g, 'true')
				.replace(/\bFalse\b/g, 'false')
				.replace(/\bNone\b/g, 'null')
				.replace(/,(\s*[}\]])/g, '$1'),
		);
	} catch {
		return null;
	}
}

/** boto3's objects: `s3.Bucket('x').delete()`, `b = s3.Bucket('x'); b.objects.all().delete()`. */
function botoObjects(
	source: string,
	resource: string,
	service: string,
	catalogue: Understanding['catalogue'],
	text: string,
): Reading[] {
	const acts: Reading[] = [];
	const made = new RegExp(
		`(?:(\\w+)\\s*=\\s*)?${resource}\\.([A-Z]\\w+)\\(\\s*["']([^"']+)["'][^)]*\\)`,
		'g',
	);
	for (const [whole, variable, kind = '', id = ''] of source.matchAll(made)) {
		const after =
			variable === undefined
				? source.slice(source.indexOf(whole) + whole.length).split('\n', 1)[0]
				: [...source.matchAll(new RegExp(`\\b${variable}((?:\\.\\w+(?:\\([^()]*\\))?)+)`, 'g'))]
						.map((match) => match[1])
						.join('\n');
		for (const [, part, verb = ''] of (after ?? '').matchAll(
			/(\.(?:objects|object_versions)[\w.()]*)?\.(delete|terminate|delete_all)\(/g,
		)) {
			const noun = part === undefined ? kind : 'Objects';
			acts.push(
				readOperation(catalogue, {
					provider: 'aws',
					operation: `${service}:${verb === 'terminate' ? 'Terminate' : 'Delete'}${noun}${verb === 'terminate' ? 's' : ''}`,
					parameters: null,
					ids: [id],
					text,
				}),
			);
		}
	}
	// `with t.batch_writer() as b: b.delete_item(…)` over all that `t.scan()` gives.
	for (const [, table = '', writer = ''] of source.matchAll(
		/\b(\w+)\.batch_writer\([^()]*\)\s+as\s+(\w+)/g,
	))
		if (
			new RegExp(`\\b${writer}\\.delete_item\\(`).test(source) &&
			source.includes(`${table}.scan(`)
		) {
			const id = new RegExp(`\\b${table}\\s*=\\s*\\w+\\.Table\\(\\s*["']([^"']+)["']`).exec(
				source,
			)?.[1];
			acts.push({
				...readOperation(catalogue, {
					provider: 'aws',
					operation: 'dynamodb:DeleteItem',
					parameters: null,
					ids: id === undefined ? [] : [id],
					text,
				}),
				class: 'destroy',
			});
		}
	// `for v in ec2.volumes.filter(…): v.delete()`
	const listed = new RegExp(`\\bfor\\s+(\\w+)\\s+in\\s+${resource}\\.(\\w+)\\.`, 'g');
	for (const [, variable = '', nouns = ''] of source.matchAll(listed)) {
		const verb = new RegExp(`\\b${variable}\\.(delete|terminate)\\(`).exec(source)?.[1];
		if (verb === undefined) continue;
		const noun = nouns
			.replace(/s$/, '')
			.split('_')
			.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
			.join('');
		const operation = `${service}:${verb === 'terminate' ? `Terminate${noun}s` : `Delete${noun}`}`;
		acts.push(readOperation(catalogue, { provider: 'aws', operation, parameters: null, text }));
	}
	return acts;
}

function sqlCalls(source: string, { sql, catalogue }: Understanding): Reading[] {
	const acts: Reading[] = [];
	for (const match of source.matchAll(
		/\b(?:execute|executemany|query|raw|\$executeRawUnsafe|\$queryRawUnsafe)\s*\(\s*(?:text\(\s*)?/g,
	)) {
		const literal = new RegExp(`^${STRING.source}`).exec(
			source.slice(match.index + match[0].length),
		);
		if (literal !== null)
			acts.push(
				...readSql(
					unquote(literal[1] ?? ''),
					sql,
					catalogue,
					/["']?(postgres(?:ql)?:\/\/[^"'\s]+)/.exec(source)?.[1] ?? null,
				),
			);
	}
	// Tagged templates: `sql\`TRUNCATE a\``, Prisma's `$executeRaw`.
	for (const [, statement = ''] of source.matchAll(
		/(?:\$executeRaw|\$queryRaw|(?<![.\w$])sql)\s*`([^`]*)`/g,
	))
		acts.push(...readSql(statement.replace(/\$\{[^}]*\}/g, 'computed'), sql, catalogue, null));
	return acts;
}

function removals(source: string, text: string): Reading[] {
	const acts: Reading[] = [];
	const call =
		/\b(shutil\.rmtree|os\.remove|os\.unlink|os\.rmdir|(?:fs|fsp|fsPromises|require\(['"](?:node:)?fs(?:\/promises)?['"]\))\.(?:promises\.)?(?:rmSync|rm|unlinkSync|unlink|rmdirSync)|rimraf|os\.RemoveAll|os\.Remove|FileUtils\.rm_rf|FileUtils\.rm_r|File\.delete|rmtree|remove_tree|Deno\.remove(?:Sync)?)\s*\(\s*/g;
	for (const [, path = ''] of source.matchAll(
		/\barray_map\(\s*["'](?:unlink|rmdir)["']\s*,\s*glob\(\s*["']([^"']+)["']/g,
	))
		acts.push(removal('unlink', path, text));
	for (const [, path = ''] of source.matchAll(
		/\bPath\(\s*[rbf]?["']([^"']+)["']\s*\)\.(?:unlink|rmdir)\(/g,
	))
		acts.push(removal('Path.unlink', path, text));
	// Opened for writing and closed, cut to nothing, or written over with nothing.
	for (const [, opened, cut, written, at] of source.matchAll(
		/\bopen\(\s*[rbf]?["']([^"']+)["']\s*,\s*["']w[bt+]*["']\s*\)\.(?:close|truncate)\(|\b(?:truncate|truncateSync)\(\s*["']([^"']+)["'](?:\s*,\s*0)?\s*[,)]|\bwriteFile(?:Sync)?\(\s*["'`]([^"'`]+)["'`]\s*,\s*(?:""|''|``)\s*[,)]|\bPath\(\s*[rbf]?["']([^"']+)["']\s*\)\.write_(?:text|bytes)\(\s*b?(?:""|'')\s*\)/g,
	)) {
		const path = opened ?? cut ?? written ?? at ?? '';
		if (/^\/(var|srv|etc|opt|data|mnt|home|root|usr)\//.test(path))
			acts.push(removal('truncate', path, text));
	}
	// Perl's `unlink glob "x"`; `for p in Path('x').rglob('*')` with `p.unlink()`.
	for (const [, quoted, angled] of source.matchAll(
		/\bunlink\s+(?:glob\s*\(?\s*)?(?:["']([^"']+)["']|<([^<>]+)>)/g,
	))
		acts.push(removal('unlink', quoted ?? angled ?? '', text));
	for (const [, name = '', path = ''] of source.matchAll(
		/\bfor\s+(\w+)\s+in\s+(?:list\(|sorted\()?(?:pathlib\.)?Path\(\s*[rbf]?["']([^"']+)["']\s*\)\.(?:rglob|glob|iterdir)\(/g,
	))
		if (new RegExp(`\\b${name}\\.(?:unlink|rmdir)\\(|rmtree\\(\\s*${name}\\b`).test(source))
			acts.push(removal('Path.unlink', path, text));
	for (const match of source.matchAll(call)) {
		const literal = new RegExp(`^${STRING.source}`).exec(
			source.slice(match.index + match[0].length),
		);
		const path = literal === null ? 'a path that the snippet computes' : unquote(literal[1] ?? '');
		acts.push(removal(match[1] ?? 'remove', path, text));
	}
	return acts;
}

const removal = (operation: string, path: string, text: string): Reading =>
	reading({
		class: isRebuilt(path) ? 'delete' : 'destroy',
		provider: 'filesystem',
		operation,
		text,
		resources: [resourceRef('filesystem', 'file', path)],
		writesPaths: [path],
		basis: 'a call in a snippet',
	});

function shellCalls(source: string, understanding: Understanding): Reading[] {
	const acts: Reading[] = [];
	for (const match of source.matchAll(
		/\b(?:os\.system|subprocess\.(?:run|call|check_call|check_output|Popen)|execSync|exec)\s*\(\s*/g,
	)) {
		const rest = source.slice(match.index + match[0].length);
		const literal = new RegExp(`^${STRING.source}`).exec(rest);
		const listed = /^\[([^\]]*)\]/.exec(rest);
		const script =
			literal !== null
				? withRest(unquote(literal[1] ?? ''), rest.slice(literal[0].length))
				: listed !== null
					? [...(listed[1] ?? '').matchAll(/["']([^"']*)["']/g)]
							.map((m) => `'${(m[1] ?? '').replaceAll("'", "'\\''")}'`)
							.join(' ')
					: null;
		if (script !== null) acts.push(...understanding.readShell(script, null));
	}
	// The program, then its words: `spawn('rm', ['-rf', path])`, Go's `exec.Command("rm", "-rf", path)`.
	for (const match of source.matchAll(
		/\b(?:spawn|spawnSync|execFile|execFileSync|exec\.Command|execa|Process\.run)\s*\(\s*["']([\w./-]+)["']\s*,\s*/g,
	)) {
		const args = source.slice(match.index + match[0].length).split(/[\])]/, 1)[0] ?? '';
		const words = args
			.split(',')
			.map((word) => /^\s*\[?\s*["'`]([^"'`]*)["'`]\s*$/.exec(word)?.[1]);
		const script = [match[1] ?? '', ...words.map((word) => word ?? 'computed')];
		acts.push(
			...understanding.readShell(
				script.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' '),
				null,
			),
		);
	}
	return acts;
}

/** A command that more is joined to, which the program computes. */
const withRest = (script: string, rest: string): string =>
	/^\s*\+/.test(rest) ? `${script}computed` : script;
