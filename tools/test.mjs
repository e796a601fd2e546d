/**
 * `npm test`: installs what is missing, checks the code, builds the app and runs every test, in
 * Node, in Chromium and in Python. The last line counts them.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { hasPython, prepareChromium, preparePackages, root, run } from './prepare.mjs';

const results = `${root}test-results`;
const totals = { passed: 0, failed: 0, skipped: 0 };
/** What failed, by name: told again at the end, where a long log is read first. */
const failures = [];

function fails(name) {
	totals.failed++;
	failures.push(name);
}

/** Runs one configuration of Vitest and adds its counts; a run that breaks counts as a failure. */
function vitest(name, args) {
	const file = `${results}/${name}.json`;
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
	const status = run('npx', ['vitest', 'run', ...args, ...reporters]);
	try {
		const report = JSON.parse(readFileSync(file, 'utf8'));
		totals.passed += report.numPassedTests;
		totals.skipped += report.numPendingTests + report.numTodoTests;
		for (const { name: file, assertionResults } of report.testResults) {
			const failed = assertionResults.filter((test) => test.status === 'failed');
			for (const test of failed) {
				fails(`${relative(root, file)}: ${test.fullName}\n${test.failureMessages.join('\n')}`);
			}
		}
		if (status !== 0 && report.numFailedTests === 0) fails(`the ${name} tests, as a whole`);
	} catch (error) {
		fails(`the ${name} tests left no report: ${error.message}`);
	}
}

/** One step that is not a test counts as one: it passed or it failed. */
function step(name, program, args) {
	console.log(`\n— ${name}`);
	if (run(program, args) === 0) totals.passed++;
	else fails(name);
}

function python() {
	console.log('\n— the training recipe');
	if (!hasPython('pytest', 'numpy', 'torch')) {
		console.log(
			'Skipped: python3 has no pytest, numpy and torch here. See models/training/README.md.'
		);
		totals.skipped++;
		return;
	}
	const file = `${results}/python.xml`;
	run('python3', ['-m', 'pytest', '-q', 'tests/training', `--junitxml=${file}`]);
	const summary = /<testsuite [^>]*>/.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
	const count = (name) => Number(new RegExp(`${name}="(\\d+)"`).exec(summary)?.[1] ?? 0);
	const failed = count('failures') + count('errors');
	for (let left = failed; left > 0; left--) fails('the training recipe, see above');
	totals.skipped += count('skipped');
	totals.passed += count('tests') - failed - count('skipped');
}

preparePackages();
const chromium = prepareChromium();
process.env['CHROMIUM'] = chromium;
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
step('check', 'npm', ['run', '--silent', 'check']);
vitest('node', []);
vitest('render', ['--config', 'tests/render/vitest.config.ts']);
step('build', 'npx', ['vite', 'build', '--logLevel', 'warn']);
vitest('browser', ['--config', 'tests/browser/vitest.config.ts']);
python();
for (const failure of failures) console.log(`\nFailed: ${failure}`);
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(totals.failed === 0 ? 0 : 1);
