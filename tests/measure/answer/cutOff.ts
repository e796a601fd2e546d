import { quantile, rounded } from '../table';
import type { PhraseFixture } from './phrases';
import type { Session } from './session';

const BARS = 20;
const BPM = 120;
/** What arrives nearer to the bar line than this does not change the plan any more: jam/asking.ts. */
const COMMIT_MARGIN_MS = 50;

/** A bar full of sixteenths, whose call is another one up to its last note. */
const dense: PhraseFixture = {
	name: 'sixteenths',
	style: 'other',
	metre: [4, 4],
	bars: 1,
	notes: Array.from(
		{ length: 32 },
		(_, index) => [index * 60, 50, 60 + ((index * 5) % 12), 0.8] as const
	)
};

/**
 * How long before the bar line the call was taken that the answer was made from: the last request
 * that came back in time. Milliseconds; the worst of 95 % of the bars.
 */
export async function measureCutOff(session: Session): Promise<number> {
	const cutOffs: number[] = [];
	for (let bar = 0; bar < BARS; bar++) {
		const { requests } = await session.run({ phrase: dense, bpm: BPM, mode: 'answer', stalls: 0 });
		const inTime = requests.filter(
			({ firstBarLeft }) => firstBarLeft !== null && firstBarLeft >= COMMIT_MARGIN_MS
		);
		const beforeFirstLine = inTime.filter(({ askedLeft }) => askedLeft < 2000);
		cutOffs.push(Math.min(...beforeFirstLine.map(({ askedLeft }) => askedLeft)));
	}
	return rounded(quantile(cutOffs, 0.95));
}
