/** Modules whose functions tell by the module's name. */
const MODULES = /^(subprocess|os|shutil|requests|httpx|boto3|pathlib|urllib|socket|smtplib)$/;
/** Joined literals are folded at most this often. */
const FOLDS_MAX = 20;

/**
 * A source in which modules and functions go by their own names (`import subprocess as s`,
 * `from shutil import rmtree as wipe`), and literals that are joined stand as one.
 */
export function withPlainNames(given: string): string {
	let source = given;
	for (const [, module = '', alias = ''] of given.matchAll(
		/\bimport\s+(\w+)\s+as\s+([A-Za-z_]\w*)/g,
	))
		if (MODULES.test(module))
			source = source.replace(new RegExp(`(?<![.\\w])${alias}\\.(?=[A-Za-z_])`, 'g'), `${module}.`);
	for (const [whole, module = '', names = ''] of given.matchAll(
		/\bfrom\s+(\w+)\s+import\s+\(?([\w ,]+)/g,
	)) {
		if (!MODULES.test(module)) continue;
		for (const part of names.split(',')) {
			const [name = '', alias] = part.trim().split(/\s+as\s+/);
			if (!/^[a-z_]\w*$/.test(name)) continue;
			source = source.replace(
				new RegExp(`(?<![.\\w])${alias ?? name}\\s*\\(`, 'g'),
				`${module}.${name}(`,
			);
		}
		if (source.length > given.length * 2 + whole.length) break;
	}
	// `const { execSync: run } = require('child_process')`
	for (const [, names = ''] of given.matchAll(
		/\{([^{}]*)\}\s*=\s*(?:await\s+)?(?:require|import)\(\s*["'](?:node:)?(?:child_process|fs(?:\/promises)?)["']/g,
	))
		for (const [, name = '', alias = ''] of names.matchAll(/\b(\w+)\s*:\s*([A-Za-z_$]\w*)/g))
			source = source.replace(
				new RegExp(`(?<![.\\w$])${alias.replace('$', '\\$')}\\s*\\(`, 'g'),
				`${name.startsWith('rm') || name.startsWith('unlink') ? 'fs.' : ''}${name}(`,
			);
	for (let i = 0; i < FOLDS_MAX; i++) {
		const folded = source.replace(JOINED, '$1$2$3$1');
		if (folded === source) break;
		source = folded;
	}
	return source;
}

/** `'rm -rf ' + '/srv/x'`. */
const JOINED =
	/(?<![\w\\])(['"])((?:\\.|(?!\1)[^\\\n]){0,2000})\1\s*\+\s*\1((?:\\.|(?!\1)[^\\\n]){0,2000})\1/g;
