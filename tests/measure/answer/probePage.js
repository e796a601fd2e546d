/**
 * The measuring side of the page, as `probe`: records every note's impulse per strip, plays phrases
 * into a MIDI port, blocks the main thread, and writes down plans and requests. An init script.
 */
(() => {
	const STRIPS = ['live', 'loop', 'partner', 'click', 'harmony', 'keys', 'bass', 'drums'];

	const recorderSource = `
		registerProcessor('impulse-recorder', class extends AudioWorkletProcessor {
			#quanta = 0;
			#base = 0;
			#found = [];
			constructor() {
				super();
				this.port.onmessage = () => this.#tell(true);
			}
			#tell(isAsked) {
				this.port.postMessage({ found: this.#found, isAsked });
				this.#found = [];
			}
			process(inputs) {
				// currentFrame lags by whole quanta while the graph changes: count instead.
				this.#base = Math.max(this.#base, currentFrame - this.#quanta * 128);
				const frame = this.#base + this.#quanta++ * 128;
				for (let strip = 0; strip < inputs.length; strip++) {
					const samples = inputs[strip][0];
					if (samples === undefined) continue;
					for (let index = 0; index < samples.length; index++) {
						const count = Math.round(samples[index] * 256);
						if (count > 0) this.#found.push([strip, frame + index, count]);
					}
				}
				if (this.#found.length > 0 && this.#quanta % 8 === 0) this.#tell(false);
				return true;
			}
		});`;

	class Probe {
		impulses = [];
		plans = new Map();
		requests = [];
		keys = [];
		expected = null;
		#stallUntil = 0;
		#runs = 0;
		#recorder = null;
		#waiting = [];

		/**
		 * Connects the recorder and the ears on the jam; call once, after Start. Strips that carry real
		 * sound are left out of `strips`: each of its samples would count as notes.
		 */
		async attach(strips = STRIPS) {
			const { audio, jam, composer } = globalThis.continuo;
			const url = URL.createObjectURL(new Blob([recorderSource], { type: 'text/javascript' }));
			await audio.context.audioWorklet.addModule(url);
			const recorder = new AudioWorkletNode(audio.context, 'impulse-recorder', {
				numberOfInputs: STRIPS.length,
				numberOfOutputs: 1
			});
			for (const strip of strips) {
				audio.mixer.tap(strip).connect(recorder, 0, STRIPS.indexOf(strip));
			}
			recorder.connect(audio.context.destination);
			recorder.port.onmessage = ({ data: { found, isAsked } }) => {
				this.impulses.push(...found);
				if (isAsked) this.#waiting.shift()();
			};
			this.#recorder = recorder;
			jam.changed.on(() => this.#writePlan());
			setInterval(() => this.#writePlan(), 15);
			this.#followRequests(composer, audio);
			this.#followKeys(audio);
		}

		/** Waits for the impulses of all that is rendered so far. */
		catchUp() {
			this.#recorder.port.postMessage(null);
			return new Promise((done) => this.#waiting.push(done));
		}

		#writePlan() {
			const { jam, audio } = globalThis.continuo;
			const { plan } = jam;
			if (plan === null || audio.transport.position() < plan.start) return;
			const notes = plan.notes.map((note) => ({ ...note, start: plan.start + note.start }));
			this.plans.set(plan.start, { notes, source: plan.source, length: plan.length });
		}

		#followRequests(composer, audio) {
			const ask = composer.ask.bind(composer);
			composer.ask = (request, listener) => {
				const { jam } = globalThis.continuo;
				const due = this.dueAfter(jam, audio.transport.position(), request.callLength);
				const left = () => audio.transport.secondsUntil(due) * 1000;
				const entry = { askedLeft: left(), firstBarLeft: null, notes: request.call.length };
				this.requests.push(entry);
				return ask(request, {
					...listener,
					bar: (candidate, notes, from, to) => {
						if (candidate === 0 && from === 0) entry.firstBarLeft = left();
						listener.bar(candidate, notes, from, to);
					},
					done: () => listener.done(),
					failed: (reason) => listener.failed(reason)
				});
			};
		}

		/** The bar line on which the answer to what is played at `position` is due. */
		dueAfter(jam, position, length) {
			const start = jam.loop.region?.start ?? jam.loop.recordingFrom ?? 0;
			return start + Math.ceil((position - start) / length) * length;
		}

		#followKeys(audio) {
			const handle = audio.monitor.handle.bind(audio.monitor);
			audio.monitor.handle = (event) => {
				const handledAt = performance.now();
				const clock = audio.context.currentTime;
				handle(event);
				if (event.kind === 'note-on') this.keys.push({ at: event.at, handledAt, clock });
			};
		}

		/** Blocks the main thread for `share` of the time, 50–200 ms at once, until `unstall`. */
		stall(share, seed) {
			const run = ++this.#runs;
			let state = seed;
			const next = () => {
				state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
				return state / 2 ** 32;
			};
			const block = () => {
				if (run !== this.#runs) return;
				const length = 50 + 150 * next();
				const end = performance.now() + length;
				while (performance.now() < end);
				setTimeout(block, (length * (1 - share)) / share);
			};
			if (share > 0) block();
		}

		unstall() {
			this.#runs++;
		}

		/** Plays `[start, duration, pitch, velocity]` notes into the fake MIDI port as a player would. */
		playPhrase(port, notes, from) {
			const { transport } = globalThis.continuo.audio;
			const steps = notes
				.flatMap(([start, duration, pitch, velocity]) => [
					{ tick: from + start, data: [0x90, pitch, Math.max(1, Math.round(velocity * 127))] },
					{ tick: from + start + duration, data: [0x80, pitch, 0] }
				])
				.sort((left, right) => left.tick - right.tick || left.data[0] - right.data[0]);
			const wake = () => {
				for (let step = steps[0]; step !== undefined; step = steps[0]) {
					const at = transport.momentOf(step.tick);
					if (at > performance.now()) break;
					steps.shift();
					globalThis.fakeMidi.receive(port, step.data, at);
				}
				if (steps.length > 0) setTimeout(wake, 3);
			};
			wake();
		}

		forget() {
			this.impulses = [];
			this.plans.clear();
			this.requests = [];
			this.keys = [];
		}

		/** Where the loop's notes of [from, to) should have begun, in frames, each key once. */
		loopFrames(from, to) {
			const { jam, audio } = globalThis.continuo;
			const byKey = new Map();
			for (const event of jam.eventsBetween(from, to)) {
				if (event.channel === 'loop') byKey.set(event.key, event.start);
			}
			return [...byKey.values()].map((start) => this.frameOf(audio, start));
		}

		planFrames(to) {
			const { audio } = globalThis.continuo;
			const byKey = new Map();
			for (const { notes } of this.plans.values()) {
				for (const { start, pitch } of notes) {
					if (start < to) byKey.set(`${start}:${pitch}`, start);
				}
			}
			return [...byKey.values()].map((start) => this.frameOf(audio, start));
		}

		/** What the chairs beside the lead play in [from, to), each key once. */
		chairEvents(from, to) {
			const byKey = new Map();
			for (const event of globalThis.continuo.jam.eventsBetween(from, to)) {
				if (event.owner.startsWith('chair ')) byKey.set(event.key, event);
			}
			return [...byKey.values()];
		}

		/** Writes down what the chair would play in so many bars from the next key press on. */
		expect(chair, bars) {
			const { jam, audio } = globalThis.continuo;
			const { beats, unit } = jam.settings.metre;
			const owner = chair === 'lead' ? 'partner' : `chair ${chair}`;
			const length = (bars * beats * 4 * 480) / unit;
			const notesIn = (from, to) =>
				[...jam.eventsBetween(from, to)]
					.filter((event) => event.owner === owner)
					.map(({ start, end, pitch }) => `${String(start).padStart(9, '0')} ${pitch} ${end}`)
					.sort();
			const look = (event) => {
				const from = audio.transport.position();
				const to = from + length;
				this.expected = { event, from, to, notes: notesIn(from, to), notesIn };
			};
			this.expected = null;
			addEventListener('keydown', look, { capture: true, once: true });
		}

		/** Ticks from that press to the first note that is another; null if none is in the bars expected. */
		async firstChange() {
			const { audio } = globalThis.continuo;
			const { event, from, to, notes, notesIn } = this.expected;
			if (!event.defaultPrevented) return { delay: null, isKnown: false };
			while (audio.transport.position() < to) {
				const now = audio.transport.position();
				const [before, after] = [notes, notesIn(from, to)].map((list) =>
					list.filter((note) => Number(note.split(' ')[0]) >= now)
				);
				const at = before.findIndex((note, index) => note !== after[index]);
				const changed = at >= 0 ? [before[at], after[at]] : [after[before.length]];
				const starts = changed.filter(Boolean).map((note) => Number(note.split(' ')[0]));
				if (starts.length > 0) return { delay: Math.min(...starts) - from, isKnown: true };
				await new Promise((resolve) => setTimeout(resolve, 30));
			}
			return { delay: null, isKnown: true };
		}

		frameOf(audio, tick) {
			return Math.round(audio.transport.timeOf(tick) * audio.context.sampleRate);
		}
	}

	globalThis.probe = new Probe();
})();
