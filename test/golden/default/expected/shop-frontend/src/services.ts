const API = "/api/v1";
// Milliseconds after which a missing answer counts as none.
const PATIENCE = 5_000;

/** What the page shows, in this order. */
export const services = [
  { id: "api", name: "API", about: "FastAPI answers requests" },
  { id: "database", name: "Database", about: "PostgreSQL keeps the data" },
  { id: "cache", name: "Cache", about: "Redis remembers for a while" },
  { id: "queue", name: "Task queue", about: "Celery works behind the scenes" },
] as const;

type Answer = Record<string, string>;
type ServiceId = (typeof services)[number]["id"];

/** Whether each is reached; what is absent is not known yet. */
export type Found = Partial<Record<ServiceId, boolean>>;

/** Reports what it finds as soon as it finds it, and resolves when all is said. */
export async function checkServices(
  report: (found: Found) => void,
): Promise<void> {
  await Promise.all([readStatus().then(report), runTask().then(report)]);
}

async function readStatus(): Promise<Found> {
  const status: Answer = await ask("/status").catch(() => ({}));
  return {
    api: status.api === "ok",
    database: status.database === "ok",
    cache: status.cache === "ok",
  };
}

/** The only proof that a queue works is a task that went through it. */
async function runTask(): Promise<Found> {
  const deadline = Date.now() + PATIENCE;
  try {
    let task = await ask("/tasks/ping", { method: "POST" });
    while (task.state === "pending" && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      task = await ask(`/tasks/${task.id}`);
    }
    return { queue: task.state === "succeeded" };
  } catch {
    return { queue: false };
  }
}

async function ask(path: string, init?: RequestInit): Promise<Answer> {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(API + path, { ...init, signal });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}
