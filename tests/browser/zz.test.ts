import { test } from 'vitest';
import { serveBuild } from './chromium';
import { KilledBrowser } from '../measure/looper/killedBrowser';
import '../measure/looper/kill';
test('x', async () => {
	const site = await serveBuild(new URL('./sessionPage/', import.meta.url));
	const browser = await KilledBrowser.launch('/tmp/zzprofile'+Date.now());
	for (const kind of ['indexeddb', 'opfs'] as const) {
	const page = await browser.open(site.url);
	page.on('console', async (m) => { console.log(kind, m.text(), ...(await Promise.all(m.args().map(a=>a.evaluate((e:any)=>String(e?.stack ?? e)+' | '+ String(e?.cause?.stack ?? e?.cause)).catch(()=>'?'))))); });
	page.on('worker', (w) => w.on('console', (m) => console.log(kind, 'W', m.text())));
	await page.goto(site.url);
	await page.waitForFunction(() => 'sessions' in window);
	console.log(await page.evaluate((k) => window.sessions.start(k), kind));
	const d = await page.context().newCDPSession(page);
	console.log(await page.evaluate(() => window.sessions.recordAtOnce(1)));
	await d.send('Storage.overrideQuotaForOrigin', { origin: site.url.replace(/\/$/, ''), quotaSize: 4e6 });
	console.log(await page.evaluate(() => window.sessions.recordAtOnce(30)));
	console.log(await page.evaluate(() => window.sessions.status()));
	console.log(await page.evaluate(() => navigator.storage.estimate()));
	}
	await browser.kill(); await site.close();
});
