import { nounsAndVerb } from './cloud-clis.ts';
import type { ProgramReader } from './program-reader.ts';

/**
 * Programs whose operands are texts, files or local packages: a word such as `delete` among them
 * says nothing about what they do.
 */
const NO_VERBS = new Set(
	`echo printf grep egrep fgrep rg ag ack sed awk gawk cat tac less more head tail sort uniq cut tr wc diff
	cmp comm find fd ls tree stat file which whereis type man help info apropos test expr let bc date cal sleep
	yes seq tee export set unset printenv alias hash read history cd pushd popd kill pkill killall pgrep ps top
	htop jobs bg fg wait trap ulimit umask renice jq yq fx xmllint column paste join fold fmt nl od xxd hexdump
	strings base64 md5sum sha1sum sha256sum tar zip unzip gzip gunzip bzip2 xz zstd cp mv mkdir touch ln chmod
	chown make cmake ninja gcc g++ clang cc rustc rustup cargo go gofmt npm npx yarn pnpm bun corepack node deno
	tsx ts-node tsc eslint prettier biome jest vitest mocha cypress playwright pytest tox nox ruff black mypy
	python python3 pip pip3 pipx poetry pipenv uv conda mamba ruby gem bundle irb java javac mvn gradle ant sbt
	dotnet php composer perl swift xcodebuild elixir iex mix stack cabal ghc lua R Rscript julia apt apt-get dpkg
	yum dnf rpm pacman apk brew port snap flatpak choco winget scoop asdf nvm vim vi nvim nano emacs ed code
	cursor open xdg-open start tmux screen script expect say notify-send figlet logger wall write mail just task
	nx turbo lerna act pre-commit husky lefthook commitlint git-lfs svn hg jj fossil watchman entr nodemon pm2
	claude codex gemini aider opencode cmd powershell pwsh wsl`.split(/\s+/),
);

const TAKES_AWAY = /^(delete|destroy|purge|terminate|wipe|erase|drop)$/;
/** The verb and what it is done to in one word: `delete_vhost`, `service-instance-delete`. */
const COMPOUND =
	/^(delete|destroy|purge|terminate|wipe|drop)[-_][a-z_-]+$|^(?!(?:plan|preview|pre|post|on|no|can|check|validate|test|list|show|get|after|before)-)[a-z]+(-[a-z]+)*-(delete|destroy|purge)$/;
/** `grant-role`, `add-member`: words that say that someone is given something. */
const GIVES =
	/^(grant|invite)([-_][a-z_-]+)?$|^(add|assign|set|create)[-_]?(user|member|role|admin|permission|policie|policy|collaborator|owner|principal|token|api-?key)s?([-_][a-z-]+)?$/;
/** What gives access by being made. */
const MADE =
	/^(users?|members?|tokens?|api-?keys?|access-?keys?|collaborators?|admins?|role-?bindings?)$/;

/**
 * A program that nothing describes, whose command line says in so many words that something is taken
 * away or given (`openstack server delete db-1`, `acmectl tenants purge 7`, `acmectl user grant-role
 * bob admin`). Null for everything else.
 */
export const undescribed: ProgramReader = (command, understanding) => {
	if (NO_VERBS.has(command.name) || !/^[a-z][\w.-]{1,40}$/i.test(command.name)) return null;
	const words = command.args
		.map((word) => word.text)
		.filter((word) => !word.startsWith('-'))
		// `environment:delete` is two words.
		.flatMap((word, i) => (i < 3 && /^[a-z]+(:[a-z]+)+$/.test(word) ? word.split(':') : [word]));
	const at = words.findIndex(
		(word, i) =>
			TAKES_AWAY.test(word) ||
			COMPOUND.test(word) ||
			GIVES.test(word) ||
			(/^(create|add|new|invite)$/.test(word) && i > 0 && MADE.test(words[i - 1] ?? '')),
	);
	// A verb comes early, after nouns: what stands before it are no paths, texts or numbers.
	if (at < 0 || at > 3 || !words.slice(0, at).every((word) => /^[a-z][a-z:_-]*$/.test(word)))
		return null;
	const acts = nounsAndVerb(command.name.toLowerCase(), true)(command, understanding);
	return acts?.some((act) => /^(destroy|delete|grant|expose)$/.test(act.class)) === true
		? acts
		: null;
};
