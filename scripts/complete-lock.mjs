// Completes package-lock.json after `npm install`.
//
// Some registries mirror only one platform's packages; npm then leaves the optional packages of
// other platforms out of the lock, and `npm ci` on those platforms (and, with npm 11, on every
// platform) fails with "EUSAGE … Missing: X from lock file". This adds an entry for each optional
// package that the lock names and does not hold. Run it after every change of dependencies:
//   npm install --ignore-scripts && node scripts/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
const { packages } = lock;

/** Platform that a package name ends in: `@esbuild/linux-arm64`, `lib-darwin-x64-musl` … */
const PLATFORM =
	/(?:^|[-/])(aix|android|darwin|freebsd|netbsd|openbsd|openharmony|sunos|win32|linux|linuxmusl)-(arm64|arm|ia32|x64|ppc64|ppc64le|riscv64|s390x|loong64|mips64el|mips64|wasm32)(?:-(gnu|musl|msvc|eabi|gnueabihf|musleabihf))?$/;

const resolves = (from, name) => {
	for (let folder = from; ; ) {
		const here = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
		if (packages[here] !== undefined) return true;
		if (folder === '') return false;
		const cut = folder.lastIndexOf('/node_modules/');
		folder = cut === -1 ? '' : folder.slice(0, cut);
	}
};

let added = 0;
for (const [from, entry] of Object.entries({ ...packages })) {
	for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
		if (resolves(from, name)) continue;
		const platform = PLATFORM.exec(name);
		const version = /^[\^~]?(\d[^\s|]*)$/.exec(range)?.[1];
		if (version === undefined) continue;
		packages[`node_modules/${name}`] = {
			version,
			...(entry.dev ? { dev: true } : {}),
			...(platform === null
				? {}
				: { cpu: [platform[2]], os: [platform[1] === 'linuxmusl' ? 'linux' : platform[1]] }),
			optional: true,
		};
		added++;
	}
}
const sorted = Object.fromEntries(
	Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
writeFileSync(path, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
process.stdout.write(`package-lock.json: ${added} optional packages of other platforms added\n`);
