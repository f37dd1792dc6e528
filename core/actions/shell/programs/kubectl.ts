import type { ActionClass, ResourceRef } from '../../action.ts';
import { environmentNamed } from '../../environment.ts';
import { reading, readOperation, resourceRef, withSettings } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

const KUBECTL_FLAGS = new Set([
	'-n',
	'--namespace',
	'--context',
	'--kubeconfig',
	'-f',
	'--filename',
	'-l',
	'--selector',
	'-o',
	'--output',
	'-c',
	'--container',
	'--cluster',
	'--user',
	'--server',
	'-s',
	'--token',
	'--grace-period',
	'--timeout',
	'-p',
	'--patch',
	'--type',
	'--clusterrole',
	'--role',
	'--serviceaccount',
	'--replicas',
	'--duration',
	'--port',
	'--target-port',
	'--name',
	'--address',
]);

export const kubectl: ProgramReader = (command, { catalogue }) => {
	const args = parseArguments(textsOf(command.args), KUBECTL_FLAGS);
	const [verb = '', ...rest] = args.operands;
	const context = [
		args.value('--context', '--cluster'),
		args.value('-n', '--namespace'),
		args.value('--kubeconfig'),
		args.value('-s', '--server'),
	].filter((value) => value !== null);
	const place = context
		.map((value) => ({ value, environment: environmentNamed(value) }))
		.find(({ environment }) => environment !== null);
	const dry =
		[...(args.flags.get('--dry-run') ?? [])].some((value) => value !== 'none') ||
		(args.has('--dry-run') && (args.flags.get('--dry-run') ?? []).length === 0);
	const [kind, name] = (rest[0] ?? '').includes('/')
		? (rest[0] ?? '').split('/')
		: [rest[0] ?? '', rest[1]];
	const names = (rest[0] ?? '').includes('/')
		? rest.map((item) => item.split('/')[1] ?? '')
		: rest.slice(1);
	const known = catalogue.kindOfNoun('kubernetes', kind ?? '');
	const act = readOperation(catalogue, {
		provider: 'kubernetes',
		operation: `${verb} ${kubernetesPlural(kind ?? '', known?.kind ?? '')}`,
		parameters: null,
		ids: name === undefined ? (args.has('--all') ? ['*'] : []) : names,
		text: command.source,
	});
	const bindings = verb === 'apply' || verb === 'create' ? bindingsIn(command.input) : [];
	const gives =
		bindings.length > 0 ||
		(verb === 'create' && kind === 'token') ||
		(verb === 'certificate' && kind === 'approve') ||
		(verb === 'auth' && kind === 'reconcile') ||
		// OpenShift's own: `oc adm policy add-cluster-role-to-user cluster-admin bot`.
		/^(adm )?policy add-/.test(args.operands.join(' ')) ||
		(/^(edit|patch|replace)$/.test(verb) && /^(cluster)?role(binding)?s?$/i.test(kind ?? ''))
			? ('grant' as const)
			: null;
	const patch = args.value('-p', '--patch');
	const opens =
		(verb === 'expose' && /^(LoadBalancer|NodePort)$/.test(args.value('--type') ?? '')) ||
		(verb === 'patch' &&
			known?.kind === 'service' &&
			/"?type"?:\s*"?(LoadBalancer|NodePort)\b/.test(patch ?? '')) ||
		(verb === 'port-forward' && /^(0\.0\.0\.0|::)/.test(args.value('--address') ?? ''))
			? ('expose' as const)
			: null;
	// What the cluster refuses in that namespace, it lets through now.
	const loosens =
		(verb === 'scale' &&
			args.value('--replicas') === '0' &&
			names.some((each) => WATCHES.test(each))) ||
		(/^(label|annotate)$/.test(verb) &&
			args.operands.some((text) =>
				/pod-security\.kubernetes\.io\/enforce(=privileged|-$)/.test(text),
			));
	const patched =
		verb === 'patch' && patch !== null
			? withSettings(catalogue, { ...act, class: 'modify' }, jsonOf(patch))
			: null;
	return [
		{
			...act,
			...(opens === null
				? {}
				: { resources: names.map((id) => resourceRef('kubernetes', 'service', id)) }),
			...(bindings.length === 0 ? {} : { resources: bindings }),
			...(kind !== 'token' || bindings.length > 0
				? {}
				: { resources: names.map((id) => resourceRef('kubernetes', 'credential', id)) }),
			class: dry ? 'read' : (gives ?? opens ?? patched?.class ?? kubectlClass(verb, act.class)),
			weakens: !dry && (act.weakens || loosens || patched?.weakens === true),
			operation: `${verb} ${kind ?? ''}`.trim(),
			readsPaths: args.flags.get('-f') ?? args.flags.get('--filename') ?? [],
			environment:
				place?.environment == null
					? null
					: { value: place.environment, reason: `the context or namespace “${place.value}”` },
		},
	];
};

/** What watches or guards a cluster, or copies what is in it. */
const WATCHES =
	/^(falco|gatekeeper|kyverno|velero|trivy|kubearmor|tetragon|sysdig|datadog|fluent(d|-?bit)|promtail|vector|audit|opa|kube-bench|cert-manager)/;

/** A patch as JSON; null where it is none. */
function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** Role bindings in a manifest that the command itself carries. */
const bindingsIn = (manifest: string | null): ResourceRef[] =>
	(manifest ?? '')
		.split(/^---.*$/m)
		.filter((document) => /^\s*"?kind"?:\s*"?(Cluster)?RoleBinding\b/m.test(document))
		.slice(0, 100)
		.map((document) =>
			resourceRef(
				'kubernetes',
				'role',
				/^\s*"?name"?:\s*"?([\w.:-]+)/m.exec(document)?.[1] ?? 'a binding in the manifest',
			),
		);

/** Short names (`ns`, `pvc`, `deploy`) as the API's plural. */
function kubernetesPlural(noun: string, kind: string): string {
	const short: Readonly<Record<string, string>> = {
		ns: 'namespaces',
		pvc: 'persistentvolumeclaims',
		pv: 'persistentvolumes',
		deploy: 'deployments',
		sts: 'statefulsets',
		ds: 'daemonsets',
		po: 'pods',
		svc: 'services',
		cm: 'configmaps',
		crd: 'customresourcedefinitions',
		crds: 'customresourcedefinitions',
		ing: 'ingresses',
		sa: 'serviceaccounts',
		cj: 'cronjobs',
		rs: 'replicasets',
		no: 'nodes',
	};
	const lower = noun.toLowerCase();
	return short[lower] ?? (kind === '' || lower.endsWith('s') ? lower : `${lower}s`);
}

function kubectlClass(verb: string, read: ActionClass): ActionClass {
	switch (verb) {
		case 'get':
		case 'describe':
		case 'logs':
		case 'top':
		case 'explain':
		case 'version':
		case 'config':
		case 'diff':
		case 'api-resources':
		case 'auth':
		case 'cluster-info':
			return 'read';
		case 'apply':
		case 'patch':
		case 'edit':
		case 'scale':
		case 'rollout':
		case 'set':
		case 'label':
		case 'annotate':
		case 'replace':
		case 'cordon':
		case 'drain':
			return read === 'grant' ? 'grant' : 'modify';
		case 'exec':
		case 'run':
		case 'port-forward':
		case 'cp':
		case 'debug':
			return 'execute';
		default:
			return read;
	}
}

/** `kind`, `k3d`, `minikube`: clusters in containers of the machine itself, made and thrown away at will. */
export const localCluster: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['--name', '-n', '-p', '--profile', '--image']),
	);
	const verb = args.operands.find((word) => /^(create|start|delete|stop)$/.test(word));
	if (verb === undefined || (verb !== 'delete' && verb !== 'create')) return null;
	const name =
		args.value('--name', '-n', '-p', '--profile') ?? args.operands.at(-1) ?? command.name;
	return [
		reading({
			class: verb === 'delete' ? 'delete' : 'create',
			provider: 'docker',
			operation: `${command.name} ${args.operands.slice(0, 2).join(' ')}`,
			text: command.source,
			resources: [resourceRef('docker', 'cluster', name)],
			environment: { value: 'development', reason: 'it runs on the machine itself' },
			basis: `shell ${command.name}`,
		}),
	];
};
