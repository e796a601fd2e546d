import { readMutant } from './readMutant';

/** What the parent asks, as the last argument: to read the mutants [from, to) of a seed. */
export interface FuzzOrder {
	readonly seed: number;
	readonly from: number;
	readonly to: number;
}

/** One mutant was read; `error` is what came out that should not have. */
export interface FuzzResult {
	readonly index: number;
	readonly error: string | null;
	/** Of this process, so that a busy machine is not taken for a slow reader. */
	readonly cpuMs: number;
	/** The most memory that the process held so far beyond what it began with. */
	readonly peakBytes: number;
}

const baseline = process.resourceUsage().maxRSS;

async function work({ seed, from, to }: FuzzOrder): Promise<void> {
	for (let index = from; index < to; index++) {
		const before = process.cpuUsage();
		const error = await readMutant(seed, index).then(
			() => null,
			(reason: unknown) => String(reason)
		);
		const { user, system } = process.cpuUsage(before);
		const peakBytes = (process.resourceUsage().maxRSS - baseline) * 1024;
		const result: FuzzResult = { index, error, cpuMs: (user + system) / 1000, peakBytes };
		process.send?.(result);
	}
}

// The runner that loads modules closes once this one is loaded, and the readers load others.
await work(JSON.parse(process.argv.at(-1) ?? '') as FuzzOrder);
