import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const MAGENTA = 'weights_manifest.json';
const OURS = 'manifest.json';

/** What a browser needs of the model in a folder: a Magenta checkpoint or one of our own format. */
function filesOf(folder: string): string[] {
	const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
	if (existsSync(join(folder, OURS))) {
		return [OURS, (read(OURS) as { weights: { file: string } }).weights.file];
	}
	if (!existsSync(join(folder, MAGENTA))) return [];
	const groups = read(MAGENTA) as { paths: string[] }[];
	return ['config.json', MAGENTA, ...groups.flatMap(({ paths }) => paths)];
}

/** The files that a browser needs of the models in `folder`, as paths below it. */
export function modelFiles(folder: string): string[] {
	const names = existsSync(folder) ? readdirSync(folder) : [];
	return names.flatMap((name) => filesOf(join(folder, name)).map((file) => `${name}/${file}`));
}

/** Serves the trained models at `models/`, from the dev server and as files of the build. */
export const serveModels = (folder: string): Plugin => ({
	name: 'serve-models',
	configureServer({ middlewares }) {
		middlewares.use('/models', (request, response, next) => {
			const path = decodeURIComponent((request.url ?? '').split(/[?#]/)[0] ?? '').slice(1);
			if (!modelFiles(folder).includes(path) || !existsSync(join(folder, path))) {
				next();
				return;
			}
			const type = path.endsWith('.json') ? 'application/json' : 'application/octet-stream';
			response.setHeader('Content-Type', type);
			response.end(readFileSync(join(folder, path)));
		});
	},
	generateBundle() {
		for (const path of modelFiles(folder)) {
			const source = readFileSync(join(folder, path));
			this.emitFile({ type: 'asset', fileName: `models/${path}`, source });
		}
	}
});
