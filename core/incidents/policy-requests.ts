import type { Act, ResourceRef } from '../actions/action.ts';
import { placeOf } from './deviation.ts';
import type { PolicyRequest } from './policies.ts';
import type { ReplayInput } from './replay.ts';
import type { Touch } from './touches.ts';

/** A policy with the calls that show whether it does what it is for. */
export interface PolicyDraft {
	readonly text: string;
	/** Calls that it must deny. */
	readonly impact: readonly PolicyRequest[];
	/** Calls that the task needed and that it must let through. */
	readonly needed: readonly PolicyRequest[];
}

/** Requests of one check: enough to show a fault, few enough to stay quick. */
const REQUESTS_MAX = 200;

/** The first name of an operation: its called and its audited name are one action. */
export const actionName = (input: ReplayInput, act: Pick<Act, 'provider' | 'operation'>): string =>
	input.catalogue.operation(act.provider, act.operation, null)?.names[0] ?? act.operation;

export function touchRequest(
	input: ReplayInput,
	touch: Touch,
	principal: PolicyRequest['principal'],
): PolicyRequest {
	return {
		principal,
		action: actionName(input, touch.act),
		resource: {
			id: touch.resource.id,
			kind: touch.resource.kind,
			environment: touch.environment === 'unknown' ? null : touch.environment,
			outsideBoundary: leavesBoundary(touch),
		},
		context: { approvedByHuman: false },
	};
}

/** Out of the folder of the run, or to a host that its task does not name. */
export const leavesBoundary = (touch: Touch): boolean =>
	touch.deviation.reason === 'outside-folder' ||
	touch.deviation.reason === 'secret-sent-out' ||
	(touch.deviation.reason === 'injected' &&
		touch.act.class === 'expose' &&
		touch.act.hosts.length > 0);

/** The run that made a touch. */
export const runPrincipal = (input: ReplayInput): PolicyRequest['principal'] => ({
	type: 'Run',
	id: input.investigation.runs[0]?.id ?? '',
});

export function actRequest(
	input: ReplayInput,
	act: Act,
	resource: ResourceRef,
	principal: PolicyRequest['principal'],
): PolicyRequest {
	const { environment } = placeOf(act, resource, input.world);
	return {
		principal,
		action: actionName(input, act),
		resource: {
			id: resource.id,
			kind: resource.kind,
			environment: environment === 'unknown' ? null : environment,
			outsideBoundary: false,
		},
		context: { approvedByHuman: false },
	};
}

/** What the run did for its task: its calls that left nothing, on what they name. */
export function taskRequests(input: ReplayInput): PolicyRequest[] {
	const { foreign, origins } = input.investigation;
	// The task needed neither what left it nor the call that brought a credential which was none of its own.
	const left = new Set([
		...input.touches.map((touch) => touch.call),
		...[...foreign].map((print) => origins.get(print)?.call ?? null),
	]);
	const principal = runPrincipal(input);
	const requests: PolicyRequest[] = [];
	for (const call of input.investigation.calls) {
		if (left.has(call) || call.outcome !== 'ok') continue;
		for (const act of call.acts)
			for (const resource of act.resources) {
				if (requests.length >= REQUESTS_MAX) return requests;
				const request = actRequest(input, act, resource, principal);
				// Looking into another environment is part of leaving the task, though it touched nothing.
				if (
					request.resource.environment === null ||
					request.resource.environment === 'development' ||
					input.scope.includes(request.resource.environment)
				)
					requests.push(request);
			}
	}
	return requests;
}
