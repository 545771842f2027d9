/** A finding that is accepted, everywhere or in one file of a stack. */
export interface Waiver {
  tool: string;
  rule: string;
  /** Relative to the stack, as in the finding. */
  file?: string;
  reason: string;
}

/** The one place where a rule is waived: no tool is configured to be silent, and no template may say so inline. */
export const waivers: readonly Waiver[] = ['Dockerfile', 'Dockerfile.dev'].map((file) => ({
  tool: 'hadolint',
  rule: 'DL3008',
  file: `learn-greek-easy-backend/${file}`,
  reason:
    "The plan's own list of packages, which names no versions; Debian's stable release changes them for safety only.",
}));
