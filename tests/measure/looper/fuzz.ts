import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FuzzOrder, FuzzResult } from './fuzzChild';

/** A reader that works longer on one file hangs. */
const HANG_MS = 1000;
/** A reader that says nothing for so long is stuck for ever, however busy the machine. */
const STUCK_MS = 15_000;
/** The child needs this to start. */
const START_MS = 60_000;

export interface FuzzFindings {
	/** What came out of the readers and was no answer of theirs. */
	readonly crashes: number;
	readonly hangs: number;
	/** The most memory that reading took. */
	readonly peakBytes: number;
}

/**
 * Reads `count` mutated sound and MIDI files in a process of its own, which is killed and begun
 * again behind any file that it is stuck on. What is found is printed with its seed and number.
 */
export async function measureFuzz(count: number, seed: number): Promise<FuzzFindings> {
	let [next, crashes, hangs, peakBytes] = [0, 0, 0, 0];
	while (next < count) {
		const isFinished = await runChild({ seed, from: next, to: count }, (result) => {
			next = result.index + 1;
			peakBytes = Math.max(peakBytes, result.peakBytes);
			if (result.cpuMs > HANG_MS) {
				hangs++;
				console.error(`seed ${seed}, file ${result.index}: ${Math.round(result.cpuMs)} ms`);
			}
			if (result.error === null) return;
			crashes++;
			console.error(`seed ${seed}, file ${result.index}: ${result.error}`);
		});
		if (isFinished) continue;
		hangs++;
		console.error(`seed ${seed}, file ${next}: stuck, or the process died`);
		next++;
	}
	return { crashes, hangs, peakBytes };
}

/** Resolves with whether every file was answered. */
function runChild(order: FuzzOrder, tell: (result: FuzzResult) => void): Promise<boolean> {
	const file = fileURLToPath(new URL('./fuzzChild.ts', import.meta.url));
	const start = `import { runnerImport } from 'vite';
		await runnerImport(${JSON.stringify(file)}, { configFile: false });`;
	const child = spawn(
		process.execPath,
		['--input-type=module', '--eval', start, JSON.stringify(order)],
		{
			cwd: fileURLToPath(new URL('../../..', import.meta.url)),
			stdio: ['ignore', 'inherit', 'inherit', 'ipc']
		}
	);
	return new Promise((resolve, reject) => {
		let stuck = setTimeout(() => child.kill('SIGKILL'), START_MS);
		let hasBegun = false;
		let isFinished = false;
		child.on('message', (result: FuzzResult) => {
			clearTimeout(stuck);
			stuck = setTimeout(() => child.kill('SIGKILL'), STUCK_MS);
			hasBegun = true;
			tell(result);
			isFinished = result.index === order.to - 1;
			if (isFinished) child.kill();
		});
		child.on('exit', () => {
			clearTimeout(stuck);
			if (hasBegun || order.from > 0) resolve(isFinished);
			else reject(new Error('the process that reads mutants did not start'));
		});
	});
}
