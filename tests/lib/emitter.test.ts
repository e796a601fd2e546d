import { expect, test } from 'vitest';
import { Emitter } from '../../src/lib/emitter';

test('every listener is told what happened, in the order of arrival', () => {
	const emitter = new Emitter<number>();
	const heard: string[] = [];
	emitter.on((event) => heard.push(`first ${event}`));
	emitter.on((event) => heard.push(`second ${event}`));
	emitter.emit(1);
	emitter.emit(2);
	expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2']);
});

test('a listener that was taken off hears no more, and taking it off twice is no matter', () => {
	const emitter = new Emitter<number>();
	const heard: number[] = [];
	const off = emitter.on((event) => heard.push(event));
	emitter.on((event) => heard.push(-event));
	emitter.emit(1);
	off();
	off();
	emitter.emit(2);
	expect(heard).toEqual([1, -1, -2]);
});

test('a listener may take itself off while it is told', () => {
	const emitter = new Emitter<number>();
	const heard: number[] = [];
	const off = emitter.on((event) => {
		heard.push(event);
		off();
	});
	emitter.on((event) => heard.push(-event));
	emitter.emit(1);
	emitter.emit(2);
	expect(heard).toEqual([1, -1, -2]);
});

test('a listener that comes during an event hears the next one first', () => {
	const emitter = new Emitter<number>();
	const heard: number[] = [];
	const off = emitter.on(() => {
		off();
		emitter.on((event) => heard.push(event));
	});
	emitter.emit(1);
	emitter.emit(2);
	expect(heard).toEqual([2]);
});

test('without listeners nothing happens', () => {
	expect(() => {
		new Emitter<number>().emit(1);
	}).not.toThrow();
});
