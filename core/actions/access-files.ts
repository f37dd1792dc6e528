/** Files whose lines give someone access: who writes to them grants. */
const GIVES_ACCESS =
	/(^|\/)(authorized_keys2?|sudoers|pg_hba\.conf|\.rhosts|hosts\.equiv)$|\/sudoers\.d\/|^\/etc\/(passwd|shadow|group)$/;

export const givesAccess = (path: string): boolean => GIVES_ACCESS.test(path);

/** Folders that tools fill and can fill again. */
const REBUILT =
	/^(node_modules|bower_components|\.?(next|nuxt|turbo|parcel-cache|cache|pytest_cache|mypy_cache|ruff_cache|tox|nox|gradle|svelte-kit|angular|eggs|vite|swc|nyc_output|terragrunt-cache)|__pycache__|dist|coverage|htmlcov|[\w.-]+\.egg-info|\*?\.pyc|\.venv|venv|cmake-build-\w+)$/;

/** Where programs put what need not last. */
const SCRATCH = /^(\/var)?\/tmp\/[^/]|^\$\{?TMPDIR\}?\/./;

/**
 * Whether a path names what a build or an install makes anew: a cache, `node_modules`, `dist`. Not
 * under folders of the system, where such a name can mean anything.
 */
export function isRebuilt(path: string): boolean {
	if (SCRATCH.test(path)) return true;
	if (/^\/(srv|var|etc|mnt|data|opt|usr)\//.test(path)) return false;
	const name =
		path
			.replace(/[/\\]+(\*\*?)?$/, '')
			.split(/[/\\]/)
			.at(-1) ?? '';
	return REBUILT.test(name) || (!path.startsWith('/') && /^(build|out|target)$/.test(name));
}

/** A path, all of it, to a file that is made to hold credentials. */
const SECRET_FILE =
	/^(?:[~.]?\/|[A-Za-z]:\\)?[^\s"'<>|]*(?:(?:^|[\\/])\.env(?:\.(?!example|sample|template)\w+)?|\.ssh[\\/]id_\w+|(?:^|[\\/])id_(?:rsa|ed25519|ecdsa)|\.aws[\\/]credentials|\.kube[\\/]config|\.npmrc|\.netrc|\.pgpass|\.git-credentials|credentials\.json|service-account[\w-]*\.json)$/;

export const isSecretFile = (path: string): boolean => SECRET_FILE.test(path);
