import protobuf from 'protobufjs/light.js';

/**
 * The part of the OpenTelemetry protocol (opentelemetry-proto 1.x: trace, logs and their collector
 * services) that is read here, as field numbers. Unknown fields are skipped, as protobuf has it.
 */
const f = (type: string, id: number, rule?: 'repeated') => ({
	type,
	id,
	...(rule === undefined ? {} : { rule }),
});

const messages = {
	AnyValue: {
		oneofs: {
			value: {
				oneof: [
					'stringValue',
					'boolValue',
					'intValue',
					'doubleValue',
					'arrayValue',
					'kvlistValue',
					'bytesValue',
				],
			},
		},
		fields: {
			stringValue: f('string', 1),
			boolValue: f('bool', 2),
			intValue: f('int64', 3),
			doubleValue: f('double', 4),
			arrayValue: f('ArrayValue', 5),
			kvlistValue: f('KeyValueList', 6),
			bytesValue: f('bytes', 7),
		},
	},
	ArrayValue: { fields: { values: f('AnyValue', 1, 'repeated') } },
	KeyValueList: { fields: { values: f('KeyValue', 1, 'repeated') } },
	KeyValue: { fields: { key: f('string', 1), value: f('AnyValue', 2) } },
	Resource: { fields: { attributes: f('KeyValue', 1, 'repeated') } },
	InstrumentationScope: {
		fields: {
			name: f('string', 1),
			version: f('string', 2),
			attributes: f('KeyValue', 3, 'repeated'),
		},
	},
	Status: { fields: { message: f('string', 2), code: f('int32', 3) } },
	SpanEvent: {
		fields: {
			timeUnixNano: f('fixed64', 1),
			name: f('string', 2),
			attributes: f('KeyValue', 3, 'repeated'),
		},
	},
	SpanLink: {
		fields: {
			traceId: f('bytes', 1),
			spanId: f('bytes', 2),
			traceState: f('string', 3),
			attributes: f('KeyValue', 4, 'repeated'),
		},
	},
	Span: {
		fields: {
			traceId: f('bytes', 1),
			spanId: f('bytes', 2),
			traceState: f('string', 3),
			parentSpanId: f('bytes', 4),
			name: f('string', 5),
			kind: f('int32', 6),
			startTimeUnixNano: f('fixed64', 7),
			endTimeUnixNano: f('fixed64', 8),
			attributes: f('KeyValue', 9, 'repeated'),
			events: f('SpanEvent', 11, 'repeated'),
			links: f('SpanLink', 13, 'repeated'),
			status: f('Status', 15),
		},
	},
	ScopeSpans: {
		fields: {
			scope: f('InstrumentationScope', 1),
			spans: f('Span', 2, 'repeated'),
			schemaUrl: f('string', 3),
		},
	},
	ResourceSpans: {
		fields: {
			resource: f('Resource', 1),
			scopeSpans: f('ScopeSpans', 2, 'repeated'),
			schemaUrl: f('string', 3),
		},
	},
	LogRecord: {
		fields: {
			timeUnixNano: f('fixed64', 1),
			severityNumber: f('int32', 2),
			severityText: f('string', 3),
			body: f('AnyValue', 5),
			attributes: f('KeyValue', 6, 'repeated'),
			traceId: f('bytes', 9),
			spanId: f('bytes', 10),
			observedTimeUnixNano: f('fixed64', 11),
			eventName: f('string', 12),
		},
	},
	ScopeLogs: {
		fields: {
			scope: f('InstrumentationScope', 1),
			logRecords: f('LogRecord', 2, 'repeated'),
			schemaUrl: f('string', 3),
		},
	},
	ResourceLogs: {
		fields: {
			resource: f('Resource', 1),
			scopeLogs: f('ScopeLogs', 2, 'repeated'),
			schemaUrl: f('string', 3),
		},
	},
	TraceRequest: { fields: { resourceSpans: f('ResourceSpans', 1, 'repeated') } },
	LogsRequest: { fields: { resourceLogs: f('ResourceLogs', 1, 'repeated') } },
	PartialSuccess: { fields: { rejected: f('int64', 1), errorMessage: f('string', 2) } },
	ExportResponse: { fields: { partialSuccess: f('PartialSuccess', 1) } },
	/** google.rpc.Status: what an error answers. */
	RpcStatus: { fields: { code: f('int32', 1), message: f('string', 2) } },
};

const root = protobuf.Root.fromJSON({ nested: messages });

export const otlpType = (name: keyof typeof messages): protobuf.Type => root.lookupType(name);
