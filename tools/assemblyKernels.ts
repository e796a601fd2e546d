import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const KERNELS = /^(.*\.as\.ts)\?wasm$/;

const OPTIONS = [
	...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert'],
	...['--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'],
	// Vectors go from function to function, but none to JavaScript.
	...['--disableWarning', '112']
];

/** The WebAssembly that an AssemblyScript file and those that it imports become. */
async function compiled(file: string): Promise<Uint8Array> {
	const { main } = await import('assemblyscript/asc');
	const folder = dirname(file);
	let binary: Uint8Array | null = null;
	const { error, stderr } = await main(
		[basename(file), '--baseDir', folder, '--outFile', 'kernels.wasm', ...OPTIONS],
		{
			writeFile(_name, contents) {
				if (typeof contents !== 'string') binary = contents;
			}
		}
	);
	if (error !== null || binary === null) throw new Error(`${file}: ${stderr.toString()}`);
	return binary;
}

/**
 * Compiles AssemblyScript, so that `import bytes from './kernels.as.ts?wasm'` gives the WebAssembly
 * as a Uint8Array: in the build, in its workers, in the dev server and under Vitest alike.
 */
export function assemblyKernels(): Plugin {
	return {
		name: 'assembly-kernels',
		enforce: 'pre',
		async load(id) {
			const file = KERNELS.exec(id)?.[1];
			if (file === undefined) return null;
			for (const source of readdirSync(dirname(file))) {
				if (source.endsWith('.as.ts')) this.addWatchFile(join(dirname(file), source));
			}
			const base64 = Buffer.from(await compiled(file)).toString('base64');
			return {
				code: `export default Uint8Array.from(atob('${base64}'), (char) => char.charCodeAt(0));`,
				moduleType: 'js'
			};
		}
	};
}
