import { formatMemory } from '../../model/units.js';

const UNITS: Readonly<Record<string, number>> = { '': 0, b: 0, k: 10, m: 20, g: 30, t: 40 };

/** `512m`, `1.5g`, `536870912` as `512M`; undefined for what is no size. Fractions of a mebibyte are rounded up. */
export function memoryOf(text: string | undefined): string | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?$/i.exec((text ?? '').trim());
  const unit = UNITS[(match?.[2] ?? '').toLowerCase()];
  if (!match || unit === undefined) return undefined;
  const mebibytes = Math.ceil((Number(match[1]) * 2 ** unit) / 2 ** 20);
  return mebibytes > 0 && Number.isSafeInteger(mebibytes) ? formatMemory(mebibytes) : undefined;
}

/** Processors, as Compose and our options write them. */
export function cpusOf(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && text.trim() !== '' && value >= 0.01 && value <= 1024 ? value : undefined;
}

export function wholeOf(text: string | undefined, min: number, max: number): number | undefined {
  const value = /^\d+$/.test(text ?? '') ? Number(text) : NaN;
  return value >= min && value <= max ? value : undefined;
}

export const portOf = (text: string | undefined): number | undefined => wholeOf(text, 1, 65_535);
