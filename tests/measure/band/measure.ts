import { serveBuild } from '../../browser/chromium';
import { allLoops } from './loops';
import { playAll, printPlayed } from './play';

export async function measure(options: readonly string[]): Promise<Record<string, unknown>> {
	const site = await serveBuild();
	const loops = allLoops();
	const played = await playAll(site.url, loops, options.includes('--quick'));
	printPlayed(played);
	await site.close();
	return {};
}
