import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive that a test makes. */
export interface TestEntry {
	readonly path: string;
	readonly content: string | Buffer;
	/** Tar only: `2` is a symbolic link. */
	readonly type?: string;
	/** Zip only: 0 stored, 8 deflated, any other as it is. */
	readonly method?: number;
	readonly isEncrypted?: boolean;
	/** Zip only: lengths stand after the content, as writers of streams have it. */
	readonly isStreamed?: boolean;
}

const BLOCK = 512;

/** A tar archive as `tar --format=ustar` writes it. */
export function tarOf(entries: readonly TestEntry[]): Buffer {
	const blocks = entries.flatMap(({ path, content, type = '0' }) => {
		const body = Buffer.from(content);
		const header = Buffer.alloc(BLOCK);
		header.write(path, 0, 100);
		header.write('0000644\0', 100);
		header.write(`${(type === '0' ? body.length : 0).toString(8).padStart(11, '0')}\0`, 124);
		header.write('        ', 148);
		header.write(type, 156);
		header.write('ustar\u000000', 257);
		const sum = header.reduce((total, byte) => total + byte, 0);
		header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
		if (type !== '0') return [header];
		return [header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)];
	});
	return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** A zip archive with its directory. */
export function zipOf(entries: readonly TestEntry[]): Buffer {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const entry of entries) {
		const { path, content, method = 8, isEncrypted = false, isStreamed = false } = entry;
		const plain = Buffer.from(content);
		const body = method === 8 ? deflateRawSync(plain) : plain;
		const name = Buffer.from(path);
		const sums = Buffer.alloc(12);
		sums.writeUInt32LE(crc32(plain), 0);
		sums.writeUInt32LE(body.length, 4);
		sums.writeUInt32LE(plain.length, 8);
		const flags = (isEncrypted ? 1 : 0) | (isStreamed ? 8 : 0) | 0x800;
		const common = Buffer.alloc(10);
		common.writeUInt16LE(20, 0);
		common.writeUInt16LE(flags, 2);
		common.writeUInt16LE(method, 4);
		const lengths = Buffer.alloc(4);
		lengths.writeUInt16LE(name.length, 0);
		const signature = (value: number) => {
			const bytes = Buffer.alloc(4);
			bytes.writeUInt32LE(value);
			return bytes;
		};
		const local = Buffer.concat([
			signature(0x04034b50),
			common,
			isStreamed ? Buffer.alloc(12) : sums,
			lengths,
			name,
			body,
			...(isStreamed ? [signature(0x08074b50), sums] : []),
		]);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(offset, 10);
		directory.push(
			Buffer.concat([
				signature(0x02014b50),
				Buffer.from([20, 0]),
				common,
				sums,
				lengths,
				tail,
				name,
			]),
		);
		locals.push(local);
		offset += local.length;
	}
	const index = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(index.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...locals, index, end]);
}
