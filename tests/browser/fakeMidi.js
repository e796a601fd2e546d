/**
 * Replaces `navigator.requestMIDIAccess` by ports that a test plugs in and plays, as `fakeMidi`.
 * An init script: it runs in the page before any of the page's own (`page.addInitScript({ path })`).
 */
(() => {
	const inputs = new Map();
	/** Also those that are unplugged: as in Chromium, a device that comes back is the same port. */
	const known = new Map();
	let access = null;
	/** Changes of which nobody has been told yet. */
	let untold = 0;

	/** As in browsers, always in a later task. */
	const tellChange = (port) => {
		untold++;
		setTimeout(() => {
			untold--;
			for (const target of access === null ? [port] : [port, access]) {
				const event = Object.assign(new Event('statechange'), { port });
				target.onstatechange?.(event);
				target.dispatchEvent(event);
			}
		}, 0);
	};

	class FakeInput extends EventTarget {
		type = 'input';
		manufacturer = 'Fake';
		version = '1.0';
		state = 'connected';
		connection = 'closed';
		onstatechange = null;
		isBusy = false;
		#onmidimessage = null;

		constructor(id, name) {
			super();
			this.id = id;
			this.name = name;
		}

		get onmidimessage() {
			return this.#onmidimessage;
		}

		/** By the standard, a handler opens the port. */
		set onmidimessage(handler) {
			this.#onmidimessage = handler;
			if (handler !== null && !this.isBusy) this.#connect('open');
		}

		async open() {
			if (this.isBusy) throw new DOMException('Another program has it', 'InvalidAccessError');
			this.#connect('open');
			return this;
		}

		async close() {
			this.#connect('closed');
			return this;
		}

		plug() {
			this.state = 'connected';
			if (this.connection === 'pending') this.connection = 'open';
			tellChange(this);
		}

		/** A port that was open waits for its device to come back. */
		unplug() {
			this.state = 'disconnected';
			if (this.connection === 'open') this.connection = 'pending';
			tellChange(this);
		}

		/** False if nobody could hear it. */
		hear(data, timeStamp) {
			if (this.connection !== 'open' || this.state !== 'connected') return false;
			const event = new Event('midimessage');
			Object.defineProperty(event, 'timeStamp', { value: timeStamp });
			Object.defineProperty(event, 'data', { value: Uint8Array.from(data) });
			this.#onmidimessage?.(event);
			this.dispatchEvent(event);
			return true;
		}

		#connect(connection) {
			if (this.connection === connection || this.state === 'disconnected') return;
			this.connection = connection;
			tellChange(this);
		}
	}

	class FakeAccess extends EventTarget {
		inputs = inputs;
		outputs = new Map();
		onstatechange = null;

		constructor(sysex) {
			super();
			this.sysexEnabled = sysex;
		}
	}

	const fakeMidi = {
		refusal: null,
		requests: [],
		/** Whether all have been told what was plugged, opened and closed. */
		get isSettled() {
			return untold === 0;
		},
		plug(name, { id = name, isBusy = false } = {}) {
			const port = known.get(id) ?? new FakeInput(id, name);
			port.isBusy = isBusy;
			known.set(id, port);
			inputs.set(id, port);
			port.plug();
			return id;
		},
		unplug(id) {
			inputs.delete(id);
			known.get(id).unplug();
		},
		receive(id, data, timeStamp = performance.now()) {
			return known.get(id).hear(data, timeStamp);
		}
	};

	const requestMIDIAccess = async (options = {}) => {
		fakeMidi.requests.push(options);
		if (fakeMidi.refusal !== null) throw new DOMException('Refused', fakeMidi.refusal);
		access ??= new FakeAccess(options.sysex === true);
		return access;
	};

	globalThis.fakeMidi = fakeMidi;
	Object.defineProperty(navigator, 'requestMIDIAccess', {
		value: requestMIDIAccess,
		configurable: true,
		writable: true
	});
})();
