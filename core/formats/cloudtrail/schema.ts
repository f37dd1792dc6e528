import { z } from 'zod';
import { redactedJson, redactedText } from '../json-access.ts';

const text = redactedText.nullish().catch(null);

/** A CloudTrail record, `eventVersion` 1.x. Lenient: addresses, regions and dates are kept as written. */
export const cloudtrailRecord = z.looseObject({
	eventID: text,
	eventTime: z.union([z.string(), z.number()]).nullish().catch(null),
	eventSource: redactedText,
	eventName: redactedText,
	awsRegion: text,
	sourceIPAddress: text,
	userAgent: text,
	errorCode: text,
	errorMessage: text,
	requestID: text,
	recipientAccountId: text,
	userIdentity: redactedJson.optional(),
	requestParameters: redactedJson.optional(),
	responseElements: redactedJson.optional(),
	resources: redactedJson.optional(),
});
export type CloudtrailRecord = z.infer<typeof cloudtrailRecord>;
