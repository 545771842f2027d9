import { afterEach, expect, test, vi } from "vitest";

import { checkServices, services, type Found } from "./services";

const ANSWERS: Record<string, object> = {
  "/api/v2/status": {
    api: "ok",
    database: "ok",
    cache: "ok",
  },
  "/api/v2/tasks/ping": { id: "1", state: "pending" },
  "/api/v2/tasks/1": { id: "1", state: "succeeded" },
};

async function check(fetch: (url: string) => Promise<Response>) {
  vi.stubGlobal("fetch", fetch);
  const found: Found = {};
  await checkServices((news) => Object.assign(found, news));
  return services.map(({ id }) => found[id]);
}

afterEach(() => vi.unstubAllGlobals());

test("all are reached when the API says so", async () => {
  const found = await check(async (url) => Response.json(ANSWERS[url]));
  expect(found).toEqual(services.map(() => true));
});

test("none is reached when there is no API", async () => {
  const found = await check(() => Promise.reject(new TypeError()));
  expect(found).toEqual(services.map(() => false));
});

test("none is reached when the API fails", async () => {
  const found = await check(async () => new Response(null, { status: 503 }));
  expect(found).toEqual(services.map(() => false));
});
