/**
 * A filter of a document store that holds for every document: none, `{}`, `{ _id: { $exists: true } }`,
 * `{ _id: { $ne: null } }`. The source of a pattern, for what stands between the brackets of a call.
 */
export const EVERY_DOCUMENT =
	/\s*(?:\{\s*(?:["']?_id["']?\s*:\s*\{\s*["']?\$(?:exists["']?\s*:\s*(?:true|True|1)|ne["']?\s*:\s*(?:null|None)|gt["']?\s*:\s*(?:null|MinKey\(\)))\s*\}\s*)?\})?\s*/
		.source;
