import { readdirSync, readFileSync } from 'node:fs';

/** What Chromium calls the threads of its workers. */
const WORKER = 'DedicatedWorker';
const NANOSECONDS = 1e6;

/** A thread of another process, as Linux shows it. */
export interface ThreadPath {
	readonly path: string;
}

/** The threads of workers in these processes; none where the system is not Linux. */
export function workerThreads(processes: readonly number[]): ThreadPath[] {
	return processes.flatMap((process) => {
		const tasks = `/proc/${process}/task`;
		return listed(tasks)
			.map((task) => `${tasks}/${task}`)
			.filter((path) => textOf(`${path}/comm`).startsWith(WORKER))
			.map((path) => ({ path }));
	});
}

/** How long a thread has had a processor, in milliseconds; NaN where that cannot be told. */
export function threadMs({ path }: ThreadPath): number {
	const [nanoseconds = ''] = textOf(`${path}/schedstat`).split(' ');
	return nanoseconds === '' ? NaN : Number(nanoseconds) / NANOSECONDS;
}

function listed(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

/** A thread may end at any moment. */
function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
