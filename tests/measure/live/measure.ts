import { machine, printTable } from '../table';
import { measureLive, type LiveEarFigures } from '../ears/live';

/** The ear that follows a single line live, alone. */
export async function measure(): Promise<LiveEarFigures> {
	const result = await measureLive();
	printTable(
		['measure', 'figure'],
		Object.entries(result).map(([name, figure]) => [name, JSON.stringify(figure)])
	);
	console.log(`Machine: ${machine()}.`);
	return result;
}
