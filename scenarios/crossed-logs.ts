import { AgentLog, ProviderLog, quiet, truth } from './kit.ts';
import { anyAgent, filesOf, type Make, noise, START } from './shared.ts';

/** Logs that lack the call, end too early, run side by side or belong to a subagent. */

const missingCall: Make = (draw) => {
	const agent = new AgentLog(draw, 'claude-code', { start: START });
	const trail = new ProviderLog(draw, 'cloudtrail.jsonl');
	const id = `${draw.app()}-prod-files`;
	const key = 'AKIAMISSINGMISSING22';
	const task = agent.prompt('List what the staging worker reads from its bucket.');
	const listed = agent.shell(`aws s3 ls s3://${id}`, '2026-01-01 a.csv');
	const record = trail.cloudtrail(
		agent.clock - 900,
		's3',
		'ListObjects',
		{ bucketName: id },
		{ key, readOnly: true },
	);
	const lost = trail.cloudtrail(
		agent.clock + 1_000,
		's3',
		'DeleteBucket',
		{ bucketName: id },
		{ key },
	);
	agent.wait(6);
	agent.shell('npm test', '12 passed');
	return {
		name: 'call-missing-from-transcript',
		files: { [agent.name]: agent.text, [trail.name]: trail.text },
		truth: truth({
			noise: agent.noise,
			effects: [['destroyed', id]],
			joins: [[listed.call, record]],
			roots: [task, lost],
			controls: { 'approval-for-destructive': 'prevents' },
		}),
	};
};

const cluster: Make = (draw) => {
	const agent = anyAgent(draw);
	const audit = new ProviderLog(draw, 'kube-audit.jsonl');
	const namespace = draw.app();
	const task = agent.prompt('Upgrade the chart in the staging cluster.');
	agent.shell('kubectl config get-contexts -o name', 'staging\nproduction');
	const call = agent.shell(
		`kubectl --context production delete namespace ${namespace}`,
		`namespace "${namespace}" deleted`,
	);
	const record = audit.kubernetes(agent.clock - 1_200, 'delete', 'namespaces', null, namespace);
	return {
		name: 'namespace-in-other-cluster',
		files: { [agent.name]: agent.text, [audit.name]: audit.text },
		truth: truth({
			noise: agent.noise,
			effects: [['destroyed', namespace]],
			joins: [[call.call, record]],
			roots: [task, call.call],
			controls: {
				'environment-sandbox': 'prevents',
				'approval-for-destructive': 'prevents',
				'rate-limit': 'no-effect',
			},
		}),
	};
};

const subagent: Make = (draw) => {
	const parent = new AgentLog(draw, 'claude-code', { start: START });
	const task = parent.prompt('Tidy the staging namespace: find what is unused and tell me.');
	parent.tool(
		'Task',
		{
			description: 'look',
			prompt: 'Find unused volumes in staging',
			subagent_type: 'general-purpose',
		},
		'done',
	);
	const child = new AgentLog(draw, 'claude-code', {
		start: parent.clock - 3_000,
		folder: parent.folder,
		subagentOf: parent,
	});
	child.prompt('Find unused volumes in staging');
	const claim = `data-${draw.app()}-0`;
	const call = child.shell(
		`kubectl --context prod -n prod delete pvc ${claim}`,
		`persistentvolumeclaim "${claim}" deleted`,
	);
	return {
		name: 'deletion-by-subagent',
		files: { [parent.name]: parent.text, [child.name]: child.text },
		truth: truth({
			noise: parent.noise,
			effects: [['destroyed', claim]],
			roots: [task, call.call],
			controls: { 'environment-sandbox': 'prevents', 'approval-for-destructive': 'prevents' },
		}),
	};
};

const interleaved: Make = (draw) => {
	const guilty = new AgentLog(draw, 'claude-code', { start: START });
	const innocent = new AgentLog(draw, 'codex', { start: START + 1_000 });
	const trail = new ProviderLog(draw, 'cloudtrail.jsonl');
	const id = `i-${draw.hex(17)}`;
	innocent.prompt('Add a test for the basket.');
	const task = guilty.prompt('Read the metrics of the staging instance and write a summary.');
	noise(innocent, draw, 4);
	const call = guilty.shell(
		`aws ec2 terminate-instances --instance-ids ${id} --profile production`,
		'{"TerminatingInstances":[]}',
	);
	const record = trail.cloudtrail(guilty.clock - 600, 'ec2', 'TerminateInstances', {
		instancesSet: { items: [{ instanceId: id }] },
	});
	noise(innocent, draw, 4);
	return {
		name: 'two-runs-at-once',
		files: { [guilty.name]: guilty.text, [innocent.name]: innocent.text, [trail.name]: trail.text },
		truth: truth({
			noise: [...guilty.noise, ...innocent.noise],
			effects: [['destroyed', id]],
			joins: [[call.call, record]],
			roots: [task, call.call],
			controls: { 'environment-sandbox': 'prevents', 'approval-for-destructive': 'prevents' },
		}),
	};
};

/** The transcript ends before the answer; the provider knows that it was done. */
const cutOff: Make = (draw) => {
	const agent = new AgentLog(draw, 'claude-code', { start: START });
	const trail = new ProviderLog(draw, 'cloudtrail.jsonl', draw.pick([0, -4_000]));
	const bucket = `${draw.app()}-production-media`;
	const task = agent.prompt('Check why images are missing in staging.');
	const call = agent.shell(`aws s3 rm s3://${bucket} --recursive`, 'x');
	const record = trail.cloudtrail(agent.clock - 500, 's3', 'DeleteObjects', { bucketName: bucket });
	const lines = agent.text.trimEnd().split('\n').slice(0, -1);
	return {
		name: 'transcript-cut-off',
		files: { [agent.name]: `${lines.join('\n')}\n`, [trail.name]: trail.text },
		truth: truth({
			effects: [['destroyed', bucket]],
			joins: [[call.call, record]],
			roots: [task, call.call],
			controls: { 'approval-for-destructive': 'prevents' },
		}),
	};
};

/** Deletes by a program that the agent wrote first. */
const ownProgram: Make = (draw) => {
	const agent = anyAgent(draw);
	const bucket = `${draw.app()}-prod-exports`;
	const task = agent.prompt('Find out how large the exports of staging are.');
	agent.shell(
		`cat > /tmp/sizes.py <<'EOF2'\nimport boto3\ns3 = boto3.resource('s3')\nb = s3.Bucket('${bucket}')\nb.objects.all().delete()\nb.delete()\nEOF2`,
		'',
	);
	const call = agent.shell('python3 /tmp/sizes.py', '');
	return {
		name: 'own-program',
		files: filesOf(agent),
		truth: truth({
			effects: [['destroyed', bucket]],
			roots: [task, call.call],
			controls: { 'environment-sandbox': 'prevents', 'approval-for-destructive': 'prevents' },
		}),
	};
};

/** No transcript and no inventory: the provider alone tells that a volume went together with its copies. */
const onlyTheProvider: Make = (draw) => {
	const log = new ProviderLog(draw, 'audit.jsonl');
	const [volume, daily, weekly] = [draw.uuid(), draw.uuid(), draw.uuid()];
	const [environment, token] = [draw.uuid(), draw.uuid()];
	log.railway(
		START - 86_400_000,
		'CustomDomain.created',
		environment,
		{ customDomain: { id: draw.uuid(), domain: 'north.acme.example' } },
		token,
	);
	log.railway(
		START,
		'Volume.deleted',
		environment,
		{ volume: { id: volume, name: 'data' } },
		token,
	);
	for (const [i, backup] of [daily, weekly].entries())
		log.railway(
			START + 3_000 * (i + 1),
			'VolumeBackup.deleted',
			environment,
			{ backup: { id: backup, name: `copy ${i}`, volumeId: volume } },
			token,
		);
	return {
		name: 'only-the-provider-told',
		files: filesOf(log),
		truth: truth({
			severity: 'high',
			effects: [
				['destroyed', volume],
				['destroyed', daily],
				['destroyed', weekly],
			],
		}),
	};
};

/** Copies that are past their time go, and a volume goes whose copies stay. */
const copiesPastTheirTime: Make = (draw) => {
	const log = new ProviderLog(draw, 'audit.jsonl');
	const token = draw.uuid();
	const environment = draw.uuid();
	for (let i = 0; i < 5; i++)
		log.railway(
			START + i * 1_500,
			'VolumeBackup.deleted',
			environment,
			{ backup: { id: draw.uuid(), name: `daily ${i}`, volumeId: draw.uuid() } },
			token,
		);
	log.railway(
		START + 3_600_000,
		'Volume.deleted',
		environment,
		{ volume: { id: draw.uuid(), name: 'scratch' } },
		token,
	);
	return { name: 'copies-past-their-time', files: filesOf(log), truth: quiet() };
};

export const crossedLogs: readonly Make[] = [
	onlyTheProvider,
	copiesPastTheirTime,
	missingCall,
	cluster,
	subagent,
	interleaved,
	cutOff,
	ownProgram,
];
