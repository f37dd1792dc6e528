import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';
import { readStatements } from './statements.ts';

const operations = (sql: string): string[] =>
	readStatements(sql, understanding.sql).map(({ operation }) => operation);

it.each([
	'true',
	'1 = 1',
	'2 > 1',
	"'a' = 'a'",
	'id = id',
	'NOT false',
	'id IS NOT NULL',
	'id > 0',
	'name IS NULL OR name IS NOT NULL',
	"email LIKE '%'",
	'EXISTS (SELECT 1)',
	'id IN (SELECT id FROM users)',
	'name = $1 OR 1 = 1',
	'1',
])('takes WHERE %s for every row', (where) => {
	expect(operations(`DELETE FROM users WHERE ${where}`)).toEqual(['DELETE without WHERE']);
});

it.each([
	'id = 7',
	'1 = 2',
	'deleted_at IS NOT NULL',
	'age > 0',
	"email LIKE '%@example.com'",
	'id > 100',
	'id IN (SELECT id FROM expired)',
	'id IN (SELECT id FROM users WHERE old)',
	'EXISTS (SELECT 1 FROM orders o WHERE o.user_id = users.id)',
	'name = $1 AND 1 = 1',
	'NOT true',
])('does not take WHERE %s for every row', (where) => {
	expect(operations(`DELETE FROM users WHERE ${where}`)).toEqual(['DELETE']);
});

it('reads what a WITH, an EXPLAIN ANALYZE and a DO block run', () => {
	expect(operations('WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone')).toContain(
		'DELETE without WHERE',
	);
	expect(operations('EXPLAIN ANALYZE DELETE FROM a')).toContain('DELETE without WHERE');
	expect(operations('EXPLAIN DELETE FROM a')).toEqual(['SELECT']);
	expect(operations("DO $$ BEGIN EXECUTE format('DROP TABLE %I CASCADE', t); END $$")).toContain(
		'DROP TABLE',
	);
	expect(operations('DO $$ BEGIN IF x THEN TRUNCATE orders; END IF; END $$')).toContain('TRUNCATE');
	expect(operations("DO $$ BEGIN RAISE NOTICE 'drop table x'; END $$")).toEqual(['Do']);
});

it('reads other dialects by what their words mean', () => {
	expect(operations('DELETE FROM `orders` WHERE 1=1 LIMIT 1000')).toEqual(['DELETE without WHERE']);
	expect(operations('DELETE FROM `orders` WHERE id = 3 LIMIT 1')).toEqual(['DELETE']);
	expect(operations('ALTER TABLE events DROP PARTITION 202601')).toEqual(['DROP PARTITION']);
	expect(operations('ALTER TABLE events DELETE WHERE 1')).toEqual(['DELETE without WHERE']);
	expect(operations('DROP KEYSPACE shop')).toEqual(['DROP DATABASE']);
	expect(operations("EXEC sp_addrolemember 'db_owner', 'bot'")).toEqual(['GRANT ROLE']);
});

it('tells a change of rights from a change of rows', () => {
	expect(operations("UPDATE users SET is_admin = true WHERE email = 'a@example.com'")).toEqual([
		'UPDATE of rights',
	]);
	expect(operations("UPDATE users SET role = 'viewer' WHERE id = 1")).toEqual(['UPDATE']);
	expect(operations("INSERT INTO mysql.user VALUES ('%')")).toEqual(['UPDATE of rights']);
	expect(operations('ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC')).toEqual(['GRANT']);
});

it('reads a table that is made anew over another one, in dialects that have that', () => {
	expect(operations('CREATE OR REPLACE TABLE p.t AS SELECT * FROM p.t LIMIT 10')).toEqual([
		'CREATE OR REPLACE TABLE',
	]);
	expect(operations('create or replace transient table t (id int)')).toEqual([
		'CREATE OR REPLACE TABLE',
	]);
});
