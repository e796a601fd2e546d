import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';
import { build } from 'vite';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--enable-unsafe-webgpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--autoplay-policy=no-user-gesture-required'
];
const TYPES: Readonly<Record<string, string>> = {
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.json': 'application/json',
	'.wasm': 'application/wasm',
	'.svg': 'image/svg+xml',
	'.webmanifest': 'application/manifest+json'
};

/** Headless Chromium with software WebGPU. */
export const launchChromium = (flags: readonly string[] = []): Promise<Browser> =>
	chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS, ...flags] });

/** Files on a port of this machine. A file that is not there is a 404, never a page. */
export interface Site {
	readonly url: string;
	/** Where the files lie; what a test writes here is served too. */
	readonly folder: string;
	close(): Promise<void>;
}

type Headers = Readonly<Record<string, string>>;

/** Serves what lies in `folder`, index.html for the folder itself. */
async function serve(folder: string, headers: Headers, clean: () => Promise<void>): Promise<Site> {
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		const path = join(folder, normalize(decodeURIComponent(pathname)));
		const file = path.endsWith('/') ? join(path, 'index.html') : path;
		if (!existsSync(file) || !statSync(file).isFile()) {
			response.writeHead(404).end();
			return;
		}
		const type = TYPES[extname(file)] ?? 'application/octet-stream';
		response.writeHead(200, { 'Content-Type': type, ...headers }).end(readFileSync(file));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://localhost:${String(port)}/`,
		folder,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			await clean();
		}
	};
}

/**
 * Builds with the app's own vite.config.ts into a folder that is removed when the site is closed, and
 * serves it: the app, or the page whose index.html lies in `pageFolder`. It is built as for players,
 * although Vitest and Vite's runner name another environment. `headers` come with every file.
 */
export async function serveBuild(pageFolder?: URL, headers: Headers = {}): Promise<Site> {
	const outDir = await mkdtemp(join(tmpdir(), 'continuo-'));
	const { NODE_ENV } = process.env;
	process.env.NODE_ENV = 'production';
	try {
		await build({
			configFile: join(REPOSITORY, 'vite.config.ts'),
			logLevel: 'warn',
			build: { outDir, emptyOutDir: true },
			...(pageFolder && { root: fileURLToPath(pageFolder), publicDir: false })
		});
	} finally {
		if (NODE_ENV === undefined) delete process.env.NODE_ENV;
		else process.env.NODE_ENV = NODE_ENV;
	}
	return serve(outDir, headers, () => rm(outDir, { recursive: true, force: true }));
}
