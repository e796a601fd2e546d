import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AppHouse, type Visit, type VisitOptions } from './appPage';
import { FOLK, impulseTicks, PROBED } from './appProbe';

let house: AppHouse;
let visit: Visit;

const open = async (options: VisitOptions = {}) => {
	visit = await house.visit(options);
	return visit;
};

/** A phrase is answered, and the answer's first sound lies in the bar after the phrase. */
const expectAnswer = async () => {
	const { page } = visit;
	await page.evaluate(() => probe.attach());
	await visit.playPhrase('Folk');
	await visit.answers();
	await expect.poll(() => impulseTicks(visit, 'partner')).not.toEqual([]);
	const [first = NaN] = await impulseTicks(visit, 'partner');
	expect(first).toBeGreaterThan(FOLK.length - 1);
	expect(first).toBeLessThan(FOLK.length + FOLK.bar);
	return page.evaluate(() => continuo.jam.counts);
};

const fallbacks = ({ bySource }: { bySource: Readonly<Record<string, number>> }) =>
	Object.entries(bySource).reduce(
		(sum, [source, count]) => sum + (source === 'model' ? 0 : count),
		0
	);

beforeAll(async () => {
	house = await AppHouse.open();
});

afterEach(async () => {
	// What is missing the browser itself writes into the console; the page must not fall over it.
	expect(visit.crashes).toEqual([]);
	await visit.close();
});

afterAll(async () => {
	await house.close();
});

function withhold(page: Page, folder: string): Promise<unknown> {
	return page.route(`**/${folder}/*`, (route) => route.fulfill({ status: 404, body: '' }));
}

/** What may be wrong with a checkpoint, and what is answered in its place. */
const FAULTS: readonly (readonly [
	string,
	string,
	(page: Page, folder: string) => Promise<unknown>
])[] = [
	['is missing', 'There is no checkpoint at', withhold],
	[
		'has a truncated shard',
		'is damaged or incomplete',
		async (page, folder) => {
			await mirror(page, folder);
			await page.route(`**/${folder}/group1*`, async (route) => {
				const shard = await route.fetch({ url: original(route.request().url(), folder) });
				await route.fulfill({ body: (await shard.body()).subarray(0, 1000) });
			});
		}
	],
	[
		'is not a model',
		'is not a melody model of Magenta.js',
		async (page, folder) => {
			await mirror(page, folder);
			await page.route(`**/${folder}/config.json`, (route) =>
				route.fulfill({ json: { name: 'continuo', version: 1 } })
			);
		}
	]
];

const original = (url: string, folder: string) => url.replace(folder, 'models/melody-rnn');

/** The folder has our own model's files, but for those that are routed after this. */
const mirror = (page: Page, folder: string) =>
	page.route(`**/${folder}/*`, async (route) => {
		const response = await route.fetch({ url: original(route.request().url(), folder) });
		await route.fulfill({ response });
	});

describe.each(FAULTS)('a checkpoint that %s', (_, sentence, spoil) => {
	test('is refused in one sentence, and our own model answers', async () => {
		const { page } = await open({
			query: `${PROBED}&checkpoint=wished`,
			prepare: (fresh) => spoil(fresh, 'wished')
		});
		const line = page.getByRole('contentinfo', { name: 'Status' });
		await line.getByText(sentence).waitFor();
		expect(await line.getByText(sentence).textContent()).toMatch(/wished.*keeps answering\.$/);
		expect((await expectAnswer()).bySource.model).toBe(1);
	});
});

/** What may be wrong with the Music Transformer. */
const OWN_FAULTS: readonly (readonly [string, string, (page: Page) => Promise<unknown>])[] = [
	['is missing', 'There is no checkpoint at', (page) => withhold(page, 'models/small')],
	[
		'has truncated weights',
		'is damaged or incomplete',
		(page) =>
			page.route('**/models/small/weights.bin', async (route) => {
				const whole = await route.fetch();
				await route.fulfill({ body: (await whole.body()).subarray(0, 1000) });
			})
	],
	[
		'is of another kind',
		'is not a Music Transformer of ours',
		(page) =>
			page.route('**/models/small/manifest.json', (route) =>
				route.fulfill({ json: { format: 'another', version: 1 } })
			)
	]
];

describe.each(OWN_FAULTS)('a Music Transformer of our own that %s', (_, sentence, spoil) => {
	test('gives way to MelodyRNN in one sentence', async () => {
		const { page } = await open({ query: PROBED, prepare: spoil });
		const line = page.getByRole('contentinfo', { name: 'Status' });
		await line.getByText(sentence).waitFor();
		expect(await line.getByText(sentence).textContent()).toMatch(/; MelodyRNN answers instead\.$/);
		expect((await expectAnswer()).bySource.model).toBe(1);
	});
});

test('without any model the partner answers from the phrase', async () => {
	const { page } = await open({
		query: PROBED,
		prepare: async (fresh) => {
			await withhold(fresh, 'models/small');
			await withhold(fresh, 'models/melody-rnn');
		}
	});
	await page
		.getByRole('contentinfo', { name: 'Status' })
		.getByText(/^There is no checkpoint at .*; the partner plays from your own phrase\.$/)
		.waitFor();
	expect(fallbacks(await expectAnswer())).toBe(1);
});

test('a checkpoint that is wished for in the page is refused in one sentence too', async () => {
	const { page } = await open();
	await visit.settle();
	await page.getByText('Use another Magenta checkpoint').click();
	await page.getByLabel('Folder of a Magenta.js checkpoint').fill(`${house.site.url}nowhere`);
	await page.getByRole('button', { name: 'Use it' }).click();
	await page
		.getByText(/There is no checkpoint at .*nowhere; Music Transformer \(small\) keeps answering\./)
		.waitFor();
});

test('when the composer’s worker cannot start, the page says so and the partner answers', async () => {
	const { page } = await open({
		query: PROBED,
		prepare: (fresh) => fresh.route(/composer\.worker/, (route) => route.abort())
	});
	await page.getByText('The model keeps stopping, so the partner plays from your own').waitFor();
	expect(fallbacks(await expectAnswer())).toBe(1);
});

test.each([
	['a sample', '**/instruments/piano/060.flac'],
	['an instrument’s list', '**/instruments/piano/index.json']
])('without %s the page says so, and a synth plays', async (_, files) => {
	const { page } = await open({
		prepare: (fresh) => fresh.route(files, (route) => route.fulfill({ status: 404, body: '' }))
	});
	await page.getByText('An instrument could not be loaded; a synth plays').waitFor();
	await page.keyboard.down('a');
	await visit.sounds();
	await page.keyboard.up('a');
	await visit.fallsSilent();
});

test('a damaged sample is no matter either', async () => {
	const { page } = await open({
		prepare: (fresh) =>
			fresh.route('**/instruments/*/0*.flac', (route) => route.fulfill({ body: 'no sound' }))
	});
	await page.getByText('An instrument could not be loaded; a synth plays').waitFor();
	await page.keyboard.down('a');
	await visit.sounds();
});

test('without the list of phrases the page says so, and plays', async () => {
	const { page } = await open({
		prepare: (fresh) => fresh.route('**/phrases/*', (route) => route.abort())
	});
	await page.getByText('The phrases could not be loaded').waitFor();
	await page.keyboard.down('a');
	await visit.sounds();
});

test('when the sound is interrupted the page says so, and a press brings it back', async () => {
	const { page } = await open();
	await page.keyboard.down('a');
	await visit.sounds();
	await page.evaluate(() => continuo.audio.context.suspend());
	const alert = page.getByRole('alert');
	await alert.getByText('The sound was interrupted').waitFor();
	expect(await page.evaluate(() => continuo.audio.ledger.soundingCount)).toBe(0);
	await page.keyboard.up('a');
	await alert.getByRole('button').click();
	await page.waitForFunction(() => continuo.audio.state === 'running');
	await alert.getByText('The sound was interrupted').waitFor({ state: 'hidden' });
	await visit.fallsSilent();
	await page.keyboard.down('d');
	await visit.sounds();
	await page.keyboard.up('d');
	await visit.fallsSilent();
});
