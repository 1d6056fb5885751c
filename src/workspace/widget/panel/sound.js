/** A tone for an answer, where the workspace has it switched on. */
import { state } from "./state.js";

const isOn = "sound" in document.documentElement.dataset;
/** Seconds from the beginning, and hertz. */
const NOTES = [[0, 660], [0.12, 880]];
const SECONDS = 0.35;

/** The newest answer that was read, and with whose credential. */
let heard = { by: "", part: 0 };

/** @param {string} credential @param {ParentNode} page what was read @param {boolean} isNews a change was the reason to read */
export const hear = (credential, page, isNews) => {
  if (!isOn) return;
  const bubbles = /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-part]:not(.mine *)"));
  const known = heard.by === credential ? heard.part : 0;
  const part = Math.max(known, ...Array.from(bubbles, ({ dataset }) => Number(dataset.part)));
  if (isNews && heard.by === credential && part > known) chime();
  heard = { by: credential, part };
};

const chime = () => {
  // A frame that nobody has used yet may play nothing, and the browser would complain.
  if (!navigator.userActivation?.hasBeenActive || (state?.look.quiet && !state.open)) return;
  const audio = new AudioContext();
  for (const [from, pitch] of NOTES) {
    const begin = audio.currentTime + from;
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.08, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + SECONDS);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + SECONDS);
    tone.onended = () => from && audio.close();
  }
};
