'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Field } from '../door/field.tsx';
import { Button } from '../ui/button.tsx';
import { type ConnectorRow, connectorsQuery, sendJson } from './queries.ts';

type Kind = ConnectorRow['kind'];

/** A credential's own server, or the provider where it stands elsewhere. */
const elsewhere = (hint: string): Input => ({
	name: 'endpoint',
	label: 'Address',
	part: 'settings',
	hint,
	optional: true,
});

interface Input {
	readonly name: string;
	readonly label: string;
	readonly part: 'settings' | 'credential';
	readonly hint?: string;
	readonly optional?: boolean;
}

/** What each kind asks for. */
const inputs: Readonly<Record<Kind, readonly Input[]>> = {
	'cloudtrail-s3': [
		{ name: 'bucket', label: 'Bucket', part: 'settings' },
		{ name: 'region', label: 'Region', part: 'settings', hint: 'eu-central-1' },
		{ name: 'prefix', label: 'Prefix', part: 'settings', hint: 'before AWSLogs/', optional: true },
		{ name: 'accessKeyId', label: 'Access key id', part: 'credential' },
		{ name: 'secretAccessKey', label: 'Secret access key', part: 'credential' },
	],
	'github-audit': [
		{ name: 'owner', label: 'Organization', part: 'settings' },
		{ name: 'token', label: 'Token', part: 'credential', hint: 'with read:audit_log' },
		elsewhere('empty: https://api.github.com'),
	],
	railway: [
		{ name: 'workspace', label: 'Workspace id', part: 'settings' },
		{ name: 'token', label: 'Token of the workspace', part: 'credential' },
	],
	'github-credentials': [
		{ name: 'owner', label: 'Organization', part: 'settings' },
		{
			name: 'token',
			label: 'Token',
			part: 'credential',
			hint: 'what it may not list is left out and named',
		},
		elsewhere('empty: https://api.github.com'),
	],
	'aws-iam': [
		{ name: 'accessKeyId', label: 'Access key id', part: 'credential' },
		{
			name: 'secretAccessKey',
			label: 'Secret access key',
			part: 'credential',
			hint: 'with IAMReadOnlyAccess',
		},
		elsewhere('empty: https://iam.amazonaws.com'),
	],
	'railway-tokens': [
		{ name: 'workspace', label: 'Workspace id', part: 'settings', optional: true },
		{ name: 'token', label: 'Account token', part: 'credential' },
		elsewhere('empty: Railway’s own'),
	],
	'vault-tokens': [
		{
			name: 'endpoint',
			label: 'Address',
			part: 'settings',
			hint: 'https://vault.example.org:8200',
		},
		{ name: 'namespace', label: 'Namespace', part: 'settings', optional: true },
		{ name: 'token', label: 'Token', part: 'credential', hint: 'sudo on auth/token/accessors' },
	],
	'cloudflare-tokens': [
		{ name: 'account', label: 'Account id', part: 'settings', optional: true },
		{ name: 'token', label: 'Token', part: 'credential', hint: 'API Tokens Read' },
		elsewhere('empty: Cloudflare’s own'),
	],
};

const titles: Readonly<Record<Kind, string>> = {
	'cloudtrail-s3': 'CloudTrail from an S3 bucket',
	'github-audit': 'GitHub audit log',
	railway: 'Railway audit log',
	'github-credentials': 'GitHub: tokens, apps, deploy keys',
	'aws-iam': 'AWS: access keys, users, roles',
	'railway-tokens': 'Railway: API and project tokens',
	'vault-tokens': 'Vault or OpenBao: tokens',
	'cloudflare-tokens': 'Cloudflare: API tokens',
};
const groups: Readonly<Record<string, readonly Kind[]>> = {
	Logs: ['cloudtrail-s3', 'github-audit', 'railway'],
	Credentials: [
		'github-credentials',
		'aws-iam',
		'railway-tokens',
		'vault-tokens',
		'cloudflare-tokens',
	],
};

function bodyOf(kind: Kind, form: FormData): object {
	const parts: Record<Input['part'], Record<string, string>> = { settings: {}, credential: {} };
	for (const { name, part } of inputs[kind]) {
		const value = String(form.get(name) ?? '').trim();
		if (value !== '') parts[part][name] = value;
	}
	const everySeconds = Number(form.get('minutes')) * 60;
	return { kind, name: String(form.get('title') ?? ''), everySeconds, ...parts };
}

/** What was refused, with the names that the form has for its parts. */
const inFormWords = (kind: Kind, message: string): string =>
	inputs[kind].reduce(
		(words, { name, part, label }) => words.replace(`${part}.${name}:`, `${label}:`),
		message,
	);

/** Adds a connector. Its credential goes to the console once and is not shown again. */
export function NewConnector({ onAdded }: { onAdded: () => void }) {
	const cache = useQueryClient();
	const [kind, setKind] = useState<Kind>('cloudtrail-s3');
	const add = useMutation({
		mutationFn: (body: object) => sendJson('POST', '/api/v1/connectors', body),
		onSuccess: async () => {
			await cache.invalidateQueries({ queryKey: connectorsQuery.queryKey });
			onAdded();
		},
	});
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		add.mutate(bodyOf(kind, new FormData(event.currentTarget)));
	};
	return (
		<form
			aria-label="New connector"
			onSubmit={submit}
			className="grid gap-3 rounded-lg border border-line p-3"
		>
			<div className="grid items-start gap-3 sm:grid-cols-3">
				<div className="grid min-w-0 gap-1">
					<label htmlFor="connector-kind" className="text-xs font-semibold text-muted">
						From
					</label>
					<select
						id="connector-kind"
						value={kind}
						onChange={(event) => {
							setKind(event.target.value as Kind);
							add.reset();
						}}
						className="h-9 w-full min-w-0 rounded-md border border-line2 bg-bg px-2 text-sm"
					>
						{Object.entries(groups).map(([group, kinds]) => (
							<optgroup key={group} label={group}>
								{kinds.map((id) => (
									<option key={id} value={id}>
										{titles[id]}
									</option>
								))}
							</optgroup>
						))}
					</select>
				</div>
				<Field id="connector-title" name="title" label="Name" required maxLength={100} />
				<Field
					key={groups.Logs?.includes(kind) === true ? 'logs' : 'credentials'}
					id="connector-minutes"
					name="minutes"
					label="Every (minutes)"
					type="number"
					min={1}
					max={1_440}
					defaultValue={groups.Logs?.includes(kind) === true ? 5 : 60}
					required
				/>
			</div>
			<div key={kind} className="grid items-start gap-3 sm:grid-cols-3">
				{inputs[kind].map(({ name, label, part, hint, optional }) => (
					<Field
						key={name}
						id={`connector-${name}`}
						name={name}
						label={label}
						{...(hint === undefined ? {} : { hint })}
						required={optional !== true}
						autoComplete="off"
						type={part === 'credential' && name !== 'accessKeyId' ? 'password' : 'text'}
					/>
				))}
			</div>
			<div className="flex flex-wrap items-center gap-3">
				<Button type="submit" size="medium" face="solid" disabled={add.isPending}>
					Add
				</Button>
				<p className="text-2xs text-muted">
					The credential is encrypted under the installation’s key and never shown again. Give it
					the right to read what it lists and no other.
				</p>
			</div>
			{add.isError && (
				<p role="alert" className="text-xs text-destroy">
					{inFormWords(kind, add.error.message)}
				</p>
			)}
		</form>
	);
}
