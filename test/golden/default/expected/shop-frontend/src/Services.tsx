import { services, type Found } from "./services";
import { useServices } from "./useServices";

export function Services() {
  const { found, checkAgain } = useServices();

  return (
    <section aria-labelledby="services">
      <h2 id="services">Services</h2>
      <ul>
        {services.map(({ id, name, about }) => (
          <Service key={id} name={name} about={about} reached={found[id]} />
        ))}
      </ul>
      <footer>
        <p role="status">{summarize(found)}</p>
        <button type="button" onClick={checkAgain}>
          Check again
        </button>
      </footer>
    </section>
  );
}

interface ServiceProps {
  name: string;
  about: string;
  reached: boolean | undefined;
}

function Service({ name, about, reached }: ServiceProps) {
  const state =
    reached === undefined ? "checking" : reached ? "reached" : "not reached";

  return (
    <li data-state={state}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={MARKS[state]} />
      </svg>
      <div>
        <h3>{name}</h3>
        <p>{about}</p>
      </div>
      <p className="state">{state}</p>
    </li>
  );
}

// Shapes as well as colours, because not everyone tells red from green.
const MARKS = {
  checking: "M6 12h.01M12 12h.01M18 12h.01",
  reached: "m6 12.5 4 4 8-9",
  "not reached": "m7 7 10 10M17 7 7 17",
};

function summarize(found: Found) {
  if (services.some(({ id }) => found[id] === undefined)) return "Checking …";
  const missing = services.filter(({ id }) => !found[id]);
  if (missing.length === 0) return "Everything is reached.";
  return `Not reached: ${missing.map(({ name }) => name).join(", ")}.`;
}
