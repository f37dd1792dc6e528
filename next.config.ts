import type { NextConfig } from 'next';

/** Packages with native parts or WebAssembly, loaded by Node and never bundled. */
const serverExternalPackages = [
	'@cedar-policy/cedar-wasm',
	'chdb',
	'@clickhouse/client',
	'@electric-sql/pglite',
	'@prisma/adapter-pg',
	'@prisma/client',
	'libpg-query',
	'nodemailer',
	'pg',
	'protobufjs',
	'sql.js',
	'tree-sitter-bash',
	'web-tree-sitter',
];

/** The Content-Security-Policy carries a nonce and is set by proxy.ts. */
const securityHeaders = [
	{ key: 'X-Content-Type-Options', value: 'nosniff' },
	{ key: 'X-Frame-Options', value: 'DENY' },
	{ key: 'Referrer-Policy', value: 'no-referrer' },
	{ key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
	{ key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
	{
		key: 'Permissions-Policy',
		value: 'camera=(), microphone=(), geolocation=(), browsing-topics=(), payment=(), usb=()',
	},
];

const config: NextConfig = {
	serverExternalPackages,
	poweredByHeader: false,
	reactStrictMode: true,
	// `npm run check` checks the types; the build does not do it a second time.
	typescript: { ignoreBuildErrors: true },
	// A second, unchanged start must not wait: nothing is fetched from afar.
	images: { unoptimized: true },
	headers: async () => [{ source: '/:path*', headers: securityHeaders }],
};

export default config;
