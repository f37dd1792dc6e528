import { createHash, createHmac } from 'node:crypto';

export interface AwsCredential {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string | undefined;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer =>
	createHmac('sha256', key).update(text, 'utf8').digest();

/** RFC 3986, as AWS wants it: everything but letters, digits and - . _ ~ */
const encoded = (text: string): string =>
	encodeURIComponent(text).replace(
		/[!'()*]/g,
		(c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
	);

/**
 * Headers that sign a GET without a body (AWS Signature Version 4). The path is encoded as S3 has
 * it: once, and slashes stay.
 */
export function signedHeaders(
	url: URL,
	region: string,
	service: string,
	credential: AwsCredential,
	now: Date,
): Record<string, string> {
	const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
	const day = time.slice(0, 8);
	const payload = sha256('');
	const headers: Record<string, string> = {
		host: url.host,
		...(service === 's3' ? { 'x-amz-content-sha256': payload } : {}),
		'x-amz-date': time,
		...(credential.sessionToken === undefined
			? {}
			: { 'x-amz-security-token': credential.sessionToken }),
	};
	const names = Object.keys(headers).sort();
	const query = [...url.searchParams]
		.map(([key, value]) => `${encoded(key)}=${encoded(value)}`)
		.sort()
		.join('&');
	const path = decodeURIComponent(url.pathname).split('/').map(encoded).join('/');
	const request = [
		'GET',
		path,
		query,
		...names.map((name) => `${name}:${headers[name]}`),
		'',
		names.join(';'),
		payload,
	].join('\n');
	const scope = `${day}/${region}/${service}/aws4_request`;
	const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
	const key = [region, service, 'aws4_request'].reduce(
		(made, part) => hmac(made, part),
		hmac(`AWS4${credential.secretAccessKey}`, day),
	);
	const signature = hmac(key, toSign).toString('hex');
	const { host: _, ...sent } = headers;
	return {
		...sent,
		authorization: `AWS4-HMAC-SHA256 Credential=${credential.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
	};
}
