/** Two short tones: hertz, and seconds after the beginning. */
const TONES = [
  [660, 0],
  [880, 0.16],
] as const
const TONE_SECONDS = 0.14
const VOLUME = 0.12

let context: AudioContext | null = null

/**
 * Sounds two short, soft tones. Browsers let no page sound before somebody has clicked in it; then nothing is heard.
 */
export function beep(): void {
  context ??= new AudioContext()
  void context.resume()
  const start = context.currentTime
  for (const [frequency, after] of TONES) {
    const tone = new OscillatorNode(context, { frequency })
    const gain = new GainNode(context, { gain: 0 })
    const from = start + after
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(VOLUME, from + 0.02)
    gain.gain.linearRampToValueAtTime(0, from + TONE_SECONDS)
    tone.connect(gain).connect(context.destination)
    tone.start(from)
    tone.stop(from + TONE_SECONDS)
  }
}
