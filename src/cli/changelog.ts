import { compareVersions } from '../merge/state.js';

/** The sections of a changelog that are newer than `from`, up to and with `to`, the newest first. */
export function changelogBetween(text: string, from: string, to: string): string {
  const sections = text.split(/^(?=## )/m).slice(1);
  return sections
    .filter((section) => {
      const [, version] = /^## \[?v?(\d[^\s\]]*)/.exec(section) ?? [];
      return version !== undefined && compareVersions(version, from) > 0 && compareVersions(version, to) <= 0;
    })
    .map((section) => section.trim())
    .join('\n\n');
}
