import type { Random } from '../../../src/lib/random';
import type { Disk } from '../../../src/store/sessions/disk';

const FILES = ['laws/a/one', 'laws/a/two', 'laws/b/one', 'laws/c'];
const FOLDERS = ['laws', 'laws/a', 'laws/b', 'laws/nowhere'];

/** What a disk should hold, kept as simply as can be. */
class Model {
	readonly files = new Map<string, number[]>();

	list(folder: string): string[] {
		const inside = [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`));
		const names = inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? '');
		return [...new Set(names)].sort();
	}

	remove(path: string): void {
		for (const file of [...this.files.keys()]) {
			if (file === path || file.startsWith(`${path}/`)) this.files.delete(file);
		}
	}
}

/** Does random things to a disk and to a model of it; returns where they differ. Runs in a page too. */
export async function brokenDiskLaws(disk: Disk, random: Random, steps: number): Promise<string[]> {
	const broken: string[] = [];
	const model = new Model();
	const upTo = (most: number) => Math.floor(random() * (most + 1));
	const compare = (law: string, found: unknown, expected: unknown) => {
		const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
		if (is !== should) broken.push(`${law}: ${is} instead of ${should}`);
	};
	await disk.remove('laws');
	for (let step = 0; step < steps; step++) {
		const path = FILES[upTo(FILES.length - 1)] ?? '';
		const before = model.files.get(path) ?? [];
		const chance = random();
		if (chance < 0.1) {
			await disk.remove(path);
			model.remove(path);
		} else if (chance < 0.13) {
			await disk.remove('laws/a');
			model.remove('laws/a');
		} else {
			const at = chance < 0.7 ? before.length : upTo(before.length);
			const bytes = Array.from({ length: upTo(40) }, () => upTo(255));
			await disk.write(path, at, new Uint8Array(bytes));
			model.files.set(path, [...before.slice(0, at), ...bytes]);
		}
		const now = model.files.get(path);
		const [from, length] = [upTo(100), upTo(100)];
		compare(`size of ${path}`, await disk.size(path), now?.length ?? null);
		const read = [...(await disk.read(path, from, length))];
		compare(`read ${path} ${from} ${length}`, read, (now ?? []).slice(from, from + length));
	}
	for (const folder of FOLDERS)
		compare(
			`list ${folder}`,
			(await disk.list(folder)).filter(isFull(model, folder)),
			model.list(folder)
		);
	for (const path of FILES) {
		const expected = model.files.get(path) ?? [];
		compare(`whole ${path}`, [...(await disk.read(path, 0, 1e6))], expected);
		compare(`hole in ${path}`, await isRefused(disk, path, expected.length + 1), true);
	}
	await disk.remove('laws');
	compare('removed', await disk.list('laws'), []);
	return broken;
}

/** A folder may stay when its last file has gone. */
const isFull = (model: Model, folder: string) => (name: string) =>
	model.files.has(`${folder}/${name}`) || model.list(`${folder}/${name}`).length > 0;

async function isRefused(disk: Disk, path: string, at: number): Promise<boolean> {
	try {
		await disk.write(path, at, new Uint8Array(1));
		return false;
	} catch (cause) {
		return cause instanceof RangeError;
	}
}
