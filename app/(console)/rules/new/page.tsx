import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NewRule } from '@/components/rules/new-rule.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';

export const metadata: Metadata = { title: 'A rule of your own' };

const template = (id: string): string => `title: Agent deletes something in production
id: ${id}
status: experimental
description: What it finds, in a sentence.
tags:
  - attack.impact
  - attack.t1485
logsource:
  product: aftertrace
  service: agent
detection:
  selection:
    event.kind: tool-call
    action.class:
      - destroy
      - delete
    environment: production
  condition: selection
falsepositives:
  - Where it errs
level: high
`;

export default async function NewRulePage() {
	const actor = await requireActor();
	if (!may(actor, 'rules.write')) redirect('/rules');
	return <NewRule text={template(randomUUID())} />;
}
