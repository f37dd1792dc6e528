import { expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';
import { readSnippet } from './snippets.ts';

const acts = (code: string): string[] =>
	readSnippet(code, understanding, code).map((act) => `${act.class} ${act.provider}`);

it.each([
	"axios({ method: 'delete', url: 'https://api.vercel.com/v9/projects/prj_1' })",
	"requests.request('DELETE', 'https://api.vercel.com/v9/projects/prj_1')",
	"s = requests.Session(); s.delete('https://api.vercel.com/v9/projects/prj_1')",
	'h = Net::HTTP.start("api.vercel.com", 443); h.delete("/v9/projects/prj_1")',
	'Net::HTTP::Delete.new(URI("https://api.vercel.com/v9/projects/prj_1"))',
	"api = httpx.Client(base_url='https://api.vercel.com'); client.delete('/v9/projects/prj_1')",
])('reads a request however its client spells it: %s', (code) => {
	expect(acts(code)).toEqual(['destroy vercel']);
});

it("reads a route of GitHub's client with its parameters", () => {
	const code =
		"const octokit = new Octokit(); octokit.request('DELETE /repos/{owner}/{repo}', { owner: 'acme', repo: 'site' })";
	expect(readSnippet(code, understanding, code)[0]?.resources[0]?.id).toBe('acme/site');
});

it("reads the client's method as the operation, in JavaScript and Ruby", () => {
	expect(
		acts("const AWS = require('aws-sdk'); new AWS.S3().deleteBucket({ Bucket: 'acme' })"),
	).toEqual(['destroy aws']);
	expect(
		acts("ec2 = Aws::EC2::Client.new\nec2.terminate_instances(instance_ids: ['i-1'])"),
	).toEqual(['destroy aws']);
	expect(acts("Aws::S3::Resource.new.bucket('acme').delete!")).toEqual(['destroy aws']);
	expect(acts("Aws::S3::Resource.new.bucket('acme').objects.each { |o| puts o.key }")).toEqual([]);
});

it('takes no call that only stands in a printed text for one', () => {
	expect(acts('print(\'os.remove("/srv/x")\')')).toEqual([]);
	expect(acts('exec(\'os.remove("/srv/x")\')')).toContain('destroy filesystem');
});
