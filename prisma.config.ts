import { defineConfig } from 'prisma/config';

/** For Prisma's own tools against a PostgreSQL server; the embedded database needs none of this. */
export default defineConfig({
	schema: 'prisma/schema.prisma',
	migrations: { path: 'prisma/migrations' },
	...(process.env.DATABASE_URL === undefined
		? {}
		: { datasource: { url: process.env.DATABASE_URL } }),
});
