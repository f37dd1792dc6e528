import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';
import { readSnippet } from './snippets.ts';

const acts = (code: string): string[] =>
	readSnippet(code, understanding, code).map((act) => `${act.class} ${act.provider}`);

it.each([
	[
		"from elasticsearch import Elasticsearch\nes = Elasticsearch('x')\nes.indices.delete(index='a')",
		'destroy elasticsearch',
	],
	[
		"from qdrant_client import QdrantClient\nQdrantClient('x').delete_collection('docs')",
		'destroy qdrant',
	],
	["from minio import Minio\nMinio('x').remove_bucket('a')", 'destroy minio'],
	[
		"const admin=require('firebase-admin');const db=admin.firestore();db.recursiveDelete(db.collection('users'))",
		'destroy firebase',
	],
	["const s=require('stripe')(k);s.customers.del('cus_1')", 'destroy stripe'],
	[
		"const c = require('@aws-sdk/client-s3'); new c.S3Client({}).send(new c.DeleteBucketCommand({Bucket:'a'}))",
		'destroy aws',
	],
	[
		"import('@aws-sdk/client-s3').then(({S3Client,DeleteBucketCommand})=>new S3Client({}).send(new DeleteBucketCommand({Bucket:'a'})))",
		'destroy aws',
	],
	["supabase.from('orders').delete().neq('id', 0)", 'destroy supabase'],
	["supabase.from('orders').delete().eq('id', 7)", 'delete supabase'],
	[
		"octokit.rest.orgs.setMembershipForUser({org:'acme',username:'bob',role:'admin'})",
		'grant github',
	],
] as const)('reads what a client library is told: %s as %s', (code, expected) => {
	expect(acts(code)).toEqual([expected]);
});

it.each([
	"const m = new Map(); const Qdrant = require('qdrant'); m.delete('a')",
	"from elasticsearch import Elasticsearch\ngroup.delete()\nEs.search(index='a')",
	'from pinecone import Pinecone\nprint(Pinecone().list_indexes())',
])('takes no call for one of a library that it is not: %s', (code) => {
	expect(acts(code)).toEqual([]);
});

it('sees a file that a snippet empties, not one that it begins', () => {
	expect(acts("open('/srv/data/ledger.json','w').close()")).toEqual(['destroy filesystem']);
	expect(acts("fs.writeFileSync('/srv/data/ledger.json', '')")).toEqual(['destroy filesystem']);
	expect(acts("open('out.json','w').close()")).toEqual([]);
	expect(acts("fs.writeFileSync('/srv/data/ledger.json', JSON.stringify(all))")).toEqual([]);
});
