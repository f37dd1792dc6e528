import { parseTime } from '../event/time.ts';
import { windowsSources } from './log-sources.ts';
import { recordFields } from './record-fields.ts';
import type { DetectionSubject } from './subject.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A Windows event as JSON (`Event.System`, `Event.EventData`, as evtx_dump writes it). Fields of the
 * data stand by their own names, those of the header too (`EventID`, `Computer`), attributes joined
 * with `_` (`Provider_Name`). Null for any other record.
 */
export function windowsEvent(record: unknown): Omit<DetectionSubject, 'order' | 'eventId'> | null {
	const event = isObject(record) && isObject(record.Event) ? record.Event : null;
	const system = event?.System;
	if (event === null || !isObject(system)) return null;
	const fields: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(system)) addHeader(fields, name, value);
	for (const section of [event.EventData, event.UserData]) {
		if (!isObject(section)) continue;
		for (const [name, value] of Object.entries(section))
			if (name !== '#attributes') fields[name] = value;
	}
	const created = fields.TimeCreated_SystemTime;
	return {
		sources: windowsSources(String(fields.Channel ?? ''), Number(fields.EventID)),
		fields: recordFields(fields),
		time: typeof created === 'string' ? parseTime(created) : null,
	};
}

function addHeader(fields: Record<string, unknown>, name: string, value: unknown): void {
	if (!isObject(value)) {
		fields[name] = value;
		return;
	}
	if ('#text' in value) fields[name] = value['#text'];
	const attributes = value['#attributes'];
	if (isObject(attributes))
		for (const [attribute, content] of Object.entries(attributes))
			fields[`${name}_${attribute}`] = content;
}
