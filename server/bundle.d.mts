/** Folder that holds `main.js` and `read-worker.js` of an installation; null: load its sources. */
export function bundleOf(home: string): Promise<string | null>;
