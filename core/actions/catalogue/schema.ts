import { z } from 'zod';
import { actionClasses } from '../action.ts';

/**
 * The provider catalogue is data: one JSON file a provider, in this shape. `docs/catalogue.md` says
 * how to add one; a test checks each operation with its example.
 */
const kindSchema = z.strictObject({
	/** The field's word for it: `volume`, `bucket`, `instance`. */
	kind: z.string(),
	/** Nouns that stand for it in audited names and commands: `Volume`, `DBInstance`. Case and separators do not count. */
	nouns: z.array(z.string()).default([]),
	/** Kinds that live inside it: they fall when it falls. */
	contains: z.array(z.string()).default([]),
	/** Kinds that it is a copy of: a snapshot is a copy of a volume. */
	copyOf: z.array(z.string()).default([]),
	/** Whether losing it loses data. */
	holdsData: z.boolean().default(false),
});

const operationSchema = z.strictObject({
	/** Every name that it goes by, as called and as audited. Case and separators do not count. */
	names: z.array(z.string()).min(1),
	class: z.enum(actionClasses),
	kind: z.string(),
	/** Parameter names under which ids or names of the resources stand, at any depth, in calls and in records. */
	id: z.array(z.string()).default([]),
	/** Parameter names that carry the environment, when the operation itself names one. */
	environment: z.array(z.string()).default([]),
	/** Kinds that fall with it although they are not inside it. */
	fallsWith: z.array(z.string()).default([]),
	undo: z.enum(['yes', 'no', 'unknown']).default('unknown'),
	/** Hours during which it can be undone. */
	graceHours: z.number().nullable().default(null),
	/** Day (YYYY-MM-DD, UTC) since which the provider lets it be undone within `graceHours`; before it, `undo` holds. */
	undoSince: z.iso.date().nullable().default(null),
	note: z.string().nullable().default(null),
	/** It makes recovery or detection harder: a log, a protection, a backup plan. */
	weakens: z.boolean().default(false),
	/** Parameter values that must hold for this reading (`PubliclyAccessible: true`); any other value falls through. `*` stands for any value: the parameter need only be there. */
	when: z.record(z.string(), z.array(z.union([z.string(), z.boolean(), z.number()]))).default({}),
});

const settingSchema = z.strictObject({
	/** What it is about, in the field's words: `deletion protection`. */
	what: z.string(),
	/** Parameter names under which it stands, at any depth, in calls, flags and records. Case and separators do not count. */
	names: z.array(z.string()).min(1),
	/** Values that take it off, or open what it is set on. */
	values: z.array(z.union([z.string(), z.boolean(), z.number()])).default([]),
	/** Numbers under this one do too. */
	below: z.number().nullable().default(null),
	/** `weakens`: recovery or detection becomes harder; `expose`, `grant`: more can see it, or do something. */
	effect: z.enum(['weakens', 'expose', 'grant']),
});

const commandSchema = z.strictObject({
	/** The leading words: `["railway", "volume", "delete"]`. `*` matches any one word. */
	words: z.array(z.string()).min(1),
	/** The operation that it performs, by any of its names. */
	operation: z.string(),
	/** Flags whose value is the resource's id or name. */
	idFlags: z.array(z.string()).default([]),
	/** Position of the operand (after `words`) that is the id; -1: every operand; null: none. */
	idOperand: z.number().int().nullable().default(0),
	/** Flags that name the environment. */
	environmentFlags: z.array(z.string()).default([]),
	/** Flags that must be present for this reading. */
	needsFlags: z.array(z.string()).default([]),
});

const endpointSchema = z.strictObject({
	method: z.string(),
	/** Path template, `{name}` for one segment, `{name+}` for the rest; `{id…}` segments give the id. */
	path: z.string(),
	operation: z.string(),
});

export const catalogueSchema = z.strictObject({
	provider: z.string(),
	title: z.string(),
	/** Where the facts of this file were read. */
	sources: z.array(z.string()).min(1),
	/** Hosts of its API; a leading `*.` matches any subdomain. */
	hosts: z.array(z.string()).default([]),
	/** Paths on these hosts that take GraphQL. */
	graphqlPaths: z.array(z.string()).default([]),
	kinds: z.array(kindSchema),
	/** What changing a setting does, whichever operation changes it. */
	settings: z.array(settingSchema).default([]),
	/** Paths on these hosts that take what a model is asked. Sending a file there shares it with the model's provider only. */
	promptPaths: z.array(z.string()).default([]),
	operations: z.array(operationSchema),
	commands: z.array(commandSchema).default([]),
	endpoints: z.array(endpointSchema).default([]),
});

export type Catalogue = z.infer<typeof catalogueSchema>;
export type CatalogueKind = z.infer<typeof kindSchema>;
export type CatalogueOperation = z.infer<typeof operationSchema>;
export type CatalogueSetting = z.infer<typeof settingSchema>;
export type CatalogueCommand = z.infer<typeof commandSchema>;
export type CatalogueEndpoint = z.infer<typeof endpointSchema>;
