import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const MANIFEST = 'weights_manifest.json';

/** The files that a browser needs of the models in `folder`, as paths below it. */
export function modelFiles(folder: string): string[] {
	const names = existsSync(folder) ? readdirSync(folder) : [];
	const models = names.filter((name) => existsSync(join(folder, name, MANIFEST)));
	return models.flatMap((name) => {
		const manifest = JSON.parse(readFileSync(join(folder, name, MANIFEST), 'utf8')) as {
			paths: string[];
		}[];
		const shards = manifest.flatMap(({ paths }) => paths);
		return ['config.json', MANIFEST, ...shards].map((file) => `${name}/${file}`);
	});
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
