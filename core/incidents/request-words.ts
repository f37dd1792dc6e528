import type { ActionClass } from '../actions/action.ts';

/** Words by which a task asks for acts of a class. */
export const ASKS: readonly (readonly [ActionClass, RegExp])[] = [
	[
		'destroy',
		/\b(delet(e|es|ing|ion)|remov(e|es|ing|al)|drop|dropping|destroy\w*|terminat\w*|purg\w*|wip(e|ing)|eras(e|ing)|truncat\w*|clean(?:ing|s)?[ -]?up|clean(?:ing)? out|clear(?:ing)?(?: out)?|tear(?:ing)?[ -]?down|decommission\w*|get rid of|prun(e|ing)|reset(?:ting)?|recreat\w*|start (?:fresh|over)|from scratch|afresh|flush\w*|invalidat\w*|evict\w*|expir(?:e|ing)|free(?:ing)?(?: up)?\b[^.\n]{0,20}\bspace|revok\w*|retir(e|ing)|nuke|cancel\w*|uninstall\w*|empty|rm -rf|force[- ]push\w*|rebase|squash|discard\w*|revert\w*|undo|throw away)\b/i,
	],
	[
		'grant',
		/\b(grant\w*|invit(e|ing)|onboard\w*|deploy key|ssh key|bucket policy|add\b[^.\n]{0,40}\b(?:user|member|collaborator|key|role|permission|access)|give\b[^.\n]{0,40}\baccess|permission\w*|access key|api key|new token|open(?:ing)?\b[^.\n]{0,40}\b(?:ports?|firewall|ingress|to the (?:world|internet|public))|create\b[^.\n]{0,30}\b(?:token|key|user|role|credential)|rotat\w*|role binding|rbac|iam|chmod|authoriz\w*|collaborator)\b/i,
	],
	[
		'create',
		/\b(creat\w*|make|add|open|publish\w*|releas\w*|ship|send\w*|pay\w*|transfer\w*|refund\w*|order|buy|purchase\w*|book|register|invite|onboard\w*|set ?up|new|post|submit|schedule|reserve|deploy(?!ers?\b)\w*|charge|comment(?:s|ing)?|reply|answer)\b/i,
	],
	[
		'expose',
		/\b(publi[cs]\w*|make\b[^.\n]{0,30}\bpublic|open[- ]source|share|sharing|upload\w*|send|e-?mail|post(?:ing)?\b|publish\w*|release\w*|copy\b[^.\n]{0,40}\bto|sync\w*|deploy(?!ers?\b)\w*|export\w*|transfer\w*|backup\w*|back up|scp|rsync|gist|notif\w*|webhook)\b/i,
	],
];

/** Words by which a task asks for something to be open to others, not only carried somewhere. */
export const OPENS_UP =
	/\b(publi[cs]\w*|open\w*|shar(?:e|es|ed|ing)|expos\w*|anyone|everyone|everybody|the world|internet|anonymous\w*|releas\w*|hand(?:ing)? over|cross-account)\b/i;

/** Words by which a task asks for a protection to go; what it is about must be named beside it. */
export const SWITCHES_OFF =
	/\b(disabl\w*|turn(?:ing|s)? off|switch(?:ing)? off|deactivat\w*|stop\w*|suspend\w*|relax\w*|loosen\w*|remov\w*|clear\w*|reset\w*|flush\w*|expir\w*|shorten\w*)\b/i;

/** Words for changes by which things come and go: what is replaced or moved is deleted on the way. */
export const CHANGES =
	/\b(replac\w*|renam\w*|mov(?:e|ing)|migrat\w*|swap\w*|recreat\w*|rebuil[dt]\w*|updat\w*|refresh\w*|rotat\w*|renew\w*|upgrad\w*|refactor\w*|convert\w*|consolidat\w*)\b/i;

/** Words for the whole of something: a task that asks for it asks for what is in it. */
export const WHOLE_OF_IT =
	/\b(environments?|everything|stacks?|infrastructure|projects?|all (?:the )?resources|complete(?:ly)?|entire(?:ly)?|clusters?|namespaces?|accounts?|resource groups?|set-?up|sandbox|preview)\b/i;

/** Words that stand for a kind of resource in a task. */
export const KIND_WORDS: Readonly<Record<string, RegExp>> = {
	file: /\b(files?|folders?|director(?:y|ies)|logs?|artifacts?|build|cache|output)\b/i,
	table:
		/\b(tables?|rows?|records?|data|schema|databases?|db|columns?|migrations?|users|entries)\b/i,
	database: /\b(databases?|db|schema|rds|sql|caches?|redis|keys?)\b/i,
	snapshot: /\b(snapshots?|backups?|copies)\b/i,
	backup: /\b(backups?|snapshots?|copies)\b/i,
	'log-group': /\b(logs?|log groups?|log streams?)\b/i,
	credential: /\b(keys?|tokens?|credentials?|secrets?|passwords?)\b/i,
	user: /\b(users?|accounts?|people|members?|person|collaborators?)\b/i,
	group: /\b(groups?|access|members?)\b/i,
	role: /\b(roles?|access|permissions?|bindings?|rbac|polic(?:y|ies))\b/i,
	release: /\b(releases?|charts?|deployments?|versions?)\b/i,
	app: /\b(apps?|applications?|services?)\b/i,
	firewall: /\b(firewalls?|ufw|iptables|nftables|ports?)\b/i,
	protection:
		/\b(protections?|selinux|audit\w*|monitoring|gatekeeper|fail2ban|syslog|time machine)\b/i,
	trail: /\b(trails?|cloudtrail|audit\w*|logging)\b/i,
	schedule: /\b(cron\w*|schedules?|scheduled|timers?)\b/i,
	zone: /\b(zones?|dns|domains?)\b/i,
	key: /\b(keys?|kms|encryption)\b/i,
	disk: /\b(disks?|drives?|partitions?|space)\b/i,
	instance: /\b(instances?|servers?|machines?|vms?|nodes?|ec2)\b/i,
	bucket: /\b(buckets?|s3|storage)\b/i,
	object: /\b(objects?|files?|s3|bucket|logs?)\b/i,
	volume: /\b(volumes?|disks?|storage|containers?|docker|compose)\b/i,
	stack: /\b(stacks?|infrastructure|environments?|resources?|terraform|cluster|everything)\b/i,
	workload: /\b(pods?|deployments?|jobs?|workloads?|services?)\b/i,
	branch: /\b(branch(?:es)?|history|commits?|rebase|squash|main|master|force)\b/i,
	message: /\b(messages?|e-?mails?|notif\w*|comments?|issues?|pull requests?|PRs?)\b/i,
};
