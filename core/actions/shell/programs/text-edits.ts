import { givesAccess } from '../../access-files.ts';
import type { ActionClass } from '../../action.ts';
import { reading, resourceRef } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

/** Lines of configuration files that take a protection off, as someone writes them there. */
const WEAKER_LINES =
	/\bPermitRootLogin[\s=]+yes|\bPasswordAuthentication[\s=]+yes|\bPermitEmptyPasswords[\s=]+yes|\bStrictModes[\s=]+no|\bSELINUX=(?:disabled|permissive)|\bprotected-mode[\s=]+no|\bxpack\.security\.enabled:\s*false|\bauthorization:\s*["']?disabled|\bdeletion_protection\s*=\s*false|\bprevent_destroy\s*=\s*false|\bskip_final_snapshot\s*=\s*true|\bbackup_retention_period\s*=\s*0|\blog_statement\s*=\s*'?none|\barchive_mode\s*=\s*off|\bENABLED=no\b/i;

/** Whether a line that is written to a file of that name takes a protection off. */
export const weakensConfiguration = (text: string): boolean => WEAKER_LINES.test(text);

/**
 * `sed -i` and `perl -pi -e` on files whose lines say who gets in: a line that is put there lets someone
 * in. What only takes lines out (`/bob/d`) does not. Of other files, what the new text switches off.
 */
export const editsInPlace: ProgramReader = (command) => {
	const texts = textsOf(command.args);
	const isInPlace = texts.some((text) =>
		command.name === 'perl'
			? /^-[a-z]*i/.test(text) && texts.some((each) => /^-[a-z]*p[a-z]*/.test(each))
			: /^(-[a-zA-Z]*i|--in-place)/.test(text),
	);
	if (!isInPlace) return null;
	const args = parseArguments(
		texts,
		new Set(['-e', '--expression', '-f', '--file', '-pe', '-pie']),
	);
	const given = ['-e', '--expression', '-pe', '-pie'].flatMap((flag) => args.flags.get(flag) ?? []);
	const scripts = given.length > 0 ? given : args.operands.slice(0, 1);
	const files = given.length > 0 ? args.operands : args.operands.slice(1);
	const script = scripts.join('\n');
	const onlyTakesOut = /^\s*(\/(?:\\.|[^/])*\/|\d+(,\d+)?|\$)?d\s*$/.test(script);
	const access = onlyTakesOut ? [] : files.filter(givesAccess);
	const weakens = !onlyTakesOut && weakensConfiguration(newTextOf(script));
	const actionClass: ActionClass = access.length > 0 ? 'grant' : 'modify';
	return [
		reading({
			class: actionClass,
			provider: 'filesystem',
			operation: `${command.name} -i`,
			text: command.source,
			weakens,
			writesPaths: files,
			resources: (access.length > 0 ? access : weakens ? files : []).map((path) =>
				resourceRef('filesystem', 'file', path),
			),
			basis: `shell ${command.name}`,
		}),
	];
};

/** What a script of sed's puts in: the second halves of its substitutions, and what it appends. */
const newTextOf = (script: string): string =>
	[
		...[...script.matchAll(/\bs([/|#,@])(?:\\.|(?!\1).)*\1((?:\\.|(?!\1).)*)\1/g)].map(
			([, , to = '']) => to,
		),
		...[...script.matchAll(/(?:^|[\d$/;])\s*[aic]\\?\s*([^\n]+)/g)].map(([, text = '']) => text),
	].join('\n');
