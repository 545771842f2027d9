import { useEffect, useState } from "react";

import { checkServices, type Found } from "./services";

const PAUSE = 15_000;

/** Checks the services now and then, and at once when asked to. */
export function useServices() {
  const [found, setFound] = useState<Found>({});
  const [round, setRound] = useState(0);

  useEffect(() => {
    let current = true;
    let timer: number | undefined;

    async function check() {
      await checkServices((news) => {
        if (current) setFound((known) => ({ ...known, ...news }));
      });
      if (current) timer = window.setTimeout(check, PAUSE);
    }

    void check();
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [round]);

  function checkAgain() {
    setFound({});
    setRound(round + 1);
  }

  return { found, checkAgain };
}
