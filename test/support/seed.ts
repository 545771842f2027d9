// What fails is printed with its seed: FC_SEED tries the same again, FC_RUNS tries more or less of it.

/** How many random cases a test tries: few by default, 20,000 before a merge. */
export const RUNS = Number(process.env.FC_RUNS ?? 1000);

export const SEED = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

/** Whether this is the long run. */
export const THOROUGH = RUNS >= 20_000;
