import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const KERNELS = /^(.*\.as\.ts)\?wasm$/;

/** Not written where it is imported: its types would change those of all arrays here. */
const COMPILER: string = 'assemblyscript/asc';

const OPTIONS = [
	...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert'],
	...['--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'],
	// Vectors go from function to function, but none to JavaScript.
	...['--disableWarning', '112']
];

/** What is used of AssemblyScript's compiler. */
interface Compiler {
	readonly main: (
		options: readonly string[],
		files: { writeFile: (name: string, contents: Uint8Array | string) => void }
	) => Promise<{ error: Error | null; stderr: { toString: () => string } }>;
}

/** The WebAssembly that an AssemblyScript file and those that it imports become. */
async function compiled(file: string): Promise<Uint8Array> {
	const { main } = (await import(COMPILER)) as Compiler;
	const written: Uint8Array[] = [];
	const { error, stderr } = await main(
		[basename(file), '--baseDir', dirname(file), '--outFile', 'kernels.wasm', ...OPTIONS],
		{
			writeFile(_name, contents) {
				if (typeof contents !== 'string') written.push(contents);
			}
		}
	);
	const [binary] = written;
	if (error !== null || binary === undefined) throw new Error(`${file}: ${stderr.toString()}`);
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
		load: {
			filter: { id: KERNELS },
			async handler(id) {
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
		}
	};
}
